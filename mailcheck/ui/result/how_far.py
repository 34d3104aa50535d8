"""A run that did not get to its end: which checks were done, which were not, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.domain.finding import Finding, Outcome
from mailcheck.domain.report import CheckResult, Report
from mailcheck.export.plain import plain
from mailcheck.ui.result.durations import why_skipped
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text

_UNIMPORTANT = ("not-needed",)
_DONE = {Outcome.PASSED: "passed", Outcome.WARNED: "warned", Outcome.FAILED: "failed", Outcome.CRASHED: "crashed"}


class HowFar(Card):
    """One line a check."""

    def __init__(self, shell: Shell, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        title = Text(shell, "heading")
        title.tell("result.tested-title")
        self.body.addWidget(title)
        self.lines: list[Text] = []
        for check in report.checks:
            self._add(check, plain(report.titles.get(check.id, check.id)))

    def _add(self, check: CheckResult, name: str) -> None:
        text, left_out = Text(self._shell, "body"), _left_out(check)
        if left_out and check.outcome not in (Outcome.FAILED, Outcome.CRASHED):
            reason = why_skipped(left_out, check.id, self._shell.speech)
            key = "result.tested-not" if check.outcome is Outcome.SKIPPED else "result.tested-partly"
            text.tell(key, check=name, reason=reason)
            outcome = Outcome.SKIPPED
        else:
            outcome = check.outcome
            text.tell(f"result.tested-{_DONE.get(outcome, 'passed')}", check=name)
        self.body.addLayout(outcome_line(self._shell, outcome, text))
        self.lines.append(text)


def _left_out(check: CheckResult) -> Finding | None:
    """The first stage that was left out for want of something."""
    skipped = (finding for finding in check.findings if finding.outcome is Outcome.SKIPPED)
    return next((each for each in skipped if each.evidence.get("reason") not in _UNIMPORTANT), None)
