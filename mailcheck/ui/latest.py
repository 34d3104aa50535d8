"""Work that waits or loads, done beside the window: only the answer to the newest question is ever told."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mailcheck import crash_log

_LOOK_EVERY = 15  # ms, while an answer is awaited


class _Question:
    """What the thread knows of: no Qt object, so that the window may go at any moment."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        self.done = threading.Event()
        self.found: object = None

    def answer(self) -> None:
        try:
            self.found = self.work()
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave the window waiting for ever
            crash_log.record(error)
        finally:
            self.done.set()


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
        self._question = _Question(work)
        self._delay.start()

    def wait(self, seconds: float) -> None:
        """Until the answer is there, but no longer: for work that must not be left half done when the program ends."""
        if self._question is None:
            return
        if self._delay.isActive():
            self._delay.stop()
            self._begin()
        self._question.done.wait(seconds)

    def forget(self) -> None:
        self._question = None
        self._delay.stop()
        self._looking.stop()

    @Slot()
    def _begin(self) -> None:
        if self._question is not None:
            threading.Thread(target=self._question.answer, name=self._name, daemon=True).start()
            self._looking.start()

    @Slot()
    def _look(self) -> None:
        question = self._question
        if question is not None and question.done.is_set():
            self.forget()
            self.answered.emit(question.found)
