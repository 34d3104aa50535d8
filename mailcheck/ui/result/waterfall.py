"""The picture of where the time went: a bar for each stage of both conversations, over one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report
from mailcheck.export import waterfall as timeline
from mailcheck.ui.result.bar_paint import COLOURS, draw_bar, draw_sign
from mailcheck.ui.result.durations import duration, row_words, step_name
from mailcheck.ui.shell import Shell

_GAP = 12
_ROW_PADDING = 10
_SIGN = 14
_BETWEEN = 6  # pixels between two labels of the axis
_LEAST_BARS = 120  # pixels for the bars beside their names; with fewer they go below them


class Waterfall(QWidget):
    """Names left, bars, times right. One row is current: the arrow keys move it, a screen reader reads it."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._report: Report | None = None
        self._bars: Sequence[timeline.Bar] = ()
        self._end = 1
        self._current = 0
        self._columns: tuple[int, int] | None = None  # widths of the names and the times
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        shell.theme.changed.connect(self.update)
        shell.speech.changed.connect(self.retranslate)

    def show_report(self, report: Report) -> None:
        self._report = report
        self._bars = timeline.bars(report)
        self._end = max((bar.ended_ms for bar in self._bars), default=1) or 1
        self._current = 0
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._columns = None

    def retranslate(self) -> None:
        self._columns = None
        self.setAccessibleDescription(self._shell.speech.say("waterfall.reading"))
        self._tell_current()
        self.updateGeometry()
        self.update()

    @property
    def rows(self) -> int:
        return len(self._bars)

    @property
    def current(self) -> int:
        return self._current

    def words(self, place: int) -> str:
        """A row as it is read aloud and shown in its tip."""
        assert self._report is not None
        return row_words(self._bars[place], self._report, self._shell.speech)

    # --- where things are ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, self.heightForWidth(240))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if not self._bars:
            return 0
        *_, last = self._tops(width)
        return last

    def row_rect(self, place: int) -> QRect:
        tops = self._tops(self.width())
        return QRect(0, tops[place], self.width(), self._row_height(self.width()))

    def _tops(self, width: int) -> list[int]:
        """The top of each row, and after the last of them the height of everything."""
        row, heading = self._row_height(width), self._line() + _ROW_PADDING
        top, tops, check = 0, [], None
        for bar in self._bars:
            if bar.check != check:
                top += heading + (_GAP if check else 0)
                check = bar.check
            tops.append(top)
            top += row
        return [*tops, top + self._line() + _GAP]

    def _row_height(self, width: int) -> int:
        stacked = self._bar_span(width)[2]
        return self._line() + _ROW_PADDING + (12 if stacked else 0)

    def _line(self) -> int:
        return QFontMetrics(self.font()).height()

    def _bar_span(self, width: int) -> tuple[int, int, bool]:
        """Where the bars begin and end, and whether they stand below the names for want of room."""
        if self._columns is None:
            metrics, speech = QFontMetrics(self.font()), self._shell.speech
            names = max((metrics.horizontalAdvance(step_name(bar, speech)) for bar in self._bars), default=0)
            times = max((metrics.horizontalAdvance(self._time(bar)) for bar in self._bars), default=0)
            self._columns = names, times
        left, right = _SIGN + 8 + self._columns[0] + _GAP + 4, width - self._columns[1] - _GAP - 4
        if right - left < _LEAST_BARS:
            return _SIGN + 8, width - 4, True
        return left, right, False

    def _time(self, bar: timeline.Bar) -> str:
        return self._shell.speech.say("waterfall.skipped") if bar.skipped else duration(bar.ms, self._shell.speech)

    def _x(self, ms: int, span: tuple[int, int, bool]) -> float:
        return span[0] + (span[1] - span[0]) * ms / self._end

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        span, tops = self._bar_span(self.width()), self._tops(self.width())
        self._draw_axis(painter, span, tops)
        check = None
        for place, bar in enumerate(self._bars):
            if bar.check != check:
                check = bar.check
                self._draw_heading(painter, tops[place], check)
            if event.rect().intersects(self.row_rect(place)):
                self._draw_row(painter, place, bar, span)
        painter.end()

    def _draw_axis(self, painter: QPainter, span: tuple[int, int, bool], tops: list[int]) -> None:
        palette = self._shell.theme.palette
        bottom = tops[-1] - self._line()
        times = timeline.ticks(self._end)
        texts = [duration(ms, self._shell.speech) if ms else "0" for ms in times]
        places = []
        for ms, text in zip(times, texts, strict=True):
            x = round(self._x(ms, span)) + 0.5
            painter.setPen(QPen(QColor(palette.border), 1))
            painter.drawLine(QPointF(x, tops[0]), QPointF(x, bottom - 2))
            width = QFontMetrics(self.font()).horizontalAdvance(text)
            at = min(x - width / 2, self.width() - width)
            places.append(QRectF(at, bottom, width + 2, self._line()))
        painter.setPen(QColor(palette.quiet))
        step = stride(places)
        for place, text in list(zip(places, texts, strict=True))[::step]:
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)

    def _draw_heading(self, painter: QPainter, top: int, check: str) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._shell.theme.palette.text))
        height = self._line() + _ROW_PADDING
        area = QRect(0, top - height, self.width(), height)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._shell.speech.say(f"check.{check}"))
        painter.setFont(self.font())

    def _draw_row(self, painter: QPainter, place: int, bar: timeline.Bar, span: tuple[int, int, bool]) -> None:
        palette, area = self._shell.theme.palette, self.row_rect(place)
        if place == self._current and self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.setBrush(QColor(palette.tint("accent")))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 4, 4)
        line = QRect(area.left(), area.top(), area.width(), self._line() + _ROW_PADDING)
        colour = QColor(getattr(palette, COLOURS[bar.outcome]))
        draw_sign(painter, QRectF(4, line.center().y() - _SIGN / 2 + 1, _SIGN - 1, _SIGN - 1), bar.outcome, colour)
        painter.setPen(QColor(palette.quiet if bar.skipped else palette.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line.adjusted(_SIGN + 10, 0, 0, 0), middle, step_name(bar, self._shell.speech))
        painter.setPen(QColor(palette.quiet if bar.outcome in (Outcome.PASSED, Outcome.SKIPPED) else palette.text))
        painter.drawText(line.adjusted(0, 0, -6, 0), middle | Qt.AlignmentFlag.AlignRight, self._time(bar))
        if not bar.skipped:
            left, right = self._x(bar.started_ms, span), self._x(bar.ended_ms, span)
            left = min(left, span[1] - 3)
            top = area.bottom() - 13 if span[2] else line.center().y() - 5
            draw_bar(painter, QRectF(left, top, max(right - left, 3), 11), bar.outcome, colour)

    # --- reading -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        last = len(self._bars) - 1
        wanted = {
            Qt.Key.Key_Down: self._current + 1,
            Qt.Key.Key_Up: self._current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None or not self._bars:
            super().keyPressEvent(event)
            return
        self._go_to(min(max(wanted, 0), last))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._go_to(place)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._tell_current()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.words(place), self, self.row_rect(place))
            return True
        return super().event(event)

    def _place_at(self, point: QPoint) -> int | None:
        return next((place for place in range(len(self._bars)) if self.row_rect(place).contains(point)), None)

    def _go_to(self, place: int) -> None:
        self._current = place
        self._tell_current()
        self._show_current()
        self.update()

    def _show_current(self) -> None:
        """Scroll the page along with the keyboard."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is not None and inside is not None:
            middle = self.mapTo(inside, self.row_rect(self._current).center())
            area.ensureVisible(0, middle.y(), 0, 60)

    def _tell_current(self) -> None:
        self.setAccessibleName(self.words(self._current) if self._bars else self._shell.speech.say("waterfall.empty"))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))


def stride(places: Sequence[QRectF]) -> int:
    """Every how many labels of an axis are written, so that none runs into the next and all are equally far apart."""
    for step in range(1, len(places)):
        if all(left.right() + _BETWEEN <= right.left() for left, right in pairwise(places[::step])):
            return step
    return max(len(places), 1)
