"""One measured process of window.py: prints a line of JSON and ends without tidying up.

What belongs to the program is imported where it is wanted: a bare window must not pay for it, nor the program for an
order of imports that is not its own.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from mailcheck.ui.draft import Draft
    from mailcheck.ui.wizard import Wizard

BORN = "MAILCHECK_BENCH_BORN"  # time.time() just before this process was started
TICK = 0.005
_THREADS = ("incoming", "outgoing", "address", "network", "mailcheck run")


def age() -> float:
    return time.time() - float(os.environ[BORN])


def memory() -> float:
    """MB in use now; the most there ever was where the system does not tell."""
    try:
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        import resource  # noqa: PLC0415 - not on Windows

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(**measured: Any) -> None:
    print(json.dumps(measured), flush=True)
    os._exit(0)


def once_painted(widget: QWidget, then: Callable[[], None]) -> None:
    """Calls once the widget has been painted for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: PLC0415

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, then)
            return False

    widget.installEventFilter(Painted(widget))


class Turns:
    """How long the event loop was held up, asked for every 5 ms."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415

        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setInterval(round(TICK * 1000))
        self._timer.timeout.connect(self._turn)

    def begin(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        self._turn()
        self._timer.stop()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(now - self._last - TICK, 0))
        self._last = now

    def measured(self) -> dict[str, float]:
        gaps = sorted(self.gaps)
        return {"longest": gaps[-1], "percentile": gaps[int(len(gaps) * 0.99)]}


def bare() -> None:
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWizard, QWizardPage  # noqa: PLC0415

    application = QApplication([])
    wizard = QWizard()
    page = QWizardPage()
    page.setTitle("mailcheck")
    QVBoxLayout(page).addWidget(QLabel("bare"))
    wizard.addPage(page)
    wizard.resize(960, 680)
    wizard.show()
    once_painted(page, lambda: say(started=age(), memory=memory()))
    application.exec()


def start() -> None:
    """The program itself, as `mailcheck` without words, in its own order: it only tells of its first paint."""
    import mailcheck.cli  # noqa: PLC0415
    import mailcheck.ui.app  # noqa: PLC0415

    own = mailcheck.ui.app.made

    def made(kind: type[QApplication]) -> QApplication:
        class Heard(kind):  # type: ignore[misc, valid-type]
            def exec(self) -> int:
                from PySide6.QtWidgets import QWizard  # noqa: PLC0415

                wizard = next(widget for widget in self.topLevelWidgets() if isinstance(widget, QWizard))
                once_painted(wizard.currentPage(), lambda: say(started=age(), memory=memory()))
                return int(super().exec())

        return own(Heard)

    mailcheck.ui.app.made = made
    mailcheck.cli.run([])


def window(first: str, draft: Draft | None = None) -> tuple[QApplication, Wizard]:
    """Dressed and warmed up as the program does it."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from mailcheck.i18n import Language  # noqa: PLC0415
    from mailcheck.ui.app import import_plainly, made  # noqa: PLC0415

    import_plainly()
    from mailcheck.ui.preferences import Preferences  # noqa: PLC0415
    from mailcheck.ui.shell import Shell  # noqa: PLC0415
    from mailcheck.ui.warm_up import WarmUp  # noqa: PLC0415
    from mailcheck.ui.wizard import Wizard  # noqa: PLC0415

    application = made(QApplication)
    shell = Shell.of(Preferences(), Language.RU)
    shell.theme.apply(application)
    wizard = Wizard(shell, draft, first=first)
    WarmUp(wizard)
    wizard.show()
    return application, wizard


def mailbox(words: list[str]) -> Draft:
    """A mailbox on the scripted servers."""
    from mailcheck.domain.account import Endpoint, Secret, Security  # noqa: PLC0415
    from mailcheck.domain.settings import Settings  # noqa: PLC0415
    from mailcheck.ui.draft import Draft  # noqa: PLC0415

    incoming, outgoing, nameserver = map(int, words[:3])

    class Given:
        settings = Settings(nameserver=("127.0.0.1", nameserver), authorities=Path(words[3]).read_text())
        right_password = None
        scenario = SimpleNamespace(id="", title=dict.fromkeys(("ru", "en"), ""), story=dict.fromkeys(("ru", "en"), ""))

    ends = [Endpoint("localhost", port, Security.TLS) for port in (incoming, outgoing)]
    return Draft("anna@example.test", Secret("sesame-7Q"), incoming=ends[0], outgoing=ends[1], practice=Given())


def run(words: list[str]) -> None:
    """Through all screens to the result, as a person goes, with pauses of a person in a hurry."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    application, wizard = window("start", mailbox(words))
    walk, check = Turns(), Turns()
    steps = iter(("mailbox", "servers", "checking"))

    def on() -> None:
        name = next(steps, None)
        if name is None:
            return
        if name == "checking":
            walk.end()
            check.begin()
            wizard.runner.ended.connect(check.end)
        wizard.go(name)
        QTimer.singleShot(1000, on)

    def entered(name: str) -> None:
        if name == "result":
            shown = {f"walk_{key}": value for key, value in walk.measured().items()}
            QTimer.singleShot(1000, lambda: say(**check.measured(), **shown, memory=memory()))

    wizard.entered.connect(entered)
    QTimer.singleShot(1000, walk.begin)
    QTimer.singleShot(1200, on)
    application.exec()


def stop(words: list[str]) -> None:
    from PySide6.QtCore import QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QWizard  # noqa: PLC0415

    from mailcheck.ui.job import warm  # noqa: PLC0415

    warm()
    application, wizard = window("checking", mailbox(words))
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        wizard.button(QWizard.WizardButton.CustomButton1).click()

    def look() -> None:
        alive = [thread for thread in threading.enumerate() if thread.name in _THREADS]
        if pressed and not wizard.runner.running and not alive:
            say(silent=time.perf_counter() - pressed[0])

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(1)
    QTimer.singleShot(1500, press)
    application.exec()


def main() -> None:
    mode, words = sys.argv[1], sys.argv[2:]
    if mode == "bare":
        bare()
    elif mode == "start":
        start()
    elif mode == "run":
        run(words)
    else:
        stop(words)


if __name__ == "__main__":
    main()
