"""From the address alone: a real name server says where the real servers are, and they let the person in."""

from __future__ import annotations

import pytest

from mailcheck.domain.account import Account, Secret, Service
from mailcheck.domain.report import Report, Verdict
from mailcheck.domain.settings import EVERY_LOOKUP, Lookup, Settings
from mailcheck.i18n import Language
from mailcheck.plan import engine_for
from mailcheck.reporting import report_of
from tests.real.certificates import Certificates
from tests.real.dovecot import Dovecot
from tests.real.mailboxes import MAILBOXES
from tests.real.nsd import Nsd
from tests.real.postfix import Postfix


class Real:
    """The usual ports of mail.example.test lead to the servers."""

    def __init__(self, dovecot: Dovecot, postfix: Postfix, nameserver: Nsd, certificates: Certificates) -> None:
        self._authorities = certificates.ca_file.read_text()
        self._nameserver = nameserver
        self._routes = {
            ("mail.example.test", 993): dovecot.tls_port,
            ("mail.example.test", 143): dovecot.starttls_port,
            ("mail.example.test", 465): postfix.port("tls"),
            ("mail.example.test", 587): postfix.port("starttls"),
        }

    def check(self, lookups: frozenset[Lookup]) -> Report:
        alice = MAILBOXES["alice"]
        settings = Settings(
            nameserver=("127.0.0.1", self._nameserver.port),
            authorities=self._authorities,
            lookups=lookups,
            routes=self._routes,
        )
        engine = engine_for(Account(alice.address, secret=Secret(alice.secret)), settings)
        engine.start()
        for _ in engine.events():
            pass
        return report_of(engine, Language.EN)


@pytest.fixture
def real(dovecot: Dovecot, postfix: Postfix, nameserver: Nsd, certificates: Certificates) -> Real:
    return Real(dovecot, postfix, nameserver, certificates)


def test_by_srv(real: Real) -> None:
    report = real.check(EVERY_LOOKUP)
    found = {service: report.incoming if service is Service.INCOMING else report.outgoing for service in Service}
    assert [(str(end), end.source if end else "") for end in found.values()] == [
        ("mail.example.test:993/tls", "srv"),
        ("mail.example.test:465/tls", "srv"),
    ]
    assert report.verdict in (Verdict.READY, Verdict.READY_WITH_WARNINGS)


def test_guessed_servers_are_greeted_and_not_logged_in_to(real: Real) -> None:
    report = real.check(frozenset({Lookup.GUESS}))
    assert report.incoming and report.incoming.source == "guess"
    assert str(report.incoming) == "mail.example.test:993/tls"
    assert report.verdict is Verdict.INCOMPLETE
    assert not any(" LOGIN " in line.line or "AUTH" in line.line.split(" ")[:1] for line in report.transcript)
