"""One step of several: its number stands in a column of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

_GAP = 8
INDENT = 32
"""Pixels to the words of a step."""


class Numbered(QWidget):
    def __init__(self, shell: Shell, place: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.text = Text(shell), Text(shell)
        self.number.show_text(f"{place}.")
        self.number.setFixedWidth(INDENT - _GAP)
        self.text.show_text(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
