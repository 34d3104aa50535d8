"""Opens the window and keeps the program upright: no screen, Ctrl-C, a fault of ours, the words of Qt's own dialogs."""

from __future__ import annotations

import builtins
import gc
import linecache
import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from mailcheck import crash_log
from mailcheck.i18n import Language
from mailcheck.unusable import UsageError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mailcheck.domain.report import Report
    from mailcheck.ui.qt_words import QtWords
    from mailcheck.ui.shell import Shell

BUG, STOPPED = 3, 130


def open_window(language: Language, opened: Report | None = None, scenario: str | None = None) -> int:
    """Until the window is closed; a report that was read from a file is shown at once.

    0, or 3 after a fault of ours, 130 after Ctrl-C. UsageError where no window can be opened.
    """
    from mailcheck import display  # noqa: PLC0415

    if not display.is_there(os.environ):
        raise UsageError("no-display")
    if libraries := display.missing_libraries(os.environ):
        raise UsageError("no-window-library", library=", ".join(libraries))
    gc.disable()  # next to nothing is garbage yet, and to look for it takes a tenth of the time: WarmUp ends this
    try:
        import PySide6.QtWidgets  # noqa: F401, PLC0415
    except ImportError as error:  # it names the library of the system that is not there
        raise UsageError("no-window-library", library=str(error).split(":", maxsplit=1)[0]) from error
    import_plainly()
    with ExitStack() as stack:
        log = next((each for each in crash_log.log.handlers if isinstance(each, crash_log.CrashLog)), None)
        log = log or stack.enter_context(crash_log.installed(crash_log.CrashLog()))
        try:
            return _run(language, opened, scenario, log, stack)
        finally:
            gc.enable()


def import_plainly() -> None:
    """To be called once PySide6 is there. From then on it would read, and keep, the source of whatever is imported: it
    looks for a switch of its own (`from __feature__ import ...`) that nothing here has, and that takes 9 MB and holds
    up the window while others load. Python's own import is left by it under another name.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()


def _run(
    language: Language, opened: Report | None, scenario: str | None, log: crash_log.CrashLog, stack: ExitStack
) -> int:
    from mailcheck.ui.crash import CrashNet  # noqa: PLC0415
    from mailcheck.ui.ctrl_c import closes_on_ctrl_c  # noqa: PLC0415
    from mailcheck.ui.draft import Draft  # noqa: PLC0415
    from mailcheck.ui.preferences import Preferences  # noqa: PLC0415
    from mailcheck.ui.shell import Shell  # noqa: PLC0415
    from mailcheck.ui.warm_up import WarmUp  # noqa: PLC0415
    from mailcheck.ui.wizard import Wizard  # noqa: PLC0415

    application = _application()
    shell = Shell.of(Preferences(), language)
    shell.theme.apply(application)
    net = stack.enter_context(CrashNet(shell, log))
    wizard = Wizard(shell, Draft(opened=opened), first="result" if opened else "start")
    net.window = wizard
    interrupted = stack.enter_context(closes_on_ctrl_c(wizard))
    warm_up = WarmUp(wizard, lambda: stack.callback(_qt_words(shell, application).remove))
    wizard.show()
    if scenario:
        wizard.arrivals.practise(scenario)
    code = application.exec()
    warm_up.stop()
    return STOPPED if interrupted() else BUG if log.crashed else code


def _qt_words(shell: Shell, application: QApplication) -> QtWords:
    """Once the window is there: none of Qt's own words are on its first screen."""
    from mailcheck.ui.qt_words import QtWords  # noqa: PLC0415 - all languages of the world take 25 ms

    return QtWords(shell.speech, application)


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else made(QApplication)


def made(kind: type[QApplication]) -> QApplication:
    """The program's one application."""
    from mailcheck.ui.theme import BORN_IN_FUSION  # noqa: PLC0415

    application = kind([*sys.argv[:1], "-style", "Fusion"])
    application.setProperty(BORN_IN_FUSION, True)
    application.setApplicationName("mailcheck")
    application.setDesktopFileName("mailcheck")
    return application
