"""A row of the list: words that wrap at any width, a heading for each group, a second line in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import role_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

SECOND = Qt.ItemDataRole.UserRole + 1  # the line below
IS_HEADING = Qt.ItemDataRole.UserRole + 2
_SIDE, _ABOVE, _HEADING_ABOVE, _BETWEEN = 14, 8, 12, 4
_MARK, _MARK_GAP = 3, 4  # of the chosen row: tint alone would be colour alone; clear of the ring of the keys
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

Index = QModelIndex | QPersistentModelIndex


class RowPaint(QStyledItemDelegate):
    def __init__(self, shell: Shell, view: QListView) -> None:
        super().__init__(view)
        self._shell = shell
        self._view = view
        self._first, self._second = role_font("body"), role_font("small")
        self._heading = role_font("small")
        self._heading.setBold(True)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        width = self._view.contentsRect().width()
        return QSize(width, self.height(index, width))

    def height(self, index: Index, width: int) -> int:
        """Of the row at that width."""
        room = width - 2 * _SIDE
        if index.data(IS_HEADING):
            return _HEADING_ABOVE + _height(QFontMetrics(self._heading), index.data(), room) + 4
        high = _height(QFontMetrics(self._first), index.data(), room)
        if second := index.data(SECOND):
            high += _BETWEEN + _height(QFontMetrics(self._second), second, room)
        return high + 2 * _ABOVE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = self._shell.theme.palette
        rect = QRect(option.rect)
        heading = bool(index.data(IS_HEADING))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not heading:
            self._ground(painter, rect, option.state)
        room = rect.adjusted(_SIDE, _HEADING_ABOVE if heading else _ABOVE, -_SIDE, 0)
        painter.setFont(self._heading if heading else self._first)
        painter.setPen(QColor(palette.quiet if heading else palette.text))
        painter.drawText(room, _WRAP, index.data())
        if second := index.data(SECOND):
            room.setTop(room.top() + _height(QFontMetrics(self._first), index.data(), room.width()) + _BETWEEN)
            painter.setFont(self._second)
            painter.setPen(QColor(palette.quiet))
            painter.drawText(room, _WRAP, second)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - its many enumerations take 15 ms

        palette = self._shell.theme.palette
        inside = rect.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(palette.tint("accent")))
            painter.drawRoundedRect(inside, 6, 6)
            painter.setBrush(QColor(palette.accent))
            mark = QRect(inside.left() + _MARK_GAP, inside.top() + 6, _MARK, inside.height() - 12)
            painter.drawRoundedRect(mark, 1.5, 1.5)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(palette.window))
            painter.drawRoundedRect(inside, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(inside, 6, 6)


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), int(_WRAP), text).height()
