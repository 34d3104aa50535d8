"""Reports of real runs against scripted servers, for the result screen: made once for all tests and pictures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

from dnslib import MX, A

from mailcheck.checks.run import StageStarted
from mailcheck.domain.account import Account, Endpoint, Secret, Security
from mailcheck.domain.finding import Stage
from mailcheck.domain.report import Report, Verdict
from mailcheck.i18n import Language
from mailcheck.reporting import report_of
from tests.certificates import Certificates
from tests.mailbox import SECRET, Mailbox
from tests.name_server import ZONE, NameServer
from tests.servers import Connection, Server, hang, imap, running, smtp

Reports = Mapping[Language, Report]
GMAIL_NO = (
    "NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"
)
GMAIL_534 = (
    "534-5.7.9 Application-specific password required. Learn more at\n"
    "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp"
)
NO_SENT = ('(\\HasNoChildren) "/" INBOX', '(\\Drafts) "/" Drafts', '(\\Junk) "/" Spam', '(\\Trash) "/" Trash')


@cache
def real_reports(name: str) -> Reports:
    """`name`: one of NAMES."""
    with _world() as mailbox:
        reports = _MAKERS[name](mailbox)
    assert all(report.checks for report in reports.values())
    return reports


class _world:  # noqa: N801 - used as a function
    def __enter__(self) -> Mailbox:
        self._names = NameServer()
        certificates = Certificates(Path(mkdtemp(prefix="mailcheck-tests-")))
        self._patch = mock.patch.dict(os.environ, SSL_CERT_FILE=str(certificates.system_file))
        self._patch.start()
        return Mailbox(certificates, self._names)

    def __exit__(self, *_: object) -> None:
        self._patch.stop()
        self._names.stop()


def _both(mailbox: Mailbox) -> Reports:
    return {language: report_of(mailbox.engine, language) for language in Language}


def _slowly(seconds: float, answer: str) -> Callable[[Connection], None]:
    """An answer that takes its time: bars of one length tell nothing."""

    def wait(connection: Connection) -> None:
        time.sleep(seconds)
        prefix = f"{connection.tag} " if connection.tag else ""
        lines = (line if line.startswith("*") else prefix + line for line in answer.split("\n"))
        connection.line("\n".join(lines))

    return wait


def _gmail(mailbox: Mailbox) -> Reports:
    """The names are Google's, the servers ours: routes are what practice mode has."""
    context = mailbox.certificates.for_names("imap.gmail.com", "smtp.gmail.com")
    servers = [
        Server(imap(LOGIN=_slowly(0.21, GMAIL_NO), AUTHENTICATE=_slowly(0.21, GMAIL_NO)), context, implicit=True),
        Server(smtp(AUTH=_slowly(0.08, GMAIL_534)), context, implicit=True),
    ]
    incoming = Endpoint("imap.gmail.com", 993, Security.TLS, "provider")
    outgoing = Endpoint("smtp.gmail.com", 465, Security.TLS, "provider")
    routes = {(e.host, e.port): server.port for e, server in zip((incoming, outgoing), servers, strict=True)}
    account = Account(
        "olga.petrova@gmail.com", incoming, outgoing, secret=Secret("Ordinary-1"), amocrm_error="connection-problem"
    )
    zone = {each.host: [A("127.0.0.1")] for each in (incoming, outgoing)}
    with running(*servers), mock.patch.dict(ZONE, zone):
        mailbox.run(account, routes=routes)
    return _both(mailbox)


def _no_sent(mailbox: Mailbox) -> Reports:
    mailbox(imap(folders=NO_SENT), smtp(), amocrm_error="sent-folder-missing")
    return _both(mailbox)


def _green(mailbox: Mailbox) -> Reports:
    mailbox(
        imap(LOGIN=_slowly(0.05, "OK done"), LIST=_slowly(0.02, '* LIST (\\Sent) "/" Sent\n* LIST () "/" INBOX\nOK'))
    )
    return _both(mailbox)


def _green_refused(mailbox: Mailbox) -> Reports:
    mailbox(amocrm_error="connection-problem")
    return _both(mailbox)


def _corrected(mailbox: Mailbox) -> Reports:
    mailbox(amocrm_error="connection-problem", corrected="address-lookalike-letter")
    return _both(mailbox)


def _expired(mailbox: Mailbox) -> Reports:
    mailbox(context=mailbox.certificates.expired(12))
    return _both(mailbox)


def _stopped(mailbox: Mailbox) -> Reports:
    def stop(event: object) -> None:
        if isinstance(event, StageStarted) and (event.check, event.stage) == ("incoming", Stage.FOLDERS):
            mailbox.engine.run.stop()

    mailbox(imap(LIST=hang), smtp(AUTH=hang), on_event=stop)
    return {language: replace(each, verdict=Verdict.INCOMPLETE) for language, each in _both(mailbox).items()}


def _no_password(mailbox: Mailbox) -> Reports:
    mailbox(secret=None)
    return _both(mailbox)


def _unconfirmed(mailbox: Mailbox) -> Reports:
    """The mail of the domain is at a hoster whose servers our list is not sure of."""
    account = Account("anna@firm.test", secret=Secret(SECRET))
    hosts = ("imap.secureserver.net", "smtpout.secureserver.net")
    context = mailbox.certificates.for_names(*hosts)
    servers = [Server(imap(), context, implicit=True), Server(smtp(), context, implicit=True)]
    routes = {(host, port): each.port for host, port, each in zip(hosts, (993, 465), servers, strict=True)}
    zone = {"firm.test": [MX("smtp.secureserver.net", 10)], **{host: [A("127.0.0.1")] for host in hosts}}
    with running(*servers), mock.patch.dict(ZONE, zone):
        mailbox.run(account, routes=routes)
    return _both(mailbox)


def _lookalike(mailbox: Mailbox) -> Reports:
    mailbox.run(Account("anna@mаil.ru", secret=Secret(SECRET)))  # the second letter of the domain is Cyrillic
    return _both(mailbox)


def _three_cards(mailbox: Mailbox) -> Reports:
    mailbox(
        imap(folders=NO_SENT, quota="STORAGE 990 1000"),
        smtp(MAIL="553 5.7.1 <anna@example.test>: Sender address rejected: not owned by user anna@example.test"),
        amocrm_error="connection-problem",
    )
    return _both(mailbox)


_MAKERS: Mapping[str, Callable[[Mailbox], Reports]] = {
    "gmail": _gmail,
    "no-sent": _no_sent,
    "green": _green,
    "green-refused": _green_refused,
    "corrected": _corrected,
    "expired": _expired,
    "stopped": _stopped,
    "no-password": _no_password,
    "unconfirmed": _unconfirmed,
    "lookalike": _lookalike,
    "three-cards": _three_cards,
}
NAMES = tuple(_MAKERS)
