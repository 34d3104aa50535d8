"""The sign of a state: a shape for each, and a quiet ring while something is under way."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache, QShowEvent
from PySide6.QtWidgets import QWidget

from mailcheck.ui import icons
from mailcheck.ui.course import State
from mailcheck.ui.shell import Shell

ICONS = {
    State.WAITING: ("to-come", "quiet"),
    State.RUNNING: ("running", "accent"),
    State.PASSED: ("passed", "green"),
    State.WARNED: ("warned", "amber"),
    State.FAILED: ("failed", "red"),
    State.SKIPPED: ("skipped", "quiet"),
    State.CRASHED: ("failed", "red"),
    State.PARTLY: ("skipped", "quiet"),
}
_TURN = 1.4  # seconds for one turn of the ring: slow enough to be quiet
_FRAME = 50  # ms
_ARC = 100  # degrees


class Marked(QWidget):
    """A widget that paints a sign somewhere in it, and keeps the ring turning while that is to be seen."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.shown_state = State.WAITING
        self.timer: QTimer | None = None
        shell.theme.changed.connect(self.update)

    def mark_place(self) -> QPoint:
        return QPoint(0, 0)

    def show_mark(self, state: State) -> None:
        self.shown_state = state
        self._turn()
        self.update(self._mark_area())

    @property
    def turning(self) -> bool:
        return self.timer is not None and self.timer.isActive()

    def paint_mark(self, painter: QPainter) -> None:
        palette = self.shell.theme.palette
        name, colour_name = ICONS[self.shown_state]
        colour, place = palette.colour(colour_name), self.mark_place()
        if not self.turning:
            painter.drawPixmap(place, _picture(name, colour, self.devicePixelRatioF()))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(place.x() + 3, place.y() + 3, icons.SIZE - 6, icons.SIZE - 6)
        painter.setPen(QPen(QColor(palette.border), 1.75))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(colour), 1.75, c=Qt.PenCapStyle.RoundCap))
        angle = time.monotonic() % _TURN / _TURN * 360
        painter.drawArc(ring, round((90 - angle) * 16), -_ARC * 16)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._turn()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._turn()

    def _turn(self) -> None:
        wanted = self.shown_state is State.RUNNING and self.isVisible() and self.shell.theme.animated
        if wanted and self.timer is None:
            self.timer = QTimer(self)
            self.timer.setInterval(_FRAME)
            self.timer.timeout.connect(lambda: self.update(self._mark_area()))
        if self.timer is not None and wanted != self.timer.isActive():
            self.timer.start() if wanted else self.timer.stop()

    def _mark_area(self) -> QRect:
        place = self.mark_place()
        return QRect(place.x(), place.y(), icons.SIZE, icons.SIZE)


class Mark(Marked):
    """The sign alone. Says nothing to a screen reader: what stands beside it has the words."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.setFixedSize(icons.SIZE, icons.SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self.paint_mark(painter)
        painter.end()


def _picture(name: str, colour: str, ratio: float) -> QPixmap:
    """Drawn once: a list of rows paints itself many times a second."""
    key = f"mailcheck mark {name} {colour} {ratio}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = icons.pixmap(name, colour, icons.SIZE, ratio)
        QPixmapCache.insert(key, found)
    return found
