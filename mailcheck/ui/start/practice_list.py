"""Practice mode: a made-up mailbox to pick. Offered only by a program that has the practice servers in it."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.ui.latest import Latest
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text, role_font

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

_MODULE = "mailcheck.lab.scenarios"


class Mailboxes(QComboBox):
    """The wheel scrolls the screen it stands on, and picks nothing by the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class PracticeList(QWidget):
    """Nothing is picked until the person does it: what is picked is what Next leads to."""

    begin = Signal(str)  # id of the scenario
    changed = Signal()  # another one is picked, or none any more

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._scenarios: tuple[Any, ...] = ()  # of a package that need not be there
        self._loading = Latest("practice scenarios", self)
        self._loading.answered.connect(self._show)
        self.reveal = Reveal(shell, "start.practice")
        self.reveal.opened.connect(self._load)
        self.reveal.toggled.connect(self._toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reveal)
        column.addStretch(1)
        self.setVisible(practice_is_there())

    @property
    def picked(self) -> str:
        """The id of the scenario; "" for none, which is always so while it is folded in."""
        return str(self.list.currentData() or "") if "list" in self.__dict__ else ""

    def unpick(self) -> None:
        if self.picked:
            self.list.setCurrentIndex(-1)

    @cached_property
    def list(self) -> Mailboxes:
        """Made when it is unfolded, as is the button."""
        made = Mailboxes()
        made.setFont(role_font("body"))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # never wider than the column
        made.currentIndexChanged.connect(self._picked)
        return made

    @cached_property
    def button(self) -> Button:
        made = Button(self._shell, "start.practice-begin")
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # as high as the list
        made.setEnabled(False)
        made.clicked.connect(lambda: self.begin.emit(self.picked))
        return made

    def _lay_out(self) -> None:
        about = Text(self._shell, "quiet")
        about.tell("start.practice-about")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.list, 1)
        row.addWidget(self.button)
        self.reveal.body.addWidget(about)
        self.reveal.body.addLayout(row)
        self._shell.speech.changed.connect(self._tell)
        self._tell()

    def _load(self) -> None:
        if not self.reveal.body.count():
            self._lay_out()
        if not self._scenarios and not self._loading.busy:
            self._loading.ask(_scenarios)
            self._tell()

    def _show(self, scenarios: object) -> None:
        self._scenarios = scenarios if isinstance(scenarios, tuple) else ()
        self._tell()

    def _picked(self) -> None:
        self.button.setEnabled(bool(self.picked))
        self.changed.emit()

    def _toggled(self, wanted: bool) -> None:
        if not wanted:
            self.unpick()

    def _tell(self) -> None:
        """What is picked stays so through a change of language."""
        picked, say = self.picked, self._shell.speech.say
        self.list.blockSignals(True)  # the same mailbox is picked all along
        self.list.setAccessibleName(say("start.practice-list"))
        self.list.setPlaceholderText(say("start.practice-loading" if self._loading.busy else "start.practice-pick"))
        self.list.clear()
        for scenario in self._scenarios:
            self.list.addItem(scenario.title[self._shell.speech.language], scenario.id)
        self.list.setCurrentIndex(self.list.findData(picked))
        self.list.blockSignals(False)


def practice_is_there() -> bool:
    try:
        return find_spec(_MODULE) is not None
    except ModuleNotFoundError:  # its package is not there either
        return False


def _scenarios() -> tuple[Any, ...]:
    """The guided tour first, in its order; the others as they stand in the file."""
    module = import_module(_MODULE)
    tour = tuple(module.tour())
    return (*tour, *(each for each in module.scenarios().values() if each not in tour))
