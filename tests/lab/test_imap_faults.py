"""Where the practice IMAP server departs from good order, and how it begins encryption."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl

import pytest

from mailcheck.domain.account import Security
from tests.certificates import Certificates
from tests.lab.imap_clients import Raw, imap, raw, script, trusting


def said_last(client: Raw) -> bytes:
    """Nothing where the connection was dropped with our words unread."""
    with contextlib.suppress(ConnectionError):
        return client.rest()
    return b""


@pytest.mark.parametrize("greeting", ["BYE no more", "NO not today"])
def test_a_greeting_that_ends_it(certificates: Certificates, greeting: str) -> None:
    with imap(certificates, script(greeting=greeting)) as port, raw(port) as client:
        assert client.greeting == f"* {greeting}\r\n".encode()
        assert client.rest() == b""


def test_a_greeting_that_asks_for_no_password(certificates: Certificates) -> None:
    with imap(certificates, script(greeting="PREAUTH come in")) as port, raw(port) as client:
        assert client.ask("SELECT INBOX")[-1] == b"OK [READ-WRITE] done"


@pytest.mark.parametrize(
    ("command", "key", "reply", "heard"),
    [
        ("CAPABILITY", "CAPABILITY", "* CAPABILITY X\nOK so", [b"* CAPABILITY X", b"OK so"]),
        ('LIST "" *', "LIST", "NO [SERVERBUG] no list", [b"NO [SERVERBUG] no list"]),
        ("EXAMINE Sent", "EXAMINE Sent", "NO gone", [b"NO gone"]),
        ('EXAMINE "&BCcENQRABD0EPgQyBDgEOgQ4-"', "EXAMINE Черновики", "NO gone", [b"NO gone"]),
        ("select inbox", "SELECT INBOX", "BAD", [b"BAD"]),
        ("GETQUOTAROOT INBOX", "GETQUOTAROOT", '* QUOTA "" (X)\n+ odd\nOK', [b'* QUOTA "" (X)', b"+ odd", b"OK"]),
        ("STARTTLS", "STARTTLS", "NO not now", [b"NO not now"]),
    ],
)
def test_a_scripted_answer(certificates: Certificates, command: str, key: str, reply: str, heard: list[bytes]) -> None:
    with imap(certificates, script(answers={key: reply})) as port, raw(port, known=True) as client:
        assert client.ask(command) == heard
        assert client.ask("EXAMINE INBOX")[-1] == b"OK [READ-ONLY] done"


def test_a_scripted_farewell(certificates: Certificates) -> None:
    with imap(certificates, script(answers={"NOOP": "* BYE overloaded"})) as port, raw(port) as client:
        client.send(b"a NOOP\r\n")
        assert client.rest() == b"* BYE overloaded\r\n"


def test_an_answer_to_both_ways_to_log_in(certificates: Certificates) -> None:
    with imap(certificates, script(answers={"LOGIN": "NO [ALERT] use the site"})) as port, raw(port) as client:
        assert client.ask("LOGIN a {1+}\r\nb") == [b"NO [ALERT] use the site"]
        assert client.ask("AUTHENTICATE PLAIN AGEAYg==") == [b"NO [ALERT] use the site"]
        assert client.ask("AUTHENTICATE CRAM-MD5") == [b"NO [ALERT] use the site"]
        client.send(b"a AUTHENTICATE LOGIN\r\n")
        for prompt in (b"Username:", b"Password:"):
            assert client.line() == b"+ " + base64.b64encode(prompt) + b"\r\n"
            client.send(b"eA==\r\n")
        assert client.line() == b"a NO [ALERT] use the site\r\n"


BEFORE = {"GREETING": b"a", "LIST": b"b", "EXAMINE Sent": b"c", "LOGIN": b"d"}
"""The first command that is not answered."""


@pytest.mark.parametrize("key", BEFORE)
@pytest.mark.parametrize("fault", ["silent", "drops"])
def test_silence_and_a_dropped_connection(certificates: Certificates, fault: str, key: str) -> None:
    greeted, known = key != "GREETING", key not in ("GREETING", "LOGIN")
    played = script(silent=frozenset({key})) if fault == "silent" else script(drops=frozenset({key}))
    with imap(certificates, played) as port, raw(port, greeted=greeted, known=known) as client:
        client.send(b'a NOOP\r\nb LIST "" *\r\nc EXAMINE Sent\r\nd LOGIN a b\r\ne NOOP\r\n')
        if fault == "silent":
            client.socket.shutdown(socket.SHUT_WR)
        said = said_last(client)
        assert b"\r\n%b " % BEFORE[key] not in b"\r\n" + said
        assert b"\r\ne " not in said


# --- encryption ----------------------------------------------------------------------------------------------------


def encrypted(client: Raw, certificates: Certificates) -> None:
    assert client.ask("STARTTLS") == [b"OK begin"]
    client.start_tls(trusting(certificates))


def test_tls_from_the_first_byte(certificates: Certificates) -> None:
    with imap(certificates, script(Security.TLS)) as port, raw(port, greeted=False) as client:
        client.start_tls(trusting(certificates))
        assert client.line() == b"* OK ready\r\n"
        client.log_in()
        assert client.ask("STARTTLS")[-1].startswith(b"BAD")


def test_starttls(certificates: Certificates) -> None:
    with imap(certificates, script(Security.STARTTLS)) as port, raw(port) as client:
        assert client.ask("CAPABILITY")[0] == b"* CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID STARTTLS LOGINDISABLED"
        assert client.ask("LOGIN a b")[-1].startswith(b"NO [PRIVACYREQUIRED]")
        encrypted(client, certificates)
        assert client.ask("CAPABILITY")[0] == b"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR LITERAL+ ID"
        assert client.ask("STARTTLS")[-1].startswith(b"BAD")
        client.log_in()


def test_what_is_glued_to_starttls_counts_for_nothing(certificates: Certificates) -> None:
    with imap(certificates, script(Security.STARTTLS)) as port, raw(port) as client:
        client.send(b"a STARTTLS\r\nb LOGOUT\r\nc CAPA")
        assert client.line() == b"a OK begin\r\n"
        client.start_tls(trusting(certificates))
        assert client.ask("NOOP") == [b"OK done"]


def test_a_handshake_that_fails(certificates: Certificates) -> None:
    for security in (Security.TLS, Security.STARTTLS):
        with imap(certificates, script(security)) as port:
            with raw(port, greeted=security is not Security.TLS) as client:
                if security is Security.STARTTLS:
                    client.ask("STARTTLS")
                with pytest.raises(ssl.SSLCertVerificationError):
                    client.start_tls(ssl.create_default_context(cafile=certificates.system_file))
            with raw(port, greeted=security is not Security.TLS) as client:
                client.send(b"a STARTTLS\r\nnone of this is TLS\r\n" * 3)
            with raw(port, greeted=security is not Security.TLS) as client:
                if security is Security.STARTTLS:
                    encrypted(client, certificates)
                else:
                    client.start_tls(trusting(certificates))
                    client.line()
                assert client.ask("NOOP") == [b"OK done"]
