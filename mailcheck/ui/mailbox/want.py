"""One thing that a provider wants: a picture, the words, and below them the button to the page where it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import ANY_WIDTH, Text


class Want(QWidget):
    """`icon` is its name and the name of its colour. The first line says it, the others explain."""

    def __init__(self, shell: Shell, icon: tuple[str, str], lines: Sequence[str], button: Button | None) -> None:
        super().__init__()
        self._shell = shell
        self._icon, self._colour = icon
        self._image = QLabel()
        self._image.setContentsMargins(0, 1, 0, 0)  # the middle of the first line
        words = QVBoxLayout()
        words.setSpacing(0)
        for place, line in enumerate(lines):
            text = Text(shell, "small" if place else "body")
            text.setMaximumWidth(ANY_WIDTH)  # the card is narrower than a column
            text.show_text(line)
            words.addWidget(text)
        if button:
            words.addSpacing(8)
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._image, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        shell.theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        colour = self._shell.theme.palette.colour(self._colour)
        self._image.setPixmap(icons.pixmap(self._icon, colour, icons.SIZE, self.devicePixelRatioF()))
