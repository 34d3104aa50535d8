"""HOST[:PORT][/SECURITY] and IP[:PORT]."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.commands.servers import endpoint, nameserver
from mailcheck.domain.account import Service
from mailcheck.usage import UsageError

IN, OUT = Service.INCOMING, Service.OUTGOING


@pytest.mark.parametrize(
    ("text", "service", "wanted"),
    [
        ("imap.mail.ru", IN, "imap.mail.ru:993/tls"),
        ("smtp.mail.ru", OUT, "smtp.mail.ru:465/tls"),
        ("h:143", IN, "h:143/starttls"),
        ("h:587", OUT, "h:587/starttls"),
        ("h/starttls", OUT, "h:587/starttls"),
        ("h/starttls", IN, "h:143/starttls"),
        ("h:2525/TLS", OUT, "h:2525/tls"),
        ("h:1143/none", IN, "h:1143/none"),
        ("[::1]:993/tls", IN, "::1:993/tls"),
        ("::1", IN, "::1:993/tls"),
        ("2001:db8::2", OUT, "2001:db8::2:465/tls"),
        ("imaps://h:1/", IN, "imaps://h:1/:993/tls"),  # no name of a server: for the check that says so
        ("почта.рф", IN, "почта.рф:993/tls"),
    ],
)
def test_endpoint(text: str, service: Service, wanted: str) -> None:
    assert str(endpoint(text, service, "--x")) == wanted


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "host-missing"),
        (":993", "host-missing"),
        ("/tls", "host-missing"),
        ("[]:1", "host-missing"),
        ("h:", "port"),
        ("h:0", "port"),
        ("h:99999", "port"),
        ("h:-1", "port"),
        ("h:٣", "port"),
        ("h:1:2", "port"),
        ("h:1/ssl", "security"),
        ("h/", "security"),
    ],
)
def test_no_endpoint(text: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        endpoint(text, IN, "--incoming")
    assert (refused.value.key, refused.value.fields) == (key, {"option": "--incoming"})


def test_none_given() -> None:
    assert endpoint(None, IN, "--x") is None
    assert nameserver(None) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("8.8.8.8", ("8.8.8.8", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("::1", ("::1", 53)),
        ("[::1]", ("::1", 53)),
        ("[::1]:5353", ("::1", 5353)),
    ],
)
def test_nameserver(text: str, wanted: tuple[str, int]) -> None:
    assert nameserver(text) == wanted


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "nameserver"),
        ("dns.google", "nameserver"),
        ("1.2.3", "nameserver"),
        ("[::1]x", "nameserver"),
        ("1.2.3.4:0", "port"),
        ("1.2.3.4:", "port"),
        ("[::1]:x", "port"),
        ("1.2.3.4:99999", "port"),
    ],
)
def test_no_nameserver(text: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        nameserver(text)
    assert refused.value.key == key


_PARTS = st.sampled_from(["h", "imap.mail.ru", "[::1]", "127.0.0.1", ":", "/", "993", "0", "99999", "tls", "none"])


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(_PARTS, max_size=6).map("".join))
def test_whatever_is_typed_is_a_server_or_is_refused(text: str) -> None:
    with suppress(UsageError):
        found = endpoint(text, OUT, "--x")
        assert found is not None
        assert found.host and found.host in text
        assert 0 < found.port < 65536
    with suppress(UsageError):
        asked = nameserver(text)
        assert asked is not None
        assert ip_address(asked[0]) and 0 < asked[1] < 65536
