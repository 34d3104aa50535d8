"""A value to be typed elsewhere: its name, the value itself, and a button that copies it and says so."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text

ANSWERED = 2000  # ms that «Скопировано» stands there


class CopyField(QWidget):
    """Give the value with `show_text`."""

    def __init__(self, shell: Shell, label_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._label_key = label_key
        self.label = Text(shell, "small")
        self.label.tell(label_key)
        self.value = Text(shell, "body")
        self.button = Button(shell, "buttons.copy", "plain", "copy")
        self.button.clicked.connect(self._copy)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.label)
        words.addWidget(self.value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.answered = QTimer(self)
        self.answered.setSingleShot(True)
        self.answered.setInterval(ANSWERED)
        self.answered.timeout.connect(self._offer)
        shell.speech.changed.connect(self._name)
        self._name()

    def show_text(self, value: str) -> None:
        self.value.show_text(value)
        self._name()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.value.words)
        self.button.setMinimumWidth(self.button.width())
        self.button.tell("buttons.copied")
        self.button.set_icon("done")
        self.button.setAccessibleName(self._shell.speech.say("buttons.copied"))
        self.answered.start()

    def _offer(self) -> None:
        self.button.tell("buttons.copy")
        self.button.set_icon("copy")
        self._name()

    def _name(self) -> None:
        """Six buttons «Копировать» on one screen: a screen reader has to say which is which."""
        say = self._shell.speech.say
        what = " ".join(filter(None, (say(self._label_key).replace("&", ""), self.value.words)))
        self.button.setAccessibleName(say("buttons.copy-what", what=what))
