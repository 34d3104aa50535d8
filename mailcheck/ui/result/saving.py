"""Taking the report along: a short summary for a chat, the whole of it as a file; the address hidden at will."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFileDialog, QWidget

from mailcheck.domain.report import Report
from mailcheck.i18n import Value
from mailcheck.ui.result.hiding import hidden
from mailcheck.ui.result.short_summary import short_summary
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60
_PADDING = 20


class Saving(Card):
    """`ask` is the file dialog: a test puts its own in the place."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._report: Report | None = None
        title, about, self.hiding_about = Text(shell, "heading"), Text(shell, "quiet"), Text(shell, "small")
        title.tell("saving.title")
        about.tell("saving.about")
        self.hiding_about.tell("saving.hide-about")
        self.hiding_about.hide()
        self.hide_address = QCheckBox()
        self.hide_address.toggled.connect(self.hiding_about.setVisible)
        self.summary = Button(shell, "saving.summary", "plain", "copy")
        self.save_text = Button(shell, "saving.save-text", "plain", "save")
        self.save_json = Button(shell, "saving.save-json", "plain", "save")
        self.answer = Text(shell, "small")
        self.answer.hide()
        for widget in (title, about, self.hide_address, self.hiding_about):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        self.body.addWidget(self.summary, 0, Qt.AlignmentFlag.AlignLeft)
        self._files = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._files.setSpacing(8)
        for button in (self.save_text, self.save_json):
            self._files.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._files.addStretch(1)
        self.body.addLayout(self._files)
        self.body.addWidget(self.answer)
        self.summary.clicked.connect(self._copy)
        self.save_text.clicked.connect(lambda: self._save(".txt"))
        self.save_json.clicked.connect(lambda: self._save(".json"))
        shell.speech.changed.connect(self._name)
        self._name()

    def show_report(self, report: Report) -> None:
        self._report = report
        self.answer.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Long words, or a small window: the buttons stand below one another."""
        super().resizeEvent(event)
        needed = self.save_text.sizeHint().width() + self.save_json.sizeHint().width() + 8
        wide = self.contentsRect().width() - 2 * _PADDING >= needed
        self._files.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        buttons = (self.summary, self.save_text, self.save_json)
        return QSize(max(b.sizeHint().width() for b in buttons) + 2 * _PADDING, super().minimumSizeHint().height())

    def ask(self, folder: Path, name: str, ending: str) -> Path | None:
        """Where to; the dialog asks before it lets an existing file be replaced. None: not at all."""
        say = self._shell.speech.say
        kind = say("saving.kind-text" if ending == ".txt" else "saving.kind-json")
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("saving.dialog"), str(folder / (name + ending)), f"{kind} (*{ending})"
        )
        return Path(chosen) if chosen else None

    def _name(self) -> None:
        say = self._shell.speech.say
        self.hide_address.setText(say("saving.hide"))
        self.hide_address.setAccessibleDescription(say("saving.hide-about"))

    def _shown(self) -> Report:
        assert self._report is not None
        return hidden(self._report) if self.hide_address.isChecked() else self._report

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(short_summary(self._shown()))
        self._say("saving.copied")

    def _save(self, ending: str) -> None:
        from mailcheck.export.files import save  # noqa: PLC0415 - nothing that the window needs to open

        report = self._shown()
        file = self.ask(self._shell.preferences.last_folder, self._suggested(report), ending)
        if file is None:
            return
        if file.suffix.lower() != ending:
            file = self._with_ending(file, ending)
        try:
            save(report, file)
        except OSError as error:
            self._say("saving.failed", file=str(file), reason=error.strerror or "")
            return
        self._shell.preferences.last_folder = file.parent
        self._say("saving.saved", file=str(file))

    def _with_ending(self, file: Path, ending: str) -> Path:
        """The dialog asked about the name as it was typed: one that is made longer must not replace a file unasked."""
        wanted = file.with_name(file.name + ending)
        place = 2
        while wanted.exists():
            wanted = file.with_name(f"{file.name} ({place}){ending}")
            place += 1
        return wanted

    def _suggested(self, report: Report) -> str:
        """The domain and the day: whose mailbox it is, is not for the name of a file."""
        domain = _NOT_IN_A_NAME.sub("-", report.address.rpartition("@")[2])[:_LONGEST_NAME]
        return f"mailcheck {domain} {report.created.astimezone():%Y-%m-%d}".replace("  ", " ")

    def _say(self, key: str, **fields: Value) -> None:
        self.answer.tell(key, **fields)
        self.answer.show()
