"""All checks of a run, one group each, in the order of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Stage
from mailcheck.ui.checking.stage_group import StageGroup
from mailcheck.ui.checking.stage_row import StageRow
from mailcheck.ui.course import Course, Row, State
from mailcheck.ui.shell import Shell

if TYPE_CHECKING:
    from mailcheck.checks.run import Event
    from mailcheck.engine import Plan

_PAUSE = 30  # ms in which what happens is gathered
_CONVERSATIONS = ("incoming", "outgoing")


class StageList(QWidget):
    """`show_plan` begins anew; `show_event` changes one row, which is seen a moment later: events come in swarms."""

    shown = Signal()  # what had happened can be seen now

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.course = Course()
        self.groups: dict[str, StageGroup] = {}
        self.pause = _PAUSE
        self._changed: dict[str, set[Stage]] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._show_some)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_plan(self, plan: Plan) -> None:
        self.clear()
        self.course.plan(plan)
        for check in self.course.checks():
            group = StageGroup(self._shell, check, self.course, conversation=check in _CONVERSATIONS)
            self.groups[check] = group
            self._column.addWidget(group)

    def clear(self) -> None:
        self.course = Course()
        for group in self.groups.values():
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self.groups = {}
        self._changed.clear()

    def show_event(self, event: Event) -> Row | None:
        """The row that has changed. A stage that no plan has is left to the result."""
        from mailcheck.checks.run import StageStarted  # noqa: PLC0415 - whoever sends events has loaded it

        group = self.groups.get(event.check)
        stage = event.stage if isinstance(event, StageStarted) else event.findings[0].stage
        if group is None or (event.check, stage) not in self.course.rows:
            return None
        row = self.course.begin(event) if isinstance(event, StageStarted) else self.course.end(event)
        self._changed.setdefault(event.check, set()).add(stage)
        if not self.pause:
            self.show_all()
        elif not self._timer.isActive():
            self._timer.start(self.pause)
        return row

    def show_all(self) -> None:
        while self._changed:
            self._show_one()
        self.shown.emit()

    def _show_some(self) -> None:
        """A group at a time: the window lives in between."""
        self._show_one()
        self.shown.emit()
        if self._changed:
            self._timer.start(0)

    def _show_one(self) -> None:
        check = next(iter(self._changed), None)
        if check is not None:
            self.groups[check].refresh(self._changed.pop(check))

    def still(self) -> None:
        """Nothing runs any more."""
        self.course.still()
        self._changed.clear()
        for group in self.groups.values():
            group.refresh()

    def tick(self) -> None:
        for group in self.groups.values():
            group.tick()

    def running(self) -> list[tuple[StageRow, QWidget]]:
        """The rows that are under way and can be seen, each with the name of its group."""
        rows = ((row, group.header) for group in self.groups.values() for row in group.visible_rows())
        return [(row, name) for row, name in rows if row.row.state is State.RUNNING]
