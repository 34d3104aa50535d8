"""From the name to the greeting: every code of the wire, by servers that are wrong in one way each."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

import pytest

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.report import Verdict
from tests.deaf_port import deaf_port
from tests.mailbox import Mailbox, diagnosis, finding, problems
from tests.servers import Connection, Talk, close, close_tls, garbage, hang, imap, over_tls, reset, smtp

TLS, STARTTLS, NONE = Security.TLS, Security.STARTTLS, Security.NONE
DATA = "wrong-server-data"


def says(words: str | bytes) -> Talk:
    """A service of another kind: it says its piece, and waits."""

    def talk(connection: Connection) -> None:
        connection.send(words if isinstance(words, bytes) else f"{words}\r\n".encode())
        hang(connection)

    return talk


def answers(words: str) -> Talk:
    """A service that waits to be spoken to (HTTP)."""

    def talk(connection: Connection) -> None:
        connection.read_line()
        connection.line(words)

    return talk


def web(connection: Connection) -> None:
    """Waits to be asked."""
    connection.read_line()
    connection.line("HTTP/1.1 404 Not Found\n")


def listens(connection: Connection) -> None:
    """Waits to be asked, and has no answer."""
    connection.read_line()
    hang(connection)


POP3 = "+OK POP3 ready"
IMAP_STARTTLS = "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready"
# code, security asked for, incoming talk, outgoing talk, evidence; the talks are run without implicit TLS
PLAIN: tuple[tuple[str, Security, Talk, Talk, dict[str, Any]], ...] = (
    ("connection-dropped", STARTTLS, close, close, {}),
    ("connection-dropped", NONE, reset, reset, {}),
    ("connection-dropped", TLS, close, close, {}),
    ("connection-dropped", TLS, over_tls(close_tls), over_tls(close_tls), {}),
    ("connection-dropped", TLS, reset, reset, {}),
    ("port-speaks-plaintext", TLS, imap(), smtp(), {"security_suggestion": "starttls"}),
    ("port-expects-tls", STARTTLS, over_tls(imap()), over_tls(smtp()), {"security_suggestion": "tls"}),
    ("port-expects-tls", NONE, over_tls(imap()), over_tls(smtp()), {"security_suggestion": "tls"}),
    (
        "wrong-service",
        TLS,
        says("+OK POP3 ready"),
        says("+OK POP3 ready"),
        {"answered": "pop3", "reply": "+OK POP3 ready"},
    ),
    ("wrong-service", STARTTLS, says(POP3), says(POP3), {"answered": "pop3", "reply": POP3}),
    ("wrong-service", STARTTLS, smtp(), smtp("* OK IMAP ready"), {"answered": "smtp"}),
    ("wrong-service", TLS, smtp(), smtp("* OK IMAP ready"), {"answered": "smtp"}),
    ("wrong-service", TLS, says("SSH-2.0-OpenSSH_9.2"), says("SSH-2.0-OpenSSH_9.2"), {"answered": "ssh"}),
    ("wrong-service", NONE, says("SSH-2.0-OpenSSH_9.2"), says("SSH-2.0-OpenSSH_9.2"), {"answered": "ssh"}),
    ("wrong-service", TLS, says("HTTP/1.1 400 Bad Request"), says("HTTP/1.1 400 Bad Request"), {"answered": "http"}),
    ("wrong-service", NONE, web, web, {"answered": "http"}),
    ("wrong-service", STARTTLS, web, web, {"answered": "http"}),
    ("greeting-refused", STARTTLS, imap("* BYE no"), smtp("554 5.7.0 no"), {}),
    ("greeting-refused", NONE, imap("* BYE no"), smtp("421 no"), {}),
    ("reply-malformed", STARTTLS, garbage, garbage, {}),
    ("reply-malformed", STARTTLS, says("hello there"), says("hello there"), {"reply": "hello there"}),
    ("starttls-not-offered", STARTTLS, imap(), smtp(extensions="AUTH PLAIN"), {}),
    (
        "starttls-not-offered",
        STARTTLS,
        imap(IMAP_STARTTLS, STARTTLS="BAD no such command"),
        smtp(STARTTLS="502 5.5.1 no such command"),
        {},
    ),
    (
        "starttls-injection",
        STARTTLS,
        imap(IMAP_STARTTLS, STARTTLS="OK go\n* OK [CAPABILITY AUTH=PLAIN] injected"),
        smtp(STARTTLS="220 go\n250 injected"),
        {},
    ),
    ("tls-handshake-failed", TLS, says(b"\xff" * 40), says(b"\xff" * 40), {}),
    ("tls-handshake-failed", TLS, says(b"\x15\x03\x01\x00\x02\x02\x28"), says(b"\x15\x03\x01\x00\x02\x02\x28"), {}),
)
PRODUCED = frozenset({code for code, *_ in PLAIN}) | {
    *("connection-refused", "connection-timeout", "reply-timeout", "clock-skewed"),
}


@pytest.mark.parametrize(
    ("code", "security", "incoming", "outgoing", "evidence"),
    PLAIN,
    ids=[f"{c} {s} {n}" for n, (c, s, *_) in enumerate(PLAIN)],
)
def test_code(
    check_mailbox: Mailbox,
    limit: Callable[..., None],
    code: str,
    security: Security,
    incoming: Talk,
    outgoing: Talk,
    evidence: dict[str, Any],
) -> None:
    limit(Stage.GREET, 0.4)
    limit(Stage.ENCRYPT, 0.4)
    report = check_mailbox(incoming, outgoing, security=security, plain=True, insecure=True)
    assert problems(report, "incoming") == problems(report, "outgoing") == [code]
    found = finding(report, code)
    assert evidence == {name: found.evidence.get(name) for name in evidence}
    assert [card.code for card in report.diagnoses] == [code]
    assert report.diagnoses[0].service is None
    assert report.verdict is Verdict.NOT_READY
    password = check_mailbox.engine.run.account.secret
    assert password and not any(password.reveal() in line for line in check_mailbox.heard)
    assert not any("LOGIN " in line or "AUTH " in line for line in check_mailbox.heard)


@pytest.mark.parametrize("security", [TLS, STARTTLS, NONE])
def test_silence(check_mailbox: Mailbox, limit: Callable[..., None], security: Security) -> None:
    for stage in (Stage.GREET, Stage.ENCRYPT):
        limit(stage, 0.3)
    report = check_mailbox(hang, hang, security=security, plain=True, insecure=True)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["reply-timeout"]
    assert [card.amocrm[0].id for card in report.diagnoses] == ["folder-list-timeout"]


@pytest.mark.parametrize(("talk", "code"), [(web, "wrong-service"), (listens, "reply-timeout")])
def test_what_is_asked_of_a_web_server_is_no_talk_of_mail(
    check_mailbox: Mailbox, limit: Callable[..., None], talk: Talk, code: str
) -> None:
    limit(Stage.GREET, 0.4)
    report = check_mailbox(talk, talk, security=NONE, insecure=True)
    assert problems(report, "incoming") == [code]
    assert any("GET /" in line for line in check_mailbox.heard)
    assert report.transcript == ()


def test_silence_after_tls(check_mailbox: Mailbox, limit: Callable[..., None]) -> None:
    limit(Stage.GREET, 0.3)
    report = check_mailbox(hang, hang)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["reply-timeout"]


def test_nobody_listens(check_mailbox: Mailbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    report = check_mailbox(Endpoint("both.test", port, TLS), Endpoint("both.test", port, TLS))
    assert problems(report, "incoming") == problems(report, "outgoing") == ["connection-refused"]
    assert diagnosis(report, "connection-refused").amocrm[0].id == DATA
    assert finding(report, "connection-refused").evidence["family"] == "both"


def test_no_answer(check_mailbox: Mailbox, limit: Callable[..., None]) -> None:
    limit(Stage.CONNECT, 0.3)
    with deaf_port() as port:
        report = check_mailbox(Endpoint("localhost", port, TLS))
    assert problems(report, "incoming") == ["connection-timeout"]
    assert diagnosis(report, "connection-timeout").amocrm[0].id == "folder-list-timeout"
    assert diagnosis(report, "connection-timeout").service is Service.INCOMING


@pytest.mark.parametrize("host", ["both.test", "unreachable6-open4.test", "localhost"])
def test_address_that_fails_at_once_costs_no_time(check_mailbox: Mailbox, host: str) -> None:
    context = check_mailbox.certificates.for_names("localhost", "both.test", "unreachable6-open4.test")
    report = check_mailbox(host=host, context=context)
    assert report.verdict is Verdict.READY
    connects = [f for c in report.checks for f in c.findings if f.stage is Stage.CONNECT]
    assert all(f.ms < 90 and f.evidence["ip_address"] == "127.0.0.1" for f in connects)


def test_host_with_ipv6_alone_where_there_is_no_ipv6(check_mailbox: Mailbox) -> None:
    report = check_mailbox(Endpoint("unreachable6.test", 993, TLS))
    assert problems(report, "incoming") == ["host-not-found"]
    found = finding(report, "host-not-found")
    assert found.evidence["family"] == "ipv6-only"
    assert "IPv6" in diagnosis(report, "host-not-found").title


@pytest.mark.parametrize("minutes", [-30, 30])
def test_clock(check_mailbox: Mailbox, minutes: int) -> None:
    then = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    report = check_mailbox(outgoing=smtp(f"220 mail.example.test ESMTP Exim 4.96 {format_datetime(then)}"))
    assert problems(report, "outgoing") == ["clock-skewed"]
    assert finding(report, "clock-skewed").evidence["skew_minutes"] == 30
    assert report.verdict is Verdict.READY_WITH_WARNINGS


@pytest.mark.parametrize("date", ["", "Mon, 99 Nov 2026 99:99:99 +0300", "1 Jan 2020 00:00:00 -0000"])
def test_clock_of_no_sense(check_mailbox: Mailbox, date: str) -> None:
    assert problems(check_mailbox(outgoing=smtp(f"220 mail.example.test ESMTP {date}"))) == []
