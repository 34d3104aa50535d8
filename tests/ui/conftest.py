"""A program without a screen, preferences in a temporary file, and no word from Qt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
pytest.importorskip("PySide6")

from PySide6.QtCore import QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from mailcheck.i18n import Language
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.shell import Shell
from mailcheck.ui.speech import Speech
from mailcheck.ui.theme import Theme

_LOUD = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
_OFFSCREEN = ("This plugin does not support",)  # said of the platform without a screen, not of us


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> None:
    """Never the person's own: whoever forgets to give a file writes here."""
    for scope in QSettings.Scope:
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def qt_is_silent(own_settings: None) -> Iterator[list[str]]:
    """What Qt complains of is a fault of ours."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in _LOUD and not text.startswith(_OFFSCREEN):
            said.append(text)

    qInstallMessageHandler(hear)
    yield said
    qInstallMessageHandler(None)
    assert not said


@pytest.fixture
def shells(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Shell]]:
    """`shells("en", "dark", pseudo=True)`: dressed, and undressed afterwards."""
    made: list[Shell] = []

    def make(language: str = "ru", theme: str = "light", *, pseudo: bool = False) -> Shell:
        preferences = Preferences(tmp_path / "mailcheck.ini")
        shell = Shell(Speech(Language(language), pseudo=pseudo), Theme(theme), preferences)
        shell.theme.apply(qapp)
        made.append(shell)
        return shell

    yield make
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
    qapp.processEvents()
    for shell in made:
        shell.theme.deleteLater()
        shell.speech.deleteLater()


@pytest.fixture
def shell(shells: Callable[..., Shell]) -> Shell:
    return shells()
