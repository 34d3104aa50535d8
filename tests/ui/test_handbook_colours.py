"""The handbook has the colours of the window, and they can be read."""

from __future__ import annotations

import re

import pytest

from mailcheck.handbook.html import style
from mailcheck.ui.theme import DARK, LIGHT, Palette
from tests.ui.contrast import contrast

SHARED = ("window", "surface", "border", "outline", "text", "quiet", "accent", "on_accent", "red", "amber", "green")


def _colours(block: str) -> dict[str, str]:
    return {name: colour.upper() for name, colour in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)}


def _whole(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


@pytest.mark.parametrize(("place", "palette"), [(0, LIGHT), (1, DARK)])
def test_the_colours_are_those_of_the_window(place: int, palette: Palette) -> None:
    found = _colours(re.findall(r":root \{(.*?)\}", style(), re.DOTALL)[place])
    for name in SHARED:
        assert _whole(found[name.replace("_", "-")]) == palette.colour(name).upper()
    for words, grounds in {
        "text": ("window", "surface", "shade", "accent-tint"),
        "quiet": ("window", "surface", "shade"),
        "accent": ("window", "surface", "accent-tint"),
        "red": ("red-tint",),
        "amber": ("amber-tint",),
        "green": ("green-tint",),
    }.items():
        for ground in grounds:
            assert contrast(_whole(found[words]), _whole(found[ground])) >= 4.5, f"{words} on {ground}"
