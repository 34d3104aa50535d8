"""The practice name server, asked by dnspython's resolver and by those that do not know how to ask."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.opcode
import dns.resolver
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailcheck.lab import name_server
from tests.lab.serving import serving

ZONE = {
    "romashka.example": ("MX 10 mx.romashka.example.", "MX 20 other.example", 'TXT "v=spf1 -all"'),
    "mx.romashka.example": ("A 127.0.0.1", "AAAA ::1"),
    "_imaps._tcp.romashka.example": ("SRV 0 1 993 imap.romashka.example.",),
    "ромашка.example": ("A 127.0.0.2",),
    "broken.example": ("SERVFAIL",),
    "silent.example": ("SILENT",),
    "empty.example": (),
}
QUESTION = dns.message.make_query("romashka.example", "MX", use_edns=0).to_wire()


@pytest.fixture
def port() -> Iterator[int]:
    with serving(lambda: name_server.listen(ZONE)) as server:
        yield server.port


def _ask(port: int, name: str, kind: str, lifetime: float = 5) -> list[str]:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = port
    resolver.lifetime = lifetime
    return sorted(record.to_text() for record in resolver.resolve(name, kind, search=False))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("romashka.example", "MX", ["10 mx.romashka.example.", "20 other.example."]),
        ("RoMashka.Example.", "TXT", ['"v=spf1 -all"']),
        ("mx.romashka.example", "A", ["127.0.0.1"]),
        ("mx.romashka.example", "AAAA", ["::1"]),
        ("_imaps._tcp.romashka.example", "SRV", ["0 1 993 imap.romashka.example."]),
        ("ромашка.example", "A", ["127.0.0.2"]),
        ("ромашка.example".encode("idna").decode(), "A", ["127.0.0.2"]),
    ],
)
def test_records(port: int, name: str, kind: str, expected: list[str]) -> None:
    assert _ask(port, name, kind) == expected


@pytest.mark.parametrize("name", ["mx.romashka.example", "empty.example", "_tcp.romashka.example"])
def test_no_record_of_that_type(port: int, name: str) -> None:
    with pytest.raises(dns.resolver.NoAnswer):
        _ask(port, name, "MX")


def test_no_such_name(port: int) -> None:
    with pytest.raises(dns.resolver.NXDOMAIN):
        _ask(port, "a.mx.romashka.example", "A")


def test_a_server_that_fails(port: int) -> None:
    with pytest.raises(dns.resolver.NoNameservers, match="SERVFAIL"):
        _ask(port, "broken.example", "A")


def test_a_server_that_is_silent(port: int) -> None:
    with pytest.raises(dns.resolver.LifetimeTimeout):
        _ask(port, "silent.example", "A", 0.03)


def test_garbage_is_passed_over(port: int) -> None:
    question = dns.message.make_query("mx.romashka.example", "A")
    answer = dns.message.make_response(question)
    odd = dns.message.make_query("mx.romashka.example", "A")
    odd.set_opcode(dns.opcode.STATUS)
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.connect(("127.0.0.1", port))
        for data in (b"", b"\0", b"GET / HTTP/1.1\r\n\r\n", bytes(12), answer.to_wire(), odd.to_wire()):
            client.send(data)
        client.send(question.to_wire())
        heard = dns.message.from_wire(client.recv(512))
    assert heard.id == question.id
    assert heard.flags & dns.flags.AA
    assert heard.answer[0].to_text() == "mx.romashka.example. 60 IN A 127.0.0.1"


def _spoilt(at: int, data: bytes) -> bytes:
    return QUESTION[:at] + data + QUESTION[at + len(data) :]


@given(st.binary(max_size=300) | st.builds(_spoilt, st.integers(0, len(QUESTION)), st.binary(max_size=40)))
@example(b"\0\1\1\0\0\1\0\0\0\0\0\0\0\0\1\0\1")  # the root
def test_whatever_comes_is_answered_or_not(data: bytes) -> None:
    answer = name_server.Answers(ZONE).to(data)
    assert answer is None or answer[:2] == data[:2]


@pytest.mark.parametrize("record", ["MX", "MX ten mx.example.", "NONSENSE 1", "A 1.2.3.4.5", "servfail", "SILENT now"])
def test_a_record_that_is_none(record: str) -> None:
    with pytest.raises(ValueError, match=record):
        asyncio.run(_listen_and_close(record))


async def _listen_and_close(record: str) -> None:
    await (await name_server.listen({"a.example": (record,)})).close()
