"""Marks, suggestions and patience while an address is being typed."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.i18n import Language
from mailcheck.live_address import look, mark_words, qt_range, unfinished_words


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("ivan", "no-at"),
        ("ivan.", "no-at"),
        ("@mail.ru", "empty-local"),
        ("ivan@", "empty-domain"),
        ("ivan@mail", "no-zone"),
        ("ivan@mail.", "no-zone"),
        ("ivan@my-", "no-zone"),
        ("ivan@mail.r", "zone"),
        ("ivan@gmail.c", "zone"),
        ("ivan@mail.ru.", "zone"),
    ],
)
def test_nobody_is_scolded_for_what_is_still_to_come(text: str, unfinished: str) -> None:
    found = look(text)
    assert (found.unfinished, found.marks, found.suggestion, found.usable) == (unfinished, (), None, False)
    for language in Language:
        assert unfinished_words(unfinished, language).endswith(".")


def test_every_beginning_of_a_good_address_is_quiet() -> None:
    for address in ("ivan.petrov@yandex.com", "anna-k@mail.ru", "info@firma.co.uk", "a.b@gmail.com", "x@outlook.fr"):
        for length in range(len(address)):
            assert look(address[:length]).marks == (), address[:length]
        assert look(address).usable and look(address, typing=False).marks == ()


def test_a_letter_is_marked_at_once() -> None:
    for text in ("ivаn", "ivаn@", "ivаn@mail.ru"):
        (mark,) = look(text).marks
        assert (mark.position, mark.length, mark.character, mark.code) == (3, 1, "а", "address-lookalike-letter")
    assert mark_words(mark, Language.RU) == "«а»\u00a0— кириллическая, позиция\u00a03"
    assert mark_words(mark, Language.EN) == "“а” is Cyrillic, position\u00a03"
    found = look("ivаn@mail.ru")
    assert found.suggestion == "ivan@mail.ru" and not found.usable and found.domain == "mail.ru"


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("ivan @mail.ru", " ", "A blank, position\u00a05"),
        ("iv\u200ban@mail.ru", "\u200b", "An invisible character, position\u00a03"),
        ("ivan@mail,ru", ",", "A comma stands where a dot belongs."),
        ("ivan＠mail.ru", "＠", "“＠” is not the right sign, position\u00a05"),
        ("сара@mail.ru", "сара", "“сара” is not in Latin letters"),
        ("ivan@пример.рф", "пример.рф", "“пример.рф” is not in Latin letters"),
        ("ivan@ь", "ь", "“ь” is Cyrillic, position\u00a06"),
        ("ivan@gmial.com", "gmial.com", "“gmial.com”: perhaps gmail.com?"),
        ("ivan@1.2.3.4", "1.2.3.4", "An IP address stands after the @ where a name is needed."),
        ('ivan"mail.ru', '"', "There is no @ in the address."),
        ("Иван <ivan@mail.ru>", "Иван <ivan@mail.ru>", "Angle brackets or a name were copied along with the address."),
    ],
)
def test_marks_and_their_words(text: str, marked: str, words: str) -> None:
    mark = look(text).marks[0]
    assert text[mark.position - 1 :][: mark.length] == marked
    assert mark_words(mark, Language.EN) == words
    assert mark_words(mark, Language.RU)


def test_what_may_become_right_is_told_when_the_field_is_left() -> None:
    assert look("ivan@yandex.co").marks == ()
    found = look("ivan@yandex.co", typing=False)
    assert [mark.code for mark in found.marks] == ["address-domain-typo"]
    assert found.suggestion == "ivan@yandex.com" and found.usable
    assert look("ivan@mail", typing=False).suggestion == "ivan@mail.ru"
    assert look("ivan@mail.ru.", typing=False).marks[0].position == 13


def test_qt_counts_in_utf_16() -> None:
    text = "\U0001d41aivаn@mail.ru"
    first, second = look(text).marks
    assert qt_range(text, first) == (0, 2)
    assert qt_range(text, second) == (4, 1)


@given(st.text(max_size=80) | st.from_regex(r"[a-zа-я .@,\"<>-]{0,30}", fullmatch=True), st.booleans())
def test_whatever_is_typed(text: str, typing: bool) -> None:
    found = look(text, typing=typing)
    for mark in found.marks:
        assert mark.position >= 1 and mark.length >= 1
        assert mark.position - 1 + mark.length <= max(len(text), 1)
        assert all(mark_words(mark, language) for language in Language)
    if found.suggestion:
        again = look(found.suggestion, typing=False)
        assert again.usable and not again.marks
    assert not (found.usable and found.unfinished)


@pytest.mark.parametrize(
    "text",
    [
        "ivаn.petrov@mаil.ru",
        "ivan@gmial.com",
        "aа" * 150,
        "я" * 60 + "@" + "ж" * 230 + ".рф",
        " a" * 150,
        "a@" + "аa." * 99,
        "\u200b" * 300,
    ],
)
def test_quick_enough_for_every_keystroke(text: str) -> None:
    """In calls of functions, not in seconds: those are the machine's. 100 for each letter take 10 ms at most."""
    calls = 0

    def count(_frame: object, event: str, _function: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    look(text)  # reads its tables
    sys.setprofile(count)
    try:
        look(text)
    finally:
        sys.setprofile(None)
    assert calls < 100 * len(text)
