"""DNS facts of the domain and of the servers, by a real DNS server on loopback; blocked ports by a deaf one."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mailcheck.checks import network
from mailcheck.domain.account import Account, Endpoint, Secret, Security
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import Verdict
from mailcheck.probes import resolve
from tests import name_server
from tests.deaf_port import deaf_port
from tests.mailbox import Mailbox, diagnosis, finding, findings, problems, stages
from tests.name_server import SERVFAIL, SILENT

TLS = Security.TLS
DOMAINS = (
    ("domain-not-found", "anna@nowhere.test", "wrong-server-data", "nowhere.test"),
    ("mx-missing", "anna@nomx.test", "incorrect-recipient", "nomx.test"),
    ("mx-missing", "anna@nullmx.test", "incorrect-recipient", "nullmx.test"),
    ("resolver-failed", f"anna@{SERVFAIL}", None, SERVFAIL),
    ("resolver-failed", f"anna@{SILENT}", None, SILENT),
)
PRODUCED = frozenset({code for code, *_ in DOMAINS} | {"host-not-found", "network-offline", "mail-ports-blocked"})


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "LIFETIME", 0.3)


@pytest.mark.parametrize(("code", "address", "amocrm", "domain"), DOMAINS)
def test_domain(check_mailbox: Mailbox, code: str, address: str, amocrm: str | None, domain: str) -> None:
    report = check_mailbox(address=address)
    assert problems(report) == [code]
    assert finding(report, code).evidence["domain"] == domain
    assert finding(report, code).evidence["nameserver"] == "127.0.0.1"
    card = diagnosis(report, code)
    assert (card.amocrm[0].id if card.amocrm else None) == amocrm
    assert card.outcome is Outcome.WARNED  # both servers were there and let us in
    assert report.verdict is Verdict.READY_WITH_WARNINGS


@pytest.mark.parametrize("account", [{"address": "olga@gmail.com"}, {"recipient": "olga@gmail.com"}])
def test_a_known_mail_service_that_dns_does_not_know_is_a_fault_of_dns(
    check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, account: dict[str, Any]
) -> None:
    """NXDOMAIN for gmail.com: a filter or a blocker on this side, and nobody's typo."""
    monkeypatch.setattr("tests.name_server.DENIED", frozenset({"gmail.com"}))
    report = check_mailbox(**account)
    assert "domain-not-found" not in problems(report)
    found = finding(report, "resolver-failed")
    assert (found.evidence["denied"], found.evidence["domain"]) == (True, "gmail.com")
    card = diagnosis(report, "resolver-failed")
    assert card.title == "This computer gets wrong answers about the addresses of servers"
    assert "there is no domain gmail.com. But this is the domain of a known mail service." in card.what
    assert card.amocrm == ()


def test_null_mx_says_more_than_none(check_mailbox: Mailbox) -> None:
    without, null = (check_mailbox(address=f"anna@{name}.test") for name in ("nomx", "nullmx"))
    assert finding(null, "mx-missing").evidence["null_mx"] is True
    assert diagnosis(null, "mx-missing").what != diagnosis(without, "mx-missing").what


@pytest.mark.parametrize("host", ["imap.nowhere.test", "nomail.example.test"])
def test_host_not_found(check_mailbox: Mailbox, host: str) -> None:
    report = check_mailbox(Endpoint(host, 993, TLS))
    assert problems(report) == ["host-not-found"]
    assert finding(report, "host-not-found").evidence["host"] == host
    assert diagnosis(report, "host-not-found").amocrm[0].id == "wrong-server-data"


def test_host_whose_dns_is_broken(check_mailbox: Mailbox) -> None:
    report = check_mailbox(Endpoint(SERVFAIL, 993, TLS))
    assert problems(report) == ["resolver-failed"]
    assert finding(report, "resolver-failed").evidence["nameserver"] == "127.0.0.1"


def test_no_way_out(check_mailbox: Mailbox) -> None:
    endpoint = Endpoint("unreachable.test", 993, TLS)
    report = check_mailbox(endpoint, endpoint)
    assert problems(report, "incoming") == problems(report, "outgoing") == ["network-offline"]
    assert report.verdict is Verdict.NOT_READY


@pytest.fixture
def deaf() -> Iterator[int]:
    with deaf_port() as port:
        yield port


def test_blocked_ports(
    check_mailbox: Mailbox, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch, deaf: int
) -> None:
    limit(Stage.CONNECT, 0.2)
    endpoint = Endpoint("localhost", deaf, TLS)
    with socket.create_server(("127.0.0.1", 0)) as web:
        monkeypatch.setattr(network, "_WEB_PORT", web.getsockname()[1])
        report = check_mailbox(endpoint, endpoint)
    assert problems(report, "network") == ["mail-ports-blocked"]
    assert finding(report, "mail-ports-blocked").evidence["blocked_ports"] == str(deaf)
    assert [card.code for card in report.diagnoses] == ["mail-ports-blocked"]
    assert report.diagnoses[0].folded == ("connection-timeout",)
    assert report.verdict is Verdict.NOT_READY


def test_ports_are_not_blamed_when_the_web_is_closed_too(
    check_mailbox: Mailbox, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch, deaf: int
) -> None:
    limit(Stage.CONNECT, 0.2)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(network, "_WEB_PORT", taken.getsockname()[1])
    endpoint = Endpoint("localhost", deaf, TLS)
    report = check_mailbox(endpoint, endpoint)
    assert problems(report) == ["connection-timeout"] * 2
    assert stages(report, "network")[Stage.PORTS] == Outcome.PASSED


def test_ports_are_not_asked_when_one_server_answers(
    check_mailbox: Mailbox, limit: Callable[..., None], deaf: int
) -> None:
    limit(Stage.CONNECT, 0.2)
    report = check_mailbox(Endpoint("localhost", deaf, TLS))
    assert stages(report, "network")[Stage.PORTS] == Outcome.SKIPPED


def test_provider_found_by_mx(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of an own domain come from the provider behind its MX; nothing is asked of them here."""
    monkeypatch.setitem(resolve.__dict__, "LIFETIME", 0.3)
    monkeypatch.setattr("tests.name_server.ZONE", {"shop.test": check_mailbox.name_server.mx("mx.yandex.net")})
    report = check_mailbox.run(Account("anna@shop.test", secret=Secret("sesame")), deadline=2)
    assert report.provider == "yandex"
    assert report.incoming and (report.incoming.host, report.incoming.source) == ("imap.yandex.ru", "mx")
    assert problems(report, "incoming") == ["host-not-found"]


@pytest.mark.parametrize("secret", [Secret("sesame"), None])
def test_a_provider_that_lets_no_program_in_is_told_and_not_searched(
    check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, secret: Secret | None
) -> None:
    monkeypatch.setattr("tests.name_server.ZONE", {"shop.test": check_mailbox.name_server.mx("mail.protonmail.ch")})
    report = check_mailbox.run(Account("anna@shop.test", secret=secret), deadline=2)
    assert (report.provider, report.incoming, report.verdict) == ("proton", None, Verdict.NOT_READY)
    assert problems(report) == ["password-login-disabled"]
    assert finding(report, "password-login-disabled").stage is Stage.SERVERS
    (card,) = report.diagnoses
    assert card.title == "Proton mail cannot be connected to amoCRM"
    assert card.amocrm[0].id == "connection-problem"


def test_servers_of_ones_own_are_tried_whoever_takes_the_mail(
    check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The MX may be Proton's while the mailbox that is connected lies elsewhere."""
    monkeypatch.setattr(
        "tests.name_server.ZONE",
        {"shop.test": check_mailbox.name_server.mx("mail.protonmail.ch"), **name_server.ZONE},
    )
    assert "password-login-disabled" not in problems(check_mailbox(address="anna@shop.test"))


def test_idn_domain_that_cannot_be_encoded(check_mailbox: Mailbox) -> None:
    report = check_mailbox(recipient=f"oleg@{'x' * 64}.test")
    assert problems(report, "network") == []
    assert problems(report)


def test_findings_tell_the_domain(check_mailbox: Mailbox) -> None:
    report = check_mailbox()
    assert {f.evidence["domain"] for f in findings(report, "network") if f.outcome is Outcome.PASSED} == {
        "example.test"
    }
