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
        self._asked: frozenset[Service] = frozenset()  # now and before
        self._open: frozenset[Service] = frozenset()  # what the question that stands is about
        self._agreed: frozenset[Service] = frozenset()
        self._since: float | None = None
        self._waited = 0.0

    def given(self, service: Service, others: frozenset[Service], stopped: Callable[[], bool]) -> bool:
        """Wait for the answer about a service. One question is asked for it and the others; each only once.

        What turns up while a question stands has one of its own after it: nobody agrees to what they were not shown.
        """
        if not self._possible:
            return False
        with self._lock:
            while not stopped() and (service in self._open or service not in self._asked):
                if not self._open:
                    self._begin((others | {service}) - self._asked)
                self._lock.wait(0.05)
            return service in self._agreed and not stopped()

    @property
    def wanted(self) -> frozenset[Service]:
        """Services that a yes is waited for now."""
        with self._lock:
            return self._open

    def answer(self, yes: bool) -> None:
        """To the question that stands; an earlier answer stays what it was."""
        with self._lock:
            self._waited += time.monotonic() - self._since if self._since is not None else 0
            self._since = None
            self._agreed |= self._open if yes else frozenset()
            self._open = frozenset()
            self._lock.notify_all()

    @property
    def waited(self) -> float:
        """Seconds that the person has taken to answer, until now."""
        with self._lock:
            return self._waited + (time.monotonic() - self._since if self._since is not None else 0)

    def _begin(self, services: frozenset[Service]) -> None:
        self._open = services
        self._asked |= services
        self._since = time.monotonic()
