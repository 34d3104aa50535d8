"""A line of text in which single characters are marked where they stand: a tint behind them, a dotted line below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

Range = tuple[int, int]
"""Where it begins, from 0, and how long it is, in units of UTF-16 as Qt counts."""


class MarkedEdit(QLineEdit):
    """Formats ride on the text layout of the line itself, so that they scroll, turn right to left and grow with it.

    QLineEdit has no other door to its layout than the event by which input methods show what is being composed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranges: tuple[Range, ...] = ()
        self._colour, self._tint = QColor("red"), QColor("pink")
        self._composing = False
        self._marking = False

    @property
    def ranges(self) -> tuple[Range, ...]:
        """What is marked now."""
        return self._ranges

    def set_colours(self, line: str, tint: str) -> None:
        self._colour, self._tint = QColor(line), QColor(tint)
        self._apply()

    def mark(self, ranges: Iterable[Range]) -> None:
        """Replaces all marks. They hold for the text as it is: whoever listens to it marks it anew when it changes."""
        self._ranges = tuple(ranges)
        self._apply()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """An input method that composes has the formats to itself."""
        if not self._marking:
            self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def _apply(self) -> None:
        if self._composing:
            return
        cursor = self.cursorPosition()
        formats = [self._attribute(start - cursor, length) for start, length in self._ranges]
        event = QInputMethodEvent("", formats)
        self._marking = True
        try:
            QCoreApplication.sendEvent(self, event)
        finally:
            self._marking = False

    def _attribute(self, start: int, length: int) -> QInputMethodEvent.Attribute:
        style = QTextCharFormat()
        style.setBackground(self._tint)
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        style.setUnderlineColor(self._colour)
        return QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, start, length, style)
