"""How far a run has come: a row for each stage of each check, changed by what the runner says. No Qt here."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.domain.finding import SEVERITY, Finding, Outcome, Stage, worst
from mailcheck.domain.report import CUT_SHORT

if TYPE_CHECKING:
    from mailcheck.checks.run import StageEnded, StageStarted
    from mailcheck.engine import Plan

LONG = 8.0
"""Seconds after which a stage takes longer than usual."""
MOST_FINDINGS = 5
"""Problems of one stage that get a line of their own; the result tells what matters of the rest."""


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"
    CRASHED = "crashed"
    PARTLY = "partly"  # of a whole check: well as far as it went, and it did not go to its end


@dataclass(slots=True)
class Row:
    """One stage of one check."""

    check: str
    stage: Stage
    state: State = State.WAITING
    began: float = 0.0  # time.monotonic() seconds, while it runs
    ms: int | None = None
    findings: tuple[Finding, ...] = ()
    tells_skip: bool = False  # the first of a check that was left out for this reason: the others need no line

    def spent(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    @property
    def long(self) -> bool:
        return self.state is State.RUNNING and self.spent() >= LONG

    @property
    def interrupted(self) -> bool:
        """It was under way when the person stopped the run, or when we failed."""
        return self.began > 0 and (self.state is State.WAITING or self.reason == "stopped")

    @property
    def reason(self) -> str:
        """Why it was left out, where a reason has a name."""
        return str(self.findings[-1].evidence.get("reason", "")) if self.state is State.SKIPPED else ""

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What is not in order, the worst first."""
        bad = [f for f in self.findings if f.outcome in (Outcome.FAILED, Outcome.WARNED, Outcome.CRASHED)]
        return tuple(sorted(bad, key=lambda finding: SEVERITY.index(finding.outcome)))


@dataclass(slots=True)
class Course:
    """All rows, in the order of the plan."""

    rows: dict[tuple[str, Stage], Row] = field(default_factory=dict)
    over: bool = False

    def plan(self, plan: Plan) -> None:
        self.rows = {(check.id, stage): Row(check.id, stage) for check in plan for stage in check.stages}

    def checks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.check for row in self.rows.values()))

    def of(self, check: str) -> list[Row]:
        return [row for row in self.rows.values() if row.check == check]

    def begin(self, event: StageStarted) -> Row:
        row = self._row(event.check, event.stage)
        row.state, row.began = State.RUNNING, time.monotonic()
        return row

    def end(self, event: StageEnded) -> Row:
        """A stage may be told of more than once: the worst stays."""
        row = self._row(event.check, event.findings[0].stage)
        row.findings = (*row.findings, *event.findings)
        row.state = State(worst(row.findings, Outcome.SKIPPED))
        row.ms = None if row.state is State.SKIPPED else max(finding.ms for finding in row.findings)
        row.tells_skip = row.state is State.SKIPPED and not self._told_before(row)
        return row

    def still(self) -> None:
        """Nobody runs any more, whether or not all have told their end."""
        self.over = True
        for row in self.running():
            row.state = State.WAITING

    def running(self) -> Iterator[Row]:
        return (row for row in self.rows.values() if row.state is State.RUNNING)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def tried(self) -> int:
        """Stages that were gone through: what was left out does not count."""
        return sum(row.state not in (State.WAITING, State.RUNNING, State.SKIPPED) for row in self.rows.values())

    def count(self, *states: State) -> int:
        return sum(row.state in states for row in self.rows.values())

    def state_of(self, check: str) -> State:
        """Of a whole check: what is not in order first; under way until its last stage has ended."""
        rows = self.of(check)
        states = {row.state for row in rows}
        for bad in (State.CRASHED, State.FAILED, State.WARNED):
            if bad in states:
                return bad
        if State.RUNNING in states or (State.WAITING in states and State.PASSED in states and not self.over):
            return State.RUNNING
        if State.PASSED in states:
            cut_short = State.WAITING in states or any(
                row.reason in CUT_SHORT and row.stage is not Stage.SECRET for row in rows
            )
            return State.PARTLY if cut_short else State.PASSED
        return State.WAITING if State.WAITING in states or not states else State.SKIPPED

    def _row(self, check: str, stage: Stage) -> Row:
        return self.rows.setdefault((check, stage), Row(check, stage))

    def _told_before(self, row: Row) -> bool:
        others = (other for other in self.of(row.check) if other is not row and other.tells_skip)
        return any(_why(other.findings) == _why(row.findings) for other in others)


def _why(findings: Sequence[Finding]) -> tuple[object, ...]:
    last = findings[-1]
    return last.evidence.get("reason"), last.because, "waited_for" in last.evidence
