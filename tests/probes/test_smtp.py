"""The SMTP probe against a scripted server, without TLS: what is asked, what is understood."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mailcheck.domain.account import Credentials, Secret
from mailcheck.probes.errors import ProbeError, Refusal
from mailcheck.probes.smtp import Smtp
from mailcheck.probes.wire import Wire
from tests.servers import Server, Talk, running, smtp

ANNA = Credentials("анна", Secret("пароль"))


@contextmanager
def session(talk: Talk) -> Iterator[tuple[Smtp, Server]]:
    with running(Server(talk)) as (server,):
        wire = Wire(socket.create_connection(("127.0.0.1", server.port)), time.monotonic() + 2)
        try:
            yield Smtp(wire), server
        finally:
            wire.close()


def test_extensions() -> None:
    with session(smtp(extensions="SIZE 1000\nAUTH plain LOGIN PLAIN\nAUTH=CRAM-MD5\n8BITMIME")) as (probe, server):
        assert probe.greeting == "220 mail.example.test ESMTP"
        assert probe.mechanisms[:2] == ("PLAIN", "LOGIN") or "PLAIN" in probe.mechanisms
        assert probe.size_limit == 1000
        assert "8bitmime" in probe.extensions
        assert server.heard[0].lower() == "ehlo [127.0.0.1]"  # nothing of this computer


@pytest.mark.parametrize("size", ["", "0", "x", "-1", "٣", "99999999999999999999"])
def test_size_that_says_nothing(size: str) -> None:
    with session(smtp(extensions=f"SIZE {size}".strip())) as (probe, _):
        assert probe.size_limit is None


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_login_in_utf8(mechanism: str) -> None:
    with session(smtp()) as (probe, server):
        probe.login(ANNA, mechanism)
        said = [
            base64.b64decode(line.split(" ")[-1])
            for line in server.heard[1:]
            if not line.startswith("AUTH ") or "PLAIN" in line
        ]
    user, secret = "анна".encode(), "пароль".encode()
    if mechanism == "PLAIN":
        assert said == [b"\0" + user + b"\0" + secret]
    elif mechanism == "LOGIN":
        assert said == [user, secret]
    else:
        name, digest = said[0].split(b" ")
        assert name == user and len(digest) == 32


@pytest.mark.parametrize("pipelining", ["PIPELINING", "8BITMIME"])
@pytest.mark.parametrize(
    ("answers", "refused_at"), [({}, ""), ({"MAIL": "550 no"}, "mail"), ({"RCPT": "550 no"}, "rcpt")]
)
def test_asking(pipelining: str, answers: dict[str, str], refused_at: str) -> None:
    """Together or one after the other, each answer belongs to its question."""
    with session(smtp(extensions=pipelining, **answers)) as (probe, server):
        at = ""
        try:
            at = "mail"
            probe.ask_mail("anna@example.test", "anna@example.test")
            at = "rcpt"
            probe.ask_rcpt()
            at = ""
            probe.quit()
        except Refusal as refusal:
            assert refusal.reply.raw == "550 no"
    assert at == refused_at
    assert "DATA" not in server.heard


def test_lines_are_one_reply() -> None:
    with pytest.raises(Refusal) as caught, session(smtp(EHLO="554-5.7.1 one\n554 5.7.1 two")):
        pass
    assert caught.value.reply.raw == "554-5.7.1 one\n554 5.7.1 two"
    assert (caught.value.reply.number, caught.value.reply.enhanced) == (554, "5.7.1")


@pytest.mark.parametrize("greeting", ["hello", "250 what", "* OK IMAP", "12", "999 x"])
def test_no_greeting_of_smtp(greeting: str) -> None:
    with pytest.raises(ProbeError) as caught, session(smtp(greeting)):
        pass
    assert caught.value.code == "reply-malformed"


@pytest.mark.parametrize("challenge", ["334 %%%", "334 ", "334 ABC"])
def test_challenge_of_no_sense(challenge: str) -> None:
    with session(smtp(AUTH=challenge)) as (probe, _), pytest.raises(ProbeError):
        probe.login(ANNA, "CRAM-MD5")
