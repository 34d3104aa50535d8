"""Our list by the hosts that take the mail, and the SRV records of the domain."""

from __future__ import annotations

from collections.abc import Callable

from mailcheck.discovery.answer import BOTH, Answer, Asker, Kind, Word, candidates
from mailcheck.discovery.candidate import Source, of_provider
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Endpoint, Security, Service

SRV_NAMES = {
    # RFC 8314 section 5.1, RFC 6186 section 3; TLS from the first byte before STARTTLS (RFC 8314 section 3).
    (Service.INCOMING, Security.TLS): "_imaps",
    (Service.INCOMING, Security.STARTTLS): "_imap",
    (Service.OUTGOING, Security.TLS): "_submissions",
    (Service.OUTGOING, Security.STARTTLS): "_submission",
}
_EVERYTHING = frozenset((service, security) for service in Service for security in Security)


def listed() -> tuple[Asker, ...]:
    return (Asker(Source.MX, BOTH, _by_mx),)


def records() -> tuple[Asker, ...]:
    return tuple(Asker(Source.SRV, frozenset({kind[0]}), _srv(kind)) for kind in SRV_NAMES)


def _by_mx(quest: Quest) -> Answer:
    """A provider of our list that has no server for programs has none: then nothing else is looked for."""
    provider = quest.known.by_mx(quest.mx.hosts(quest.deadline))
    return Answer(of_provider(provider, Source.MX), _EVERYTHING) if provider else Answer()


def _srv(kind: Kind) -> Callable[[Quest], Answer]:
    service, security = kind

    def ask(quest: Quest) -> Answer:
        name = f"{SRV_NAMES[kind]}._tcp.{quest.domain}"
        found = quest.resolver.srv(name)
        if found and all(record.host == "." for record in found):  # RFC 2782: decidedly not offered
            return Answer(denied=frozenset({kind}))
        ends = (Endpoint(record.host, record.port, security) for record in found)
        return Answer(tuple(candidates(quest, service, ends, Word(Source.SRV, name))))

    return ask
