"""The five screens at the left, and the switches of language and theme beneath them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.i18n import Language
from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again
from mailcheck.ui.theme import CHOICES
from mailcheck.ui.widgets.button import Button

WIDTH = 208
_LANGUAGES = {Language.RU: "Русский", Language.EN: "English"}  # each in its own words, for those who read no other
_MARKS = {
    "done": ("passed", "green"),
    "passed-over": ("skipped", "outline"),
    "current": ("current", "accent"),
    "to-come": ("to-come", "outline"),
}


class Step(QFrame):
    """One screen. Where it stands is told by the mark, the weight, the ground, and in words to a screen reader."""

    def __init__(self, shell: Shell, number: int, name: str) -> None:
        super().__init__()
        self.setObjectName("step")
        self._shell, self._number, self._name = shell, number, name
        self.state = "to-come"
        self._mark = QLabel()
        self._mark.setFixedWidth(icons.SIZE)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 8, 9)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self.label, 1)

    def show_state(self, state: str) -> None:
        if state == self.state and self.label.text():
            return
        self.state = state
        self.setProperty("current", "true" if state == "current" else "false")
        polish_again(self)
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold if state == "current" else QFont.Weight.Normal)
        self.label.setFont(font)
        self.refresh()

    def refresh(self) -> None:
        palette = self._shell.theme.palette
        mark, colour = _MARKS[self.state]
        self._mark.setPixmap(icons.pixmap(mark, palette.colour(colour), icons.SIZE, self.devicePixelRatioF()))
        self.label.setStyleSheet(
            f"color: {palette.quiet if self.state in {'to-come', 'passed-over'} else palette.text}"
        )
        say = self._shell.speech.say
        name = say(f"rail.{self._name}")
        self.label.setText(name)
        told = say(f"rail.{self.state}", number=self._number, name=name)
        self.label.setAccessibleName(told)
        self.setAccessibleName(told)


class Rail(QFrame):
    """`show_step` moves the mark. The switches only say what is wanted."""

    language_wanted = Signal(object)  # Language
    theme_wanted = Signal(str)

    def __init__(self, shell: Shell, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._shell = shell
        self._current = 0
        self.steps = [Step(shell, number, name) for number, name in enumerate(names, 1)]
        self.language = Button(shell, kind="quiet", icon="globe")
        self.theme = Button(shell, kind="quiet", icon="system")
        self._themes = QMenu(self.theme)
        self._build()
        self._refresh()
        self.language.clicked.connect(self._other_language)
        self.theme.clicked.connect(self._open_themes)
        self._themes.aboutToShow.connect(self._mark_theme)
        shell.speech.changed.connect(self._refresh)
        shell.theme.changed.connect(self._refresh)
        self.show_step(0)

    def show_step(self, current: int, seen: Collection[int] = ()) -> None:
        """`seen`: the screens that were really shown; an opened report comes without four of them."""
        self._current = current
        for place, step in enumerate(self.steps):
            before = "done" if place in seen else "passed-over"
            step.show_state("current" if place == current else before if place < current else "to-come")
        self._tell_name()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 24, 12, 12)
        column.setSpacing(4)
        brand = QLabel("mailcheck")
        font = QFont()
        font.setPointSizeF(14)
        font.setWeight(QFont.Weight.DemiBold)
        brand.setFont(font)
        brand.setContentsMargins(12, 0, 0, 0)
        column.addWidget(brand)
        column.addSpacing(20)
        for step in self.steps:
            column.addWidget(step)
        column.addStretch(1)
        for switch in (self.language, self.theme):
            switch.set_icon_gap(8)
        column.addWidget(self.language)
        column.addWidget(self.theme)
        group = QActionGroup(self._themes)
        for choice in CHOICES:
            action = QAction(self._themes)
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(self._theme_chosen)
            group.addAction(action)
            self._themes.addAction(action)

    def _other_language(self) -> None:
        self.language_wanted.emit(_other(self._shell.speech.language))

    def _open_themes(self) -> None:
        """Upwards: the switch is at the bottom of the window."""
        height = self._themes.sizeHint().height()
        self._themes.popup(self.theme.mapToGlobal(QPoint(0, -height - 4)))

    def _theme_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.theme_wanted.emit(action.data())

    def _refresh(self) -> None:
        say, choice = self._shell.speech.say, self._shell.theme.choice
        for step in self.steps:
            step.refresh()
        self._tell_name()
        other = _LANGUAGES[_other(self._shell.speech.language)]
        self.language.setText(other)
        self.language.setAccessibleName(say("window.language", name=other))
        chosen = say(f"window.theme-{choice}")
        self.theme.setText(chosen)
        self.theme.setAccessibleName(say("window.theme", name=chosen))
        self.theme.set_icon({"light": "sun", "dark": "moon"}.get(choice, "system"))
        for action in self._themes.actions():
            action.setText(say(f"window.theme-{action.data()}"))
            action.setChecked(action.data() == choice)

    def _tell_name(self) -> None:
        name = self._shell.speech.say("rail.name")
        self.setAccessibleName(f"{name}: {self.steps[self._current].label.accessibleName()}")

    def _mark_theme(self) -> None:
        """Only for whoever opens the menu: the first screen does not wait for it."""
        colour = self._shell.theme.palette.text
        for action in self._themes.actions():
            action.setIcon(icons.icon("done" if action.isChecked() else "blank", colour))


def _other(language: Language) -> Language:
    return Language.EN if language is Language.RU else Language.RU
