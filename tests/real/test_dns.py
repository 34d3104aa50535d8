"""The DNS servers behave as world.zone and faulty_dns.py say: what the tests of the check stand on."""

from __future__ import annotations

import dns.exception
import dns.resolver
import pytest

from tests.real.faulty_dns import Fault, FaultyDns
from tests.real.nsd import Nsd


def ask(port: int, name: str, kind: str, lifetime: float = 3) -> list[str]:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = port
    return sorted(record.to_text() for record in resolver.resolve(name, kind, lifetime=lifetime))


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("example.test", "MX", ["10 mail.example.test."]),
        ("nullmx.test", "MX", ["0 ."]),
        ("lostmx.test", "MX", ["10 gone.example.test."]),
        ("xn--e1afmkfd.test", "MX", ["10 mail.example.test."]),
        ("_imaps._tcp.example.test", "SRV", ["0 1 993 mail.example.test."]),
        ("imap.example.test", "A", ["127.0.0.1"]),
        ("plain.example.test", "A", ["127.0.0.2"]),
        ("v6only.example.test", "AAAA", ["::1"]),
        ("localhost", "A", ["127.0.0.1"]),
    ],
)
def test_answers(nameserver: Nsd, name: str, kind: str, answer: list[str]) -> None:
    assert ask(nameserver.port, name, kind) == answer


@pytest.mark.parametrize(("name", "kind"), [("nomx.test", "MX"), ("v6only.example.test", "A"), ("localhost", "AAAA")])
def test_names_without_such_a_record(nameserver: Nsd, name: str, kind: str) -> None:
    with pytest.raises(dns.resolver.NoAnswer):
        ask(nameserver.port, name, kind)


@pytest.mark.parametrize("name", ["missing.test", "gone.example.test", "example.com"])
def test_missing_names(nameserver: Nsd, name: str) -> None:
    with pytest.raises(dns.resolver.NXDOMAIN):
        ask(nameserver.port, name, "A")


def test_faults() -> None:
    faults = {"broken.test": Fault.SERVFAIL, "closed.test": Fault.REFUSED, "silent.test": Fault.SILENCE}
    with FaultyDns(faults, "good.test. 60 IN A 127.0.0.1") as server:
        assert ask(server.port, "good.test", "A") == ["127.0.0.1"]
        with pytest.raises(dns.resolver.NXDOMAIN):
            ask(server.port, "other.test", "A")
        with pytest.raises(dns.resolver.NoAnswer):
            ask(server.port, "good.test", "MX")
        for name in ("broken.test", "mail.broken.test", "closed.test"):
            with pytest.raises(dns.resolver.NoNameservers):
                ask(server.port, name, "A")
        with pytest.raises(dns.resolver.LifetimeTimeout):
            ask(server.port, "silent.test", "A", lifetime=0.5)


def test_a_truncated_answer_comes_whole_by_tcp() -> None:
    with FaultyDns({"long.test": Fault.TRUNCATED}, "long.test. 60 IN A 127.0.0.1") as server:
        assert ask(server.port, "long.test", "A") == ["127.0.0.1"]
