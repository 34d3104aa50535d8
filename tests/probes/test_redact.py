"""No form of a secret gets through, and nothing else is touched."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.domain.account import Secret
from mailcheck.probes.redact import MASK, Redactor, printable

USER = "anna@example.test"
SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=6, max_size=30)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def forms(secret: str) -> list[str]:
    """As a server may send it back."""
    raw = secret.encode()
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    plain = [b64(b"\0" + user.encode() + b"\0" + raw) for user in (USER, "anna", "other")]
    return [
        secret,
        quoted,
        quote(secret),
        raw.hex(),
        b64(raw),
        *plain,
        b64(USER.encode() + b"\0" + raw),
        printable(raw),
    ]


@pytest.mark.parametrize(
    "secret", ["sesame-7Q", "пароль-Ж1", 'a"b\\c def', "a b c d e f", "%41%42%43", "ÿþýüûú", "пароль"]
)
def test_every_form(secret: str) -> None:
    mask = Redactor(Secret(secret), USER, "anna")
    for form in forms(secret):
        masked = mask(f"535 you said <{form}>, did you?")
        assert form not in masked
        assert masked.startswith("535 you said <") and masked.endswith(">, did you?")


@given(SECRETS)
def test_nothing_of_any_secret(secret: str) -> None:
    mask = Redactor(Secret(secret), USER, "anna")
    for form in forms(secret):
        assert form not in mask(f"<{form}>") or form.strip("•") == ""


@given(st.text(max_size=60))
def test_without_a_secret_nothing_changes(text: str) -> None:
    assert Redactor(None, USER)(text) == text
    assert Redactor(Secret(""), USER)(text) == text


@pytest.mark.parametrize("prefix", ["", " ", "    ", "535-5.7.8 ", "* ", "A12 "])
@pytest.mark.parametrize("end", ["", " ", "="])
def test_a_line_broken_between_two_words_of_it(end: str, prefix: str) -> None:
    lines = ["535-5.7.8 you said:", f"abcd efgh{end}", f"{prefix}ijkl mnop or so", "ok"]
    masked = Redactor(Secret("abcd efgh ijkl mnop"), USER).lines(lines)
    assert masked == ["535-5.7.8 you said:", MASK, f"{MASK} or so", "ok"]


def test_other_words_stay() -> None:
    assert Redactor(Secret("sesame-7Q"), USER)("235 welcome, anna@example.test") == "235 welcome, anna@example.test"


def test_mask_tells_no_length() -> None:
    assert (
        Redactor(Secret("short1"))("<short1>")
        == Redactor(Secret("a-much-longer-one"))("<a-much-longer-one>")
        == f"<{MASK}>"
    )


@given(st.binary(max_size=200))
def test_printable(data: bytes) -> None:
    assert printable(data).isprintable()


def test_printable_shows_what_came() -> None:
    assert printable(b"\xff\x00\x1b[2J \xd0\xb4\xd0\xb0") == "\\xff\\x00\\x1b[2J да"
