"""«Другой текст»: a text of one's own, and what the program takes it for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from mailcheck.ui.latest import Latest
from mailcheck.ui.mailbox.field_label import FieldLabel
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.recognised import Recognised, recognise
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text, role_font

_DELAY = 350  # ms without a keystroke
_LINES = 4
_LONGEST = 20_000  # characters that are looked at; a longer paste is cut off


class OtherText(QWidget):
    changed = Signal()  # the words
    recognised = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.found: Recognised | None = None
        self.asking = Latest("recognise", self, _DELAY)
        self.asking.answered.connect(self._show)
        self.edit = QPlainTextEdit()
        self.edit.setFont(role_font("body"))
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(QFontMetrics(self.edit.font()).lineSpacing() * _LINES + 28)
        self.waiting = Text(shell, "quiet")
        self.waiting.tell("start.recognising")
        self.notice = Notice(shell, "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(FieldLabel(shell, "start.words", self.edit))
        for part in (self.edit, self.waiting, self.notice):
            column.addWidget(part)
        self.edit.textChanged.connect(self._ask)
        shell.speech.changed.connect(self._ask)
        self._ask()

    @property
    def words(self) -> str:
        return self.edit.toPlainText()[:_LONGEST].strip()

    def set_words(self, words: str) -> None:
        if words != self.words:
            self.edit.setPlainText(words)

    def _ask(self) -> None:
        """Also at a change of language: what a reply means is told in it."""
        self.edit.setPlaceholderText(self._shell.speech.say("start.words-hint"))
        self.found = None
        if self.words:
            self.asking.ask(partial(recognise, self.words, self._shell.speech.language))
        else:
            self.asking.forget()
        self._tell()
        self.changed.emit()

    def _show(self, found: object) -> None:
        self.found = found if isinstance(found, Recognised) else Recognised("note", "start.taken-unknown")
        self._tell()
        self.recognised.emit()

    def _tell(self) -> None:
        self.waiting.setVisible(self.asking.busy)
        self.notice.setVisible(self.found is not None)
        if self.found:
            self.notice.set_kind(self.found.kind)
            self.notice.tell(self.found.key, **self.found.fields)
