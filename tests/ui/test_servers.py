"""Screen 3: the fields that are tied together, the inline judgement, what goes into the draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.servers.fields import ServerFields
from mailcheck.ui.servers.form import ServerForm
from mailcheck.ui.servers.judged import judged
from mailcheck.ui.servers.search import Begin
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text
from mailcheck.ui.wizard import Wizard
from tests.ui.frame import framed, settle
from tests.ui.searches import nobody
from tests.ui.states.servers import KNOWN, UNKNOWN, answered, hurry

IN, OUT = Service.INCOMING, Service.OUTGOING
TLS, STARTTLS, NONE = Security.TLS, Security.STARTTLS, Security.NONE


# --- port and encryption ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "security", "port"),
    [(IN, TLS, "993"), (IN, STARTTLS, "143"), (OUT, TLS, "465"), (OUT, STARTTLS, "587")],
)
def test_the_port_follows_the_encryption(service: Service, security: Security, port: str) -> None:
    fields = ServerFields(service)
    fields.choose(security)
    assert fields.port == port


def test_a_port_typed_by_hand_stays() -> None:
    fields = ServerFields(IN)
    fields.type_port("1993")
    fields.choose(STARTTLS)
    assert fields.port == "1993"
    fields.type_port("")
    fields.choose(TLS)
    assert fields.port == "993"


def test_the_encryption_follows_the_port_until_it_was_chosen() -> None:
    fields = ServerFields(OUT)
    fields.type_port("587")
    assert fields.security is STARTTLS
    fields.choose(TLS)
    assert (fields.security, fields.suggestion) == (TLS, STARTTLS)
    fields.type_port("465")
    assert fields.suggestion is None


def test_a_port_on_the_way_to_another_leaves_nothing_behind() -> None:
    fields = ServerFields(OUT)
    for typed in ("2", "25", "258", "2587"):
        fields.type_port(typed)
    assert fields.security is TLS


@pytest.mark.parametrize(
    ("service", "port", "trouble"),
    [
        (IN, "", "port-wrong"),
        (IN, "0", "port-wrong"),
        (IN, "70000", "port-wrong"),
        (IN, "٩٩٣", "port-wrong"),
        (IN, "443", "port-web"),
        (IN, "995", "port-pop3"),
        (IN, "465", "port-other-way"),
        (OUT, "993", "port-other-way"),
        (OUT, "2525", None),
        (IN, " 993 ", None),
    ],
)
def test_odd_ports(service: Service, port: str, trouble: str | None) -> None:
    fields = ServerFields(service)
    fields.type_port(port)
    assert fields.port_trouble() == trouble


def test_without_a_name_there_is_no_server() -> None:
    fields = ServerFields(IN)
    assert fields.endpoint() is None
    fields.host = "  imap.example.test "
    assert fields.endpoint() == Endpoint("imap.example.test", 993, TLS)


# --- names ---------------------------------------------------------------------------------------------------------


def test_names_are_judged_in_words() -> None:
    comma = judged("imap,mail.ru", IN, Language.RU)
    assert comma
    assert (comma.words, comma.suggestion, comma.hopeless) == ("Вместо точки стоит запятая.", "imap.mail.ru", True)
    address = judged("192.0.2.1", IN, Language.EN)
    assert address
    assert not address.hopeless
    assert judged("imap.mail.ru", IN, Language.RU) is None
    assert judged("  ", IN, Language.RU) is None


# --- the screen ------------------------------------------------------------------------------------------------------


def screen(shell: Shell, draft: Draft, begin: Begin = nobody) -> tuple[Wizard, ServersPage]:
    wizard = framed(shell, partial(ServersPage, begin=begin), draft)
    page = wizard.currentPage()
    assert isinstance(page, ServersPage)
    hurry(page)
    answered(page)
    if page.unknown.isVisible():
        page.unknown.button.click()
    return wizard, page


def typed(form: ServerForm, host: str) -> None:
    QTest.keyClicks(form.host, host)


def test_known_servers_are_one_line_each_and_left_to_the_run(shell: Shell) -> None:
    draft = Draft(address=KNOWN)
    _wizard, page = screen(shell, draft)
    assert page.known.isVisible()
    assert page.known.lines[IN].words == "imap.yandex.ru, порт 993, шифрование SSL/TLS"
    assert page.known.source.words == "Из\u00a0нашего списка, проверено 23.11.2026."
    shell.speech.choose(Language.EN)
    assert page.known.source.words == "From our list, checked on 23\u00a0Nov\u00a02026."
    page.leave()
    assert (draft.incoming, draft.outgoing) == (None, None)
    assert page.isComplete()


def test_change_begins_with_what_is_known(shell: Shell) -> None:
    draft = Draft(address=KNOWN)
    _wizard, page = screen(shell, draft)
    page.known.button.click()
    form = page.forms[OUT]
    assert form.host.text() == "smtp.yandex.ru"
    form.candidates.setCurrentIndex(1)
    form.candidates.activated.emit(1)
    page.leave()
    assert draft.outgoing is not None
    assert str(draft.outgoing) == "smtp.yandex.ru:587/starttls"
    page.enter()
    answered(page)
    assert page.form.isVisible()
    page.form.as_known.click()
    page.leave()
    assert draft.outgoing is None


def test_unknown_servers_may_be_left_empty(shell: Shell) -> None:
    draft = Draft(address=UNKNOWN)
    wizard = framed(shell, partial(ServersPage, begin=nobody), draft)
    page = wizard.currentPage()
    assert isinstance(page, ServersPage)
    answered(page)
    assert page.unknown.isVisible() and not page.form.isVisible() and not page.found.isVisible()
    told = " ".join(text.words for text in page.unknown.findChildren(Text) if text.isVisible())
    assert "Настройка почтовой программы" in told.replace("\u00a0", " ") and page.unknown.button.kind == "plain"
    assert page.validatePage()
    page.unknown.button.click()
    assert page.form.isVisible() and not page.unknown.isVisible()
    assert page.forms[IN].host.hasFocus()
    assert page.validatePage()
    page.forms[IN].host.setText("imap.example.test")
    assert page.lead.words.startswith("Проверим то, что вписано"), "what is typed is not thrown away"
    page.forms[OUT].host.setText("smtp.example.test")
    assert page.lead.words.startswith("Проверим эти серверы")
    for form in page.forms.values():
        form.host.clear()
    assert page.lead.words.startswith("Найти серверы")
    page.leave()
    assert (draft.incoming, draft.outgoing, draft.username) == (None, None, None)


def test_what_was_typed_comes_back(shell: Shell) -> None:
    draft = Draft(address=UNKNOWN)
    _wizard, page = screen(shell, draft)
    typed(page.forms[IN], "mail.example.test")
    page.form.username.setText(" anna ")
    page.leave()
    assert draft.incoming == Endpoint("mail.example.test", 993, TLS)
    assert draft.username == "anna"
    page.enter()
    answered(page)
    assert page.forms[IN].host.text() == "mail.example.test"


def test_a_wrong_name_is_mended_by_the_button(shell: Shell) -> None:
    _wizard, page = screen(shell, Draft(address=UNKNOWN))
    form = page.forms[IN]
    typed(form, "imap,example.test")
    answered(page)
    assert form.host_hint.isVisible()
    assert form.host_hint.button.text() == "Исправить на\u00a0imap.example.test"
    assert page.isComplete() and not page.validatePage()
    assert form.host_hint.button.hasFocus()
    form.host_hint.button.click()
    answered(page)
    assert form.host.text() == "imap.example.test"
    assert form.host_hint.isHidden()
    assert page.validatePage()


def test_check_is_never_off_without_a_word_but_leads_to_the_fault(shell: Shell) -> None:
    """In the smallest window the fault may be scrolled away."""
    wizard, page = screen(shell, Draft(address=UNKNOWN))
    wizard.resize(800, 600)
    settle(wizard)
    form = page.forms[OUT]
    typed(form, "smtp.example.test")
    form.port.selectAll()
    QTest.keyClick(form.port, Qt.Key.Key_Delete)
    answered(page)
    page.scroll.verticalScrollBar().setValue(0)
    wizard.button(Wizard.WizardButton.NextButton).click()
    settle(wizard)
    assert wizard.currentPage() is page
    assert form.port.hasFocus() and not form.port_hint.isHidden()
    place = form.port_hint.mapTo(page.scroll.viewport(), form.port_hint.rect().bottomLeft())
    assert page.scroll.viewport().rect().contains(place)


@pytest.mark.parametrize("language", Language)
def test_the_field_that_has_the_keys_is_in_sight(shells: Callable[..., Shell], language: Language) -> None:
    """In the smallest window, with what stands above the form, and again when the screen was left at its end."""
    draft = Draft(
        address=KNOWN,
        practice=SimpleNamespace(scenario=scenarios()["all-green"], settings=Settings(), right_password=None),
    )
    wizard, page = screen(shells(language), draft)
    wizard.resize(800, 600)
    settle(wizard)
    page.known.button.click()
    for left_at in (0, 10_000):
        QTest.qWait(600 if left_at else 50)  # what moves the screen while it is entered is over
        page.scroll.verticalScrollBar().setValue(left_at)
        if left_at:
            wizard.go("servers")
            answered(page)
            QTest.qWait(50)
        host = page.forms[IN].host
        place = QRect(host.mapTo(page.scroll.viewport(), QPoint(0, 0)), host.size())
        assert host.hasFocus() and page.scroll.viewport().rect().contains(place)


def test_html_in_a_name_is_text(shell: Shell) -> None:
    _wizard, page = screen(shell, Draft(address="anna@<b>x</b>.test"))
    assert "<b>x</b>.test" in page.lead.words
    assert "<b>x" not in page.lead.text()


def test_a_port_by_hand_suggests_the_encryption(shell: Shell) -> None:
    _wizard, page = screen(shell, Draft(address=UNKNOWN))
    form = page.forms[OUT]
    form.security.setCurrentIndex(0)
    form.security.activated.emit(0)
    form.port.clear()
    QTest.keyClicks(form.port, "587")
    assert form.port_hint.text.words == "На\u00a0порту 587 обычно работает STARTTLS."
    form.port_hint.button.click()
    assert form.fields.security is STARTTLS
    assert form.port.text() == "587"


def test_no_encryption_only_with_consent_and_for_one_run(shell: Shell) -> None:
    draft = Draft(address=UNKNOWN)
    _wizard, page = screen(shell, draft)
    form = page.forms[IN]
    assert form.security.count() == 2
    page.form.unencrypted.consent.setChecked(True)
    assert form.security.count() == 3
    typed(form, "mail.example.test")
    form.security.setCurrentIndex(2)
    form.security.activated.emit(2)
    answered(page)
    assert page.validatePage()
    page.leave()
    assert draft.insecure
    assert draft.incoming == Endpoint("mail.example.test", 143, NONE)
    draft.insecure = False
    page.enter()
    answered(page)
    assert not page.form.unencrypted.consent.isChecked()
    assert page.form.unencrypted.is_open
    assert not page.validatePage()
    assert page.form.unencrypted.consent.hasFocus()
    assert form.port_hint.isVisible()


def test_another_domain_forgets_the_servers_of_the_one_before(shell: Shell) -> None:
    draft = Draft(address=UNKNOWN)
    _wizard, page = screen(shell, draft)
    typed(page.forms[IN], "mail.example.test")
    page.leave()
    draft.address = KNOWN
    page.enter()
    answered(page)
    assert page.known.isVisible()
    page.leave()
    assert draft.incoming is None
