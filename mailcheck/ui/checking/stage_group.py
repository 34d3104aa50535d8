"""The stages of one check under its name. It folds: what goes well needs no more than one line."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.domain.finding import Stage
from mailcheck.ui import icons
from mailcheck.ui.checking import words
from mailcheck.ui.checking.line import Line
from mailcheck.ui.checking.stage_row import StageRow
from mailcheck.ui.course import Course, State
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card

_OURS = {State.WAITING, State.RUNNING, State.PARTLY}
_OPENS = {State.WARNED, State.FAILED, State.CRASHED}
_AIR = 7  # px above and below the name of a group


class StageGroup(Card):
    """`conversation`: opens by itself when it begins. Nothing closes by itself: rows do not run away from a reader."""

    def __init__(self, shell: Shell, check: str, course: Course, *, conversation: bool) -> None:
        super().__init__(shell)
        self.check = check
        self._course = course
        self._conversation = conversation
        self._rows: dict[Stage, StageRow] = {}
        self.header = Header(shell)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._inside.hide()
        self.body.setContentsMargins(14, 2, 14, 2)
        self.body.setSpacing(0)
        for widget in (self.header, self._inside):
            self.body.addWidget(widget)
        self.header.toggled.connect(self._fold)
        shell.speech.changed.connect(self._say_again)
        self._show_header()

    @property
    def rows(self) -> dict[Stage, StageRow]:
        """Made when they are first wanted: a plan comes in while the window is to go on living."""
        if not self._rows:
            self._rows = {row.stage: StageRow(self._shell, row) for row in self._course.of(self.check)}
            for row in self._rows.values():
                self._column.addWidget(row)
        return self._rows

    def visible_rows(self) -> list[StageRow]:
        return [row for row in self._rows.values() if row.isVisible()]

    def refresh(self, stages: Container[Stage] = tuple(Stage)) -> None:
        """After a change in these of its rows."""
        for stage, row in self._rows.items():
            if stage in stages:
                row.refresh()
        state = self._course.state_of(self.check)
        if state in _OPENS or (state is State.RUNNING and self._conversation):
            self.header.setChecked(True)
        self._show_header()

    def _say_again(self) -> None:
        self.refresh()

    def tick(self) -> None:
        for row in self._rows.values():
            if row.row.state is State.RUNNING:
                row.tick()

    def _show_header(self) -> None:
        speech, state = self._shell.speech, self._course.state_of(self.check)
        name = speech.say(f"check.{self.check}")
        said = speech.say(f"checking.{state}" if state in _OURS else f"state.{state}")
        times = [row.ms for row in self._course.of(self.check) if row.ms is not None]
        spent = words.duration(sum(times), speech) if times and state is not State.RUNNING else ""
        reason = self._reason(state)
        spoken = speech.say("checking.group-name", check=name, state=said, time=spent or None, reason=reason or None)
        notes = [reason] if reason and not self.header.isChecked() else []
        self.header.line.say(name, notes, state, quiet=False, spoken=spoken)
        self.header.line.say_at_right(said, spent, words.COLOURS.get(state, "quiet"))
        self.header.setAccessibleName(spoken)
        self.header.updateGeometry()

    def _reason(self, state: State) -> str:
        """Why nothing was done, or no more, where the rows that would say it are folded away."""
        left_out = [row for row in self._course.of(self.check) if row.state is State.SKIPPED]
        if state not in (State.SKIPPED, State.PARTLY) or not left_out:
            return ""
        return words.skip_words(left_out[-1], self._shell.speech)

    def _fold(self, wanted: bool) -> None:
        if wanted:
            assert self.rows  # made now
        self._inside.setVisible(wanted)
        self._show_header()


class Header(QAbstractButton):
    """The name of the check, how it stands, and the arrow: the whole line can be pressed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.line = Line(shell, self, strong=True)
        self.line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shell.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self.line.sizeHint() + QSize(0, 2 * _AIR)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.line.minimumSizeHint() + QSize(0, 2 * _AIR)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self.line.heightForWidth(width) + 2 * _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.line.setGeometry(0, _AIR, self.width(), self.height() - 2 * _AIR)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        palette = self._shell.theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrow = icons.pixmap(
            "fold" if self.isChecked() else "unfold", palette.quiet, icons.SIZE, self.devicePixelRatioF()
        )
        painter.drawPixmap(self.width() - icons.SIZE, _AIR + self.line.mark_place().y(), arrow)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 2, -1, -2), 6, 6)
        painter.end()
