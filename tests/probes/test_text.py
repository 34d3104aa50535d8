from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.probes import text


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("а", "CYRILLIC SMALL LETTER A"),
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\t", "U+0009 TAB"),
        ("\0", "U+0000 NULL"),
        ("\x01", "U+0001"),
        ("\ue000", "U+E000"),
        ("\ud800", "U+D800"),
    ],
)
def test_name(character: str, name: str) -> None:
    assert text.name(character) == name


@pytest.mark.parametrize(
    "character", " \t\n\0\x7f\u00a0\u00ad\u034f\u115f\u200b\u200d\u200e\u202e\u2028\u2060\u2800\u3000\u3164\ufe0f\ufeff"
)
def test_invisible(character: str) -> None:
    assert text.is_invisible(character)
    assert text.is_invisible(character, "a")


@pytest.mark.parametrize("character", "aЯ1@.-_é日😀")
def test_visible(character: str) -> None:
    assert not text.is_invisible(character, "a")


def test_a_mark_belongs_to_a_letter_of_its_script() -> None:
    acute, breve, vowel = "\u0301", "\u0306", "\u0941"
    assert text.is_invisible(acute, "e")
    assert text.is_invisible(acute, "")
    assert text.is_invisible(acute, "\u200b")
    assert not text.is_invisible(breve, "и")
    assert not text.is_invisible(vowel, "\u0915")


def test_without_marks() -> None:
    assert [text.without_marks(character) for character in "éйaя"] == ["e", "и", "a", "я"]


def test_layout() -> None:
    assert text.in_latin_layout("шмфт@ьфшдюкг") == "ivan@mail.ru"
    assert text.in_latin_layout("ЬФШД") == "MAIL"


@given(st.text())
def test_layout_keeps_the_length(anything: str) -> None:
    assert len(text.in_latin_layout(anything)) == len(anything)


def test_cyrillic() -> None:
    assert text.has_cyrillic("pаss")
    assert not text.has_cyrillic("pass é ß 日")
