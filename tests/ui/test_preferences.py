"""What is remembered comes back; nonsense in the file is forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray

from mailcheck.i18n import Language
from mailcheck.ui.preferences import Preferences


def test_all_of_it_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "mailcheck.ini"
    first = Preferences(file)
    assert (first.language, first.theme, first.last_folder) == (None, "system", Path.home())
    first.language, first.theme = Language.EN, "dark"
    first.geometry, first.last_folder = QByteArray(b"\x01\x02"), tmp_path
    first.keep()
    again = Preferences(file)
    assert (again.language, again.theme, again.last_folder) == (Language.EN, "dark", tmp_path)
    assert again.geometry == QByteArray(b"\x01\x02")


def test_nonsense_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "mailcheck.ini"
    file.write_text("[General]\nlanguage=de\ngeometry=5\nlast-folder=/not/there\n", encoding="utf-8")
    read = Preferences(file)
    assert (read.language, read.last_folder) == (None, Path.home())
    assert read.geometry.isEmpty()


def test_the_own_file_of_tests_is_not_the_persons(tmp_path: Path) -> None:
    Preferences().theme = "dark"
    Preferences().keep()
    assert list((tmp_path / "settings").rglob("mailcheck.ini"))
