"""How a run ended that did not go through to its end: stopped by the person, or by a fault of ours."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mailcheck.crash_log import CrashLog
from mailcheck.ui.course import Course, State
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice


class OutcomeNotice(Notice):
    """Says nothing until it is told how: `show_stopped` or `show_crash`."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "note", parent=parent)
        self._told: tuple[int, int, int, int] | None = None
        self.again = Button(shell, "checking.again", "plain", "again")
        self.log = Button(shell, "checking.show-log", "link", "open")
        self.log.clicked.connect(_open_log)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.again)
        row.addWidget(self.log)
        row.addStretch(1)
        self.body.addLayout(row)
        shell.speech.changed.connect(self._say_again)

    def show_stopped(self, course: Course) -> None:
        bad = course.count(State.FAILED, State.CRASHED)
        self._told = (course.tried, course.total, bad, course.count(State.WARNED))
        self.set_kind("warned" if bad or self._told[3] else "note")
        self._say_again()
        self.again.set_kind("plain")  # the result is what comes next
        self.log.hide()

    def show_crash(self, *, result: bool) -> None:
        """`result`: that of an earlier run can still be looked at."""
        self._told = None
        self.again.set_kind("plain" if result else "filled")
        self.set_kind("warned")  # there is nothing that the person could mend
        self.tell("checking.crashed")
        self.log.setVisible(_log_file() is not None)

    def _say_again(self) -> None:
        """The sentences are put together from several."""
        if self._told is None:
            return
        done, total, bad, noted = self._told
        say = self._shell.speech.say
        said = [say("checking.stopped", done=done, total=total)]
        if bad:
            said.append(say("checking.stopped-found", n=bad))
        if noted:
            said.append(say("checking.stopped-noted", n=noted))
        if not bad and not noted:
            said.append(say("checking.stopped-nothing"))
        self.show_text(" ".join(said))


def _log_file() -> Path | None:
    """Where the crash was written down, if it was."""
    handlers = logging.getLogger("mailcheck").handlers
    return next((handler.file for handler in handlers if isinstance(handler, CrashLog) and handler.file), None)


def _open_log() -> None:
    file = _log_file()
    if file:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
