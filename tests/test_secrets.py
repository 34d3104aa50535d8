"""The password: where it goes, where it never goes, and that nothing of it comes back out."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest

from mailcheck.domain.account import Security
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.export.json_file import as_json
from mailcheck.export.text_file import as_text
from tests.mailbox import ADDRESS, SECRET, Mailbox, problems, stages
from tests.servers import Connection, Talk, hang, imap, smtp

PLAIN = base64.b64encode(f"\0{ADDRESS}\0{SECRET}".encode()).decode()
LOGIN = base64.b64encode(SECRET.encode()).decode()
FORMS = (SECRET, PLAIN, LOGIN, f'"{SECRET}"', quote(SECRET), SECRET.encode().hex(), f"{'x' * 990} {SECRET} {PLAIN}")
OFFERS_STARTTLS = "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready"


def said(mailbox: Mailbox) -> str:
    return "\n".join([*mailbox.incoming.heard, *mailbox.outgoing.heard])


def was_sent(mailbox: Mailbox) -> bool:
    return any(form in said(mailbox) for form in (SECRET, PLAIN, LOGIN))


@pytest.mark.parametrize("form", FORMS, ids=["plain", "AUTH PLAIN", "AUTH LOGIN", "quoted", "url", "hex", "at the cut"])
def test_server_that_sends_it_back(check_mailbox: Mailbox, caplog: pytest.LogCaptureFixture, form: str) -> None:
    caplog.set_level(logging.DEBUG)
    talks = (
        (imap(LOGIN=f"NO you said {form}"), smtp(AUTH=f"535-5.7.8 you said\n535 5.7.8 {form}")),
        (imap(f"* OK [CAPABILITY IMAP4rev1] {form}", LIST=f'* LIST () "/" "{form}"\nOK {form}'), smtp(f"220 {form}")),
        (imap(EXAMINE=f"NO {form}"), smtp(extensions=f"AUTH PLAIN\nX {form}", RCPT=f"550 {form}")),
        (imap(f"* BYE {form}"), smtp(f"554 {form}")),
        (imap(LIST=f"nonsense {form}".encode() + b"\r\n"), smtp(MAIL=f"nonsense {form}".encode() + b"\r\n")),
    )
    for talk in talks:
        report = check_mailbox(*talk)
        texts = [repr(report), as_json(report), as_text(report), repr(check_mailbox.events), caplog.text]
        texts.append(repr(check_mailbox.engine.run.account))
        for secret in (SECRET, PLAIN, LOGIN, SECRET.encode().hex()):
            assert not any(secret in text for text in texts)


def test_plain_greeting_that_knows_it(check_mailbox: Mailbox) -> None:
    """The incoming server could tell the outgoing one: even a port that is read by mistake is masked."""
    report = check_mailbox(imap(), smtp(f"220 {'x' * 400} {SECRET}"), plain=True, insecure=True)
    assert SECRET not in repr(report)


def test_it_is_never_written_to_the_transcript(check_mailbox: Mailbox) -> None:
    report = check_mailbox()
    assert was_sent(check_mailbox)
    assert not any(form in line.line for line in report.transcript for form in (SECRET, PLAIN, LOGIN))
    assert [line.line.split(" ", 1)[-1] for line in report.transcript if " LOGIN •" in line.line] == ["LOGIN ••••"]


CERTIFICATES = ("expired", "not_yet_valid", "self_signed", "unknown", "old")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("kind", CERTIFICATES)
def test_refused_tls(check_mailbox: Mailbox, kind: str, security: Security) -> None:
    context = getattr(check_mailbox.certificates, kind)()
    report = check_mailbox(imap(OFFERS_STARTTLS), smtp(), context=context, security=security)
    assert problems(report)
    assert not was_sent(check_mailbox)


STRIPPED: tuple[tuple[str, Talk, Talk], ...] = (
    ("not offered", imap(), smtp(extensions="AUTH PLAIN")),
    ("refused", imap(OFFERS_STARTTLS, STARTTLS="NO not now"), smtp(STARTTLS="454 not now")),
    ("unknown", imap(OFFERS_STARTTLS, STARTTLS="BAD what"), smtp(STARTTLS="500 what")),
    ("injected", imap(OFFERS_STARTTLS, STARTTLS="OK go\n* OK injected"), smtp(STARTTLS="220 go\n250 injected")),
    ("logged in already", imap("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] ready"), smtp(EHLO="250 fine")),
)


@pytest.mark.parametrize(("incoming", "outgoing"), [row[1:] for row in STRIPPED], ids=[row[0] for row in STRIPPED])
@pytest.mark.parametrize("insecure", [False, True])
def test_stripped_encryption(check_mailbox: Mailbox, incoming: Talk, outgoing: Talk, insecure: bool) -> None:
    """Consent to a certificate that does not fit is no consent to no encryption at all."""
    report = check_mailbox(incoming, outgoing, security=Security.STARTTLS, insecure=insecure)
    assert stages(report, "incoming")[Stage.ENCRYPT] == stages(report, "outgoing")[Stage.ENCRYPT] == Outcome.FAILED
    assert not was_sent(check_mailbox)


def test_no_encryption_needs_consent(check_mailbox: Mailbox) -> None:
    report = check_mailbox(security=Security.NONE)
    assert not was_sent(check_mailbox)
    assert stages(report, "incoming")[Stage.AUTHENTICATE] == stages(report, "outgoing")[Stage.AUTHENTICATE] == "skipped"
    assert report.verdict.value == "incomplete"
    report = check_mailbox(security=Security.NONE, insecure=True)
    assert was_sent(check_mailbox)
    assert report.verdict.value == "ready"


def test_login_may_be_left_out(check_mailbox: Mailbox) -> None:
    check_mailbox(login=False)
    assert not was_sent(check_mailbox)


def test_one_login_each_however_it_ends(check_mailbox: Mailbox) -> None:
    def refuse(connection: Connection) -> None:
        connection.line(f"{connection.tag} NO [AUTHENTICATIONFAILED] no")

    for talks in (
        (imap(LOGIN=refuse), smtp(AUTH="535 5.7.8 no")),
        (imap(LOGIN="NO [UNAVAILABLE] later"), smtp(AUTH="454 4.7.0 later")),
        (imap(LOGIN="BAD what"), smtp(AUTH="504 5.5.4 what")),
        (imap(LOGIN="* BYE\nNO"), smtp(AUTH="421 bye")),
        (imap(), smtp()),
    ):
        check_mailbox(*talks)
        assert said(check_mailbox).count(SECRET) == 1
        assert said(check_mailbox).count("AUTH ") == 1


@pytest.mark.parametrize("secret", ["two\r\nA9 LOGOUT", "nul\0nul", 'quote"back\\slash', "{5}", "пароль-Ж1", " blank "])
def test_no_password_becomes_a_command(check_mailbox: Mailbox, limit: Callable[..., None], secret: str) -> None:
    """Whatever is in it, the server hears one login and then what we meant to say."""
    limit(Stage.QUIT, 0.1)
    check_mailbox(imap(capabilities="IMAP4rev1 AUTH=PLAIN", LOGOUT=hang), secret=secret, deadline=3)
    commands = [line.split(" ")[1] for line in check_mailbox.incoming.heard if line.count(" ") and line[:4].isalpha()]
    assert commands.count("LOGOUT") <= 1
    assert not any(line.startswith("A9") for line in check_mailbox.incoming.heard)
