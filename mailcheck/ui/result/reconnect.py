"""How to turn a mailbox on again that amoCRM has already: one click away."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.ui.numbered import numbered
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.late_reveal import LateReveal
from mailcheck.ui.widgets.text import Text


class Reconnect(LateReveal):
    """The parts of the procedure in amocrm.toml, read when it is folded out."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "result.reconnect", parent)
        shell.speech.changed.connect(self.renew)

    def make(self) -> QWidget:
        from mailcheck.amocrm import amocrm  # noqa: PLC0415 - nothing that the window needs to open

        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        about = Text(self._shell, "quiet")
        about.tell("result.reconnect-about")
        column.addWidget(about)
        language = self._shell.speech.language
        for part in amocrm().procedures["reconnect"].values():
            title = Text(self._shell, "strong")
            title.show_text(part.title[language])
            column.addWidget(title)
            column.addLayout(numbered(self._shell, part.steps[language]))
        return content
