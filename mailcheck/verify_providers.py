"""Whether what providers.toml says of servers still holds: each is connected to, greeted and left, never logged in to.

Everything is judged as in a check: name, port, encryption, certificate by two lists, and the greeting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mailcheck.checks.farewell import farewell
from mailcheck.checks.opening import Opening
from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story, StoryEnded
from mailcheck.domain.account import Account, Endpoint, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.settings import Settings
from mailcheck.probes.imap import Imap
from mailcheck.probes.smtp import Smtp
from mailcheck.providers import Providers

AT_ONCE = 12
"""Servers spoken to at a time: enough that waiting overlaps, few enough not to look like an attack."""
_PATIENCE = 20.0  # seconds for one server, everything together
_LEAST = 1.0  # seconds: with less left a server is not begun
_STAGES = (Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET, Stage.QUIT)
_NO_ROT = frozenset({"certificate-expires-soon", "clock-skewed"})
"""Remarks that say nothing against the list: a certificate is renewed, and it may be this computer's clock."""
_NO_ANSWER = frozenset({"network-offline", "resolver-failed"})
"""Faults of the way to a server: nothing was seen of it."""


class State(StrEnum):
    GOOD = "good"  # as it is written down
    ROTTEN = "rotten"
    LEFT = "left"  # not looked at: there was no time, or no way to it


@dataclass(frozen=True, slots=True)
class Verified:
    """One server of the list. Rotten without a `problem`: its greeting is not the one written down."""

    service: Service
    endpoint: Endpoint
    providers: tuple[Provider, ...]  # the entries that name it
    state: State
    problem: Finding | None = None
    greeting: str = ""
    ms: int = 0


@dataclass
class Verification:
    """`deadline` of the settings is for all servers together."""

    settings: Settings
    known: Providers
    _runs: list[Run] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def results(self, entries: Iterable[Provider]) -> Generator[Verified, None, None]:
        """As they come. Whoever leaves early stops the rest."""
        ends = time.monotonic() + self.settings.deadline
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="verify")
        try:
            futures = [pool.submit(self._look, server, ends) for server in servers(entries)]
            for future in as_completed(futures):
                yield future.result()
        finally:
            self._stop()
            pool.shutdown(cancel_futures=True)

    def _stop(self) -> None:
        self._stopped.set()
        with self._lock:
            runs = list(self._runs)
        for run in runs:
            run.stop()

    def _look(self, server: Verified, ends: float) -> Verified:
        left = ends - time.monotonic()
        if left < _LEAST or self._stopped.is_set():
            return server
        settings = replace(self.settings, deadline=min(left, _PATIENCE), login=False)
        run = Run(Account(""), settings, self.known, lambda event: None)
        with self._lock:
            self._runs.append(run)
        started = time.monotonic()
        findings = _talk(run, server)
        return _judged(server, findings, round((time.monotonic() - started) * 1000), self.known)


def servers(entries: Iterable[Provider]) -> tuple[Verified, ...]:
    """Each server once, in the order of the list, with all entries that name it."""
    named: dict[tuple[Service, Endpoint], list[Provider]] = {}
    for entry in entries:
        for service in Service:
            for endpoint in entry.endpoints(service):
                named.setdefault((service, endpoint), []).append(entry)
    return tuple(Verified(*server, tuple(owners), State.LEFT) for server, owners in named.items())


def _talk(run: Run, server: Verified) -> tuple[Finding, ...]:
    story = Story(run, "verify", _STAGES, server.service)
    opening: Opening[Any] = Opening(story, server.endpoint, Imap if server.service is Service.INCOMING else Smtp)
    try:
        session = opening.open()
        farewell(story, opening.wire, session.logout if isinstance(session, Imap) else session.quit)
    except StoryEnded:
        pass
    finally:
        opening.close()
    return tuple(story.findings)


def _judged(server: Verified, findings: tuple[Finding, ...], ms: int, known: Providers) -> Verified:
    problems = (f for f in findings if f.outcome in (Outcome.FAILED, Outcome.WARNED) and f.code not in _NO_ROT)
    problem = next(problems, None)
    greeting = next((str(f.evidence["greeting"]) for f in findings if f.evidence.get("greeting")), "")
    if (problem is None and not greeting) or (problem and problem.code in _NO_ANSWER):  # stopped on the way, or no way
        state = State.LEFT
    elif problem is None and _greets_as_written(server, greeting, known):
        state = State.GOOD
    else:
        state = State.ROTTEN
    return replace(server, state=state, problem=problem, greeting=greeting, ms=ms)


def _greets_as_written(server: Verified, greeting: str, known: Providers) -> bool:
    """Its own greeting where one is written down, and nobody else's anywhere."""
    parts = [part for owner in server.providers for part in owner.greetings.get(server.service, ())]
    if parts:
        return any(part in greeting for part in parts)
    other = known.by_greeting(server.service, greeting)
    return other is None or other.family in {owner.family for owner in server.providers}
