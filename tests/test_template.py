"""The rule by which texts are filled in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.template import Word, check, fields, render, required_fields

SENTENCE = "Сервер {host} не принял пароль[[ и ответил: «{reply}»]]."

names = st.sampled_from(["host", "reply", "port", "provider"])
literals = st.text(alphabet="abя .,:!—«»()[\u00a0\n", max_size=12).filter(lambda text: "[[" not in text)
placeholders = names.map(lambda name: f"{{{name}}}")
plain_parts = st.lists(literals | placeholders, max_size=5).map("".join).filter(lambda text: "[[" not in text)
optional_parts = st.tuples(literals, placeholders, literals).map(lambda parts: f"[[ {''.join(parts)} ]]")
templates = st.lists(plain_parts | optional_parts, max_size=5).map(" ".join)
hostile = st.text(alphabet="{}[]hostreply \n«»\x00😀", max_size=40) | st.text(max_size=40)


def test_everything_known() -> None:
    assert (
        render(SENTENCE, {"host": "imap.x.ru", "reply": "NO"}) == "Сервер imap.x.ru не принял пароль и ответил: «NO»."
    )


def test_nothing_known() -> None:
    assert render(SENTENCE, {}) == "Сервер не принял пароль."


def test_default_word() -> None:
    assert render(SENTENCE, {}, {"host": "почты"}) == "Сервер почты не принял пароль."


def test_default_word_opens_a_sentence_with_a_capital() -> None:
    assert (
        render("{host} refused. {host} closed.", {}, {"host": "the server"}) == "The server refused. The server closed."
    )


def test_a_word_of_ours_opens_a_sentence_with_a_capital_and_a_value_does_not() -> None:
    assert render("{host} refused. {host} closed {host}.", {"host": Word("mail")}) == "Mail refused. Mail closed mail."
    assert render("{host} refused.", {"host": "mail.ru"}) == "mail.ru refused."


def test_a_default_is_not_used_inside_an_optional_part() -> None:
    assert render("A[[ on {host}]].", {}, {"host": "the server"}) == "A."


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_value_is_unknown(empty: str) -> None:
    assert render(SENTENCE, {"host": empty, "reply": empty}) == "Сервер не принял пароль."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {x} b", "a b"),
        ("{x} a", "A"),
        ("a {x}, b", "a, b"),
        ("a {x}: b {x}.", "a: b."),
        ("a {x}\u00a0— b", "a\u00a0— b"),
        ("a [[ {x} ]] b", "a b"),
        ("  a\n  b  ", "a b"),
        ("A. {x} b", "A. B"),
        ("[[{x}]]", ""),
        ("[[{x} a]] b", "B"),
        ("a [one] b", "a [one] b"),
    ],
)
def test_blanks_and_capitals_after_something_was_dropped(text: str, expected: str) -> None:
    assert render(text, {}) == expected


@pytest.mark.parametrize("value", ["{reply}", "[[x]]", "]] [[", "{", "a  b", "\\1", "{host} {{}}"])
def test_a_value_is_inserted_literally_and_once(value: str) -> None:
    assert render(SENTENCE, {"host": value, "reply": value}) == f"Сервер {value} не принял пароль и ответил: «{value}»."


def test_fields() -> None:
    assert fields(SENTENCE) == {"host", "reply"}
    assert required_fields(SENTENCE) == {"host"}
    assert fields("no [placeholders] here") == frozenset()


@pytest.mark.parametrize("text", [SENTENCE, "", "[a]", "[[{x}]][[{y}]]", "a[0]", "x ]"])
def test_check_accepts(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a [[{x}", "without “]]”"),
        ("a {x}]]", "without “[[”"),
        ("[[a [[{x}]]]]", "inside"),
        ("[[a]]", "without a placeholder"),
        ("{Host}", "no placeholder"),
        ("{host", "no placeholder"),
        ("{}", "no placeholder"),
        ("{a b}", "no placeholder"),
        ("host}", "no placeholder"),
        ("{{host}}", "no placeholder"),
    ],
)
def test_check_refuses(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        check(text)


@given(templates, st.dictionaries(names, hostile))
def test_never_fails_and_keeps_every_value_whole(text: str, values: dict[str, str]) -> None:
    check(text)
    rendered = render(text, values)
    for name in required_fields(text):
        if values.get(name, "").strip():
            assert values[name] in rendered


@given(templates)
def test_nothing_of_the_rule_is_left(text: str) -> None:
    rendered = render(text, {}, {"host": "x"})
    assert not {"{", "}"} & set(rendered)
    assert "[[" not in rendered or re.search(r"\[\{|\}\[", text)  # single brackets beside what was left out may meet
    assert "  " not in rendered
    assert rendered == rendered.strip()


@given(st.text())
def test_check_either_accepts_or_says_why(text: str) -> None:
    try:
        check(text)
    except ValueError as error:
        assert str(error)
    else:
        render(text, {})
