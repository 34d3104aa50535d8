"""What is asked of a source, what it answers, and how much its word counts for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from mailcheck.discovery.candidate import Candidate, Source
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.host_name import is_host_name

BOTH = frozenset(Service)
Kind = tuple[Service, Security]


@dataclass(frozen=True, slots=True)
class Answer:
    """`denied`: what the source says is not offered; no lower one is believed about it then.

    `spare`: what nobody would want who has anything else, from whichever source.
    """

    candidates: tuple[Candidate, ...] = ()
    spare: tuple[Candidate, ...] = ()
    denied: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Asker:
    """One question to one source, about `services`. Without an answer `ask` raises ProbeError or returns nothing."""

    source: Source
    services: frozenset[Service]
    ask: Callable[[Quest], Answer]


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word it is: `told_by` is the record or host that gave it. `vouched`: it counts whatever server is named."""

    source: Source
    told_by: str
    vouched: bool = False


def candidates(quest: Quest, service: Service, ends: Iterable[Endpoint], word: Word) -> Iterator[Candidate]:
    """Names that can be a server's; what else an answer from outside says is not taken."""
    for end in ends:
        host = end.host.lower().removesuffix(".")
        if is_host_name(host) and 1 <= end.port <= 65535:
            trusted = word.vouched or quest.is_own(host) or quest.is_listed(host)
            encrypted = end.security is not Security.NONE
            endpoint = replace(end, host=host, source=word.source.value)
            yield Candidate(service, endpoint, word.source, trusted and encrypted, word.told_by)
