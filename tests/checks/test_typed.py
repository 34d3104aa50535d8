"""What was typed is judged before anything is sent: every code of the account side, in a whole run."""

from __future__ import annotations

from typing import Any

import pytest

from mailcheck.checks import typed
from mailcheck.domain.account import Account, Endpoint, Secret, Security, Service
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Verdict
from mailcheck.export.json_file import as_json
from mailcheck.export.json_reader import read_report
from mailcheck.i18n import Language
from tests.mailbox import Mailbox, diagnosis, finding, findings, problems, stages
from tests.servers import imap

ADDRESSES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("address-malformed", "anna.example.test", "connection-problem", {}),
    ("address-malformed", "anna@@example.test", "connection-problem", {}),
    (
        "address-lookalike-letter",
        "аnna@example.test",
        "connection-problem",
        {"position": 1, "latin": "a", "letter_script": "cyrillic"},
    ),
    ("address-not-ascii", "анна@example.test", "connection-problem", {}),
    ("address-idn-domain", "anna@пример.рф", "connection-problem", {"domain_ascii": "xn--e1afmkfd.xn--p1ai"}),
    ("address-invisible-character", "an\u200bna@example.test", "connection-problem", {"position": 3}),
)
SECRETS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("secret-blank-at-edge", "anna@example.test", "sesame ", {"position": "end"}),
    ("secret-wrong-layout", "anna@example.test", "ыуыфьу", {}),
    ("secret-not-app-password", "anna@gmail.com", "hunter2!", {}),
)
HOSTS = (
    ("host-malformed", "https://imap.example.test/", {"suggestion": "imap.example.test"}),
    ("host-is-ip-address", "127.0.0.1", {"host": "127.0.0.1"}),
)
PRODUCED = frozenset({code for code, *_ in (*ADDRESSES, *SECRETS, *HOSTS)} | {"address-domain-typo"})


@pytest.mark.parametrize(("code", "address", "amocrm", "evidence"), ADDRESSES)
def test_address(check_mailbox: Mailbox, code: str, address: str, amocrm: str, evidence: dict[str, Any]) -> None:
    report = check_mailbox(address=address)
    assert code in problems(report, "address")
    found = finding(report, code)
    assert found.outcome is Outcome.FAILED
    assert evidence == {name: found.evidence.get(name) for name in evidence}
    assert diagnosis(report, code).amocrm[0].id == amocrm
    assert report.verdict is Verdict.NOT_READY
    assert {f.because for check in ("network", "incoming", "outgoing") for f in findings(report, check)} == {"address"}
    assert not check_mailbox.incoming.connections and not check_mailbox.outgoing.connections


def test_the_wrong_letter_is_named_to_the_person(check_mailbox: Mailbox) -> None:
    card = diagnosis(check_mailbox(address="аnna@example.test", language=Language.RU), "address-lookalike-letter")
    assert "кириллическая" in card.title + card.what
    report = check_mailbox(Endpoint("imаp.example.test", 993, Security.TLS))
    assert finding(report, "host-malformed").evidence["letter_script"] == "cyrillic"


def test_domain_typo(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(LOGIN="NO wrong"), address="anna@gmial.com")
    assert problems(report, "address") == ["address-domain-typo"]
    assert finding(report, "address-domain-typo").evidence["suggestion"] == "anna@gmail.com"


@pytest.mark.parametrize(("code", "address", "secret", "evidence"), SECRETS)
def test_secret(check_mailbox: Mailbox, code: str, address: str, secret: str, evidence: dict[str, Any]) -> None:
    capabilities = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"
    report = check_mailbox(imap(capabilities, AUTHENTICATE="NO no", LOGIN="NO no"), address=address, secret=secret)
    assert problems(report, "address") == [code]
    found = finding(report, code)
    assert found.outcome is Outcome.WARNED
    assert evidence == {name: found.evidence.get(name) for name in evidence}
    assert secret.strip() not in repr(report)


@pytest.mark.parametrize(("code", "host", "evidence"), HOSTS)
def test_host(check_mailbox: Mailbox, code: str, host: str, evidence: dict[str, Any]) -> None:
    report = check_mailbox(Endpoint(host, 993, Security.TLS))
    assert problems(report, "address") == [code]
    found = finding(report, code)
    assert found.service is Service.INCOMING
    assert evidence == {name: found.evidence.get(name) for name in evidence}
    assert diagnosis(report, code).amocrm[0].id == "wrong-server-data"
    assert set(stages(report, "outgoing").values()) == {Outcome.PASSED}
    if code == "host-malformed":
        assert {f.because for f in findings(report, "incoming")} == {"address"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("service", Service)
def test_a_malformed_host_is_told_with_the_field_it_stands_in(
    check_mailbox: Mailbox, service: Service, language: Language
) -> None:
    """Two fields of one form look the same; the card has to say which of them is meant, and what stands in it."""
    wrong = Endpoint("anna@example.test", 993 if service is Service.INCOMING else 465, Security.TLS)
    both = (wrong, None) if service is Service.INCOMING else (None, wrong)
    told = diagnosis(check_mailbox(*both, language=language), "host-malformed").what.replace("\u00a0", " ")
    field = {
        Language.RU: {
            Service.INCOMING: "Это поле — входящая почта (IMAP).",
            Service.OUTGOING: "Это поле — исходящая почта (SMTP).",
        },
        Language.EN: {Service.INCOMING: "of incoming mail (IMAP).", Service.OUTGOING: "of outgoing mail (SMTP)."},
    }[language]
    assert field[service] in told and not any(words in told for other, words in field.items() if other is not service)
    assert "anna@example.test" in told


def test_malformed_host_does_not_hold_up_a_run_that_cannot_connect(check_mailbox: Mailbox) -> None:
    """The network check waits for the word of both conversations: one of them never begins here."""
    outgoing = Endpoint("unreachable.test", 465, Security.TLS)
    report = check_mailbox(Endpoint("https://x", 993, Security.TLS), outgoing, deadline=5)
    assert check_mailbox.engine.whole
    assert problems(report) == ["host-malformed", "network-offline"]


def test_recipient(check_mailbox: Mailbox) -> None:
    report = check_mailbox(recipient="оleg@example.test")
    assert problems(report, "recipient") == ["address-lookalike-letter"]
    card = diagnosis(report, "address-lookalike-letter")
    assert [text.id for text in card.amocrm] == ["incorrect-recipient"]
    assert problems(report, "incoming") == problems(report, "outgoing") == []


def test_recipient_domain(check_mailbox: Mailbox) -> None:
    report = check_mailbox(recipient="oleg@nowhere.test")
    assert problems(report) == ["domain-not-found"]
    card = diagnosis(report, "domain-not-found")
    assert card.outcome is Outcome.FAILED
    assert [text.id for text in card.amocrm] == ["incorrect-recipient"]


def test_recipient_and_own_address_are_two_problems(check_mailbox: Mailbox) -> None:
    report = check_mailbox(address="аnna@example.test", recipient="оleg@example.test")
    assert [card.code for card in report.diagnoses] == ["address-lookalike-letter"] * 2
    assert [card.service for card in report.diagnoses] == [None, Service.OUTGOING]


def test_sender_is_judged_too(check_mailbox: Mailbox) -> None:
    report = check_mailbox(sender="shоp@example.test")
    assert finding(report, "address-lookalike-letter").evidence["position"] == 3
    assert not check_mailbox.outgoing.connections


def test_nothing_typed_wrong_passes(check_mailbox: Mailbox) -> None:
    report = check_mailbox()
    assert [stage.value for stage in stages(report, "address")] == [stage.value for stage in typed.STAGES]
    assert set(stages(report, "address").values()) == {Outcome.PASSED}


def test_servers_that_nobody_knows(check_mailbox: Mailbox) -> None:
    report = check_mailbox.run(Account("anna@mailless.test", secret=Secret("sesame")))
    assert report.verdict is Verdict.INCOMPLETE
    assert {f.because for check in ("incoming", "outgoing") for f in findings(report, check)} == {"network"}
    assert report.incoming is None and report.outgoing is None


def test_that_the_address_was_mended_before_is_told(check_mailbox: Mailbox) -> None:
    report = check_mailbox(corrected="address-lookalike-letter")
    address = next(check for check in report.checks if check.id == "address")
    assert address.findings[0].evidence == {"corrected": "address-lookalike-letter"}
    assert report.verdict is Verdict.READY, "it is no fault"
    again = read_report(as_json(report).encode())
    assert again.checks == report.checks
