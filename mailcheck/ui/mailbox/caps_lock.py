"""Whether Caps Lock is on, told by what the keys give."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_X11_LOCK = 0x2  # LockMask of the X protocol; Wayland's keymaps keep it at the same place


class CapsLock:
    """Qt has no portable question for it: queryKeyboardModifiers() knows Shift, Ctrl and the like only.

    A letter tells it: a capital without Shift means on, and so does a small one with Shift; any other, off. Where the
    platform hands its own modifiers through with the event, they tell it at every key. Before the first key nobody
    knows, and nothing is said.
    """

    def __init__(self) -> None:
        self.on: bool | None = None

    def see(self, event: QKeyEvent) -> None:
        """Feed every key press here."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.on = None if self.on is None else not self.on
        elif QGuiApplication.platformName() in ("xcb", "wayland"):
            self.on = bool(event.nativeModifiers() & _X11_LOCK)
        elif len(text) == 1 and text.lower() != text.upper() and not _is_shortcut(event):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.on = text.isupper() != shift


def _is_shortcut(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
