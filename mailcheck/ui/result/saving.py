"""Taking the report along: a code for the phone, a short summary for a chat, the whole of it as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from mailcheck.domain.report import Report
from mailcheck.i18n import Value
from mailcheck.ui.latest import Latest
from mailcheck.ui.result.saving_contents import SavingContents
from mailcheck.ui.result.saving_place import ask
from mailcheck.ui.result.saving_row import SavingRow
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text
from mailcheck.unusable import UsageError

_PADDING = 20
_PATIENCE = 5.0  # seconds for a file that is being written when the program ends: a PDF takes about one
_ROWS = {
    "saving.summary": "copy",
    "saving.save-html": "letter",
    "saving.save-pdf": "print",
    "saving.save-text": "text",
    "saving.save-json": "save",
}


class Saving(Card):
    """From the code that is read aloud down to the file that only a program reads."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._report: Report | None = None
        title, about, phone = Text(shell, "heading"), Text(shell, "quiet"), Text(shell, "body")
        title.tell("saving.title")
        about.tell("saving.about")
        phone.tell("saving.phone")
        self.code = Text(shell, "title")
        self.contents = SavingContents(shell)
        self.hide_address = self.contents.hide_address
        self.rows = [SavingRow(shell, key, icon) for key, icon in _ROWS.items()]
        self.summary, self.save_html, self.save_pdf, self.save_text, self.save_json = (r.button for r in self.rows)
        self._file = Path()
        self._writing = Latest("save report", self)
        self._writing.answered.connect(self._written)
        self.answer = Text(shell, "small")
        self.answer.hide()
        for widget in (title, about, phone, self.code):
            self.body.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addWidget(self.contents)
        self.body.addSpacing(8)
        for row in self.rows:
            self.body.addWidget(row)
        self.body.addWidget(self.answer)
        self.summary.clicked.connect(self._copy)
        self.save_html.clicked.connect(lambda: self._save(".html"))
        self.save_pdf.clicked.connect(lambda: self._save(".pdf"))
        self.save_text.clicked.connect(lambda: self._save(".txt"))
        self.save_json.clicked.connect(lambda: self._save(".json"))
        shell.speech.changed.connect(self._stand)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self._finish)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._writing.busy

    def show_report(self, report: Report, *, saved: bool = False) -> None:
        """`saved`: it was read from a file, perhaps of another computer."""
        from mailcheck.phone_code import phone_code  # noqa: PLC0415 - nothing that the window needs to open

        self._report = report
        self.code.show_text(phone_code(report))
        self.contents.show_report(report, saved=saved)
        self.answer.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Long words, or a small window: what a file is good for stands below its button."""
        super().resizeEvent(event)
        self._stand()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._column() + 2 * _PADDING, super().minimumSizeHint().height())

    def _column(self) -> int:
        return max(row.button.sizeHint().width() for row in self.rows)

    def _stand(self) -> None:
        width = self.contentsRect().width() - 2 * _PADDING
        for row in self.rows:
            row.stand(width, self._column())

    def _copy(self) -> None:
        from mailcheck.export.summary import short_summary  # noqa: PLC0415

        assert self._report is not None
        QGuiApplication.clipboard().setText(short_summary(_leaving(self._report, hides=self.contents.hides)))
        self._say("saving.copied")

    def _save(self, ending: str) -> None:
        """Beside the window: a long report as a PDF takes a second. One file at a time."""
        report = self._report
        assert report is not None
        if self._writing.busy:
            return
        file = ask(self, self._shell, report, ending)
        if file is None:
            return
        self._file, hides = file, self.contents.hides
        self._say("saving.saving", file=str(file))
        self._writing.ask(lambda: _saved(_leaving(report, hides=hides), file))

    @Slot(object)
    def _written(self, outcome: object) -> None:
        """None: by a fault of ours, which is in the log."""
        if not isinstance(outcome, _Outcome):
            self._say("saving.failed", file=str(self._file), reason="")
            return
        if outcome.key == "saving.saved":
            self._shell.preferences.last_folder = self._file.parent
        self._say(outcome.key, **outcome.fields)

    @Slot()
    def _finish(self) -> None:
        self._writing.wait(_PATIENCE)

    def _say(self, key: str, **fields: Value) -> None:
        self.answer.tell(key, **fields)
        self.answer.show()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How writing the file ended: a sentence of the window, and its fields."""

    key: str
    fields: Mapping[str, Value]


def _leaving(report: Report, *, hides: bool) -> Report:
    """What leaves this computer, whatever it is written as."""
    from mailcheck.export.mask import hidden  # noqa: PLC0415
    from mailcheck.export.own_address import without_own_addresses  # noqa: PLC0415

    return without_own_addresses(hidden(report) if hides else report)


def _saved(report: Report, file: Path) -> _Outcome:
    from mailcheck.export.files import save  # noqa: PLC0415

    try:
        save(report, file, replace=True)  # the dialog has asked
    except OSError as error:
        return _Outcome("saving.failed", {"file": str(file), "reason": error.strerror or ""})
    except UsageError as error:  # this computer lacks what a PDF needs
        return _Outcome(f"usage.{error.key}", error.fields)
    return _Outcome("saving.saved", {"file": str(file)})
