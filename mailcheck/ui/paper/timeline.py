"""The picture of where the time went, drawn as lines and bars: it stays sharp at every size."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from mailcheck.domain.finding import Outcome
from mailcheck.export.blocks import Bar, Timeline
from mailcheck.ui.paper.pieces import POINT, Cell, Piece, Style, gap, over, row, text_width
from mailcheck.ui.result.bar_paint import COLOURS, draw_sign
from mailcheck.ui.theme import LIGHT

_LANE, _NAME, _SMALL = Style(9.5, strong=True), Style(9), Style(7.5, colour="quiet")
_SIGN = 8 * POINT
_TIME = 70 * POINT


def timeline(block: Timeline, left: float, width: float) -> Iterator[Piece]:
    names = max(text_width(bar.name, _NAME) for lane in block.lanes for bar in lane.bars) + _SIGN + 6 * POINT
    axis = left + max(names, *(text_width(lane.title, _LANE) for lane in block.lanes)) + 12 * POINT
    length = left + width - _TIME - axis
    labels = [_label(tick.at, tick.label, axis, length) for tick in block.ticks]
    for lane in block.lanes:  # each may begin a page: the scale goes with it
        yield gap(8, keep=lane is block.lanes[0])
        yield from row(Cell(lane.title, _LANE, left, axis - left), *labels, keep=True)
        for at, bar in enumerate(lane.bars, 1):
            yield from _row(bar, block, (left, width, axis, length), keep=at < len(lane.bars))


def _label(at: float, text: str, axis: float, length: float) -> Cell:
    wide = text_width(text, _SMALL) + POINT
    return Cell(text, _SMALL, axis + length * at - (wide / 2 if at else 0), wide + 2 * POINT)


def _row(bar: Bar, block: Timeline, place: tuple[float, float, float, float], *, keep: bool) -> Iterator[Piece]:
    left, width, axis, length = place
    quiet = bar.outcome in (Outcome.PASSED, Outcome.SKIPPED)
    name = Style(9, colour="quiet" if bar.start is None else "text")
    time = Style(8.5, colour="quiet" if quiet else COLOURS[bar.outcome])
    first, *rest = row(
        Cell(bar.name, name, left + _SIGN + 6 * POINT, axis - left),
        Cell(bar.time or bar.state, time, left + width - _TIME, _TIME, right=True),
        keep=keep,
    )

    def paint(painter: QPainter, top: float) -> None:
        painter.setPen(QPen(QColor(LIGHT.border), 0.5 * POINT))
        for tick in block.ticks:
            painter.drawLine(
                QPointF(axis + length * tick.at, top), QPointF(axis + length * tick.at, top + first.height)
            )
        colour = QColor(LIGHT.colour(COLOURS[bar.outcome]))
        painter.save()
        painter.translate(left, top + (first.height - _SIGN) / 2)
        painter.scale(_SIGN / 13, _SIGN / 13)
        draw_sign(painter, QRectF(0, 0, 13, 13), bar.outcome, colour)
        painter.restore()
        if bar.start is not None and bar.length is not None:
            begin = axis + length * min(bar.start, 0.994)
            area = QRectF(begin, top + 3 * POINT, max(length * bar.length, 1.5 * POINT), first.height - 6 * POINT)
            painter.fillRect(area, colour)

    yield over(first, paint)
    yield from rest
