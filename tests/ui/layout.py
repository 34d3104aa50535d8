"""Faults of a layout that eyes would find: text that is cut off, controls over one another, what has no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QAccessible, QKeySequence, Qt, QTextDocument, QTextOption
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

_SLACK = 1  # pixel: halves are rounded at scales like 150 %
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


def find_faults(widget: QWidget) -> list[str]:
    """One line for each fault of what is visible in `widget`, which is shown and laid out; empty when all is well."""
    shown = [each for each in (widget, *widget.findChildren(QWidget)) if each.isVisible()]
    return [
        *_cut_off(shown),
        *_too_small(shown),
        *_outside(widget, shown),
        *_overlapping(shown),
        *_nameless(shown),
        *_same_letters(shown),
    ]


def _cut_off(shown: list[QWidget]) -> Iterator[str]:
    for label in shown:
        if not isinstance(label, QLabel) or not label.text():
            continue
        needed, room = _text_size(label), label.contentsRect().size()
        if needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK:
            yield f"cut off: {_told(label)} needs {_size(needed)}, has {_size(room)}"


def _text_size(label: QLabel) -> QSize:
    """What the text needs at this width."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap if label.wordWrap() else QTextOption.WrapMode.NoWrap)
    document.setDefaultTextOption(option)
    if Qt.mightBeRichText(label.text()) and label.textFormat() is not Qt.TextFormat.PlainText:
        document.setHtml(label.text())
    else:
        document.setPlainText(label.text().replace("&", "") if label.buddy() else label.text())
    margin = 2 * label.margin() + max(label.indent(), 0)
    if label.wordWrap():
        document.setTextWidth(label.contentsRect().width() - margin)
    lines = document.size()
    return QSize(int(document.idealWidth()) + margin, int(lines.height()) + 2 * label.margin())


def _too_small(shown: list[QWidget]) -> Iterator[str]:
    for control in shown:
        if not isinstance(control, _CONTROLS):
            continue
        wanted = control.sizeHint()
        if isinstance(control, QLineEdit):  # it scrolls, but what it asks for must be readable
            margins = control.textMargins()
            about = (
                control.fontMetrics().horizontalAdvance(control.placeholderText()) + margins.left() + margins.right()
            )
            wanted = QSize(about, wanted.height())
        elif control.hasHeightForWidth():
            wanted = QSize(control.minimumSizeHint().width(), control.heightForWidth(control.width()))
        if wanted.width() > control.width() + _SLACK or wanted.height() > control.height() + _SLACK:
            yield f"too small: {_told(control)} wants {_size(wanted)}, has {_size(control.size())}"


def _outside(top: QWidget, shown: list[QWidget]) -> Iterator[str]:
    """Too wide for the window, or for the column that only scrolls up and down."""
    for each in shown:
        if not isinstance(each, (QLabel, *_CONTROLS)):
            continue
        room = _scrolled_in(each) or top
        if room is each:
            continue
        left = each.mapTo(room, QPoint(0, 0)).x()
        if left < -_SLACK or left + each.width() > room.width() + _SLACK:
            yield f"outside: {_told(each)} from {left} to {left + each.width()}, the room ends at {room.width()}"


def _overlapping(shown: list[QWidget]) -> Iterator[str]:
    parts = [each for each in shown if isinstance(each, (QLabel, *_CONTROLS))]
    places = {each: _visible_rect(each) for each in parts}
    for one, other in combinations(parts, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        common = places[one].intersected(places[other])
        if common.width() > _SLACK and common.height() > _SLACK:
            yield f"overlapping: {_told(one)} and {_told(other)}"


def _visible_rect(each: QWidget) -> QRect:
    """In the window; without what the columns around it scroll away."""
    top = each.window()
    rect = QRect(each.mapTo(top, QPoint(0, 0)), each.size())
    around = _scrolled_in(each)
    while around is not None:
        rect = rect.intersected(QRect(around.mapTo(top, QPoint(0, 0)), around.size()))
        around = _scrolled_in(around)
    return rect


def _scrolled_in(each: QWidget) -> QWidget | None:
    """The viewport it is seen through."""
    parent = each.parentWidget()
    while parent is not None and not parent.isWindow():
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
            return parent
        parent = above
    return None


def _nameless(shown: list[QWidget]) -> Iterator[str]:
    for each in shown:
        if each.focusPolicy() is Qt.FocusPolicy.NoFocus or each.focusProxy() is not None or each.isWindow():
            continue
        if isinstance(each, QLineEdit) and isinstance(each.parentWidget(), (QComboBox, QAbstractSpinBox)):
            continue
        if type(each) is QWidget and isinstance(each.parentWidget(), QScrollArea):
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"no name: {_told(each)}"


def _same_letters(shown: list[QWidget]) -> Iterator[str]:
    """Alt with a letter has to mean one thing on a screen."""
    owners = [
        each
        for each in shown
        if isinstance(each, QAbstractButton) or (isinstance(each, QLabel) and each.buddy() is not None)
    ]
    letters = Counter(QKeySequence.mnemonic(each.text()).toString() for each in owners)
    for letter, times in letters.items():
        if letter and times > 1:
            who = ", ".join(_told(each) for each in owners if QKeySequence.mnemonic(each.text()).toString() == letter)
            yield f"same letter: {letter} for {who}"


def _told(each: QWidget) -> str:
    text = each.accessibleName() or getattr(each, "text", lambda: "")() or each.objectName()
    return f"{type(each).__name__} “{text[:60]}”"


def _size(size: QSize) -> str:
    return f"{size.width()}×{size.height()}"
