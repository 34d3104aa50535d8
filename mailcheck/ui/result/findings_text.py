"""The whole story of a run as lines of plain text: each check, its stages, and what the judgement rests on. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailcheck.domain.finding import PASSED, SKIPPED, Finding, Outcome
from mailcheck.domain.report import CheckResult, Report, TranscriptLine
from mailcheck.export.plain import plain
from mailcheck.ui.result.durations import duration, why_skipped

if TYPE_CHECKING:
    from mailcheck.ui.speech import Speech

_LONGEST = 2_000  # characters of one line: what servers send may be megabytes, and is whole in the saved report
_MOST_EVIDENCE = 200  # lines for one finding


@dataclass(frozen=True, slots=True)
class Line:
    """`outcome` colours the first word; `strong` is a heading."""

    text: str
    outcome: Outcome | None = None
    strong: bool = False


def finding_lines(report: Report, speech: Speech) -> Iterator[Line]:
    for place, check in enumerate(report.checks):
        if place:
            yield Line("")
        title = report.titles.get(check.id, check.id)
        state = speech.say("report.cut-short" if check.is_cut_short else f"state.{check.outcome}")
        yield Line(_line(f"{title}: {state}, {duration(check.ms, speech)}", speech), strong=True)
        for finding in check.findings:
            yield _headline(finding, check, speech)
            yield from (Line(text) for text in _evidence(finding, speech))


def transcript_line(said: TranscriptLine, speech: Speech) -> str:
    """As in the text report: milliseconds, which conversation, who speaks."""
    return _line(f"{said.at_ms:>6} {said.service.value[:3]} {said.direction} {said.line}", speech)


def _headline(finding: Finding, check: CheckResult, speech: Speech) -> Line:
    state = speech.say(f"state.{finding.outcome}")
    stage = speech.say(f"stage.{finding.stage}")
    if finding.outcome is Outcome.SKIPPED:
        return Line(f"{state}  {stage}: {why_skipped(finding, check.id, speech)}", finding.outcome)
    code = "" if finding.code in (PASSED, SKIPPED) else f"  {finding.code}"
    return Line(_line(f"{state}  {stage}, {duration(finding.ms, speech)}{code}", speech), finding.outcome)


def _evidence(finding: Finding, speech: Speech) -> Iterator[str]:
    lines = [line for name, value in finding.evidence.items() for line in _pairs(name, value)]
    for line in lines[:_MOST_EVIDENCE]:
        yield _line("    " + line, speech)
    if len(lines) > _MOST_EVIDENCE:
        yield "    " + speech.say("details.shortened", n=len(lines) - _MOST_EVIDENCE)


def _pairs(name: str, value: Any) -> Iterator[str]:
    """`name: value`, the further lines of a text below it."""
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    elif isinstance(value, bool):
        value = "true" if value else "false"
    first, *rest = str(value).splitlines() or [""]
    yield f"{name}: {first}"
    yield from (f"    {line}" for line in rest)


def _line(text: str, speech: Speech) -> str:
    """One line that obeys nothing and ends somewhere."""
    shown = plain(" ".join(text[:_LONGEST].splitlines()))
    return shown + speech.say("details.cut", n=len(text) - _LONGEST) if len(text) > _LONGEST else shown
