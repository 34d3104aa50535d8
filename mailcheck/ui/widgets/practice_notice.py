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
        notice.tell("window.practice")
        notice.set_beside(self.end)
        self.text = notice.text
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 16)
        room.addWidget(notice)
