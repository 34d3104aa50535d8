"""The pictures of the handbook: every state is drawn, by the window itself, and none of them is blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mailcheck.handbook.screens import STATES, THEMES
from mailcheck.i18n import Language
from mailcheck.lab.practice import Practice, PracticeError
from mailcheck.ui import handbook_pictures
from mailcheck.ui.draft import Draft
from mailcheck.ui.handbook_pictures import PLAYS, NoPicturesError, _painted, draw
from mailcheck.ui.page import NAMES, Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.theme import DARK, LIGHT
from mailcheck.ui.wizard import SIZE, Wizard


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setStyleSheet("")


def test_the_screens_are_those_of_the_window() -> None:
    assert tuple(STATES) == NAMES
    assert set(PLAYS) == {state for states in STATES.values() for state in states}
    assert all(state.startswith(f"{screen}-") for screen, states in STATES.items() for state in states)


@pytest.mark.parametrize("state", PLAYS)
def test_every_state_comes_about(state: str, shells: Callable[..., Shell]) -> None:
    wizard = Wizard(shells(), Draft())
    wizard.resize(SIZE)
    wizard.show()
    PLAYS[state](wizard)
    page = wizard.currentPage()
    assert isinstance(page, Page)
    assert state in STATES[page.name]
    _is_painted(_painted(wizard), LIGHT.window.lower(), state)
    wizard.close()
    wizard.deleteLater()


def test_drawn_in_both_languages_light_and_dark(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"start": ("start-texts",), "checking": ("checking-running",)}
    monkeypatch.setattr(handbook_pictures, "STATES", few)
    told: list[tuple[int, int]] = []
    pictures = draw(tmp_path, tuple(Language), lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)]
    assert set(pictures) == {(language, states[0]) for language in Language for states in few.values()}
    for (language, state), picture in pictures.items():
        for theme, name, palette in zip(THEMES, (picture.light, picture.dark), (LIGHT, DARK), strict=True):
            image = QImage(str(tmp_path / language / name))
            assert (image.width(), image.height()) == (2 * picture.width, 2 * picture.height)
            assert picture.width == 960
            assert picture.height > 680 if state == "start-texts" else picture.height == 680
            _is_painted(image, palette.window.lower(), f"{language} {state} {theme}")
    for state in (states[0] for states in few.values()):
        files = [(tmp_path / language / pictures[language, state].light).read_bytes() for language in Language]
        assert files[0] != files[1]


def _is_painted(image: QImage, ground: str, what: str) -> None:
    """On the ground of its theme, and with many other colours: letters, cards, marks."""
    colours = Counter(
        image.pixelColor(x, y).name() for x in range(0, image.width(), 6) for y in range(0, image.height(), 6)
    )
    assert colours.most_common(3)[0][0] == ground or ground in dict(colours.most_common(3)), what
    assert len(colours) > 25, what
    assert colours.most_common(1)[0][1] < 0.9 * sum(colours.values()), what


def test_the_persons_own_settings_are_left_alone(qapp: QApplication, tmp_path: Path) -> None:
    own = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "mailcheck", "mailcheck")
    own.setValue("theme", "dark")
    own.sync()
    few = {"start": ("start-choice",)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handbook_pictures, "STATES", few)
        draw(tmp_path, (Language.RU,), lambda _done, _count: None)
    own.sync()
    assert own.value("theme") == "dark"
    assert own.allKeys() == ["theme"]


def test_no_practice_no_pictures(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives out no port, the window asks its question, and the drawing ends."""

    def refused(_self: Practice) -> Practice:
        raise PracticeError("no port is free")

    monkeypatch.setattr(Practice, "start", refused)
    monkeypatch.setattr(handbook_pictures, "STATES", {"mailbox": ("mailbox-gmail",)})
    with pytest.raises(NoPicturesError):
        draw(tmp_path, (Language.RU,), lambda _done, _count: None)
