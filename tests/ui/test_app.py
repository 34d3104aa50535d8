"""The program around the window: no screen, a fault of ours, Ctrl-C, Qt's words, what waits for the first paint."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from mailcheck import crash_log, display
from mailcheck.i18n import Language
from mailcheck.ui.crash import CrashNet
from mailcheck.ui.page import NAMES
from mailcheck.ui.qt_words import QtWords
from mailcheck.ui.shell import Shell
from mailcheck.ui.warm_up import WarmUp
from mailcheck.ui.wizard import Wizard
from tests.ui.frame import settle
from tests.ui.test_wizard import MAKERS

OPEN = """
import sys
from mailcheck.cli import run
code = run(["--lang", "{language}"])
assert "PySide6" not in sys.modules
sys.exit(code)
"""
WAIT = """
import linecache
import sys
import PySide6.QtWidgets
from PySide6.QtCore import QTimer
import mailcheck.ui.wizard
from mailcheck.__main__ import main
from tests.ui.test_wizard import MAKERS
mailcheck.ui.wizard._maker = MAKERS.get
shown = mailcheck.ui.wizard.Wizard.paintEvent
def painted(self, event):
    shown(self, event)
    slow = [name for name in sys.modules if name.startswith(("imapclient", "dns.", "cryptography", "mailcheck.engine"))]
    slow += [name for name in ("QStyle", "QCalendarWidget") if name in vars(PySide6.QtWidgets)]  # made when asked for
    slow += linecache.cache  # sources that PySide6 has read
    QTimer.singleShot(0, lambda: print("painted", *slow, flush=True))
mailcheck.ui.wizard.Wizard.paintEvent = painted
sys.argv = ["mailcheck", "--lang", "ru"]
sys.exit(main())
"""

FIRST = """
import os
import sys
import PySide6.QtCore
import mailcheck.ui.app
import mailcheck.ui.wizard
from mailcheck.__main__ import main
born = mailcheck.ui.app.made
def made(kind):
    from PySide6.QtGui import QColor, QPalette
    application = born(kind)
    application.setPalette(QPalette(QColor(os.environ["GROUND"]), QColor(os.environ["GROUND"])))
    return application
mailcheck.ui.app.made = made
shown = mailcheck.ui.wizard.Wizard.paintEvent
def painted(self, event):
    shown(self, event)
    values = ["Qt"] if "Qt" in vars(PySide6.QtCore) else []  # made when asked for
    print("painted", self.shell.theme.palette.name, *values, flush=True)
    os._exit(0)
mailcheck.ui.wizard.Wizard.paintEvent = painted
sys.argv = ["mailcheck", "--lang", "ru"]
main()
"""


@pytest.fixture
def window(shell: Shell) -> Iterator[Wizard]:
    wizard = Wizard(shell, makers=MAKERS)
    wizard.show()
    settle(wizard)
    yield wizard
    wizard.close()


@pytest.mark.parametrize(
    ("environ", "platform", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":997"}, "linux", False),
        ({"DISPLAY": "far.example:0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", False),
        ({"WAYLAND_DISPLAY": "/nonexistent/wayland-0", "XDG_RUNTIME_DIR": "/tmp"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_is_there_a_screen(environ: dict[str, str], platform: str, there: bool) -> None:
    assert display.is_there(environ, platform) is there


@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
def test_a_wayland_screen_is_there_while_it_listens(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert display.is_there(environ, "linux")
        assert display.missing_libraries(environ, "linux") == ()
    assert not display.is_there(environ, "linux"), "only its name is left"


@pytest.mark.skipif(sys.platform != "linux", reason="others always have a screen")
@pytest.mark.parametrize("language", Language)
def test_without_a_screen_one_line_and_no_qt(language: Language) -> None:
    run = _python(OPEN.format(language=language.value), {})
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "mailcheck check" in err


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_closes_and_nothing_slow_came_before_the_paint(tmp_path: Path) -> None:
    run = _python(WAIT, _alone(tmp_path))
    assert run.stdout is not None
    assert run.stdout.readline() == "painted\n"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=30)
    assert (run.returncode, err) == (130, "")


@pytest.mark.parametrize("ground", ["#101010", "#f0f0f0"])
def test_the_first_look_is_that_of_the_system_and_makes_none_of_qts_values(tmp_path: Path, ground: str) -> None:
    run = _python(FIRST, {**_alone(tmp_path), "GROUND": ground})
    out, err = run.communicate(timeout=30)
    assert (out, run.returncode) == (f"painted {'dark' if ground < '#8' else 'light'}\n", 0), err


@pytest.mark.logs
def test_a_fault_of_ours_is_told_calmly(window: Wizard, shell: Shell, tmp_path: Path, qapp: QApplication) -> None:
    secret = "hunter2-anna@example.com"
    with crash_log.installed(crash_log.CrashLog(tmp_path)) as log, capture_exceptions(), CrashNet(shell, log) as net:
        net.window = window

        def fail() -> None:
            raise ValueError(secret)

        QTimer.singleShot(0, fail)
        for _ in range(10):
            qapp.processEvents()
        assert net.dialog is not None
        assert net.dialog.windowTitle() == "В программе произошёл сбой, это не ваша ошибка"
        assert "mailcheck.log" in net.dialog.text.words
        assert [button.text() for button in net.dialog.other] == ["Показать файл"]
        net.dialog.calm.click()
    written = (tmp_path / "mailcheck.log").read_text(encoding="utf-8")
    assert "ValueError" in written
    assert secret not in written
    assert window.isVisible()


def test_qts_own_words_follow_the_language(shell: Shell, qapp: QApplication) -> None:
    words = QtWords(shell.speech, qapp)

    def cancel() -> str:
        return QCoreApplication.translate("QPlatformTheme", "Cancel")

    assert cancel() == "Отмена"
    shell.speech.choose(Language.EN)
    assert cancel() == "Cancel"
    shell.speech.choose(Language.RU)
    assert cancel() == "Отмена"
    words.remove()
    assert cancel() == "Cancel"


def test_pages_are_made_when_there_is_time(window: Wizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailcheck.ui.runner.Runner.warm_up", lambda _self: None)
    warm_up = WarmUp(window)
    window.update()
    qtbot.waitUntil(lambda: NAMES.index("result") in window.pageIds(), timeout=10_000)
    assert window.currentId() == 0
    warm_up.stop()


def _alone(home: Path) -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home), "HOME": str(home)}


def _python(code: str, more: dict[str, str]) -> subprocess.Popen[str]:
    without = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    without.pop("QT_QPA_PLATFORM", None)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**without, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[2],
    )
