"""A remark below a field: a sign, a sentence, and a button that mends what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from mailcheck.ui import icons
from mailcheck.ui.checking.mark import Mark
from mailcheck.ui.course import State
from mailcheck.ui.numbered import INDENT
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text


class Hint(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, shell: Shell, mend: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Mark(shell)
        self.text = Text(shell, "small")
        self.button = Button(shell, kind="link", icon="edit")
        self.button.clicked.connect(mend)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(INDENT - icons.SIZE)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.text, 0, 1)
        grid.addWidget(self.button, 1, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        self.hide()

    def show_words(self, words: str, mend: str, kind: str) -> None:
        """`mend` is what the button says; "" for none."""
        new = words != self.text.words or self.isHidden()
        self.sign.show_mark(State(kind))
        self.text.set_colour("red" if kind == "failed" else "amber")
        self.text.show_text(words)
        self.button.setText(mend.replace("&", "&&"))
        self.button.setVisible(bool(mend))
        self.show()
        if new and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def clear(self) -> None:
        self.hide()
