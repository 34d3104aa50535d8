"""What a server's first words give away: a port of another kind, whose server it is, and how people sign in there."""

from __future__ import annotations

import pytest

from mailcheck.checks.protocols import software
from mailcheck.domain.account import Security
from mailcheck.domain.report import Diagnosis, Report
from mailcheck.i18n import Language
from tests.mailbox import Mailbox, diagnosis, finding, problems
from tests.servers import Connection, Talk, hang, imap, over_tls, smtp

TLS, STARTTLS = Security.TLS, Security.STARTTLS
POP3 = "+OK POP3 ready"
REFUSED = "NO [AUTHENTICATIONFAILED] Authentication failed."
REFUSED_TOO = smtp(AUTH="535 5.7.8 Error: authentication failed")


def says(words: str) -> Talk:
    def talk(connection: Connection) -> None:
        connection.line(words)
        hang(connection)

    return talk


def steps(card: Diagnosis) -> list[str]:
    return [remedy.text for remedy in card.remedies]


def told(report: Report, code: str) -> list[str]:
    return steps(diagnosis(report, code))


def test_993_with_starttls(check_mailbox: Mailbox) -> None:
    """A port that waits for TLS: the same port with the other encryption is the mend."""
    report = check_mailbox(over_tls(imap()), over_tls(smtp()), security=STARTTLS, plain=True)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["port-expects-tls"]
    port = finding(report, "port-expects-tls").evidence["port"]
    assert any(f"leave port {port}" in step for step in told(report, "port-expects-tls"))


def test_587_with_tls(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(), smtp(), security=TLS, plain=True)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["port-speaks-plaintext"]
    assert finding(report, "port-speaks-plaintext").evidence["security_suggestion"] == "starttls"
    assert any(step.startswith("Choose STARTTLS") for step in told(report, "port-speaks-plaintext"))


@pytest.mark.parametrize(("security", "plain"), [(TLS, False), (TLS, True), (STARTTLS, True)])
def test_pop3_given(check_mailbox: Mailbox, security: Security, plain: bool) -> None:
    """995 with TLS, 110 with TLS, and 110 with STARTTLS."""
    report = check_mailbox(says(POP3), security=(security, TLS), plain=plain)
    assert problems(report, "incoming") == ["wrong-service"]
    assert finding(report, "wrong-service").evidence["answered"] == "pop3"
    card = diagnosis(report, "wrong-service")
    assert "POP3" in card.title
    assert any("993" in step for step in steps(card))


@pytest.mark.parametrize("security", [TLS, STARTTLS])
def test_servers_swapped(check_mailbox: Mailbox, security: Security) -> None:
    report = check_mailbox(smtp(), imap(), security=security)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["wrong-service"]
    (card,) = report.diagnoses
    assert card.title == "The ports of incoming and outgoing mail are swapped"
    typed, other = check_mailbox.incoming.port, check_mailbox.outgoing.port
    assert steps(card)[0].endswith(f"incoming mail on port {other}, outgoing on port {typed}")
    assert f"On port {typed}, given for incoming mail, the server localhost answered as SMTP" in card.what


def test_one_server_in_both_places(check_mailbox: Mailbox) -> None:
    report = check_mailbox(smtp(), smtp())
    assert problems(report, "outgoing") == []
    assert [card.title for card in report.diagnoses] == ["The outgoing server is given for incoming mail"]


EXCHANGE = "* OK The Microsoft Exchange IMAP4 service is ready."
COURIER = "* OK [CAPABILITY IMAP4rev1] Courier-IMAP ready. Copyright 1998-2011 Double Precision, Inc."


@pytest.mark.parametrize("language", Language)
def test_user_names_of_exchange(check_mailbox: Mailbox, language: Language) -> None:
    """Told, not tried: one user name goes out, and the other form stands in the steps."""
    report = check_mailbox(imap(EXCHANGE, LOGIN=REFUSED), REFUSED_TOO, language=language)
    assert finding(report, "login-rejected").evidence["software"] == "exchange"
    assert "FIRMA\\ivanov" in steps(report.diagnoses[0])[0]
    (login,) = (line for line in check_mailbox.incoming.heard if "LOGIN" in line)
    assert "anna@example.test" in login


def test_user_names_of_courier(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(COURIER, LOGIN=REFUSED), REFUSED_TOO)
    assert "only the part before @" in steps(report.diagnoses[0])[0]
    assert sum("LOGIN" in line for line in check_mailbox.incoming.heard) == 1


def test_a_provider_that_is_known_needs_no_guess(check_mailbox: Mailbox) -> None:
    """Microsoft 365 greets as Exchange too, and its user name is the address."""
    report = check_mailbox(imap(EXCHANGE, LOGIN=REFUSED), address="anna@yandex.ru")
    assert "software" not in finding(report, "login-rejected").evidence
    assert report.provider == "yandex"


def test_whose_server_it_is_explains_a_refusal(check_mailbox: Mailbox) -> None:
    """The same words mean more when Yandex says them; nothing else follows from a greeting."""
    refusal = "NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is disabled"
    greeted = check_mailbox(imap("* OK Yandex IMAP4rev1 at imap.yandex.net ready", LOGIN=refusal))
    assert problems(greeted, "incoming") == ["login-rejected-or-access-off"]
    assert greeted.provider is None
    assert greeted.outgoing and greeted.outgoing.host == "localhost"


@pytest.mark.parametrize(
    ("greeting", "name"),
    [
        (EXCHANGE, "exchange"),
        ("220 mx.firma.local Microsoft ESMTP MAIL Service ready at Mon, 23 Nov 2026 10:00:00 +0300", "exchange"),
        (COURIER, "courier"),
        ("* OK Dovecot ready.", None),
        ("", None),
    ],
)
def test_software(greeting: str, name: str | None) -> None:
    assert software(greeting) == name
