"""Ctrl-C while a mailbox is being tested: a wish to stop and to hear what was found, not the end of the program."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_AGAIN = 0.5  # seconds: a second Ctrl-C later than this is meant (a key held down, or a shell, sends several at once)


class CtrlC:
    """Notes that it was pressed. It raises KeyboardInterrupt only where somebody waits, inside `waiting()`.

    Pressed once more it always raises: the output may be stuck.
    """

    def __init__(self) -> None:
        self._pressed: float | None = None
        self._waiting = False
        self._old: Any = signal.SIG_DFL

    @property
    def pressed(self) -> bool:
        return self._pressed is not None

    def press(self) -> None:
        self._pressed = self._pressed or time.monotonic()

    def __enter__(self) -> CtrlC:
        if threading.current_thread() is threading.main_thread():
            self._old = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._old or signal.SIG_DFL)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        self._waiting = not self.pressed
        try:
            yield
        finally:
            self._waiting = False

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        again = self._pressed is not None and now - self._pressed > _AGAIN
        self.press()
        if self._waiting or again:
            self._waiting = False
            raise KeyboardInterrupt
