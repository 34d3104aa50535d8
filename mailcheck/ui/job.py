"""One run of the engine on a thread of its own: what happens waits in `inbox` until somebody takes it. No Qt here.

The engine brings libraries that take half a second to load, and the catalogue a sixth to read: both happens here.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailcheck.domain.account import Account
from mailcheck.domain.report import Report, TranscriptLine, Verdict
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language, messages

if TYPE_CHECKING:
    from mailcheck.again import Earlier
    from mailcheck.checks.run import Event
    from mailcheck.engine import Engine, Plan

_TALK_EVERY = 0.1  # seconds: putting the talk together costs some milliseconds when a server floods
_BREATH = 0.04
"""Seconds for the window to draw what has just become known: both want the interpreter. By tests/bench/window.py
the slowest turn in a hundred of its event loop is shorter with them; on a busy machine no difference was to be seen."""
_PATIENCE = 2.0  # seconds for the run before this one to end: it has been cut off, a tenth is usual


@dataclass(frozen=True, slots=True)
class Planned:
    """The checks and their stages, before the first of them begins."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run has ended. `crashed`: by a fault of ours; the reports hold what was found until then, if any."""

    reports: Mapping[Language, Report]
    crashed: bool = False
    earlier: Earlier | None = None  # what "check again" needs of this run; it holds no password


@dataclass(frozen=True, slots=True)
class Again:
    """Only these checks are wanted, and what they need is taken over from an earlier run."""

    earlier: Earlier
    checks: frozenset[str]


class Job:
    """The thread knows of no Qt object, so that the window may go at any moment: whoever wants to know looks."""

    def __init__(
        self,
        account: Account,
        settings: Settings,
        *,
        before: Job | None = None,
        again: Again | None = None,
    ) -> None:
        self.inbox: deque[Planned | Event] = deque()
        self.ended = Ended({}, crashed=True)  # to be looked at when the thread is over
        self.talk: tuple[TranscriptLine, ...] = ()
        self._account, self._settings = account, settings
        self._before = before
        self._again = again
        self._engine: Engine | None = None
        self._stopped = False
        self._lock = threading.Lock()  # between stop() and the birth of the engine
        self._thread = threading.Thread(target=self._live, name="mailcheck run", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Cut everything off. Takes no time; the thread ends soon."""
        with self._lock:
            self._stopped = True
            engine = self._engine
        if engine:
            engine.run.stop()

    def wait(self, seconds: float) -> bool:
        """Whether the thread has ended in that time."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # --- on the thread -------------------------------------------------------------------------------------------

    def _live(self) -> None:
        if self._before:
            self._before.wait(_PATIENCE)
            self._before = None
        time.sleep(_BREATH)
        try:
            self._go_through()
        finally:
            with self._lock:
                self._engine = None  # it holds the password
            del self._account

    def _go_through(self) -> None:
        """A fault of ours ends the thread, and crash_log hears of it; what was found until then is saved, unless the
        fault is in telling it."""
        whole = False
        try:
            self._follow()
            whole = True
        finally:
            if not whole:
                self.stop()
            self.ended = Ended(self._reports(), crashed=not whole, earlier=self._left_behind() if whole else None)

    def _follow(self) -> None:
        warm()
        engine = self._born()
        self._tell(Planned(self._plan(engine)))
        time.sleep(_BREATH)
        engine.start()
        looked = 0.0
        for event in engine.events():
            if event:
                self._tell(event)
            if time.monotonic() - looked > _TALK_EVERY:
                self.talk = engine.run.transcript()
                looked = time.monotonic()
        self.talk = engine.run.transcript()

    def _born(self) -> Engine:
        from mailcheck.again import engine_again  # noqa: PLC0415
        from mailcheck.plan import engine_for  # noqa: PLC0415

        again = self._again
        if again is None:
            engine = engine_for(self._account, self._settings)
        else:
            engine = engine_again(again.earlier, self._account, self._settings, again.checks)
        with self._lock:
            self._engine = engine
            if self._stopped:
                engine.run.stop()
        return engine

    def _plan(self, engine: Engine) -> Plan:
        """What will be done: checks whose results are kept have no events."""
        from mailcheck.plan import plan_for  # noqa: PLC0415

        return tuple(check for check in plan_for(self._account) if check.id not in engine.kept)

    def _left_behind(self) -> Earlier | None:
        from mailcheck.again import earlier  # noqa: PLC0415

        return earlier(self._engine) if self._engine else None

    def _reports(self) -> dict[Language, Report]:
        """In every language at once: the person may switch at any time, and nobody shall wait for it."""
        from mailcheck.reporting import report_of  # noqa: PLC0415

        if self._engine is None:
            return {}
        now = datetime.now(UTC)
        reports = {language: report_of(self._engine, language, now) for language in Language}
        if not self._stopped:
            return reports
        return {language: replace(report, verdict=Verdict.INCOMPLETE) for language, report in reports.items()}

    def _tell(self, message: Planned | Event) -> None:
        self.inbox.append(message)


def warm() -> None:
    """Load what a run needs. Done ahead of the first run, it begins at once."""
    import OpenSSL.crypto  # noqa: F401, PLC0415 - the engine would load it in mid-run, and hold the window up

    import mailcheck.again  # noqa: PLC0415
    import mailcheck.export.text_file  # noqa: PLC0415
    import mailcheck.plan  # noqa: PLC0415
    import mailcheck.reporting  # noqa: F401, PLC0415
    from mailcheck.catalogue import catalogue  # noqa: PLC0415
    from mailcheck.providers import providers  # noqa: PLC0415

    messages()
    providers()
    catalogue()
    _warm.set()


_warm = threading.Event()


def is_warm() -> bool:
    """Whether everything is loaded: then it may be asked for in a slot."""
    return _warm.is_set()
