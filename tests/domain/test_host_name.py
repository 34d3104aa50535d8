"""Names that can be a server's, and what is none."""

from __future__ import annotations

import pytest

from mailcheck.domain.host_name import is_host_name


@pytest.mark.parametrize("name", ["imap.shop.test", "IMAP.Shop.Test", "a.b", "1.shop.test", "xn--e1afmkfd.xn--p1ai"])
def test_names(name: str) -> None:
    assert is_host_name(name)


@pytest.mark.parametrize("text", ["", "localhost", "192.0.2.1", "::1", "shop.test.", ".shop.test", "a..b", "shop.1x"])
def test_no_full_name(text: str) -> None:
    assert not is_host_name(text)


@pytest.mark.parametrize(
    "text", ["mx_1.shop.test", "-a.test", "a-.test", "shop.test\n", "пример.рф", "a b.test", "x" * 64 + ".test"]
)
def test_strange_letters_and_lengths(text: str) -> None:
    assert not is_host_name(text)
    assert not is_host_name("x." * 126 + "test")
