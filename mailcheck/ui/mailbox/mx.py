"""Which hosts take the mail of a domain, asked beside the window."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.ui.mailbox.provider_card import NO_ANSWER, NO_DOMAIN, UNKNOWN


@dataclass(frozen=True, slots=True)
class MxAnswer:
    """`state`: what to say when there are no hosts."""

    domain: str
    hosts: tuple[str, ...] = ()
    state: str = UNKNOWN


def ask_mx(domain: str, nameserver: tuple[str, int] | None) -> MxAnswer:
    """Takes up to three seconds; never fails."""
    from mailcheck.probes.errors import ProbeError  # noqa: PLC0415 - dnspython loads slowly
    from mailcheck.probes.resolve import Resolver  # noqa: PLC0415

    try:
        records = Resolver(nameserver).mx(domain)
    except ProbeError as error:
        return MxAnswer(domain, state=NO_DOMAIN if error.code == "domain-not-found" else NO_ANSWER)
    return MxAnswer(domain, tuple(record.host for record in records))
