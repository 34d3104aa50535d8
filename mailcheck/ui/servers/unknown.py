"""In place of servers, when none were found: where a person learns their names, and the way to type them in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text


class UnknownServers(Card):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.body.setSpacing(8)
        heading = Text(shell, "heading")
        heading.tell("servers.where")
        self.body.addWidget(heading)
        for number in (1, 2, 3):
            way = Text(shell, "body")
            way.tell(f"servers.where-{number}")
            self.body.addWidget(way)
        self.button = Button(shell, "servers.type-them", "plain", "edit")
        self.body.addSpacing(4)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
