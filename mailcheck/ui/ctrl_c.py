"""Ctrl-C in the terminal closes the window: Python hears of it at once, though Qt waits in its own loop."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QWidget


@contextmanager
def closes_on_ctrl_c(window: QWidget) -> Iterator[Callable[[], bool]]:
    """Gives back whether it happened. Signals write to a socket, which wakes the loop up; nothing ticks meanwhile."""
    happened: list[bool] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return

    def close(*_: object) -> None:
        happened.append(True)
        window.close()

    told, tell = socket.socketpair()
    for end in (told, tell):
        end.setblocking(False)
    notifier = QSocketNotifier(told.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: told.recv(64))  # back in Python: the handler runs now
    old_handler = signal.signal(signal.SIGINT, close)
    old_fd = signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
    try:
        yield lambda: bool(happened)
    finally:
        signal.set_wakeup_fd(old_fd)
        signal.signal(signal.SIGINT, old_handler)
        notifier.setEnabled(False)
        told.close()
        tell.close()
