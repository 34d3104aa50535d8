"""Brings into sight what has just come onto a screen: unfolded below the edge of the window, nobody would see it.

And keeps in its place what a screen would slide away from when something on it shrinks.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

_AIR = 16  # pixels between it and the edge
_wanted: WeakKeyDictionary[QScrollArea, object] = WeakKeyDictionary()
_SETTLED = 500  # ms: layouts hand a new height upwards round by round, on a slow computer for many frames


def bring_into_sight(widget: QWidget, until: QWidget | None = None) -> None:
    """No further than needed; of what is taller than the window, the beginning. Its height may still be growing.
    `until`: what stands below it, down to the end of that one, belongs to it.
    Of several that are wanted at once the last one counts."""
    area = _scrolled_in(widget)
    if area is None:
        return
    bar, last = area.verticalScrollBar(), until or widget
    before = bar.value()  # what was too high for a moment leaves no trace
    this = _wanted[area] = object()

    def scroll() -> None:
        if _wanted.get(area) is this:
            _scroll_to(widget, last, area, before)

    growing = bar.rangeChanged.connect(lambda *_range: scroll())
    QTimer.singleShot(0, area, scroll)
    QTimer.singleShot(_SETTLED, area, lambda: QObject.disconnect(growing))


def keep_scrolled(area: QScrollArea, column: QWidget) -> None:
    """Call it when something in `column` is about to shrink: the column stays long enough for the screen to be scrolled
    as far as it is, with air at its end."""
    inside, bar = area.widget(), area.verticalScrollBar()
    around = inside.height() - column.height() if inside else 0
    column.setMinimumHeight(bar.value() + bar.pageStep() - around if bar.value() else 0)


def _scroll_to(widget: QWidget, last: QWidget, area: QScrollArea, before: int) -> None:
    inside = area.widget()
    if inside is None or not all(isValid(each) and each.isVisible() for each in (widget, last)):
        return
    bar = area.verticalScrollBar()
    room = bar.pageStep()  # the height that can be seen; why not of the viewport itself, see _scrolled_in
    top = widget.mapTo(inside, QPoint(0, 0)).y()
    lowest = last.mapTo(inside, QPoint(0, last.height())).y() + _AIR - room
    bar.setValue(min(max(before, lowest), top - _AIR))


def _scrolled_in(widget: QWidget) -> QScrollArea | None:
    """Looked for from above: on the way up lies a widget of Qt's own, and to find out what it is, PySide6 would make
    all its classes of widgets, which holds the window up for 60 ms."""
    around = [area for area in widget.window().findChildren(QScrollArea) if area.isAncestorOf(widget)]
    return around[-1] if around else None  # the innermost
