"""What comes into the window besides a mailbox of one's own: a saved report, and a practice mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mailcheck.ui.latest import Latest
from mailcheck.ui.rehearsal import Rehearsal

if TYPE_CHECKING:
    from mailcheck.i18n import Value
    from mailcheck.lab.practice import Practice
    from mailcheck.ui.widgets.question import Question
    from mailcheck.ui.wizard import Wizard


class Arrivals(QObject):
    """Each goes to the screen where it begins, or is told in one sentence why it cannot."""

    def __init__(self, wizard: Wizard) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self.question: Question | None = None
        self._reading = Latest("saved report", self)
        self._reading.answered.connect(self._read)
        self._rehearsal = Rehearsal(wizard.draft, self)
        self._rehearsal.started.connect(self._play)
        self._rehearsal.failed.connect(lambda reason: self._refuse("usage.practice", reason=reason or None))

    def practise(self, scenario: str) -> None:
        self._rehearsal.begin(scenario)

    def end_practice(self) -> None:
        """What the person had typed before comes back."""
        self._wizard.let_go()
        self._rehearsal.end()
        self._wizard.go("start")

    def close(self) -> None:
        self._rehearsal.end()

    def open_report(self, file: Path) -> None:
        self._reading.ask(lambda: _report_in(file))

    def _play(self, practice: Practice) -> None:
        self._wizard.let_go()
        self._rehearsal.play(practice)
        self._wizard.go("mailbox")

    def _read(self, found: object) -> None:
        from mailcheck.domain.report import Report  # noqa: PLC0415 - loaded by now
        from mailcheck.usage import UsageError  # noqa: PLC0415

        if isinstance(found, Report):
            self._wizard.draft.opened = found
            self._wizard.go("result")
        elif isinstance(found, UsageError):
            self._refuse(f"usage.{found.key}", **found.fields)

    def _refuse(self, key: str, **fields: Value) -> None:
        from mailcheck.ui.widgets.question import Question  # noqa: PLC0415 - seldom wanted

        self.question = Question(self._wizard.shell, "window.not-opened", "buttons.go-on", self._wizard)
        self.question.tell(key, **fields)
        self.question.finished.connect(self._answered)
        self.question.open()

    def _answered(self) -> None:
        self.question = None


def _report_in(file: Path) -> object:
    """The report, or why it cannot be read."""
    from mailcheck.export.json_reader import UnreadableReportError, read_report_file  # noqa: PLC0415

    try:
        return read_report_file(file)
    except UnreadableReportError as error:
        return error
