"""Where the time went, as numbers: the stages of both conversations as bars, and an axis that fits them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage, worst
from mailcheck.domain.report import CheckResult, Report
from mailcheck.i18n import Value

_MOST_TICKS = 5
_STEPS = (1, 2, 5)
_NETWORK = "network"
_SHORT, _LONG = 1_000, 10_000  # milliseconds: from the first on seconds are told, from the second on whole ones


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage of one check; `findings` are all that was found in it."""

    check: str
    stage: Stage
    outcome: Outcome
    started_ms: int
    ms: int
    findings: tuple[Finding, ...]

    @property
    def ended_ms(self) -> int:
        return self.started_ms + self.ms

    @property
    def skipped(self) -> bool:
        return self.outcome is Outcome.SKIPPED


def bars(report: Report) -> tuple[Bar, ...]:
    """Check by check in the order of the report, stage by stage as they happened."""
    return tuple(bar for check in report.checks if _belongs(check, report) for bar in _bars(check))


def longest(all_bars: Iterable[Bar]) -> Bar | None:
    """The stage that took the most time, if any took some."""
    found = max((bar for bar in all_bars if not bar.skipped), key=lambda bar: bar.ms, default=None)
    return found if found and found.ms else None


def ticks(end_ms: int) -> tuple[int, ...]:
    """Round times from 0 to `end_ms` or just before, at most five steps apart."""
    end_ms = max(end_ms, 1)
    power = 1
    while True:
        for step in _STEPS:
            if end_ms <= step * power * _MOST_TICKS:
                return tuple(range(0, end_ms + 1, step * power))
        power *= 10


def time_words(ms: int) -> tuple[str, dict[str, Value]]:
    """The message, and its fields, that tells a time: < 1 ms, 12 ms, 1.4 s, 60 s."""
    if ms < 1:
        return "timeline.under-ms", {}
    if ms < _SHORT:
        return "timeline.ms", {"ms": ms}
    seconds = ms / 1000
    return "timeline.seconds", {"s": round(seconds) if ms >= _LONG else round(seconds, 1)}


def _belongs(check: CheckResult, report: Report) -> bool:
    """The conversations; and the search for their servers when one of them had to wait for it."""
    if check.id in tuple(Service):
        return True
    ended = check.started_ms + check.ms
    talks = (each for each in report.checks if each.id in tuple(Service))
    return check.id == _NETWORK and check.ms > 0 and any(each.started_ms >= ended and each.ms for each in talks)


def _bars(check: CheckResult) -> Iterable[Bar]:
    stages: dict[Stage, list[Finding]] = {}
    for finding in check.findings:
        stages.setdefault(finding.stage, []).append(finding)
    for stage, findings in stages.items():
        done = [finding for finding in findings if finding.outcome is not Outcome.SKIPPED]
        yield Bar(check.id, stage, worst(done, Outcome.SKIPPED), *_span(done), tuple(findings))


def _span(findings: Sequence[Finding]) -> tuple[int, int]:
    """A saved report may hold times that make no sense: nothing is drawn to the left of the beginning."""
    if not findings:
        return 0, 0
    start = max(0, min(finding.started_ms for finding in findings))
    return start, max(0, max(finding.started_ms + finding.ms for finding in findings) - start)
