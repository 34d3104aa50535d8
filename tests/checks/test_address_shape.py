from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.checks import address_shape as shape
from mailcheck.checks.draft import Draft

KNOWN = frozenset({"mail.ru", "gmail.com"})


def after(step: Callable[[Draft], None], text: str) -> tuple[str, list[object]]:
    draft = Draft(text, KNOWN)
    step(draft)
    return draft.text, [note.evidence.get("reason") for note in draft.notes]


@pytest.mark.parametrize(
    ("text", "left", "reasons"),
    [
        ("Иван Петров <a@mail.ru>", "a@mail.ru", ["angle-brackets"]),
        ("< a@mail.ru >,", "a@mail.ru", ["angle-brackets"]),
        ("<mailto:a@mail.ru>", "a@mail.ru", ["angle-brackets", "mailto"]),
        ("MAILTO:a@mail.ru?subject=x", "a@mail.ru", ["mailto"]),
        ("E-mail: a@mail.ru", "a@mail.ru", ["words-around"]),
        ("a@mail.ru Иван Петров", "a@mail.ru", ["words-around"]),
        ("a [at] mail.ru", "a@mail.ru", ["no-at"]),
        ("a[@]mail.ru", "a@mail.ru", ["no-at"]),
        ("a@mail.ru b", "a@mail.ru b", []),
    ],
)
def test_unwrap(text: str, left: str, reasons: list[str]) -> None:
    assert after(shape.unwrap, text) == (left, reasons)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("a@b.ru, c@d.ru", True),
        ("a@b.ru c@d.ru", True),
        ("a@b.ru;c@d.ru", True),
        ("a@b@c.ru", False),
        ("a@b,ru", False),
    ],
)
def test_is_several(text: str, several: bool) -> None:
    assert shape.is_several(text) is several


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("'a@b.ru'", "a@b.ru"),
        ("«a@b.ru».", "«a@b.ru»."),
        ("((a@b.ru))", "a@b.ru"),
        ("a@b.ru);,", "a@b.ru"),
        ("<a@b.ru", "a@b.ru"),
        ("'ivan@b.ru", "'ivan@b.ru"),
        ("a@[1.2.3.4]", "a@[1.2.3.4]"),
        ('"', '"'),
    ],
)
def test_trim_signs(text: str, left: str) -> None:
    assert after(shape.trim_signs, text)[0] == left


@pytest.mark.parametrize(
    ("text", "left", "reasons"),
    [
        ("a@mail.ru", "a@mail.ru", []),
        ("a@@@mail.ru", "a@mail.ru", ["two-at"]),
        ("a@mail@ru", "a@mail.ru", ["two-at"]),
        ("a@shop.ru@shop.ru", "a@shop.ru", ["two-at"]),
        ('a"mail.ru', "a@mail.ru", ["no-at"]),
        ("a2gmail.com", "a@gmail.com", ["no-at"]),
    ],
)
def test_mend_at(text: str, left: str, reasons: list[str]) -> None:
    assert after(shape.mend_at, text) == (left, reasons)


@pytest.mark.parametrize("text", ["a.mail.ru", "a@b@c.ru", "a2shop.ru", '"mail.ru'])
def test_nobody_knows_where_the_at_belongs(text: str) -> None:
    draft = Draft(text, KNOWN)
    shape.mend_at(draft)
    assert draft.hopeless


@pytest.mark.parametrize(
    ("text", "left", "reasons"),
    [
        ("a@mail,ru", "a@mail.ru", ["comma-for-dot"]),
        (".a.@.mail.ru.", "a@mail.ru", ["dot-at-edge"]),
        ("a..b@mail...ru", "a.b@mail.ru", ["two-dots"]),
        ("a@mail/ru", "a@mail.ru", ["wrong-sign-for-dot"]),
        ("a@shop/ru", "a@shop/ru", []),
        ("a@mailюru", "a@mail.ru", ["keyboard-layout"]),
    ],
)
def test_mend_dots(text: str, left: str, reasons: list[str]) -> None:
    assert after(shape.mend_dots, text) == (left, reasons)


def test_comments() -> None:
    assert after(shape.drop_comments, "a(b)@mail.ru (work)") == ("a@mail.ru", ["comment"])


def test_quoted() -> None:
    assert after(shape.mend_quoted, '"a.b"@mail.ru') == ("a.b@mail.ru", ["quoted-local"])
    assert after(shape.mend_quoted, '"a b@c"@mail.ru') == ('"a b@c"@mail.ru', ["quoted-local"])
    assert after(shape.mend_quoted, 'a"b"@mail.ru') == ('a"b"@mail.ru', [])


def test_invisible_characters_are_named_one_by_one() -> None:
    draft = Draft("\ufeffa\u00a0@mail.ru\u0301", KNOWN)
    shape.remove_invisible(draft)
    assert draft.text == "a@mail.ru"
    assert sorted(note.evidence["position"] for note in draft.notes) == [1, 3, 12]


def test_signs_of_other_scripts() -> None:
    draft = Draft("a–b＠mail。ru", KNOWN)
    shape.mend_signs(draft)
    assert draft.text == "a-b@mail.ru"
    assert [note.evidence["latin"] for note in draft.notes] == ["-", "@", "."]
