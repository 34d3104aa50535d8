"""One server to choose among several: where it is, and who named it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text


class Option(QWidget):
    """The whole row is pressed; a radio button's own words do not wrap. Alone it needs no button."""

    chosen = Signal()

    def __init__(self, shell: Shell, line: str, source: str, *, alone: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.source = Text(shell, "body"), Text(shell, "small")
        self.line.show_text(line)
        self.source.show_text(source)
        self.button = QRadioButton(self)
        self.button.setAccessibleName(line)
        self.button.setAccessibleDescription(source)
        self.button.setVisible(not alone)
        self.button.clicked.connect(self.chosen)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.line)
        words.addWidget(self.source)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if not alone:
            for text in (self.line, self.source):
                text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        if not self.button.isHidden() and event.button() is Qt.MouseButton.LeftButton:
            self.button.click()
