"""What every screen has: its number and name, a column that scrolls, and its place in the wizard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget, QWizardPage

from mailcheck.ui.draft import Draft
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text, column_width, role_font

if TYPE_CHECKING:
    from mailcheck.ui.runner import Runner
    from mailcheck.ui.widgets.practice_notice import PracticeNotice
    from mailcheck.ui.wizard import Wizard

NAMES = ("start", "mailbox", "servers", "checking", "result")
PADDING = 32
_CARD_INSIDE = 42  # what a card takes from a line of 70 characters


class Page(QWizardPage):
    """Fill `content` in __init__. The wizard calls `enter` and `leave`, and `retranslate` when the language changes."""

    name: ClassVar[str] = ""
    title_key: ClassVar[str] = ""  # another heading than the name of the screen
    next_key: ClassVar[str] = "buttons.next"

    scroll: QScrollArea  # type: ignore[assignment] # QWidget has a method of that name, which nobody wants here

    ready = Signal(bool)  # Next can be pressed; it can until the page says otherwise
    proceed = Signal()  # go on, as Next would
    go = Signal(str)  # go to the screen of this name, forwards or back
    busy = Signal(bool)  # something runs: Stop stands where Next was
    open_report = Signal(object)  # Path of a saved report
    practise = Signal(str)  # id of a scenario
    practice_over = Signal()

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.draft = draft
        self.came_back = False  # entered by Back: what was there is to be there still
        self.first_focus: QWidget | None = None  # where the keys go when the screen is entered
        self._ready = True
        self.setObjectName("page")
        self.ready.connect(self._set_ready)
        self.step_text = Text(shell, "small")
        self.title_text = Text(shell, "title")
        self.content = QVBoxLayout()
        self.content.setSpacing(16)
        self.scroll = QScrollArea()
        self._build()
        self.show_practice()
        self._say_header()
        shell.speech.changed.connect(self._say_header)

    @property
    def number(self) -> int:
        return NAMES.index(self.name) + 1

    @property
    def runner(self) -> Runner:
        """The one runner of the window."""
        return cast("Wizard", self.wizard()).runner

    @cached_property
    def practice_notice(self) -> PracticeNotice:
        """Made when first wanted: few practise."""
        from mailcheck.ui.widgets.practice_notice import PracticeNotice  # noqa: PLC0415

        made = PracticeNotice(self.shell)
        made.hide()
        made.end.clicked.connect(self.practice_over)
        self._above.insertWidget(0, made)
        return made

    def prepare(self) -> Iterator[object]:
        """Steps that make what is not seen at first, none longer than a frame; taken while nothing else is to do."""
        yield from ()

    def enter(self) -> None:
        """The screen is about to be shown."""

    def leave(self) -> None:
        """The screen is about to go: put into the draft what was typed."""

    def stop(self) -> None:
        """Stop was pressed; only where `busy` was said."""

    def retranslate(self) -> None:
        """The language changed: say again what does not say itself again."""

    def show_practice(self) -> None:
        """Call it after `draft.practice` was set or taken away while this screen is shown."""
        practice = self.draft.practice
        if practice is not None:
            self.practice_notice.tell(practice)
        if "practice_notice" in self.__dict__:
            self.practice_notice.setVisible(practice is not None)

    def isComplete(self) -> bool:  # noqa: N802
        return self._ready

    def nextId(self) -> int:  # noqa: N802
        return -1 if self.name == NAMES[-1] else NAMES.index(self.name) + 1

    def _build(self) -> None:
        column = QWidget()
        column.setObjectName("column")
        column.setMaximumWidth(column_width(role_font("body")) + _CARD_INSIDE)
        rows = self._above = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.step_text)
        rows.addWidget(self.title_text)
        rows.addSpacing(16)
        rows.addLayout(self.content)
        rows.addStretch(1)
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        beside = self._beside = QHBoxLayout(scrolled)
        self._keep_width(0, 0)
        beside.addWidget(column, 1)
        beside.addStretch(0)
        self.scroll.setWidget(scrolled)
        self.scroll.setWidgetResizable(True)
        self.scroll.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scroll)
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        whole.addWidget(line)

    def _keep_width(self, _least: int, most: int) -> None:
        """The scroll bar stands in the margin: no line breaks elsewhere because there is more below."""
        bar = self.scroll.verticalScrollBar().sizeHint().width() if most else 0
        self._beside.setContentsMargins(PADDING, PADDING - 8, PADDING - bar, PADDING // 2)

    def _set_ready(self, ready: bool) -> None:
        if ready != self._ready:
            self._ready = ready
            self.completeChanged.emit()

    def _say_header(self) -> None:
        """The name of the screen stands in the heading, or in the line above it when the heading says more."""
        say = self.shell.speech.say
        name = say(f"rail.{self.name}")
        if self.title_key:
            self.step_text.tell("window.step-named", number=self.number, count=len(NAMES), name=name)
        else:
            self.step_text.tell("window.step", number=self.number, count=len(NAMES))
        self.title_text.tell(self.title_key or f"rail.{self.name}")
        self.setAccessibleName(say("window.step-named", number=self.number, count=len(NAMES), name=name))
        self.scroll.setAccessibleName(say("window.content"))
