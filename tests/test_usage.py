"""Arguments: what is taken, what is refused, and that nothing typed is repeated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.i18n import Language, message
from mailcheck.usage import Parser, UsageError, seconds, shown


def _parser() -> Parser:
    parser = Parser("check", Language.EN, "ADDRESS")
    parser.add_argument("address", nargs="?", metavar="ADDRESS")
    parser.add_argument("--incoming", metavar="HOST")
    parser.add_argument("--json", action="store_true")
    parser.fields["endings"] = ".txt"
    parser.add_argument("--output", action="append", default=[], metavar="FILE")
    return parser


def test_what_is_taken() -> None:
    found = _parser().parse(["--incoming=h", "a@b.ru", "--json", "--output", "a", "--output", "b"])
    assert vars(found) == {"address": "a@b.ru", "incoming": "h", "json": True, "output": ["a", "b"]}
    assert _parser().parse(["--", "-a@b.ru"]).address == "-a@b.ru"


@pytest.mark.parametrize(
    ("words", "key", "fields"),
    [
        (["--colour"], "unknown-option", {"option": "--colour", "close": None}),
        (["--incomin", "h"], "unknown-option", {"option": "--incomin", "close": "--incoming"}),
        (["--inc"], "unknown-option", {"option": "--inc"}),  # no abbreviations: a later option would break them
        (["--h2o"], "unknown-option", {"option": None}),
        (["-x"], "unknown-option", {"option": None}),
        (["--json=1"], "needs-no-value", {"option": "--json"}),
        (["--incoming"], "needs-value", {"option": "--incoming"}),
        (["--incoming", "--json"], "needs-value", {"option": "--incoming"}),
        (["a", "b"], "too-many", {}),
        (["--password", "x"], "secret-in-command", {}),
        (["--output", "a\tb"], "control", {"option": "--output"}),
        (["a\0b"], "control", {"option": "ADDRESS"}),
        (["\ud800"], "not-utf8", {"option": "ADDRESS"}),
        (["--incoming", "h" * 5000], "too-long", {"option": "--incoming"}),
    ],
)
def test_what_is_refused(words: list[str], key: str, fields: dict[str, str | None]) -> None:
    with pytest.raises(UsageError) as refused:
        _parser().parse(words)
    assert refused.value.key == key
    assert fields.items() <= refused.value.fields.items()


def test_invisible_characters_of_an_address_are_for_its_judge() -> None:
    assert _parser().parse(["a\u200b\t@b.ru"]).address == "a\u200b\t@b.ru"


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_whatever_is_typed(words: list[str]) -> None:
    try:
        _parser().parse(words)
    except UsageError as error:
        for language in Language:
            assert "\n" not in message(f"usage.{error.key}", language, **error.fields)


@pytest.mark.parametrize("text", ["1", "60", "600", "2.5"])
def test_seconds(text: str) -> None:
    assert seconds(text) == float(text)


@pytest.mark.parametrize("text", ["", "abc", "0", "-1", "601", "nan", "inf", "1e999", "60s"])
def test_no_seconds(text: str) -> None:
    with pytest.raises(UsageError):
        seconds(text)


def test_help_says_everything_in_both_languages() -> None:
    for language in Language:
        parser = _parser()
        parser.language = language
        text = parser.format_help()
        assert "--incoming HOST" in text
        assert message("help.check", language)[:40] in text
        assert max(map(len, text.splitlines())) < 80


def test_shown() -> None:
    assert shown("a\x1b[2Jb\u202e") == "a?[2Jb?"
    assert len(shown("a" * 500)) == 60
