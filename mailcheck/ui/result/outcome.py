"""The sign of an outcome and its word: never a colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome
from mailcheck.ui import icons
from mailcheck.ui.result.bar_paint import COLOURS
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

_ICONS = {Outcome.CRASHED: "failed"}


def outcome_line(shell: Shell, outcome: Outcome, text: Text) -> QHBoxLayout:
    """The sign, and a sentence beside it."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(OutcomeMark(shell, outcome), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return row


class OutcomeMark(QLabel):
    """The sign; `words()` are what stands beside it."""

    def __init__(
        self, shell: Shell, outcome: Outcome, size: int = icons.SIZE, *, icon: str = "", colour: str = ""
    ) -> None:
        super().__init__()
        self._shell, self._outcome, self._size = shell, outcome, size
        self._icon = icon or _ICONS.get(outcome, outcome.value)
        self._colour = colour or COLOURS[outcome]
        self.setFixedSize(size + 2, size + 2)
        shell.theme.changed.connect(self._paint)
        shell.speech.changed.connect(self._name)
        self._paint()
        self._name()

    def words(self, service: Service | None = None) -> Text:
        """The outcome in its colour, and whose it is."""
        text = Text(self._shell, "small")
        text.set_lead(f"result.outcome-{self._outcome}", COLOURS[self._outcome])
        if service:
            text.tell("result.of-service", service=self._shell.speech.say(f"service.{service}"))
        return text

    def _paint(self) -> None:
        colour = self._shell.theme.palette.colour(self._colour)
        self.setPixmap(icons.pixmap(self._icon, colour, self._size, self.devicePixelRatioF()))

    def _name(self) -> None:
        self.setAccessibleName(self._shell.speech.say(f"state.{self._outcome}"))
