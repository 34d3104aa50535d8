from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from mailcheck.ui.mailbox.caps_lock import CapsLock

_NONE, _SHIFT, _CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def _key(text: str, shift: Qt.KeyboardModifier = _NONE, key: Qt.Key = Qt.Key.Key_A) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, shift, text)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("text", "modifier", "on"),
    [
        ("A", _NONE, True),
        ("a", _SHIFT, True),
        ("a", _NONE, False),
        ("A", _SHIFT, False),
        ("Я", _NONE, True),
        ("7", _NONE, None),
        ("ß", _NONE, False),
        ("A", _CTRL, None),
    ],
)
def test_a_letter_tells(text: str, modifier: Qt.KeyboardModifier, on: bool | None) -> None:
    caps_lock = CapsLock()
    caps_lock.see(_key(text, modifier))
    assert caps_lock.on is on


@pytest.mark.usefixtures("qapp")
def test_its_own_key_turns_what_is_known() -> None:
    caps_lock = CapsLock()
    caps_lock.see(_key("", key=Qt.Key.Key_CapsLock))
    assert caps_lock.on is None
    caps_lock.see(_key("a"))
    caps_lock.see(_key("", key=Qt.Key.Key_CapsLock))
    assert caps_lock.on is True
