"""Names that can be a server's, and what is none."""

from __future__ import annotations

import pytest

from mailcheck.domain.host_name import is_host_name


@pytest.mark.parametrize("name", ["imap.shop.test", "IMAP.Shop.Test", "a.b", "1.shop.test", "xn--e1afmkfd.xn--p1ai"])
def test_names(name: str) -> None:
    assert is_host_name(name)


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "192.0.2.1", "::1", "mx_1.shop.test", "shop.test.", ".shop.test", "a..b", "-a.test", "a-.test"]
    + ["shop.test\n", "пример.рф", "a b.test", "x" * 64 + ".test", "x." * 126 + "test", "shop.1test"],
)
def test_what_is_none(text: str) -> None:
    assert not is_host_name(text)
