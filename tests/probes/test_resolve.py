"""DNS questions to a real server on loopback, and to this computer's own resolver for names that never leave it."""

from __future__ import annotations

import dns.resolver
import pytest

from mailcheck.probes import resolve
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import Addresses, MxRecord, Resolver, SrvRecord
from tests.name_server import SERVFAIL, SILENT, NameServer


@pytest.fixture
def resolver(name_server: NameServer) -> Resolver:
    return Resolver(name_server.address)


def code_of(call: object, *arguments: str) -> str:
    assert callable(call)
    with pytest.raises(ProbeError) as caught:
        call(*arguments)
    return caught.value.code


def test_mx(resolver: Resolver) -> None:
    assert resolver.mx("example.test") == (MxRecord(10, "mail.example.test"),)
    assert resolver.mx("nomx.test") == ()
    assert resolver.mx("nullmx.test") == (MxRecord(0, "."),)
    assert code_of(resolver.mx, "nowhere.test") == "domain-not-found"


def test_srv(resolver: Resolver) -> None:
    """The lower number first, then the heavier one; and so again the next time."""
    assert resolver.srv("_imaps._tcp.example.test") == (
        SrvRecord(10, 60, 1993, "heavy.example.test"),
        SrvRecord(10, 5, 993, "light.example.test"),
        SrvRecord(20, 0, 993, "spare.example.test"),
    )


def test_srv_says_decidedly_no(resolver: Resolver) -> None:
    assert resolver.srv("_imap._tcp.example.test") == (SrvRecord(0, 0, 0, "."),)


@pytest.mark.parametrize(
    "name", ["_submission._tcp.example.test", "example.test", "_imaps._tcp.nowhere.test", "_imaps._tcp.a..b", "x" * 300]
)
def test_no_srv(resolver: Resolver, name: str) -> None:
    """Neither a domain without such records nor one that does not exist is a fault: there is just no answer."""
    assert resolver.srv(name) == ()


def test_srv_of_a_broken_name_server(resolver: Resolver) -> None:
    assert code_of(resolver.srv, SERVFAIL) == "resolver-failed"


@pytest.mark.parametrize("name", ["a..b", "..", "x" * 64 + ".test", ".".join(["abcdefgh"] * 40)])
def test_names_of_no_sense(resolver: Resolver, name: str) -> None:
    assert code_of(resolver.mx, name) == "domain-not-found"
    assert code_of(resolver.addresses, name) in ("host-not-found", "resolver-failed")


def test_exists(resolver: Resolver) -> None:
    assert resolver.exists("example.test")
    assert not resolver.exists("nowhere.test")
    assert code_of(resolver.exists, SERVFAIL) == "resolver-failed"


@pytest.mark.parametrize(
    ("host", "addresses", "family"),
    [
        ("both.test", Addresses(("::1",), ("127.0.0.1",)), "both"),
        ("only6.test", Addresses(("::1",)), "ipv6-only"),
        ("mail.example.test", Addresses((), ("127.0.0.1",)), "ipv4-only"),
        ("localhost", Addresses(("::1",), ("127.0.0.1",)), "both"),
        ("LOCALHOST.", Addresses(("::1",), ("127.0.0.1",)), "both"),
        ("192.0.2.7", Addresses((), ("192.0.2.7",)), "ipv4-only"),
        ("[2001:db8::7]", Addresses(("2001:db8::7",)), "ipv6-only"),
    ],
)
def test_addresses(resolver: Resolver, host: str, addresses: Addresses, family: str) -> None:
    assert resolver.addresses(host) == addresses
    assert addresses.family == family


@pytest.mark.parametrize("host", ["nowhere.test", "example.test"])
def test_host_not_found(resolver: Resolver, host: str) -> None:
    assert code_of(resolver.addresses, host) == "host-not-found"


def test_silent_name_server(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "LIFETIME", 0.3)
    with pytest.raises(ProbeError) as caught:
        resolver.mx(SILENT)
    assert caught.value.code == "resolver-failed"
    assert caught.value.evidence["nameserver"] == "127.0.0.1"
    assert isinstance(caught.value.__cause__, dns.resolver.LifetimeTimeout)


def test_no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "LIFETIME", 0.3)
    assert code_of(Resolver(("127.0.0.1", 9)).mx, "example.test") == "resolver-failed"


def test_this_computers_own_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that getaddrinfo answers or refuses without asking anybody."""
    own = Resolver()
    assert own.addresses("localhost").ipv4 == ("127.0.0.1",)
    assert code_of(own.addresses, "a" * 300) == "host-not-found"
    assert code_of(own.addresses, "a..b") == "host-not-found"
