"""Russian in Latin letters is read, other languages are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.latin_russian import in_cyrillic


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("neobhodim parol prilozheniya", "необходим парол приложения"),
        ("nevernyi login ili parol", "неверныи логин или парол"),
        ("yashchik otklyuchen", "ящик отключен"),
        ("dostup zapreshchen", "доступ запрещен"),
    ],
)
def test_russian(latin: str, russian: str) -> None:
    assert in_cyrillic(latin) == russian


@pytest.mark.parametrize(
    "text",
    [
        "invalid user name or password",
        "access denied by policy",
        "benutzername oder passwort falsch",
        "требуется пароль",
        "",
    ],
)
def test_no_russian(text: str) -> None:
    assert in_cyrillic(text) == ""


@given(st.text())
def test_any_text(text: str) -> None:
    assert isinstance(in_cyrillic(text), str)
