"""The servers of a provider that is known: one quiet line each, from where we know them, and «Изменить»."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.domain.account import Service
from mailcheck.domain.provider import Provider
from mailcheck.ui.servers.form import endpoint_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text

_SURE = "high"


class KnownServers(Card):
    """Shows the first server of each kind, as a run would take it."""

    change = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._provider: Provider | None = None
        self.lines = {service: Text(shell, "body") for service in Service}
        self.source = Text(shell, "small")
        self.button = Button(shell, "servers.change", "plain", "edit")
        self.button.clicked.connect(self.change)
        self.body.setSpacing(12)
        for service, line in self.lines.items():
            side = Text(shell, "small")
            side.tell(f"servers.{service}")
            block = QVBoxLayout()
            block.setSpacing(0)
            block.addWidget(side)
            block.addWidget(line)
            self.body.addLayout(block)
        last = QHBoxLayout()
        last.setSpacing(16)
        last.addWidget(self.source, 1, Qt.AlignmentFlag.AlignVCenter)
        last.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addSpacing(4)
        self.body.addLayout(last)
        shell.speech.changed.connect(self._say_again)

    def show_provider(self, provider: Provider) -> None:
        self._provider = provider
        self._say_again()

    def _say_again(self) -> None:
        provider = self._provider
        if provider is None:
            return
        for service, line in self.lines.items():
            line.show_text(endpoint_line(provider.endpoints(service)[0], self._shell))
        key = "servers.source-known" if provider.confidence == _SURE else "servers.source-likely"
        self.source.tell(key, date=provider.checked)
