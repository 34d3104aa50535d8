"""Certificates and TLS versions: every fault of theirs, over implicit TLS and STARTTLS, with consent and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mailcheck.domain.account import Security
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import Verdict
from tests.mailbox import Mailbox, diagnosis, finding, problems, stages
from tests.servers import Talk, close, garbage, hang, imap, over_tls, smtp

TLS, STARTTLS = Security.TLS, Security.STARTTLS
DATA = "wrong-server-data"
OFFERS_STARTTLS = "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] ready"
CERTIFICATES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("certificate-expired", "expired", {"days_expired": 3}),
    ("certificate-not-yet-valid", "not_yet_valid", {}),
    ("certificate-self-signed", "self_signed", {"subject": "mail.example.test"}),
    ("certificate-unknown-authority", "unknown", {"issuer": "unknown to all", "refused_by": "both"}),
)
PRODUCED = frozenset({code for code, *_ in CERTIFICATES}) | {
    *("certificate-expires-soon", "certificate-wrong-host", "certificate-intercepted", "tls-too-old"),
}


@pytest.mark.parametrize("security", [TLS, STARTTLS])
@pytest.mark.parametrize(("code", "kind", "evidence"), CERTIFICATES)
def test_certificate(
    check_mailbox: Mailbox, code: str, kind: str, evidence: dict[str, Any], security: Security
) -> None:
    context = getattr(check_mailbox.certificates, kind)()
    talks = imap(OFFERS_STARTTLS), smtp()
    report = check_mailbox(*talks, context=context, security=security)
    assert problems(report, "incoming") == problems(report, "outgoing") == [code]
    found = finding(report, code)
    assert evidence == {name: found.evidence.get(name) for name in evidence}
    assert found.evidence["fingerprint"].count(":") == 31
    assert found.evidence["issuer"] and found.evidence["not_before"] and found.evidence["not_after"]
    assert diagnosis(report, code).amocrm[0].id == DATA
    assert stages(report, "incoming")[Stage.AUTHENTICATE] == Outcome.SKIPPED
    assert not any("LOGIN " in line or line.startswith("AUTH") for line in check_mailbox.heard)

    assert "you gave it" not in diagnosis(report, code).what

    consented = check_mailbox(*talks, context=context, security=security, insecure=True)
    said = diagnosis(consented, code).what
    assert ("Without your consent" in said) == said.endswith("sent to such a server; this time you gave it.")
    assert "Without your consent" in said or code == "certificate-not-yet-valid"
    assert problems(consented, "incoming") == problems(consented, "outgoing") == [code]
    assert stages(consented, "incoming")[Stage.QUIT] == stages(consented, "outgoing")[Stage.QUIT] == Outcome.PASSED
    assert consented.verdict is Verdict.NOT_READY


def test_wrong_host_offers_a_covered_one(check_mailbox: Mailbox) -> None:
    context = check_mailbox.certificates.for_names("*.hosting.test", "hosting.test", "mail.hosting.test")
    report = check_mailbox(context=context)
    assert problems(report, "incoming") == ["certificate-wrong-host"]
    found = finding(report, "certificate-wrong-host")
    assert found.evidence["covered_host"] == "mail.hosting.test"
    assert "mail.hosting.test" in diagnosis(report, "certificate-wrong-host").remedies[0].text


def test_wrong_host_that_covers_wildcards_only(check_mailbox: Mailbox) -> None:
    report = check_mailbox(context=check_mailbox.certificates.for_names("*.hosting.test"))
    assert "covered_host" not in finding(report, "certificate-wrong-host").evidence


def test_expires_soon(check_mailbox: Mailbox) -> None:
    report = check_mailbox(context=check_mailbox.certificates.expiring(5))
    assert problems(report, "incoming") == ["certificate-expires-soon"]
    assert finding(report, "certificate-expires-soon").evidence["days_left"] == 5
    assert finding(report, "certificate-expires-soon").evidence["tls_version"].startswith("TLSv1.")
    assert report.verdict is Verdict.READY_WITH_WARNINGS
    assert problems(check_mailbox(context=check_mailbox.certificates.expiring(20))) == []


def test_intercepted_by_a_program_this_computer_trusts(check_mailbox: Mailbox) -> None:
    context, pem = check_mailbox.certificates.of_trusted_authority_named("Kaspersky Anti-Virus Personal Root")
    report = check_mailbox(context=context, authorities=pem)
    assert problems(report, "incoming") == ["certificate-intercepted"]
    assert finding(report, "certificate-intercepted").evidence["interceptor"] == "Kaspersky"
    assert finding(report, "certificate-intercepted").outcome is Outcome.WARNED
    assert report.verdict is Verdict.READY_WITH_WARNINGS


def test_intercepted_by_a_program_nobody_trusts(check_mailbox: Mailbox) -> None:
    report = check_mailbox(context=check_mailbox.certificates.unknown("Kaspersky Anti-Virus Personal Root"))
    assert problems(report, "incoming") == ["certificate-intercepted"]
    assert finding(report, "certificate-intercepted").outcome is Outcome.FAILED
    assert stages(report, "incoming")[Stage.AUTHENTICATE] == Outcome.SKIPPED


def test_russian_root_is_named(check_mailbox: Mailbox) -> None:
    report = check_mailbox(context=check_mailbox.certificates.unknown("Russian Trusted Root CA"))
    assert problems(report, "incoming") == ["certificate-unknown-authority"]
    assert finding(report, "certificate-unknown-authority").evidence["russian_root"] is True
    assert "НУЦ" in diagnosis(report, "certificate-unknown-authority").what or "Russian" in report.diagnoses[0].what


def test_trusted_by_this_computer_alone(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(check_mailbox.certificates.ca_file))
    report = check_mailbox(authorities="")
    assert problems(report, "incoming") == ["certificate-unknown-authority"]
    assert finding(report, "certificate-unknown-authority").evidence["refused_by"] == "mozilla"
    assert not any("LOGIN " in line for line in check_mailbox.heard)


@pytest.mark.parametrize("security", [TLS, STARTTLS])
def test_too_old(check_mailbox: Mailbox, security: Security) -> None:
    talks = imap(OFFERS_STARTTLS), smtp()
    report = check_mailbox(*talks, context=check_mailbox.certificates.old(), security=security)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["tls-too-old"]
    assert finding(report, "tls-too-old").evidence["tls_version"] == "TLSv1.1"
    assert not any("LOGIN " in line for line in check_mailbox.heard)


@pytest.mark.parametrize("second", [close, garbage, hang], ids=["close", "garbage", "hang"])
@pytest.mark.parametrize("insecure", [False, True])
def test_certificate_that_cannot_be_read_again(
    check_mailbox: Mailbox,
    limit: Callable[..., None],
    second: Talk,
    insecure: bool,
) -> None:
    """The first connection shows a refused certificate, the next is no TLS at all."""
    limit(Stage.ENCRYPT, 0.4)

    def changing(talk: Talk) -> Talk:
        return lambda connection: over_tls(talk)(connection) if connection.number == 1 else second(connection)

    context = check_mailbox.certificates.expired()
    report = check_mailbox(changing(imap()), changing(smtp()), context=context, plain=True, insecure=insecure)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["certificate-expired"]


def test_consented_login_on_a_connection_that_breaks(check_mailbox: Mailbox, limit: Callable[..., None]) -> None:
    """The third connection is the one to log in over."""

    def changing(talk: Talk) -> Talk:
        return lambda connection: over_tls(talk)(connection) if connection.number < 3 else garbage(connection)

    context = check_mailbox.certificates.expired()
    report = check_mailbox(changing(imap()), changing(smtp()), context=context, plain=True, insecure=True)
    for check in ("incoming", "outgoing"):
        assert problems(report, check)[0] == "certificate-expired"
        assert len(problems(report, check)) == 2
