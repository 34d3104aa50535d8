"""Our list by the hosts that take the mail, and the SRV records of the domain."""

from __future__ import annotations

import time
from collections.abc import Callable

from mailcheck.discovery.answer import BOTH, Answer, Asker, Kind, Word, candidates
from mailcheck.discovery.candidate import Candidate, Source, of_provider
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.probes.errors import Cancelled, ProbeError

SRV_NAMES = {
    # RFC 6186 section 3, and _submissions by RFC 8314 section 5.1.
    (Service.INCOMING, Security.TLS): "_imaps",
    (Service.INCOMING, Security.STARTTLS): "_imap",
    (Service.OUTGOING, Security.TLS): "_submissions",
    (Service.OUTGOING, Security.STARTTLS): "_submission",
}
_OF_TLS = frozenset({993, 465})
"""Ports with TLS from the first byte (RFC 8314 section 7), by whatever label one is sent there."""
_EVERYTHING = frozenset((service, security) for service in Service for security in Security)
_KNOCKS = 3  # targets that are tried
_PATIENCE = 0.8  # seconds for each: all of them together are done before anybody goes on with the second best


def listed() -> tuple[Asker, ...]:
    return (Asker(Source.MX, BOTH, _by_mx),)


def records() -> tuple[Asker, ...]:
    """Priorities rank the targets of one name (RFC 2782). RFC 6186 section 3.4 has them rank the names too, for whoever
    can choose between IMAP and POP3. Of two ways to the same mailbox TLS from the first byte goes before STARTTLS
    whatever they say (RFC 8314 section 3), and a way without encryption is never taken from here (section 5.1)."""
    return tuple(Asker(Source.SRV, frozenset({kind[0]}), _srv(kind)) for kind in SRV_NAMES)


def _by_mx(quest: Quest) -> Answer:
    """A provider of our list that has no server for programs has none: then nothing else is looked for."""
    provider = quest.known.by_mx(quest.mx.hosts(quest.deadline))
    return Answer(of_provider(provider, Source.MX), denied=_EVERYTHING) if provider else Answer()


def _srv(kind: Kind) -> Callable[[Quest], Answer]:
    service, security = kind

    def ask(quest: Quest) -> Answer:
        name = f"{SRV_NAMES[kind]}._tcp.{quest.domain}"
        found = quest.resolver.srv(name)
        if found and all(record.host == "." for record in found):  # RFC 2782: decidedly not offered
            return Answer(denied=_denied(kind))
        ends = (Endpoint(each.host, each.port, Security.TLS if each.port in _OF_TLS else security) for each in found)
        return Answer(_reachable_first(quest, tuple(candidates(quest, service, ends, Word(Source.SRV, name)))))

    return ask


def _denied(kind: Kind) -> frozenset[Kind]:
    """The labels without an s stand for servers that one begins to speak to in the open."""
    service, security = kind
    return frozenset({kind, (service, Security.NONE)} if security is Security.STARTTLS else {kind})


def _reachable_first(quest: Quest, targets: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """RFC 2782: the next target is for when the one before cannot be reached; but for a trusted one no stranger's.

    Found out here, where several are named: a conversation has one server, and tells what is wrong with that.
    """
    if len(targets) > 1:
        for found in [each for each in targets if each.trusted >= targets[0].trusted][:_KNOCKS]:
            if _is_reached(quest, found.endpoint):
                return (found, *(each for each in targets if each is not found))
    return targets


def _is_reached(quest: Quest, end: Endpoint) -> bool:
    try:
        quest.connect(end.host, end.port, time.monotonic() + _PATIENCE).close()
    except Cancelled:
        raise
    except ProbeError:
        return False
    return True
