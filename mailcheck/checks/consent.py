"""A yes of the person, for servers that nobody has vouched for: without it no password goes there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from mailcheck.domain.account import Service


class Consent:
    """Conversations wait for it; whoever shows the run looks at `wanted`, asks, and says `answer`.

    `possible`: somebody is there to be asked. While the question stands, the time of the run stands still.
    """

    def __init__(self, *, possible: bool) -> None:
        self._possible = possible
        self._lock = threading.Condition()
        self._asked: frozenset[Service] = frozenset()
        self._agreed: frozenset[Service] = frozenset()
        self._since: float | None = None
        self._waited = 0.0

    def given(self, service: Service, others: frozenset[Service], stopped: Callable[[], bool]) -> bool:
        """Wait for the answer about a service. One question is asked for it and the others; each only once."""
        if not self._possible:
            return False
        with self._lock:
            if service not in self._asked:
                self._asked |= others | {service}
                self._since = time.monotonic()
            while self._since is not None and not stopped():
                self._lock.wait(0.05)
            return service in self._agreed and not stopped()

    @property
    def wanted(self) -> frozenset[Service]:
        """Services that a yes is waited for now."""
        with self._lock:
            return self._asked - self._agreed if self._since is not None else frozenset()

    def answer(self, yes: bool) -> None:
        with self._lock:
            self._waited += time.monotonic() - self._since if self._since is not None else 0
            self._since = None
            self._agreed = self._asked if yes else self._agreed
            self._lock.notify_all()

    @property
    def waited(self) -> float:
        """Seconds that the person has taken to answer, until now."""
        with self._lock:
            return self._waited + (time.monotonic() - self._since if self._since is not None else 0)
