"""What is wrong with a server's name, in words, and the name that was meant. Loads the checks: not for a slot."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.domain.account import Service
from mailcheck.i18n import Language, word


@dataclass(frozen=True, slots=True)
class Judged:
    """`hopeless`: nothing can be tested with this name."""

    words: str
    suggestion: str | None
    hopeless: bool


def judged(host: str, service: Service, language: Language) -> Judged | None:
    """None when there is nothing wrong with it, or nothing there."""
    from mailcheck.catalogue import catalogue  # noqa: PLC0415
    from mailcheck.checks.hostname import judge_host  # noqa: PLC0415

    host = host.strip()
    findings = judge_host(host, service) if host else ()
    if not findings:
        return None
    found = findings[0]
    suggestion = found.evidence.get("suggestion")
    reason = found.evidence.get("reason")
    if reason:
        words = word("reason", str(reason), language)
    else:
        words = catalogue().render(found.code, language, evidence=found.evidence, service=service).title + "."
    return Judged(words, str(suggestion) if suggestion else None, hopeless=found.code == "host-malformed")
