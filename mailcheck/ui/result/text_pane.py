"""A long plain text that can be searched and selected; filled a little at a time, so that the window never waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from mailcheck.ui.result.bar_paint import COLOURS
from mailcheck.ui.result.findings_text import Line
from mailcheck.ui.shell import Shell

_MOST_LINES = 5_000
_MOST_CHARACTERS = 400_000  # a talk has 5,000; whoever wants more has the saved report
_AT_ONCE, _CHARACTERS_AT_ONCE = 40, 8_000  # for one turn of the event loop
_MOST_HITS = 500
_HEIGHT = 300


class TextPane(QPlainTextEdit):
    """Only what is visible is laid out and painted; beyond `_MOST_LINES` it says how many more there are."""

    filled = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._lines: Iterator[Line] = iter(())
        self._left_out = 0
        self._hits: list[QTextCursor] = []
        self._hit = -1
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFixedHeight(_HEIGHT)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(9.5)
        self.setFont(font)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._more)

    def fill(self, lines: Iterable[Line], left_out: int = 0) -> None:
        self.clear()
        self._hits, self._hit = [], -1
        self.setExtraSelections([])
        self._lines, self._left_out = iter(lines), left_out
        self._timer.start()

    @property
    def filling(self) -> bool:
        return self._timer.isActive()

    def _more(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        written = lines = 0
        for line in islice(self._lines, _AT_ONCE):
            lines += 1
            if self.blockCount() >= _MOST_LINES or cursor.position() > _MOST_CHARACTERS:
                self._left_out += 1
                continue
            self._write(cursor, line)
            written += len(line.text)
            if written > _CHARACTERS_AT_ONCE:
                break
        cursor.endEditBlock()
        if lines < _AT_ONCE and written <= _CHARACTERS_AT_ONCE:
            self._timer.stop()
            self._say_left_out(cursor)
            self.filled.emit()

    def _write(self, cursor: QTextCursor, line: Line) -> None:
        if not self.document().isEmpty():
            cursor.insertBlock()
        normal, first = QTextCharFormat(), QTextCharFormat()
        if line.strong:
            normal.setFontWeight(QFont.Weight.Bold)
        word, blank, rest = line.text.partition("  ") if line.outcome else ("", "", line.text)
        if line.outcome:
            palette = self._shell.theme.palette
            first.setForeground(QColor(palette.colour(COLOURS[line.outcome])))
            cursor.insertText(word + blank, first)
        cursor.insertText(rest, normal)

    def _say_left_out(self, cursor: QTextCursor) -> None:
        if self._left_out:
            self._write(cursor, Line(self._shell.speech.say("details.shortened", n=self._left_out), strong=True))

    # --- searching -----------------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Mark all places and go to the first."""
        self._hits, self._hit = [], -1
        if text:
            found = self.document().find(text)
            while not found.isNull() and len(self._hits) <= _MOST_HITS:
                self._hits.append(found)
                found = self.document().find(text, found, QTextDocument.FindFlag(0))
        self.step(1)

    def step(self, by: int) -> None:
        """To the next place, or back; round and round."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits) if self._hit >= 0 else 0
            cursor = QTextCursor(self._hits[self._hit])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self._mark()

    @property
    def place(self) -> int:
        """Which of the places is the current one, from 1; 0 when there is none."""
        return self._hit + 1

    @property
    def hits(self) -> int:
        return min(len(self._hits), _MOST_HITS)

    @property
    def more_hits(self) -> bool:
        return len(self._hits) > _MOST_HITS

    def _mark(self) -> None:
        palette = self._shell.theme.palette
        marks = []
        for cursor in self._hits[:_MOST_HITS]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(QColor(palette.tint("accent")))
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            marks.append(mark)
        self.setExtraSelections(marks)
