"""Nothing that is shown can command a terminal; JSON stays JSON."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.export.plain import dumps, plain, quoted, wrapped

BAD = {"Cc", "Cf", "Cs", "Zl", "Zp"}
EVERYTHING = st.text(st.characters(codec=None))


def test_plain() -> None:
    assert plain("«Отправленные»\u00a0— 5 € ✓ 日本\n") == "«Отправленные»\u00a0— 5 € ✓ 日本\n"
    assert (
        plain("\x1b[2J\r\t\x7f\x9b\u200b\u202e\ud800") == "\\u001b[2J\\u000d\\u0009\\u007f\\u009b\\u200b\\u202e\\ud800"
    )
    assert plain("\U000e0041") == "\\udb40\\udc41"


def test_quotation_marks_inside_a_quotation() -> None:
    assert quoted("Ошибка «Недостаточно прав» при отправке") == "«Ошибка „Недостаточно прав“ при отправке»"


@settings(deadline=None)
@given(EVERYTHING)
def test_no_control_is_left(text: str) -> None:
    assert not {unicodedata.category(character) for character in plain(text).replace("\n", "")} & BAD


@settings(deadline=None)
@given(
    st.recursive(
        EVERYTHING | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(EVERYTHING, inner),
        max_leaves=8,
    )
)
def test_json_says_the_same(value: object) -> None:
    text = dumps(value)
    text.encode()  # no lone surrogate
    assert not {unicodedata.category(character) for character in text.replace("\n", "")} & BAD
    assert json.loads(text) == value


def test_wrapped() -> None:
    assert wrapped("one two three", 9, "> ", "  ") == ["> one two", "  three"]
    assert wrapped("в\u00a0доме https://example.com/a-very-long-address", 12) == [
        "в\u00a0доме",
        "https://example.com/a-very-long-address",
    ]
    assert wrapped("a\nb", 10) == ["a", "b"]
    assert wrapped("", 10) == []
