"""Asks every source at once and ranks what they say: a lower one is heard only when no higher one can still answer.

Threads are left behind, not joined: a name server or a silent host may take seconds, and nobody waits for them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from mailcheck.discovery.answer import Answer, Asker, Kind
from mailcheck.discovery.candidate import Candidate
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Security, Service
from mailcheck.probes.errors import ProbeError


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds from the start: from `enough` on the best answer at hand will do, unless it is only a spare one; at
    `over` nobody is waited for."""

    enough: float = 3.0
    over: float = 8.0


class Race:
    """`start()`, then look: everything else may be asked at any moment, from any thread."""

    def __init__(self, quest: Quest, askers: tuple[Asker, ...], times: Times) -> None:
        self._quest = quest
        self._askers = askers
        self._times = times
        self._answers: dict[int, Answer] = {}  # by rank: the place of who was asked
        self._news = threading.Condition()
        self._started = time.monotonic()

    def start(self) -> None:
        self._started = time.monotonic()
        for rank, asker in enumerate(self._askers):
            name = f"discovery: {asker.source}"
            threading.Thread(target=self._ask, args=(rank, asker), name=name, daemon=True).start()

    def stop(self) -> None:
        """What comes from now on is not taken."""
        self._quest.stop()
        with self._news:
            self._news.notify_all()

    def candidates(self, service: Service) -> tuple[Candidate, ...]:
        """What is known by now, the best first; each server once."""
        found: dict[str, Candidate] = {}
        with self._news:
            answers = dict(self._answers)
        for candidate in chain(_named(service, answers), _spare(service, answers)):
            found.setdefault(str(candidate.endpoint), candidate)
        return tuple(found.values())

    def settled(self, service: Service) -> bool:
        """Whether the first of the candidates (or that there is none) is to be taken now."""
        spent = time.monotonic() - self._started
        if self._quest.stopped() or spent >= self._times.over:
            return True
        with self._news:
            answers = dict(self._answers)
        if spent >= self._times.enough and next(_named(service, answers), None):
            return True
        return self._decided(service, answers)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        with self._news:
            ended = len(self._answers) == len(self._askers)
        return ended or self._quest.stopped() or time.monotonic() - self._started >= self._times.over

    def wait(self, seconds: float) -> None:
        """For news, but no longer than that."""
        with self._news:
            self._news.wait(seconds)

    def _decided(self, service: Service, answers: Mapping[int, Answer]) -> bool:
        """Whether nobody who could still answer would be believed more."""
        open_kinds = {(service, security) for security in Security}
        for rank, asker in enumerate(self._askers):
            if service in asker.services:
                if rank not in answers:
                    return False
                candidates = _of(service, answers[rank].candidates)
                if any((service, found.endpoint.security) in open_kinds for found in candidates):
                    return True
                open_kinds -= answers[rank].denied
                if not open_kinds:
                    return True
        return True

    def _ask(self, rank: int, asker: Asker) -> None:
        answer = Answer()
        try:
            answer = asker.ask(self._quest)
        except ProbeError:
            pass  # nobody there, or nothing to say
        finally:  # after a fault of ours too: nobody waits for one that has ended
            with self._news:
                if not self._quest.stopped():
                    self._answers[rank] = answer
                self._news.notify_all()


def _named(service: Service, answers: Mapping[int, Answer]) -> Iterator[Candidate]:
    """What nobody higher up denies, the best first."""
    denied: frozenset[Kind] = frozenset()
    for _, answer in sorted(answers.items()):
        yield from _of(service, answer.candidates, denied)
        denied |= answer.denied


def _spare(service: Service, answers: Mapping[int, Answer]) -> Iterator[Candidate]:
    """What is left when nothing else is, and nobody denies."""
    denied = frozenset(kind for answer in answers.values() for kind in answer.denied)
    for _, answer in sorted(answers.items()):
        yield from _of(service, answer.spare, denied)


def _of(
    service: Service, candidates: Iterable[Candidate], denied: frozenset[Kind] = frozenset()
) -> Iterator[Candidate]:
    mine = (candidate for candidate in candidates if candidate.service is service)
    return (candidate for candidate in mine if (service, candidate.endpoint.security) not in denied)
