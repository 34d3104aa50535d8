"""One line of the list: a sign, words, a state and a time at the right, and notes below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mailcheck.ui import icons
from mailcheck.ui.checking.mark import Marked
from mailcheck.ui.checking.painted import Words, paint_at_right
from mailcheck.ui.course import State
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import role_font

GAP = 10
ARROW = icons.SIZE + GAP  # kept free at the right of every line: times stand below one another
_HEIGHT = 28  # of a line that does not wrap
_WIDEST_TIME = "8 888 мс"
_NARROWEST = 300


class Line(Marked):
    """Set what it says with `say`; `strong` for the name of a group."""

    def __init__(self, shell: Shell, parent: QWidget | None = None, *, strong: bool = False) -> None:
        super().__init__(shell, parent)
        body, self._small = role_font("body"), role_font("small")
        if strong:
            body.setWeight(QFont.Weight.DemiBold)
        self._small.setFeature(QFont.Tag("tnum"), 1)
        self._note_fonts = {False: role_font("body"), True: role_font("small")}
        self._metrics = QFontMetrics(self._small)
        self._time_width = self._metrics.horizontalAdvance(_WIDEST_TIME)
        self._words, self._notes = Words(body), list[Words]()
        self.state, self.time, self.state_colour = "", "", "quiet"
        self._state_width = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        return self._words.text

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self._notes]

    def say(self, words: str, notes: Sequence[str], mark: State, *, quiet: bool, spoken: str) -> None:
        if (words, list(notes)) != (self.words, self.notes):
            self._words.text = words
            self._notes = [Words(self._note_fonts[quiet], note) for note in notes]
            self.updateGeometry()
        self._words.colour = "quiet" if quiet else "text"
        self.show_mark(mark)
        self.be_called(spoken)
        self.update()

    def say_at_right(self, state: str, time: str, colour: str) -> None:
        if (state, time, colour) != (self.state, self.time, self.state_colour):
            wide = self._metrics.horizontalAdvance(state)
            if wide != self._state_width:
                self._state_width = wide
                self.updateGeometry()  # the words beside it may wrap differently
            self.state, self.time, self.state_colour = state, time, colour
            self.update()

    def be_called(self, spoken: str) -> None:
        """A screen reader hears of a line that has changed."""
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # --- where things are ------------------------------------------------------------------------------------------

    def mark_place(self) -> QPoint:
        return QPoint(0, (_HEIGHT - icons.SIZE) // 2)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_NARROWEST, self.heightForWidth(max(self.width(), _NARROWEST)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(_NARROWEST, _HEIGHT)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        notes = sum(note.height(self._notes_width(width)) for note in self._notes)
        return self._head(width) + (notes + 4 if notes else 0)

    def _head(self, width: int) -> int:
        words = self._words.height(self._words_width(width))
        return max(_HEIGHT, _HEIGHT + words - self._words.step)

    def _words_width(self, width: int) -> int:
        return width - ARROW - (self._state_width + GAP if self.state else 0) - self._time_width - GAP - ARROW

    @staticmethod
    def _notes_width(width: int) -> int:
        return width - ARROW - ARROW

    # --- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self.paint_mark(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        palette, width = self.shell.theme.palette, self.width()
        wide = self._words_width(width)
        above = (_HEIGHT - self._words.step) // 2
        self._words.paint(painter, ARROW, above, wide, palette.colour(self._words.colour))
        time_place = QRect(width - ARROW - self._time_width, 0, self._time_width, _HEIGHT)
        paint_at_right(painter, time_place, self._small, self.time, palette.quiet)
        state_place = QRect(0, 0, time_place.left() - GAP, _HEIGHT)
        paint_at_right(painter, state_place, self._small, self.state, palette.colour(self.state_colour))
        y = self._head(width)
        for note in self._notes:
            note.paint(painter, ARROW, y, self._notes_width(width), palette.colour(self._words.colour))
            y += note.height(self._notes_width(width))
