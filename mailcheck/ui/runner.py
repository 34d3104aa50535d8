"""The only bridge between the window and the engine: what happens in a run arrives here as signals, in good order."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mailcheck.domain.account import Account
from mailcheck.domain.report import Report, TranscriptLine
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.ui.job import Again, Ended, Job, Planned, is_warm, warm

if TYPE_CHECKING:
    from mailcheck.again import Earlier
    from mailcheck.ui.speech import Speech

_LOOK_EVERY = 10  # ms between two looks at what a run has to say
_BUDGET = 0.006  # seconds of one helping: the rest waits until the window has painted itself and heard its person
_CLOSING = 0.15  # seconds for a run that is cut off to end, before the window goes


class Runner(QObject):
    """One run at a time. After `start()` come `planned`, many `happened`, and one of `ended` and `failed`, never both.

    A run that is replaced by the next one before it has ended says nothing more.
    """

    planned = Signal(object)  # Plan: the checks with their stages, before anything happens
    happened = Signal(object)  # StageStarted | StageEnded (never named `event`: that is a method of QObject)
    ended = Signal(object)  # Report in the language of the window
    failed = Signal(str)  # a fault of ours in one sentence; what was found until then is in report()

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._job: Job | None = None
        self._last: Job | None = None
        self._reports: Mapping[Language, Report] = {}
        self._earlier: Earlier | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_EVERY)
        self._looking.timeout.connect(self._deliver)

    @property
    def running(self) -> bool:
        return self._job is not None

    def warm_up(self) -> None:
        """Load the engine ahead, while the person is still typing. Once is enough."""
        if not is_warm():
            threading.Thread(target=warm, name="mailcheck warm-up", daemon=True).start()

    def start(self, account: Account, settings: Settings, checks: frozenset[str] | None = None) -> None:
        """Begin a run; one that is under way is cut off and heard of no more. `checks`: the last one's, only these."""
        if self._job:
            self._job.stop()
        self._reports = {}
        again = Again(self._earlier, checks) if checks is not None and self._earlier else None
        self._job = self._last = Job(account, settings, before=self._last, again=again)
        self._job.start()
        self._looking.start()

    def stop(self) -> None:
        """Cut everything off; `ended` follows."""
        if self._job:
            self._job.stop()

    def close(self) -> None:
        """The window goes: cut everything off, and no signal any more."""
        job, self._job = self._job, None
        self._looking.stop()
        if job:
            job.stop()
            job.wait(_CLOSING)

    def report(self, language: Language) -> Report | None:
        """Of the last run, once it has ended."""
        return self._reports.get(language)

    def transcript(self) -> tuple[TranscriptLine, ...]:
        """The talk with the servers so far, secrets masked."""
        return self._last.talk if self._last else ()

    def _deliver(self) -> None:
        """Pass on what has arrived, a helping at a time: a flood of findings must not hold the window up."""
        job = self._job
        over = job is not None and job.wait(0)  # then nothing comes in any more
        end = time.perf_counter() + _BUDGET
        while job and job.inbox and self._job is job and time.perf_counter() < end:
            self._pass_on(job.inbox.popleft())
        if job and over and not job.inbox and self._job is job:
            self._end(job.ended)

    def _pass_on(self, message: object) -> None:
        if isinstance(message, Planned):
            self.planned.emit(message.plan)
        else:
            self.happened.emit(message)

    def _end(self, ended: Ended) -> None:
        self._job = None
        self._looking.stop()
        self._reports = ended.reports
        self._earlier = ended.earlier or self._earlier
        report = ended.reports.get(self._speech.language)
        if ended.crashed or report is None:
            self.failed.emit(self._speech.say("checking.crashed"))
        else:
            self.ended.emit(report)
