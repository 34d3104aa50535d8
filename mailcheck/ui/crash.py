"""A fault of ours in the window: noted without a value, told in one calm sentence, and the window stays."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from mailcheck import crash_log
from mailcheck.ui.shell import Shell

if TYPE_CHECKING:
    from mailcheck.ui.widgets.question import Question


class CrashNet(QObject):
    """Takes sys.excepthook while it stands: PySide6 calls it for whatever comes up in a slot."""

    def __init__(self, shell: Shell, log: crash_log.CrashLog) -> None:
        super().__init__()
        self._shell = shell
        self._log = log
        self._before = sys.excepthook
        self.window: QWidget | None = None
        self.dialog: Question | None = None

    def __enter__(self) -> CrashNet:
        sys.excepthook = self._caught
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook = self._before

    def _caught(self, _kind: type[BaseException], error: BaseException, _places: TracebackType | None) -> None:
        """A traceback on the terminal would show values: addresses, replies, perhaps a password."""
        if isinstance(error, KeyboardInterrupt):
            if self.window is not None:
                self.window.close()
            return
        crash_log.record(error)
        QTimer.singleShot(0, self, self._tell)  # not from within the slot that failed

    def _tell(self) -> None:
        if self.dialog is not None or self.window is None or not self.window.isVisible():
            return
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - hopefully never wanted
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415

        from mailcheck.ui.widgets.question import Question  # noqa: PLC0415

        dialog = Question(self._shell, "window.crashed", "buttons.go-on", self.window)
        file = self._log.file
        dialog.tell("window.crashed-more", log=str(file) if file else None)
        if file is not None:
            folder = QUrl.fromLocalFile(str(file.parent))
            dialog.offer("buttons.show-log", lambda: QDesktopServices.openUrl(folder))
        dialog.finished.connect(self._told)
        self.dialog = dialog
        dialog.open()

    def _told(self) -> None:
        self.dialog = None
