"""Work that waits or loads, done beside the window: only the answer to the newest question is ever told."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_LOOK_EVERY = 15  # ms, while an answer is awaited


class _Question(threading.Thread):
    """Knows of no Qt object, so that the window may go at any moment. A fault of ours ends it without an answer; by
    then crash_log has heard of it."""

    def __init__(self, work: Callable[[], object], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self.found: object = None

    def run(self) -> None:
        self.found = self._work()


class Latest(QObject):
    """`ask` again, or `forget`, and an answer that is still on its way is never looked at.

    Threads are left behind, not joined: a name server may take seconds, and closing the window must not wait for it.
    """

    answered = Signal(object)  # what the work returned; None when it failed by a fault of ours

    def __init__(self, name: str, parent: QObject | None = None, delay_ms: int = 0) -> None:
        super().__init__(parent)
        self._name = name
        self._question: _Question | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(delay_ms)
        self._delay.timeout.connect(self._begin)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_EVERY)
        self._looking.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._question is not None

    def ask(self, work: Callable[[], object]) -> None:
        """`work` runs on a thread once the delay is over, unless another question comes before."""
        self.forget()
        self._question = _Question(work, self._name)
        self._delay.start()

    def wait(self, seconds: float) -> None:
        """Until the answer is there, but no longer: for work that must not be left half done when the program ends."""
        if self._question is None:
            return
        if self._delay.isActive():
            self._delay.stop()
            self._begin()
        self._question.join(seconds)

    def forget(self) -> None:
        self._question = None
        self._delay.stop()
        self._looking.stop()

    @Slot()
    def _begin(self) -> None:
        if self._question is not None:
            self._question.start()
            self._looking.start()

    @Slot()
    def _look(self) -> None:
        question = self._question
        if question is not None and not question.is_alive():
            self.forget()
            self.answered.emit(question.found)
