"""After the first paint: what the next screens need, so that nobody waits for it later.

First the screens: their modules and words on a thread, themselves one at a time. Then, again on a thread, the engine:
both at once would be in each other's way, and a person needs the second screen long before the engine.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from mailcheck import i18n
from mailcheck.ui.page import NAMES
from mailcheck.ui.wizard import Wizard

_PAUSE = 40  # ms between two steps: the person may be typing
_LONGEST = 500  # steps to wait for the engine: longer than that and it does not come
_SWITCH = 0.001  # seconds a busy thread keeps the interpreter from the window: Python's own 5 ms add up to stalls
_PARTS = ("start.amocrm_list", "start.other_text", "start.checklist", "result.amocrm_quote", "numbered")
_MODULES = (*(f"pages.{name}" for name in NAMES), *_PARTS, "qt_words", "runner", "widgets.question")


class WarmUp(QObject):
    """`then` is called in between, once the screens are there."""

    _loaded = Signal()

    def __init__(self, wizard: Wizard, then: Callable[[], object] | None = None) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._then = then
        self._stopped = False
        self._steps = self._all_steps()
        self._loaded.connect(self._go_on)
        wizard.installEventFilter(self)

    def stop(self) -> None:
        self._stopped = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint:
            self._wizard.removeEventFilter(self)
            QTimer.singleShot(_PAUSE, self, self._begin)
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        sys.setswitchinterval(_SWITCH)
        threading.Thread(target=self._load, name="mailcheck pages", daemon=True).start()

    def _load(self) -> None:
        for name in _MODULES:
            with suppress(ImportError):  # told when the screen is entered, where somebody can read it
                import_module(f"mailcheck.ui.{name}")
        from PySide6.QtGui import QAccessible  # noqa: F401, PLC0415 - many enumerations, made when first asked for
        from PySide6.QtWidgets import QStyle  # noqa: F401, PLC0415

        from mailcheck.live_address import look  # noqa: PLC0415
        from mailcheck.provider_preview import preview  # noqa: PLC0415

        i18n.load_window()
        look("warm@mаil.ru")  # the tables of letters, slips and providers
        preview("mail.ru", self._wizard.shell.speech.language)
        with suppress(RuntimeError):  # the window may be gone by now
            self._loaded.emit()

    def _go_on(self) -> None:
        if not self._stopped and next(self._steps, self) is not self:
            QTimer.singleShot(_PAUSE, self, self._go_on)

    def _all_steps(self) -> Iterator[object]:
        from mailcheck.ui.job import is_warm  # noqa: PLC0415 - loaded by now

        for name in NAMES:
            with suppress(ImportError):
                yield self._wizard.page_named(name)
                yield from self._wizard.page_named(name).prepare()
        if self._then is not None:
            yield self._then()
        self._wizard.runner.warm_up()
        for _ in range(_LONGEST):
            if is_warm():
                break
            yield None
        # what is loaded by now stays until the end: to look it through again and again would hold the window up
        gc.freeze()
        gc.enable()
