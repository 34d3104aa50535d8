"""The wire by itself, over a pair of sockets: deadline, budgets, transcript, cancelling."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from mailcheck.probes import wire as wires
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.wire import BUDGET, MAX_LINE, MAX_SHOWN, MAX_TRANSCRIPT, Wire, hidden
from tests.certificates import Certificates
from tests.servers import SOON


@pytest.fixture
def pair() -> Iterator[tuple[Wire, socket.socket]]:
    ours, theirs = socket.socketpair()
    wire = Wire(ours, time.monotonic() + 0.3)
    yield wire, theirs
    wire.close()
    theirs.close()


Pair = tuple[Wire, socket.socket]


def test_lines(pair: Pair) -> None:
    wire, server = pair
    server.sendall(b"* OK one\r\n* OK two\nrest")
    assert [wire.readline(), wire.readline()] == [b"* OK one\r\n", b"* OK two\n"]
    server.close()
    assert wire.readline() == b"rest"
    assert wire.readline() == b"" and wire.ended


def test_literal(pair: Pair) -> None:
    wire, server = pair
    server.sendall(b"12345")
    assert wire.read(3) == b"123"
    assert wire.recv(10) == b"45"
    server.close()
    assert wire.read(3) == b""


def test_silence(pair: Pair) -> None:
    wire, _ = pair
    with pytest.raises(ProbeError, match="reply-timeout"):
        wire.readline()
    assert wire.fault and wire.fault.code == "reply-timeout"


def test_deadline_that_is_over_is_a_timeout_even_when_bytes_wait(pair: Pair) -> None:
    """WireError is an OSError: it must not be taken for a connection that broke."""
    wire, server = pair
    server.sendall(b"x")
    wire.deadline = time.monotonic() - 1
    with pytest.raises(ProbeError, match="reply-timeout"):
        wire.readline()
    with pytest.raises(ProbeError, match="reply-timeout"):
        wire.sendall(b"x")


def test_nobody_reads_what_we_send(pair: Pair) -> None:
    wire, _ = pair
    with pytest.raises(ProbeError, match="reply-timeout"):
        wire.sendall(b"x" * 50_000_000)


def test_broken_connection(pair: Pair) -> None:
    wire, server = pair
    server.close()
    with pytest.raises(ProbeError, match="connection-dropped"):
        for _ in range(3):
            wire.sendall(b"x" * 100_000)


@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_line_over_the_limit(pair: Pair, end: bytes) -> None:
    wire, server = pair
    wire.deadline += 5
    sender = threading.Thread(target=server.sendall, args=(b"x" * (MAX_LINE + 1) + end,))
    sender.start()
    with pytest.raises(ProbeError, match="reply-malformed") as refused:
        wire.readline()
    assert refused.value.evidence["reason"] == "line-too-long"
    wire.shutdown()
    sender.join()


@pytest.mark.parametrize("size", [BUDGET + 1, 999_999_999_999])
def test_literal_over_the_budget_takes_no_memory(pair: Pair, size: int) -> None:
    wire, _ = pair
    with pytest.raises(ProbeError, match="reply-malformed") as refused:
        wire.read(size)
    assert refused.value.evidence["reason"] == "literal-too-long"


def test_budget(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "BUDGET", 1000)
    wire, server = pair
    server.sendall(b"* OK\r\n" * 300)
    with pytest.raises(ProbeError, match="reply-malformed") as refused:
        for _ in range(300):
            wire.readline()
    assert refused.value.evidence["reason"] == "too-much"


def test_cancel_wakes_whoever_waits(pair: Pair) -> None:
    wire, _ = pair
    wire.deadline += 3600
    threading.Timer(0.05, wire.cancel).start()
    with pytest.raises(Cancelled):
        wire.readline()
    with pytest.raises(Cancelled):
        wire.sendall(b"x")


def test_transcript(pair: Pair) -> None:
    wire, server = pair
    wire.sendall(b"a\r\n")
    server.sendall(b"* \x00\xff\r\n" + b"y" * 5000 + b"\r\n")
    wire.readline()
    wire.readline()
    assert [(line.direction, line.text[:9]) for line in wire.lines] == [
        ("C", "a"),
        ("S", "* \\x00\\xf"),
        ("S", "y" * 9),
    ]
    assert len(wire.lines[2].text) == MAX_SHOWN
    assert [len(text) for text in wire.heard] == [10, 5000]


def test_the_end_of_a_line_is_no_line(pair: Pair) -> None:
    """imaplib sends it after each answer to a "+"."""
    wire, server = pair
    wire.hide_client = True
    wire.sendall(b"AGFubmE=")
    wire.sendall(b"\r\n")
    wire.shutdown(socket.SHUT_WR)
    assert server.makefile("rb").read() == b"AGFubmE=\r\n"
    assert [line.text for line in wire.lines] == ["••••"]


def test_transcript_is_bounded(pair: Pair) -> None:
    wire, server = pair
    wire.deadline += 5
    sender = threading.Thread(target=server.sendall, args=(b"*\r\n" * (MAX_TRANSCRIPT + 50),))
    sender.start()
    for _ in range(MAX_TRANSCRIPT + 50):
        wire.readline()
    sender.join()
    assert len(wire.lines) == MAX_TRANSCRIPT


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("A1 LOGIN anna sesame", "A1 LOGIN ••••"),
        ("A1 AUTHENTICATE PLAIN AGFubmE=", "A1 AUTHENTICATE PLAIN ••••"),
        ("A1 AUTHENTICATE PLAIN", "A1 AUTHENTICATE PLAIN"),
        ("AUTH PLAIN AGFubmE=", "AUTH PLAIN ••••"),
        ("AUTH LOGIN", "AUTH LOGIN"),
        ("auth login", "auth login"),
        ("c2VzYW1l", "••••"),
        ("my login is sesame", "••••"),  # a password, sent as a literal
        ("", "••••"),
    ],
)
def test_login_is_not_written_down(pair: Pair, line: str, shown: str) -> None:
    assert hidden(line) == shown
    wire, _ = pair
    wire.hide_client = True
    wire.sendall(f"{line}\r\n".encode())
    assert [entry.text for entry in wire.lines] == [shown]


def test_early_bytes(pair: Pair) -> None:
    wire, server = pair
    assert wire.early_bytes() == b""
    server.sendall(b"OK\r\ninjected")
    assert wire.readline() == b"OK\r\n"
    assert wire.early_bytes() == b"injected"
    server.close()


def test_early_bytes_that_only_the_system_has(pair: Pair) -> None:
    wire, server = pair
    server.sendall(b"later")
    assert wire.early_bytes() == b"later"
    wire.close()
    assert wire.early_bytes() == b""
    assert wire.peer == ""


def test_tls(pair: Pair, certificates: Certificates) -> None:
    """Talk both ways, then the end of the stream with and without TLS's own goodbye."""
    wire, server = pair
    wire.deadline += 5

    def serve() -> None:
        with certificates.good().wrap_socket(server, server_side=True) as tls:
            tls.sendall(tls.recv(100).upper())
            with suppress(OSError):  # we do not answer the goodbye, we hang up
                tls.unwrap()

    thread = threading.Thread(target=serve)
    thread.start()
    context = ssl.create_default_context(cafile=certificates.ca_file)
    wire.start_tls(context, "localhost")
    assert wire.encrypted
    wire.sendall(b"hello\r\n")
    assert wire.readline() == b"HELLO\r\n"
    assert wire.readline() == b""
    wire.shutdown()
    thread.join()


def test_tls_deadline_holds_in_the_handshake(pair: Pair) -> None:
    wire, _ = pair
    with pytest.raises(ProbeError, match="reply-timeout"):
        wire.start_tls(ssl.create_default_context(), "localhost")


def test_first_bytes_are_kept(pair: Pair) -> None:
    wire, server = pair
    wire.deadline = time.monotonic() + SOON  # to read this computer's authorities may take its time
    server.sendall(b"+OK POP3\r\n")
    with pytest.raises(ssl.SSLError):
        wire.start_tls(ssl.create_default_context(), "localhost")
    assert wire.first_bytes == b"+OK POP3\r\n"
