"""The shape of an address that leaves nothing to judge."""

from __future__ import annotations

import pytest

from mailcheck.checks.address import review
from mailcheck.domain.address import is_ordinary


@pytest.mark.parametrize("address", ["anna@mail.ru", "a.b+c-d_1@x-y.example.com", "A1@b2.RU"])
def test_ordinary(address: str) -> None:
    assert is_ordinary(address)
    assert review(address, frozenset()).findings == ()


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@mail", "anna@@mail.ru", ".anna@mail.ru", "a..b@mail.ru", "anna@-mail.ru", "аnna@mail.ru",
     "anna@mail.ru\n", "a" * 60 + "@mail.ru", "anna@mail.рф", "an na@mail.ru"],
)  # fmt: skip
def test_to_be_judged(address: str) -> None:
    assert not is_ordinary(address)
