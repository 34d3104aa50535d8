"""A line for a password: typed and pasted into, never copied out of."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from mailcheck.ui.mailbox.caps_lock import CapsLock
from mailcheck.ui.shell import Shell

_OUT = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class SecretEdit(QLineEdit):
    """Shown letters are a picture for the person: also then they reach no clipboard, no selection and no drag."""

    left = Signal()
    caps_lock_changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._caps_lock = CapsLock()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setDragEnabled(False)
        hints = Qt.InputMethodHint
        self._hints = hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        self.setInputMethodHints(self._hints | hints.ImhHiddenText)

    @property
    def caps_lock(self) -> bool:
        return self.hasFocus() and bool(self._caps_lock.on)

    def show_letters(self, wanted: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if wanted else QLineEdit.EchoMode.Password
        self.deselect()
        self.setEchoMode(mode)
        self.setInputMethodHints(
            self._hints | (Qt.InputMethodHint.ImhNone if wanted else Qt.InputMethodHint.ImhHiddenText)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        before = self._caps_lock.on
        self._caps_lock.see(event)
        if self._caps_lock.on is not before:
            self.caps_lock_changed.emit()
        if any(event.matches(key) for key in _OUT):
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """On X11 a selection made with the mouse is in the clipboard of selections at once, when the button goes up."""
        if event.button() is Qt.MouseButton.LeftButton and self.echoMode() is QLineEdit.EchoMode.Normal:
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Qt's own menu would offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say = self._shell.speech.say
        menu.addAction(say("password.menu-paste"), self.paste)
        menu.addAction(say("password.menu-select"), self.selectAll)
        menu.addAction(say("password.menu-clear"), self._clear).setEnabled(bool(self.text()))
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.caps_lock_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.caps_lock_changed.emit()
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()

    def _clear(self) -> None:
        self.selectAll()
        self.insert("")
