"""The name of a field, above it: with a mnemonic that leads into the field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import role_font


class FieldLabel(QLabel):
    """The field is told its name too: a screen reader reads that, not the label."""

    def __init__(self, shell: Shell, key: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._key = key
        self._field = field
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(role_font("body"))
        self.setBuddy(field)
        shell.speech.changed.connect(self._say_again)
        self._say_again()

    def tell(self, key: str) -> None:
        self._key = key
        self._say_again()

    def _say_again(self) -> None:
        words = self._shell.speech.say(self._key)
        self.setText(words)
        self._field.setAccessibleName(words.replace("&", ""))
