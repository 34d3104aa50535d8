"""What is asked of whom to find the servers, and a switch for each: remembered from day to day."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mailcheck.domain.settings import Lookup
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text


class Asked(Reveal):
    """`changed` tells that another set of look-ups is allowed."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "servers.asked", parent)
        self._shell = shell
        self.boxes = {lookup: QCheckBox() for lookup in Lookup}
        about = Text(shell, "small")
        about.tell("servers.asked-about")
        self.body.addWidget(about)
        for lookup, box in self.boxes.items():
            box.setChecked(lookup not in shell.preferences.left_out)
            box.toggled.connect(self._toggled_one)
            words = Text(shell, "small")
            words.tell(f"servers.asks-{lookup}")
            words.indent_by(30)
            self.body.addWidget(box)
            self.body.addWidget(words)
        shell.speech.changed.connect(self._say)
        self._say()

    @property
    def allowed(self) -> frozenset[Lookup]:
        return frozenset(lookup for lookup, box in self.boxes.items() if box.isChecked())

    def _toggled_one(self) -> None:
        self._shell.preferences.left_out = frozenset(Lookup) - self.allowed
        self.changed.emit()

    def _say(self) -> None:
        for lookup, box in self.boxes.items():
            box.setText(self._shell.speech.say(f"servers.ask-{lookup}"))
