"""How far the check has come, in words and as a bar; stays in sight below the rows that scroll."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.ui.course import Course, State
from mailcheck.ui.page import PADDING
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text, column_width, role_font

_WIDTH = 42  # what a card takes beside its text: the bar ends where the cards do


class Strip(QWidget):
    """`show_course` while it runs, `say` for a single sentence, `show_end` for a notice that takes the place of both:
    down here it moves nothing that somebody may be reading."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setObjectName("column")  # on the ground of the page
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words, self.elapsed = _side_text(shell), _side_text(shell)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.elapsed.setMinimumWidth(
            self.elapsed.fontMetrics().horizontalAdvance(shell.speech.say("checking.elapsed", seconds=88))
        )
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH + column_width(role_font("body")))
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self._course = QWidget()
        line = QHBoxLayout(self._course)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        self._rows.addWidget(self._course)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        line.addWidget(self.elapsed)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(PADDING, 10, PADDING, 10)
        beside.addWidget(inside, 1)
        beside.addStretch(0)

    def add(self, notice: QWidget) -> None:
        """Out of sight until `show_end`."""
        self._notice = notice
        self._rows.addWidget(notice)
        notice.hide()

    def show_end(self, *, ended: bool) -> None:
        """The notice tells how far the check has come, and how it ended."""
        self._course.setVisible(not ended)
        self._notice.setVisible(ended)

    def show_course(self, course: Course, seconds: float, *, stopped: bool = False) -> None:
        """What was left out moves the bar, and is told apart; but not what was left out because the person stopped."""
        say, total = self._shell.speech.say, course.total
        left_out = 0 if stopped else course.count(State.SKIPPED)
        self._move(course.tried + left_out, max(total, 1))
        fields = {"done": course.tried, "total": total, "skipped": left_out or None}
        name = say("checking.progress-name", **fields)
        if name != self.bar.accessibleName():
            self.bar.setAccessibleName(name)
        show(self.words, say("checking.progress", **fields))
        self._keep_width()
        show(self.elapsed, say("checking.elapsed", seconds=int(seconds)))

    def say(self, key: str) -> None:
        """One sentence instead of the count."""
        show(self.words, self._shell.speech.say(key))
        self._keep_width()

    def _keep_width(self) -> None:
        """Other words do not move the bar."""
        wide = self.words.sizeHint().width()
        if wide > self.words.minimumWidth():
            self.words.setMinimumWidth(wide)

    def _move(self, done: int, total: int) -> None:
        """The bar paints the whole window at once when it moves, unless it is asked not to."""
        if (done, total) == (self.bar.value(), self.bar.maximum()):
            return
        self.bar.setUpdatesEnabled(False)
        self.bar.setMaximum(total)
        self.bar.setValue(done)
        self.bar.setUpdatesEnabled(True)


def show(text: Text, words: str) -> None:
    """Only what is new: every label that changes is laid out again."""
    if text.words != words:
        text.show_text(words)


def lowered(text: Text) -> Text:
    """Beside a sign: Qt puts the air of a line below its letters, so that they stand too high."""
    text.setContentsMargins(0, 2, 0, 0)
    return text


def _side_text(shell: Shell) -> Text:
    """One line, as wide as its words, with figures of one width."""
    text = lowered(Text(shell, "small"))
    text.setWordWrap(False)
    text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    text.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
    font = text.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    text.setFont(font)
    return text
