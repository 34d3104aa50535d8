"""Steps: their numbers stand in a column of their own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

GAP = 8
INDENT = 32
"""Pixels to the words of a step."""


class Numbered(QWidget):
    def __init__(self, shell: Shell, place: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.text = Text(shell), Text(shell)
        self.number.show_text(f"{place}.")
        self.number.setFixedWidth(INDENT - GAP)
        self.text.show_text(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)


def numbered(shell: Shell, steps: Iterable[str]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for place, step in enumerate(steps, 1):
        column.addWidget(Numbered(shell, place, step))
    return column
