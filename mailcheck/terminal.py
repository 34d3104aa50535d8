"""Prints a run as it happens: one line a stage, a live line for what is waited for, then the diagnoses."""

from __future__ import annotations

import re
import time

from mailcheck.catalogue import catalogue
from mailcheck.checks.run import Event, StageEnded, StageStarted
from mailcheck.console import Console, can_show
from mailcheck.domain.finding import SEVERITY, Finding, Outcome, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import Report, Verdict
from mailcheck.export.found_servers import found_lines
from mailcheck.export.mask import Mask
from mailcheck.export.wording import skip_reason
from mailcheck.i18n import Language, message

_MARKS = {"passed": "✓", "warned": "!", "failed": "✗", "skipped": "–", "crashed": "✗"}
_ASCII_MARKS = {"passed": "+", "warned": "!", "failed": "x", "skipped": "-", "crashed": "x"}
_VERDICTS = {
    Verdict.READY: "passed",
    Verdict.READY_WITH_WARNINGS: "warned",
    Verdict.NOT_READY: "failed",
    Verdict.INCOMPLETE: "bold",
}
_UNSAID = ("stopped", "not-needed")  # reasons for leaving a stage out that need no line
STATE, SIDE, STAGE, TIME = 9, 10, 45, 9
"""Widths of the columns: with the mark and the gaps a line of 78, in both languages."""
_INDENT = " " * (2 + STATE + 1 + SIDE + 1)
_LIVE_AFTER, _LONG_AFTER = 0.4, 8.0  # seconds: before the first the line would only flicker


class Terminal:
    """Shows the events of one run."""

    def __init__(self, console: Console, language: Language, mask: Mask | None) -> None:
        self._console = console
        self._language = language
        self._mask = mask
        self._marks = _MARKS if can_show("".join(_MARKS.values())) else _ASCII_MARKS
        self._open: dict[tuple[str, str], tuple[str, float]] = {}
        self._left_out: set[str] = set()

    def event(self, event: Event | None, provider: Provider | None = None) -> None:
        """None: nothing happened for a moment, only time went by. `provider`: as far as it is recognised by now."""
        if isinstance(event, StageStarted):
            self._open[event.check, event.stage] = (self._name(event.check, event.stage), time.monotonic())
        elif isinstance(event, StageEnded):
            self._open.pop((event.check, event.findings[0].stage), None)
            self._stage_ended(event, provider)
        self._wait()

    def report(self, report: Report) -> None:
        """The verdict, the diagnoses and what to type into amoCRM."""
        from mailcheck.export.text_file import summary  # noqa: PLC0415 - loaded while the servers are at work

        self._console.line()
        for place, text in enumerate(summary(report, self._console.width)):
            heading = "bold" if re.match(r"\d\. ", text) else None
            self._console.line(text, heading if place else _VERDICTS[report.verdict])

    def _stage_ended(self, event: StageEnded, provider: Provider | None) -> None:
        findings = sorted(event.findings, key=lambda finding: SEVERITY.index(finding.outcome))
        worst = findings[0]
        if worst.outcome is Outcome.SKIPPED:
            self._skipped(event.check, worst)
            return
        words = message(f"stage.{worst.stage}", self._language)
        self._row(worst.outcome, event.check, words, message("cli.ms", self._language, ms=worst.ms))
        for finding in findings:
            if finding.outcome in (Outcome.FAILED, Outcome.WARNED):
                self._console.paragraph(self._title(finding, provider), _INDENT)
            for line in found_lines(finding, self._language):
                self._console.paragraph(line, _INDENT)

    def _skipped(self, check: str, finding: Finding) -> None:
        """What a check leaves out is told once: the first reason is the reason for all that follows."""
        if (
            check not in self._left_out
            and finding.evidence.get("reason") not in _UNSAID
            and "waited_for" not in finding.evidence  # the line of the failure is enough
            and finding.stage != Stage.SECRET
        ):
            self._left_out.add(check)
            self._row(Outcome.SKIPPED, check, skip_reason(finding, check, self._language), "")

    def _row(self, outcome: Outcome, check: str, words: str, spent: str) -> None:
        state = f"{self._marks[outcome]} {message(f'state.{outcome}', self._language):<{STATE}}"
        side = message(f"side.{check}", self._language)
        rest = f" {side:<{SIDE}} {words:<{STAGE}} {spent:>{TIME}}".rstrip()
        self._console.row(state, outcome, rest)

    def _title(self, finding: Finding, provider: Provider | None) -> str:
        """As its card will be called."""
        if self._mask:
            finding = self._mask.finding(finding)
        evidence = {**finding.evidence, "stage": finding.stage.value}
        words = catalogue().render(
            finding.code, self._language, evidence=evidence, service=finding.service, provider=provider
        )
        return words.title

    def _name(self, check: str, stage: str) -> str:
        return f"{message(f'side.{check}', self._language)}: {message(f'stage.{stage}', self._language)}"

    def _wait(self) -> None:
        """The live line: what has been waited for longest, and for how long."""
        now = time.monotonic()
        name, since = min(self._open.values(), key=lambda pair: pair[1], default=("", now))
        spent = now - since
        key = "cli.waiting-long" if spent >= _LONG_AFTER else "cli.waiting"
        shown = spent >= _LIVE_AFTER
        self._console.draw(message(key, self._language, what=name, n=int(spent) or None) if shown else "")
