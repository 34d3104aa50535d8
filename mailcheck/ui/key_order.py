"""As the screen is read: the way of the Tab key, and what a screen reader tells, also of what came onto it later."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6 import QtCore
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLayout, QScrollArea, QWidget


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keys in there, as the layouts put it. Qt's own order is that in which the widgets were made."""
    if widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus:
        yield widget
    for part in _parts(widget):
        yield from in_reading_order(part)


def is_read_aloud() -> bool:
    """Whether a screen reader is at work."""
    from PySide6.QtGui import QAccessible  # noqa: PLC0415 - its enumerations take 5 ms, which the first paint spares

    return bool(QAccessible.isActive())


def tell_in_reading_order(widget: QWidget) -> None:
    """A screen reader goes by the stack of the widgets; they lie beside each other, so that nobody sees it."""
    parts = list(_parts(widget))
    around = parts[0].parentWidget() if parts else None
    if around is not None and parts != [child for child in around.children() if child in parts]:
        for part in parts:
            part.raise_()
    for part in parts:
        tell_in_reading_order(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    inside = widget.widget() if isinstance(widget, QScrollArea) else widget
    is_one_thing = inside is widget and isinstance(widget, (QComboBox, QAbstractScrollArea))
    layout = inside.layout() if inside is not None and not is_one_thing else None
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of_layout(inner)
