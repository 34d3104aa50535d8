"""The two ways a probe ends badly: something broke (ProbeError), or the server said no (Refusal)."""

from __future__ import annotations

from typing import Any

from mailcheck.domain.reply import Reply


class ProbeError(Exception):
    """A fact that ends a conversation. `code` is one of the catalogue's codes, `evidence` what was seen."""

    def __init__(self, code: str, **evidence: Any) -> None:
        super().__init__(code)
        self.code = code
        self.evidence = evidence


class Refusal(ProbeError):
    """The server answered, and the answer was no. What it means is not for a probe to say."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("refused", reply=reply.raw)
        self.reply = reply


class Cancelled(ProbeError):
    """The person stopped the run. Not a finding."""

    def __init__(self) -> None:
        super().__init__("cancelled")
