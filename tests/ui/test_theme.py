"""Every colour can be read on every ground it stands on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from mailcheck import resources
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import stylesheet
from mailcheck.ui.theme import DARK, LIGHT, Palette, Theme, blend
from mailcheck.ui.widgets.card import Card
from tests.ui.contrast import contrast

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
OUTCOMES = ("red", "amber", "green", "accent")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == contrast("#FFFFFF", "#777777") == pytest.approx(4.478, abs=0.001)


@BOTH
@pytest.mark.parametrize("colour", ["text", "quiet", *OUTCOMES])
def test_text_can_be_read(palette: Palette, colour: str) -> None:
    grounds = [palette.window, palette.surface, *(palette.tint(outcome) for outcome in OUTCOMES)]
    for ground in grounds:
        assert contrast(palette.colour(colour), ground) >= 4.5, (colour, ground)


@BOTH
def test_text_on_the_filled_button_and_under_the_pointer(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.on_accent, blend(palette.text, palette.accent, 0.12)) >= 4.5
    for share in (0.05, 0.10):
        assert contrast(palette.text, blend(palette.text, palette.surface, share)) >= 4.5
    assert contrast(palette.quiet, blend(palette.text, palette.window, 0.06)) >= 4.5  # switched off, and still read


@BOTH
@pytest.mark.parametrize("edge", ["outline", "accent", "red", "amber"])
def test_edges_of_controls_can_be_seen(palette: Palette, edge: str) -> None:
    for ground in (palette.window, palette.surface, palette.tint("accent")):
        assert contrast(palette.colour(edge), ground) >= 3, (edge, ground)


@BOTH
def test_the_style_sheet_is_filled_in(palette: Palette) -> None:
    assert "$" not in stylesheet(palette)
    assert palette.accent in stylesheet(palette)


def test_marks_have_the_colours_of_the_palettes() -> None:
    for palette in (LIGHT, DARK):
        folder = resources.path(f"icons/marks/{palette.name}")
        assert palette.on_accent in (folder / "checked.svg").read_text(encoding="utf-8")
        assert palette.quiet in (folder / "fold.svg").read_text(encoding="utf-8")


def test_the_theme_changes_at_once_and_back(shell: Shell, qapp: QApplication) -> None:
    """Light, dark and light again: the third style sheet once crashed Qt."""
    card = Card(shell)
    card.show()
    heard: list[str] = []
    shell.theme.changed.connect(lambda: heard.append(shell.theme.palette.name))
    for choice in ("dark", "dark", "light", "dark"):
        shell.theme.choose(choice)
        qapp.processEvents()
    assert heard == ["dark", "light", "dark"]
    assert qapp.styleSheet() == stylesheet(DARK)


def test_an_unknown_theme_is_the_systems(qapp: QApplication) -> None:
    theme = Theme("pink")
    assert theme.choice == "system"
    with pytest.raises(ValueError, match="pink"):
        theme.choose("pink")


def test_two_shells_can_be_dressed(shells: Callable[..., Shell]) -> None:
    for name in ("light", "dark", "light"):
        assert shells(theme=name).theme.palette.name == name
