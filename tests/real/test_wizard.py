"""The pages of the window against the real servers: what the person types, and what the result says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

pytest.importorskip("PySide6")

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Service
from mailcheck.domain.report import Verdict
from mailcheck.domain.settings import Settings
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.job import warm
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.pages.mailbox import MailboxPage
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.wizard import Wizard
from tests.bench.proxy import Encryption, Proxy
from tests.real.certificates import Certificates
from tests.real.dovecot import Dovecot
from tests.real.mailboxes import MAILBOXES
from tests.real.nsd import Nsd
from tests.real.postfix import Postfix
from tests.ui.conftest import own_settings, qt_is_silent, shell, shells  # noqa: F401 - fixtures
from tests.ui.frame import settle
from tests.ui.keys import press

WITHIN = 30_000  # ms; a run takes half a second, a loaded machine is given room


@dataclass(frozen=True)
class RealServers:
    """In place of a practice mailbox: only where to ask for names, and whom to trust."""

    settings: Settings
    right_password: None = None
    scenario = scenarios()["all-green"]


class Person:
    """Types and presses what a person would, and waits for the next screen."""

    def __init__(self, wizard: Wizard, qtbot: QtBot) -> None:
        self.wizard, self._qtbot = wizard, qtbot

    def types(self, address: str, secret: str) -> None:
        page = self.wizard.page_named("mailbox")
        assert isinstance(page, MailboxPage)
        for edit, text in ((page.address.edit, address), (page.secret.edit, secret)):
            edit.selectAll()
            press(edit, text)

    def names_servers(self, incoming: int, outgoing: int) -> None:
        page = self.wizard.page_named("servers")
        assert isinstance(page, ServersPage)
        self._qtbot.waitUntil(lambda: page.typing or page.found.isVisible() or page.unknown.isVisible(), timeout=WITHIN)
        if not page.typing:
            (page.found.button if page.found.isVisible() else page.unknown.button).click()
        for service, port in ((Service.INCOMING, incoming), (Service.OUTGOING, outgoing)):
            form = page.forms[service]
            for edit, text in ((form.host, "localhost"), (form.port, str(port))):
                edit.selectAll()
                QTest.keyClicks(edit, text)

    def next(self) -> None:
        button = self.wizard.button(Wizard.WizardButton.NextButton)
        self._qtbot.waitUntil(button.isEnabled, timeout=WITHIN)
        button.click()

    def checks(self, begin: Callable[[], object]) -> ResultPage:
        """Until the whole result stands there."""
        result = self.wizard.page_named("result")
        assert isinstance(result, ResultPage)
        with self._qtbot.waitSignal(result.built, timeout=WITHIN):
            begin()
        settle(self.wizard)
        assert self.wizard.currentPage() is result
        return result

    def goes_the_whole_way(self, address: str, secret: str, incoming: int, outgoing: int) -> ResultPage:
        self.types(address, secret)
        self.next()
        self.names_servers(incoming, outgoing)
        return self.checks(self.next)


@pytest.fixture
def person(
    shell: Shell,  # noqa: F811
    qtbot: QtBot,
    certificates: Certificates,
    nameserver: Nsd,
) -> Iterator[Person]:
    warm()
    authorities = certificates.ca_file.read_text(encoding="ascii")
    host, _, port = nameserver.address.partition(":")
    draft = Draft(practice=RealServers(Settings(nameserver=(host, int(port)), authorities=authorities)))
    wizard = Wizard(shell, draft, first="mailbox")
    qtbot.addWidget(wizard)
    wizard.show()
    settle(wizard)
    yield Person(wizard, qtbot)
    wizard.close()


def verdict(page: ResultPage) -> tuple[Verdict, list[str]]:
    """Of the report, and the cards that stand on the screen for it."""
    assert page.report is not None
    codes = [diagnosis.code for diagnosis in page.report.diagnoses]
    assert len(page.findChildren(DiagnosisCard)) == len(codes)
    return page.report.verdict, codes


def test_all_is_well(person: Person, dovecot: Dovecot, postfix: Postfix) -> None:
    alice = MAILBOXES["alice"]
    page = person.goes_the_whole_way(alice.address, alice.secret, dovecot.tls_port, postfix.port("tls"))
    assert verdict(page) == (Verdict.READY, [])


def test_no_folder_for_sent_letters(person: Person, dovecot: Dovecot, postfix: Postfix) -> None:
    nosent = MAILBOXES["nosent"]
    page = person.goes_the_whole_way(nosent.address, nosent.secret, dovecot.tls_port, postfix.port("tls"))
    assert verdict(page) == (Verdict.NOT_READY, ["sent-folder-missing"])


def test_a_wrong_password_and_then_the_right_one(person: Person, dovecot: Dovecot, postfix: Postfix) -> None:
    """The card leads to the field, and the next result tells that it is mended."""
    alice, wizard = MAILBOXES["alice"], person.wizard
    page = person.goes_the_whole_way(alice.address, "wrong-password", dovecot.tls_port, postfix.port("tls"))
    assert verdict(page) == (Verdict.NOT_READY, ["login-rejected"])
    retype = wizard.shell.speech.say("result.retype")
    next(button for button in page.findChildren(Button) if button.text() == retype).click()
    assert wizard.currentPage() is wizard.page_named("mailbox")
    person.types(alice.address, alice.secret)
    person.next()
    page = person.checks(person.next)
    assert verdict(page) == (Verdict.READY, [])
    changes = page.findChild(ChangesBlock)
    assert isinstance(changes, ChangesBlock)
    assert [line.words.partition(".")[0] for line in changes.lines] == ["Исправлено"]


def test_stop_in_the_middle(
    person: Person, dovecot: Dovecot, postfix: Postfix, certificates: Certificates, qtbot: QtBot
) -> None:
    """The server falls silent at the list of folders: nobody waits for it who has pressed Stop."""
    many, wizard = MAILBOXES["many"], person.wizard
    encryption = Encryption(certificates.server("good"), certificates.client())
    checking = wizard.page_named("checking")
    assert isinstance(checking, CheckingPage)
    with Proxy(dovecot.tls_port, silent_after=b"LIST", encryption=encryption) as proxy:
        person.types(many.address, many.secret)
        person.next()
        person.names_servers(proxy.port, postfix.port("tls"))
        person.next()
        qtbot.waitUntil(lambda: any("LIST" in line.line for line in wizard.runner.transcript()), timeout=WITHIN)
        wizard.button(Wizard.WizardButton.CustomButton1).click()
        qtbot.waitUntil(lambda: not wizard.runner.running, timeout=2_000)
    settle(wizard)
    assert wizard.currentPage() is checking
    assert checking.notice.isVisible()
    report = wizard.runner.report(wizard.shell.speech.language)
    assert report is not None and report.verdict is Verdict.INCOMPLETE
