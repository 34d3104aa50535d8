"""Every screen and state as a picture, for eyes: python -m tests.ui.pictures [FOLDER] [NAME ...] from the source tree.

ru and en, light and dark, at 100 and 150 %, in the window as it opens and in the smallest. The scale is one of the
whole program in Qt: each has a process of its own. Who owns a screen adds its states in tests/ui/states/.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from PySide6.QtWidgets import QApplication, QWidget

import tests.ui.states as package
from mailcheck.i18n import Language
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.shell import Shell
from mailcheck.ui.speech import Speech
from mailcheck.ui.theme import Theme
from tests.ui.frame import settle

SCALES = ("1", "1.5")
LANGUAGES = ("ru", "en")
THEMES = ("light", "dark")
SIZES = ((960, 680), (800, 600))
_CHILD = "MAILCHECK_PICTURES_SCALE"


def main(words: list[str]) -> int:
    """Without names: all states; a name picks those whose file or own name begins so ("mailbox", "widgets-notices")."""
    folder = Path(words[0] if words else "build/pictures")
    if scale := os.environ.get(_CHILD):
        return paint(folder, scale, words[1:])
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.ui.pictures", str(folder), *words[1:]]
    running = [
        subprocess.Popen(
            command, env={**os.environ, _CHILD: scale, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        )
        for scale in SCALES
    ]
    code = max(process.wait() for process in running)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return code


def paint(folder: Path, scale: str, wanted: list[str]) -> int:
    """One state that cannot be shown is told, and the others are painted all the same."""
    application = QApplication([])
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        for language in LANGUAGES:
            for theme in THEMES:
                preferences = Preferences(Path(place) / "mailcheck.ini")
                shell = Shell(Speech(Language(language)), Theme(theme), preferences)
                shell.theme.apply(application)
                for name, make in _states(shell, wanted):
                    try:
                        widget = make()
                    except Exception:  # noqa: BLE001 - whatever it is, the exit code says so too
                        traceback.print_exc()
                        failed = 1
                        continue
                    for size in SIZES:
                        widget.resize(*size)
                        settle(widget)
                        picture = f"{name}-{language}-{theme}-{size[0]}-{round(float(scale) * 100)}.png"
                        widget.grab().save(str(folder / picture))
                    widget.close()
                    widget.deleteLater()
                    settle(widget)
    return failed


def _states(shell: Shell, wanted: list[str]) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for module in iter_modules(package.__path__):
        for name, make in import_module(f"{package.__name__}.{module.name}").states(shell):
            full = name if name.startswith(module.name) else f"{module.name}-{name}"
            if not wanted or full.startswith(tuple(wanted)):
                yield full, make


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
