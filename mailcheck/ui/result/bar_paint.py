"""Bars and signs of the outcomes: each has a colour, a pattern and a shape, so that none depends on its colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from mailcheck.domain.finding import Outcome

COLOURS = {
    Outcome.PASSED: "green",
    Outcome.WARNED: "amber",
    Outcome.FAILED: "red",
    Outcome.CRASHED: "red",
    Outcome.SKIPPED: "quiet",
}
_PATTERNS = {
    Outcome.PASSED: Qt.BrushStyle.SolidPattern,
    Outcome.WARNED: Qt.BrushStyle.BDiagPattern,
    Outcome.FAILED: Qt.BrushStyle.DiagCrossPattern,
    Outcome.CRASHED: Qt.BrushStyle.DiagCrossPattern,
}


def draw_bar(painter: QPainter, area: QRectF, outcome: Outcome, colour: QColor) -> None:
    """Solid, striped or crossed."""
    painter.save()
    pattern = _PATTERNS[outcome]
    painter.setPen(Qt.PenStyle.NoPen if pattern is Qt.BrushStyle.SolidPattern else QPen(colour, 1))
    painter.setBrush(QBrush(colour, pattern))
    painter.drawRoundedRect(area, 2, 2)
    painter.restore()


def draw_sign(painter: QPainter, area: QRectF, outcome: Outcome, colour: QColor) -> None:
    """A tick, an exclamation mark, a cross or a dash."""
    painter.save()
    painter.setPen(QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))

    def at(x: float, y: float) -> QPointF:
        return QPointF(area.left() + area.width() * x, area.top() + area.height() * y)

    if outcome is Outcome.PASSED:
        painter.drawPolyline([at(0.1, 0.55), at(0.4, 0.85), at(0.9, 0.2)])
    elif outcome is Outcome.WARNED:
        painter.drawLine(at(0.5, 0.1), at(0.5, 0.6))
        painter.drawPoint(at(0.5, 0.9))
    elif outcome is Outcome.SKIPPED:
        painter.drawLine(at(0.2, 0.5), at(0.8, 0.5))
    else:
        painter.drawLine(at(0.2, 0.2), at(0.8, 0.8))
        painter.drawLine(at(0.8, 0.2), at(0.2, 0.8))
    painter.restore()
