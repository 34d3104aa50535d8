"""A runner that says what it is told to: for states that no server brings about, and for pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from mailcheck.checks.run import StageEnded, StageStarted
from mailcheck.domain.account import Account, Service
from mailcheck.domain.finding import PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.report import Report, TranscriptLine
from mailcheck.domain.settings import Settings
from mailcheck.engine import Plan
from mailcheck.i18n import Language
from mailcheck.plan import plan_for
from mailcheck.ui.draft import Draft
from mailcheck.ui.job import warm
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.shell import Shell

ACCOUNT = Account("anna@example.test")


class FakeRunner(QObject):
    """`play` sends events; `end` and `crash` end the run."""

    planned = Signal(object)
    happened = Signal(object)
    ended = Signal(object)
    failed = Signal(str)

    def __init__(self, account: Account = ACCOUNT) -> None:
        super().__init__()
        warm()
        self.plan: Plan = plan_for(account)
        self.running = False
        self.started: list[tuple[Account, Settings, frozenset[str] | None]] = []
        self.stops = 0
        self.talk: tuple[TranscriptLine, ...] = ()
        self.reports: Mapping[Language, Report] = {}

    def start(self, account: Account, settings: Settings, checks: frozenset[str] | None = None) -> None:
        self.started.append((account, settings, checks))
        self.running = True

    def stop(self) -> None:
        self.stops += 1

    def report(self, language: Language) -> Report | None:
        return self.reports.get(language)

    def transcript(self) -> tuple[TranscriptLine, ...]:
        return self.talk

    def close(self) -> None:
        self.running = False

    # --- what the test has it say ----------------------------------------------------------------------------------

    def begin(self) -> None:
        self.planned.emit(self.plan)

    def starts(self, check: str, stage: Stage) -> None:
        self.happened.emit(StageStarted(check, _service(check), stage, 0))

    def ends(self, check: str, *findings: Finding) -> None:
        self.happened.emit(StageEnded(check, findings))

    def passes(self, check: str, *stages: Stage, ms: int = 48) -> None:
        """These stages, or all of the check."""
        planned = next(each.stages for each in self.plan if each.id == check)
        for stage in stages or planned:
            self.starts(check, stage)
            self.ends(check, found(PASSED, stage, check, ms=ms))

    def skips(self, check: str, *stages: Stage, because: str | None = None, **evidence: Any) -> None:
        for stage in stages:
            skipped = found(SKIPPED, stage, check, Outcome.SKIPPED, ms=0, because=because or check, **evidence)
            self.ends(check, skipped)

    def end(self, report: Report | None = None) -> None:
        self.running = False
        self.ended.emit(report)

    def crash(self) -> None:
        self.running = False
        self.failed.emit("")


def found(
    code: str,
    stage: Stage,
    check: str,
    outcome: Outcome = Outcome.PASSED,
    *,
    ms: int = 48,
    because: str | None = None,
    **evidence: Any,
) -> Finding:
    return Finding(code, outcome, stage, _service(check), 0, ms, evidence, because)


def page_with(runner: FakeRunner) -> type[CheckingPage]:
    """The page of the program, with this runner instead of the window's."""

    class Played(CheckingPage):
        def __init__(self, shell: Shell, draft: Draft) -> None:
            super().__init__(shell, draft)
            self.stages.pause = 0  # what it says is to be seen at once

        @property
        def runner(self) -> Any:
            return runner

    return Played


def _service(check: str) -> Service | None:
    return Service(check) if check in tuple(Service) else None
