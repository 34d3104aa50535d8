"""What became of the connection attempts of both conversations: the network check waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mailcheck.domain.account import Service


class Connections:
    """One word from each conversation, and one who waits for both."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._ended: dict[Service, str] = {}

    def ended(self, service: Service, code: str) -> None:
        """`code` is that of the CONNECT stage, or "" when the conversation never got so far."""
        with self._lock:
            self._ended.setdefault(service, code)
            self._lock.notify_all()

    def all_unanswered(self, stopped: Callable[[], bool]) -> bool:
        """Wait. True when both attempts were made and neither was answered; False as soon as one was, or on a stop."""
        with self._lock:
            while not stopped() and all(code == "connection-timeout" for code in self._ended.values()):
                if len(self._ended) == len(Service):
                    return True
                self._lock.wait(0.1)
        return False
