"""A fold whose content takes a moment to make, and goes out of date: made when it is first folded out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal


class LateReveal(Reveal):
    def __init__(self, shell: Shell, key: str, parent: QWidget | None = None) -> None:
        super().__init__(shell, key, parent)
        self._content: QWidget | None = None
        self.opened.connect(self._build)

    def make(self) -> QWidget:
        """What is folded out."""
        raise NotImplementedError

    def renew(self) -> None:
        """What was made no longer holds: make it anew, now or when it is folded out."""
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if self.is_open:
            self._build()

    def _build(self) -> None:
        if self._content is None:
            self._content = self.make()
            self.body.addWidget(self._content)
