"""What somebody has registered, out of the name of a server."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.probes.base_domain import base_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("mx.yandex.net", "yandex.net"),
        ("ASPMX.L.GOOGLE.COM.", "google.com"),
        ("firma-ru.mail.protection.outlook.com", "outlook.com"),
        ("mx1.hosting.reg.ru", "reg.ru"),
        ("mx.example.co.uk", "example.co.uk"),
        ("mx.firma.spb.ru", "firma.spb.ru"),
        ("mx.firma.com.ua", "firma.com.ua"),
        ("example.ru", "example.ru"),
        ("mx.пример.рф", "пример.рф"),
        ("mx.xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("mx.firma.рус", "firma.рус"),
        ("a.b.c.new-and-unknown", "c.new-and-unknown"),
    ],
)
def test_base_domain(host: str, domain: str) -> None:
    assert base_domain(host) == domain


@pytest.mark.parametrize("suffix", ["ru", "co.uk", "spb.ru", "com.ua", "рф", "xn--p1ai", "localhost", "CO.UK."])
def test_public_suffix(suffix: str) -> None:
    """Nobody's: whatever is found there speaks for nobody's mail."""
    assert base_domain(suffix) is None


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "127.1", "2001:db8::7", "[2001:db8::7]", "fe80::1%eth0", "１２７.0.0.１"]
)
def test_ip_address(address: str) -> None:
    assert base_domain(address) is None


@pytest.mark.parametrize("name", ["", ".", "..", "a..ru", ".a.ru", "a" * 5000])
def test_no_name(name: str) -> None:
    assert base_domain(name) is None


@settings(deadline=None)  # the first one reads the list
@given(
    st.text(max_size=40) | st.lists(st.sampled_from(["a", "co", "uk", "ru", "рф", "", "1"]), max_size=6).map(".".join)
)
def test_any_text(host: str) -> None:
    domain = base_domain(host)
    assert domain is None or ("." in domain and host.strip().rstrip(".").lower().endswith(domain))


def test_the_list_is_not_read_before_it_is_asked() -> None:
    code = "import sys, mailcheck.probes.base_domain; print('publicsuffixlist' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
