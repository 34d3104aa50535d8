"""The words of others, exactly: monospace, plain text, selectable, wrapped wherever needed."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from mailcheck.export.plain import plain

_MOST_LINES = 12  # more of them scroll
_SPARE = 4  # pixels: lines are laid out at fractions of one


class Verbatim(QPlainTextEdit):
    """Read-only, as high as it is long. It takes the keyboard, to be read and copied without a mouse; Tab leaves it."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None, *, most_lines: int = _MOST_LINES) -> None:
        super().__init__(parent)
        self._most = most_lines
        self._fitting = False
        self.setObjectName("verbatim")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(9.5)
        self.setFont(font)

    def show_text(self, text: str) -> None:
        self.setPlainText(plain(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """What does not scroll leaves the wheel to the page."""
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _line_height(self) -> float:
        """As it is laid out: a style sheet may have changed the font."""
        self.blockBoundingRect(self.document().firstBlock())  # lays it out
        first = self.document().firstBlock().layout()
        return first.lineAt(0).height() if first.lineCount() else self.fontMetrics().lineSpacing()

    def _fit(self) -> None:
        """A plain text document counts its height in lines; a scroll bar would take some of their width."""
        if self._fitting:
            return
        self._fitting = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = max(1, round(self.document().size().height()))
        if lines > self._most:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            lines = self._most
        around = self.contentsMargins()  # border and padding; the viewport itself gets its new height later
        frame = around.top() + around.bottom() + 2 * round(self.document().documentMargin())
        self.setFixedHeight(ceil(lines * self._line_height()) + frame + _SPARE)
        self._fitting = False
