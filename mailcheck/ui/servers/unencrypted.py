"""Sending the password unprotected: told plainly, and agreed to for one run at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.reveal import Reveal


class Unencrypted(Reveal):
    """`consent` is a box that nothing but the person ticks."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "servers.unencrypted", parent)
        notice = Notice(shell, "warned")
        notice.tell("servers.unencrypted-about")
        self.consent = QCheckBox()
        notice.body.addWidget(self.consent)
        self.body.addWidget(notice)
        shell.speech.changed.connect(self._say_again)
        self._say_again()

    def _say_again(self) -> None:
        self.consent.setText(self._shell.speech.say("servers.consent"))
