"""Screen 2: address, provider, password; what is asked, kept, shown and led to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Secret
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.mailbox import keychain_row
from mailcheck.ui.mailbox.keychain_row import Answer
from mailcheck.ui.mailbox.mx import MxAnswer, ask_mx
from mailcheck.ui.mailbox.provider_card import NO_ANSWER, NO_DOMAIN
from mailcheck.ui.mailbox.want import Want
from mailcheck.ui.pages import mailbox
from mailcheck.ui.pages.mailbox import MailboxPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text
from mailcheck.ui.wizard import Wizard
from tests.name_server import NameServer
from tests.ui.frame import BIG, SMALL, framed, settle
from tests.ui.keys import letters_for_alt, press
from tests.ui.states.mailbox import states


@pytest.fixture(autouse=True)
def no_keychain(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A store in memory; nobody's own."""
    store: dict[str, str] = {}
    monkeypatch.setattr(keychain_row, "_available", lambda: True)
    monkeypatch.setattr(keychain_row, "_get", lambda at: Answer(Secret(store[at]) if at in store else None))
    monkeypatch.setattr(keychain_row, "_put", lambda at, secret: store.update({at: secret.reveal()}) or Answer())
    return store


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Domains that were looked up; nothing leaves this computer."""
    domains: list[str] = []

    def ask(domain: str, _nameserver: tuple[str, int] | None) -> MxAnswer:
        domains.append(domain)
        return MxAnswer(domain, ("mx.yandex.net",))

    monkeypatch.setattr(mailbox, "ask_mx", ask)
    monkeypatch.setattr(mailbox, "MX_DELAY", 20)
    return domains


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot, asked: list[str]) -> Iterator[Callable[..., MailboxPage]]:
    alive: list[Wizard] = []

    def make(draft: Draft | None = None) -> MailboxPage:
        wizard = framed(shell, MailboxPage, draft)
        alive.append(wizard)
        qtbot.addWidget(wizard)
        wizard.activateWindow()
        page = wizard.page_named("mailbox")
        assert isinstance(page, MailboxPage)
        return page

    yield make


@pytest.fixture
def page(opened: Callable[..., MailboxPage]) -> MailboxPage:
    return opened()


def test_a_known_domain_needs_no_look_up(page: MailboxPage, asked: list[str], qtbot: QtBot) -> None:
    press(page.address.edit, "shop@yandex.ru")
    assert page.card.preview and page.card.preview.id == "yandex"
    assert "приложения" in page.secret.label.text()
    qtbot.wait(50)
    assert not asked


def test_an_own_domain_is_looked_up_once_the_typing_stops(page: MailboxPage, asked: list[str], qtbot: QtBot) -> None:
    press(page.address.edit, "info@uyut.example")
    qtbot.waitUntil(lambda: page.card.preview is not None)
    assert asked == ["uyut.example"]
    assert page.card.preview and page.card.preview.id == "yandex"


def test_what_was_mended_on_the_last_screen_is_not_forgotten_here(opened: Callable[..., MailboxPage]) -> None:
    """amoCRM may have the address as it was, whichever screen has mended it; one that is typed anew has no past."""
    page = opened(Draft(address="info@mаil.ru"))
    page.draft.address, page.draft.corrected = "info@mail.ru", "address-lookalike-letter"
    page.enter()
    page.leave()
    assert page.draft.corrected == "address-lookalike-letter"
    page.address.edit.setText("other@mail.ru")
    page.leave()
    assert not page.draft.corrected


def test_the_answer_for_an_old_text_is_ignored(
    page: MailboxPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(domain: str, _nameserver: object) -> MxAnswer:
        begun.set()
        go.wait(5)
        return MxAnswer(domain, ("mx.yandex.net",))

    monkeypatch.setattr(mailbox, "ask_mx", slow)
    page.address.set_text("info@uyut.example")
    qtbot.waitUntil(begun.is_set)
    page.address.set_text("info@mail.ru")
    go.set()
    qtbot.wait(50)
    assert page.card.preview and page.card.preview.id == "mail-ru"


def test_a_real_name_server_answers(name_server: NameServer) -> None:
    answer = ask_mx("example.test", name_server.address)
    assert answer.hosts == ("mail.example.test",)
    assert ask_mx("nosuch.test", name_server.address) == MxAnswer("nosuch.test", state=NO_DOMAIN)
    assert ask_mx("broken.test", name_server.address).state == NO_ANSWER


def test_what_was_typed_reaches_the_draft_and_comes_back(opened: Callable[..., MailboxPage]) -> None:
    draft = Draft()
    page = opened(draft)
    page.address.set_text("shop@rambler.ru")
    page.secret.set_secret(Secret("abc"))
    page.options.username.setText(" shop ")
    page.options.recipient.set_text("client@mail.ru")
    assert page.validatePage()
    page.leave()
    assert (draft.address, draft.username, draft.recipient) == ("shop@rambler.ru", "shop", "client@mail.ru")
    assert draft.secret and draft.secret.reveal() == "abc" and not draft.remember
    before = draft.secret
    page.enter()
    page.leave()
    assert draft.secret is before  # another object would mean another password, and signing in anew


def test_without_a_password_one_goes_on(page: MailboxPage) -> None:
    page.address.set_text("shop@rambler.ru")
    assert page.validatePage() and page.secret.empty.isVisible()
    page.leave()
    assert page.draft.secret is None


@pytest.mark.parametrize("text", ["", "shop", "shop@", "shop@mаil.ru", "a b@mail.ru", "a@b.ru, c@d.ru"])
def test_an_address_that_cannot_be_is_mended_here(page: MailboxPage, text: str) -> None:
    page.address.set_text(text)
    assert not page.validatePage()
    assert page.address.notice.isVisible()
    mends = page.address.correct if page.address.address.suggestion else page.address.edit
    assert mends.hasFocus() or not QGuiApplication.focusWindow()


@pytest.mark.parametrize("text", ["вася@mail.ru", "info@почта.рф", "shop@gmial.com"])
def test_an_address_that_may_be_meant_goes_on(page: MailboxPage, text: str) -> None:
    page.address.set_text(text)
    assert page.validatePage()


def test_where_no_password_will_do_none_is_asked_for_and_none_is_lost(page: MailboxPage) -> None:
    page.secret.set_secret(Secret("abc"))
    page.address.set_text("shop@outlook.com")
    assert not page.secret.isVisible() and page.no_secret.isVisible() and not page.keychain.isVisible()
    assert _word(page) is None
    page.address.set_text("shop@rambler.ru")
    assert _word(page) == "abc"


@pytest.mark.parametrize(
    ("address", "said"),
    [("shop@outlook.com", "проверим без пароля"), ("shop@proton.me", "подключить ящик он не поможет")],
)
def test_why_no_password_is_asked_for(page: MailboxPage, address: str, said: str) -> None:
    page.address.set_text(address)
    assert page.no_secret.isVisible() and said in page.no_secret.words.replace("\u00a0", " ")
    assert page.card.more.reveal is not None and page.card.more.reveal.is_open, "what can be done is not folded away"


def _word(page: MailboxPage) -> str | None:
    """What goes into the check."""
    page.leave()
    return page.draft.secret.reveal() if page.draft.secret else None


def test_nothing_is_kept_unless_it_is_ticked(page: MailboxPage, no_keychain: dict[str, str], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.keychain.available is True)
    page.address.set_text("shop@rambler.ru")
    page.secret.set_secret(Secret("abc"))
    assert not page.keychain.remember.isChecked()
    page.leave()
    qtbot.wait(30)
    assert no_keychain == {}
    page.keychain.remember.setChecked(True)
    page.leave()
    qtbot.waitUntil(lambda: no_keychain == {"shop@rambler.ru": "abc"})
    page.secret.set_secret(None)
    page.keychain.take.click()
    qtbot.waitUntil(lambda: page.secret.secret() is not None)
    assert page.keychain.status.words.replace("\u00a0", " ") == "Пароль взят из хранилища."


def test_without_a_keychain_one_calm_sentence(page: MailboxPage) -> None:
    page.keychain._set_available(False)
    assert page.keychain.status.words.endswith("Проверке это не\u00a0мешает.")
    assert not page.keychain.remember.isVisible() and page.keychain.status.isVisible()
    assert "хранилища паролей" in page.keychain.status.words.replace("\u00a0", " ")


def test_practice_asks_no_keychain(opened: Callable[..., MailboxPage], no_keychain: dict[str, str]) -> None:
    class Practice:
        settings = None
        right_password = None
        scenario = scenarios()["all-green"]

    page = opened(Draft(address="shop@rambler.ru", secret=Secret("abc"), practice=Practice()))  # type: ignore[arg-type]
    assert not page.keychain.isVisible()
    page.keychain.remember.setChecked(True)
    page.leave()
    assert no_keychain == {}


def _practice() -> SimpleNamespace:
    return SimpleNamespace(settings=Settings(), right_password=None, scenario=scenarios()["gmail-ordinary-password"])


@pytest.mark.parametrize("practice", [False, True], ids=["own", "practice"])
@pytest.mark.parametrize("domain", ["gmail.com", "yandex.ru", "mail.ru", "rambler.ru", "shop.example"])
@pytest.mark.parametrize("language", Language)
def test_the_smallest_window_shows_the_password_and_what_matters_for_it(
    shells: Callable[..., Shell], qtbot: QtBot, asked: list[str], language: Language, domain: str, practice: bool
) -> None:
    draft = Draft(practice=_practice() if practice else None)
    wizard = framed(shells(language), MailboxPage, draft, SMALL)
    qtbot.addWidget(wizard)
    page = wizard.currentPage()
    assert isinstance(page, MailboxPage)
    page.address.set_text(f"shop@{domain}")
    qtbot.waitUntil(lambda: page.card.preview is not None)
    settle(wizard)
    want = page.card.findChild(Want)
    assert want is not None
    seen = page.scroll.viewport().rect()
    first = page.practice_notice if practice else page.step_text
    for part in (first, page.address.edit, want.findChildren(Text)[0], page.secret.edit):
        place = QRect(part.mapTo(page.scroll.viewport(), QPoint(0, 0)), part.size())
        assert seen.contains(place), (type(part), place, seen)


@pytest.mark.parametrize("practice", [False, True], ids=["own", "practice"])
@pytest.mark.parametrize("size", [BIG, SMALL])
def test_once_the_address_is_mended_the_password_is_in_sight_too(
    shell: Shell, qtbot: QtBot, asked: list[str], size: tuple[int, int], practice: bool
) -> None:
    """What was told of the address and the card of the provider push it down."""
    draft = Draft(address="lavka.primer@mаil.ru", secret=Secret("abc"), practice=_practice() if practice else None)
    wizard = framed(shell, MailboxPage, draft, size)
    qtbot.addWidget(wizard)
    page = wizard.currentPage()
    assert isinstance(page, MailboxPage)
    page.address.correct.click()
    assert page.card.preview and page.secret.label.text() == "Па&роль приложения"
    qtbot.wait(50)
    seen = page.scroll.viewport().rect()
    for part in (page.address.edit, page.secret.label, page.secret.edit):
        place = QRect(part.mapTo(page.scroll.viewport(), QPoint(0, 0)), part.size())
        assert seen.contains(place), (type(part), place, seen)


def test_every_practice_begins_with_the_password_in_sight(shell: Shell, qtbot: QtBot, asked: list[str]) -> None:
    """In the window as it opens, where the story is unfolded, and what is practised is to be seen as well."""
    for name in ("gmail-ordinary-password", "mailru-without-app-password", "own-domain-at-yandex", "sent-missing"):
        scenario = scenarios()[name]
        practice = SimpleNamespace(settings=Settings(), right_password="primerparolgmail", scenario=scenario)
        draft = Draft(address=scenario.address, secret=Secret("abc"), practice=practice)
        wizard = framed(shell, MailboxPage, draft, BIG)
        qtbot.addWidget(wizard)
        page = wizard.currentPage()
        assert isinstance(page, MailboxPage) and page.practice_notice.story.is_open
        qtbot.waitUntil(lambda page=page: not page.mx.busy)  # type: ignore[misc]
        qtbot.wait(50)
        seen = page.scroll.viewport().rect()
        for part in (page.practice_notice.text, page.address.edit, page.secret.edit):
            place = QRect(part.mapTo(page.scroll.viewport(), QPoint(0, 0)), part.size())
            assert seen.contains(place), (name, type(part), place, seen)
        wizard.close()


@pytest.mark.parametrize("left_at", [0, 10_000], ids=["top", "end"])
def test_a_new_password_is_typed_where_it_is_seen(shell: Shell, qtbot: QtBot, asked: list[str], left_at: int) -> None:
    """Whoever comes from the result may have unfolded how it is done, and left the screen at its end."""
    draft = Draft(address="shop@gmail.com", secret=Secret("abc"))
    wizard = framed(shell, MailboxPage, draft, SMALL)
    qtbot.addWidget(wizard)
    page = wizard.currentPage()
    assert isinstance(page, MailboxPage) and page.card.more.reveal is not None
    page.card.more.reveal.set_open(True)
    qtbot.wait(600)  # what moves the screen while it is entered is over
    page.scroll.verticalScrollBar().setValue(left_at)
    draft.new_secret = True
    wizard.go("mailbox")
    seen = page.scroll.viewport().rect()

    def in_sight(part: QWidget) -> bool:
        return bool(seen.contains(QRect(part.mapTo(page.scroll.viewport(), QPoint(0, 0)), part.size())))

    qtbot.waitUntil(lambda: in_sight(page.secret.label) and in_sight(page.secret.edit))
    assert page.secret.edit.hasFocus()


def test_the_keyboard_reaches_everything_in_order(page: MailboxPage) -> None:
    page.address.set_text("shop@yandex.ru")
    page.options.reveal.set_open(True)
    settle(page)
    order = _tab_order(page.address.edit, 20)
    wanted: list[QWidget] = [
        page.address.edit,
        page.secret.edit,
        page.secret.eye,
        page.keychain.remember,
        page.options.reveal.button,
        page.options.username,
        page.options.recipient.edit,
    ]
    assert [widget for widget in order if widget in wanted] == wanted


def _tab_order(first: QWidget, most: int) -> list[QWidget]:
    found = [first]
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first and len(found) < most:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def test_the_language_changes_and_all_that_was_typed_stays(page: MailboxPage, shell: Shell) -> None:
    page.address.set_text("shop@mаil.ru")
    page.secret.set_secret(Secret("abc"))
    page.options.username.setText("shop")
    shell.speech.choose(Language.EN)
    texts = [edit.text() for edit in page.findChildren(QLineEdit)]
    assert texts == ["shop@mаil.ru", "abc", "shop", "", ""]


@pytest.mark.parametrize("language", Language)
def test_no_letter_stands_twice(
    shells: Callable[..., Shell], qtbot: QtBot, language: Language, asked: list[str]
) -> None:
    shell = shells(language)
    for name, make in states(shell):
        if name not in ("mailbox-yandex", "mailbox-options", "mailbox-lookalike"):
            continue
        wizard = make()
        qtbot.addWidget(wizard)
        assert isinstance(wizard, Wizard)
        letters = letters_for_alt(wizard)
        assert len(letters) == len(set(letters)), (name, letters)
        wizard.close()
