"""Nothing on any screen is cut off, laid over something else or nameless, in any state that has a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtWidgets import QApplication

from mailcheck.i18n import Language
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.shell import Shell
from mailcheck.ui.speech import Speech
from mailcheck.ui.theme import Theme
from tests.ui.frame import BIG, SMALL, settle
from tests.ui.layout import find_faults
from tests.ui.states import checking, mailbox, result, servers, start

LANGUAGES = (("ru", False), ("en", False), ("ru", True))
# on screen 5 the narrow window is the one that matters: its height is scrolled, and the states are many
SIZES = {"result": (SMALL,)}
SCREENS = {"start": start, "mailbox": mailbox, "servers": servers, "checking": checking, "result": result}


def faults(shell: Shell, screen: str, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """Of every state at these sizes of the window."""
    found = []
    for name, make in SCREENS[screen].states(shell):
        widget = make()
        for size in sizes:
            widget.resize(*size)
            settle(widget)
            found += [f"{name} {size[0]}: {fault}" for fault in find_faults(widget)]
        widget.close()
        widget.deleteLater()
        settle(widget)
    return found


@pytest.mark.parametrize(("language", "pseudo"), LANGUAGES, ids=["ru", "en", "long"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_state_has_a_fault(shells: Callable[..., Shell], screen: str, language: str, pseudo: bool) -> None:
    assert faults(shells(language, pseudo=pseudo), screen, SIZES.get(screen, (BIG, SMALL))) == []


@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_nor_at_another_scale(scale: str) -> None:
    """The scale is one of the whole program in Qt: each has a process of its own."""
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.test_layout_states"],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=180,  # a dozen seconds as a rule; processors that are shared are slower
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def main() -> int:
    """What the tests above look for, with the longest words in the smallest window, told line by line."""
    application = QApplication([])
    with TemporaryDirectory() as place:
        shell = Shell(Speech(Language.RU, pseudo=True), Theme("light"), Preferences(Path(place) / "x.ini"))
        shell.theme.apply(application)
        for screen in SCREENS:
            for fault in faults(shell, screen, (SMALL,)):
                print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
