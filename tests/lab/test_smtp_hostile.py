"""Clients that flood the practice SMTP server, hang or talk nonsense harm nobody but themselves."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

import pytest

from mailcheck.domain.account import Security
from mailcheck.lab import smtp_session
from tests.lab.smtp_clients import ADDRESS, LOGIN, Place, place

START = ("EHLO client", f"AUTH PLAIN {LOGIN}", f"MAIL FROM:<{ADDRESS}>", f"RCPT TO:<{ADDRESS}>", "DATA")


def _pour(client: socket.socket, data: bytes) -> bytes:
    """Send it until the server takes no more; what it has answered by then."""
    heard = b""
    with suppress(OSError):
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
    with suppress(ConnectionError):
        while taken := client.recv(65536):
            heard += taken
    return heard


def _others_are_served(at: Place) -> bool:
    return at.say("QUIT").endswith("221 2.0.0 Bye\r\n")


@pytest.mark.parametrize("start", [(), START, ("EHLO client", "AUTH LOGIN"), ("SILENT",)])
@pytest.mark.parametrize("piece", [b"a", b"a" * 70_000 + b"\r\n", b"\0"])
def test_floods(start: tuple[str, ...], piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_session, "_AT_ONCE", 300_000)
    silent = frozenset(("GREETING",) if "SILENT" in start else ())
    with place(silent=silent) as at:
        with at.raw() as client:
            client.sendall("".join(line + "\r\n" for line in start).encode())
            heard = _pour(client, piece * (4_000_000 // len(piece)))
            assert len(heard) < 10_000
        assert silent or _others_are_served(at)
        assert not at.inbox()


def test_commands_without_end() -> None:
    with place() as at:
        assert at.say(*["MAIL"] * 100).endswith("421 4.7.0 Error: too many errors\r\n")
        assert at.say("EHLO a", *["AUTH PLAIN AGEAYQ=="] * 100).endswith("421 4.7.0 Error: too many errors\r\n")
        assert at.say(*["XYZ"] * 100).count("\n") <= 7
        assert at.say(*[""] * 100).endswith("421 4.7.0 Error: too many errors\r\n")


def test_a_client_that_reads_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_session, "_IDLE", 0.05)
    with place() as at:
        with at.raw() as client, suppress(ConnectionError, TimeoutError):
            client.settimeout(0.5)
            client.sendall(b"HELP\r\n" * 1_000_000)
        assert _others_are_served(at)


@pytest.mark.parametrize("security", Security)
def test_one_that_says_nothing_is_cut_off(security: Security, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_session, "_IDLE", 0.02)
    with place(security) as at, at.raw() as client:
        if security is not Security.TLS:
            assert client.makefile("rb").read().startswith(b"220")


@pytest.mark.parametrize("security", Security)
def test_garbage(security: Security) -> None:
    lots = random.Random(1)
    with place(security) as at:
        for _ in range(20):
            with at.raw() as client:
                _pour(client, lots.randbytes(2000))
        if security is Security.NONE:
            assert _others_are_served(at)


@pytest.mark.parametrize("after", [b"", b"QUIT\r\n", b"\x16\x03\x01\x02\x00\x01", b"a" * 20_000])
def test_no_tls_after_starttls(after: bytes) -> None:
    with place(Security.STARTTLS) as at:
        with at.raw() as client:
            _pour(client, b"STARTTLS\r\n" + after)
        with at.raw() as client:
            client.sendall(b"STARTTLS\r\n")
            assert [client.makefile("rb", 0).readline()[:3] for _ in range(2)] == [b"220", b"220"]
            _pour(client, after)
        assert _others_are_served(at)


def test_closing_while_tls_begins() -> None:
    with place(Security.STARTTLS) as at:
        client = at.raw()
        client.sendall(b"STARTTLS\r\n")
        assert [client.makefile("rb", 0).readline()[:3] for _ in range(2)] == [b"220", b"220"]
    with client, suppress(ConnectionError):
        assert not client.recv(1)


@pytest.mark.parametrize(
    "line",
    [
        *("MAIL FROM:<", "MAIL FROM:<a@", 'MAIL FROM:<"@>', "MAIL FROM:<a@b> SIZE=²", "MAIL FROM:(", "MAIL FROM:<@a:>"),
        *("MAIL FROM:<a@b> SIZE=" + "9" * 5000, "MAIL FROM:<\udcff@b>", "VRFY \udcff", "HELP \udcff", "\udcff", "EHLO"),
        *("AUTH PLAIN \udcff", "AUTH " + "a" * 12_000, "MAIL FROM:<" + "(" * 5000, "RCPT TO:<" + "<" * 5000, "HELP x"),
    ],
)
def test_odd_commands(line: str) -> None:
    """Each is answered, once."""
    with place() as at:
        said = at.say("EHLO client", line, *START[1:3], line, "QUIT")
        assert said.endswith("221 2.0.0 Bye\r\n")
        answers = [line for line in said.splitlines() if line[3:4] == " "]
        assert len(answers) == 7
