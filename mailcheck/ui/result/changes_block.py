"""After “Check again”: what is mended, what is new, what remains, and what cannot be told yet; in words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.changes import Changes
from mailcheck.domain.finding import Outcome
from mailcheck.export.plain import plain
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text


class ChangesBlock(Card):
    """A line for each problem of either report."""

    def __init__(self, shell: Shell, changes: Changes, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        title = Text(shell, "heading")
        title.tell("result.changes")
        self.body.addWidget(title)
        self.lines: list[Text] = []
        for key, group, outcome in (
            ("result.mended", changes.mended, Outcome.PASSED),
            ("result.appeared", changes.new, None),
            ("result.remaining", changes.remaining, None),
            ("result.unclear", changes.unclear, Outcome.SKIPPED),
        ):
            for each in group:
                self._line(key, plain(each.title), outcome or each.outcome)

    def _line(self, key: str, title: str, outcome: Outcome) -> None:
        text = Text(self._shell, "body")
        text.tell(key, title=title)
        self.body.addLayout(outcome_line(self._shell, outcome, text))
        self.lines.append(text)


def unchanged(shell: Shell) -> Notice:
    """Whoever pressed “Check again” asks this first."""
    notice = Notice(shell, "note", "again")
    notice.tell("result.unchanged")
    return notice
