"""Lines of a list, painted: a label of its own for every word would hold the window up when a plan comes in.

What is painted is plain text by nature. Screen readers get the whole line as the name of its widget.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from mailcheck.ui.widgets.text import whole_end

_LINE_HEIGHT = 1.3


class Words:
    """A text that wraps. Layouts ask for its height again and again: most texts stand in one line and know it."""

    def __init__(self, font: QFont, text: str = "", colour: str = "text") -> None:
        self.font, self.colour = font, colour
        self._metrics = QFontMetrics(font)
        self.step = round(self._metrics.height() * _LINE_HEIGHT)
        self.text = text

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        self._one_line = self._metrics.horizontalAdvance(text)
        self._laid_out: dict[int, tuple[QTextLayout, int]] = {}

    def height(self, width: int) -> int:
        """For that width; nothing for no text."""
        if self._one_line <= width:
            return self.step if self._text else 0
        return self._layout(width)[1]

    def paint(self, painter: QPainter, x: int, y: int, width: int, colour: str) -> None:
        painter.setPen(QColor(colour))
        if self._one_line <= width:
            painter.setFont(self.font)
            place = QRect(x, y, width, self.step)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
        else:
            self._layout(width)[0].draw(painter, QPointF(x, y))

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        """Qt asks for two or three widths while it arranges a page."""
        if width not in self._laid_out:
            self._laid_out[width] = self._lay_out(max(width, 1))
        return self._laid_out[width]

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(whole_end(self._text), self.font)
        layout.setTextOption(option)
        air = (self.step - self._metrics.height()) / 2
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * self.step + air))
            count += 1
        layout.endLayout()
        return layout, count * self.step


def paint_at_right(painter: QPainter, place: QRect, font: QFont, text: str, colour: str) -> None:
    """One line, its end at the right edge."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
