"""The five screens at the left, and the switches of language and theme beneath them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.i18n import Language
from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again
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

    def __init__(self, shell: Shell, number: int, name: str, state: str) -> None:
        super().__init__()
        self.setObjectName("step")
        self._shell, self._number, self._name = shell, number, name
        self.state = state
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
        self._dress()

    def show_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self._dress()
            polish_again(self)
            self.refresh()

    def _dress(self) -> None:
        self.setProperty("current", "true" if self.state == "current" else "false")
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold if self.state == "current" else QFont.Weight.Normal)
        self.label.setFont(font)

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
        self.steps = [
            Step(shell, number, name, "to-come" if number > 1 else "current") for number, name in enumerate(names, 1)
        ]
        self.language = Button(shell, kind="quiet", icon="globe")
        self.theme = Button(shell, kind="quiet", icon="system")
        self._build()
        self._refresh()
        self.language.clicked.connect(self._other_language)
        self.theme.clicked.connect(self._open_themes)
        shell.speech.changed.connect(self._refresh)
        shell.theme.changed.connect(self._refresh)

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
            switch.set_icon_gap(6)  # its words begin where those of the steps do
        column.addWidget(self.language)
        column.addWidget(self.theme)

    def _other_language(self) -> None:
        self.language_wanted.emit(_other(self._shell.speech.language))

    def _open_themes(self) -> None:
        """Upwards: the switch is at the bottom of the window."""
        from mailcheck.ui.widgets.theme_menu import ThemeMenu  # noqa: PLC0415 - the first screen does not wait for it

        menu = ThemeMenu(self._shell, self.theme)
        menu.wanted.connect(self.theme_wanted)
        menu.popup(self.theme.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def _refresh(self) -> None:
        say, choice = self._shell.speech.say, self._shell.theme.choice
        for step in self.steps:
            step.refresh()
        self._tell_name()
        other = _LANGUAGES[_other(self._shell.speech.language)]
        self.language.setText(other)
        self.language.setAccessibleName(say("window.language", name=other))
        chosen = say(f"window.theme-{choice}")
        self.theme.setText(say("window.theme-button"))
        self.theme.setAccessibleName(say("window.theme", name=chosen))
        self.theme.set_icon({"light": "sun", "dark": "moon"}.get(choice, "system"))

    def _tell_name(self) -> None:
        name = self._shell.speech.say("rail.name")
        self.setAccessibleName(f"{name}: {self.steps[self._current].label.accessibleName()}")


def _other(language: Language) -> Language:
    return Language.EN if language is Language.RU else Language.RU
