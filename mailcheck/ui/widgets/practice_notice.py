"""Above every screen, as long as a made-up mailbox is practised on."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice


class PracticeNotice(QWidget):
    """`text` tells it, `end` is the button that ends the practice."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.end = Button(shell, "window.practice-end", "link")
        notice = Notice(shell, "note", "practice")
        notice.text.set_lead("window.practice-word", "accent")
        notice.set_beside(self.end)
        self.text = notice.text
        self._notice = notice
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 16)
        room.addWidget(notice)
        self.tell_password(None)

    def tell_password(self, password: str | None) -> None:
        """The one that the made-up mailbox takes: nobody can guess it. None: it is typed in already, or none helps."""
        self._notice.tell("window.practice", password=password)
