"""Practice mode: a made-up mailbox to pick. Offered only by a program that has the practice servers in it."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QVBoxLayout, QWidget

from mailcheck.ui.latest import Latest
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text, role_font

if TYPE_CHECKING:
    from PySide6.QtGui import QStandardItemModel, QWheelEvent

_MODULE = "mailcheck.lab.scenarios"
_USUAL = "usual"
_HEADING = 38  # pixels: more air above than between the rows
_ROWS = 12  # that are seen at once: the list is longer than a small window is high


class Mailboxes(QComboBox):
    """The wheel scrolls the screen it stands on, and picks nothing by the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()

    def add_heading(self, text: str) -> None:
        """Of a group: it cannot be picked, and the arrow keys step over it."""
        self.addItem(text)
        item = cast("QStandardItemModel", self.model()).item(self.count() - 1)
        item.setFlags(QtCore.Qt.ItemFlag.NoItemFlags)
        font = role_font("small")
        font.setBold(True)
        item.setFont(font)
        item.setData(QtCore.QSize(0, _HEADING), QtCore.Qt.ItemDataRole.SizeHintRole)


class PracticeList(QWidget):
    """Nothing is picked until the person does it: what is picked is what Next leads to."""

    changed = Signal()  # another one is picked, or none any more

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._groups: dict[str, tuple[Any, ...]] = {}  # scenarios of a package that need not be there
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
        """Made when it is unfolded."""
        made = Mailboxes()
        made.setObjectName("practices")
        made.setMaxVisibleItems(_ROWS)
        made.ensurePolished()  # the list is made in the next line: by then it has to be one that scrolls
        made.setItemDelegate(QStyledItemDelegate(made))  # the style sheet counts for no other
        made.setFont(role_font("body"))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # never wider than the column
        made.currentIndexChanged.connect(self.changed)
        return made

    def _lay_out(self) -> None:
        about = Text(self._shell, "quiet")
        about.tell("start.practice-about")
        self.reveal.body.addWidget(about)
        self.reveal.body.addWidget(self.list)
        self._shell.speech.changed.connect(self._tell)
        self._tell()

    def _load(self) -> None:
        if not self.reveal.body.count():
            self._lay_out()
        if not self._groups and not self._loading.busy:
            self._loading.ask(_by_topic)
            self._tell()

    def _show(self, groups: object) -> None:
        self._groups = groups if isinstance(groups, dict) else {}
        self._tell()

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
        for topic, scenarios in self._groups.items():
            self.list.add_heading(say(f"start.practice-{topic}"))
            for scenario in scenarios:
                self.list.addItem(scenario.title[self._shell.speech.language], scenario.id)
        self.list.setCurrentIndex(self.list.findData(picked) if picked else -1)
        self.list.blockSignals(False)


def practice_is_there() -> bool:
    try:
        return find_spec(_MODULE) is not None
    except ModuleNotFoundError:  # its package is not there either
        return False


def _by_topic() -> dict[str, tuple[Any, ...]]:
    """By what they teach: the guided tour first, in its order; of the others the most usual first."""
    module = import_module(_MODULE)
    return {_USUAL: module.tour(), **module.by_topic()}
