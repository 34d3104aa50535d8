from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language
from mailcheck.providers import providers
from mailcheck.ui.mailbox.provider_card import LOOKING, NO_DOMAIN, NOTHING, ProviderCard
from mailcheck.ui.numbered import Numbered
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> Iterator[ProviderCard]:
    """Both parts, one below the other; on the screen the password stands between them."""
    around, made = QWidget(), ProviderCard(shell)
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.addWidget(made)
    column.addWidget(made.more)
    around.resize(560, 900)
    around.show()
    yield made


def _words(card: ProviderCard, *, below: bool = True) -> str:
    parts = (card, card.more) if below else (card,)
    texts = [text for part in parts for text in part.findChildren(Text) if text.isVisible()]
    return "\n".join(text.words for text in texts).replace("\u00a0", " ")


def _buttons(card: ProviderCard) -> dict[str, Button]:
    found = (*card.findChildren(Button), *card.more.findChildren(Button))
    return {button.text().replace("&", ""): button for button in found if button.isVisible()}


def test_it_says_what_will_be_wanted_before_any_login(card: ProviderCard) -> None:
    assert card.show_domain("yandex.ru")
    words = _words(card)
    assert "Яндекс" in words and "пароль приложения" in words and "IMAP" in words
    assert "23.11.2026" in words
    assert "Скорее всего, выглядит так: 16 знаков" in words and "не смогли" not in words


def test_only_what_matters_for_the_password_stands_above_it(card: ProviderCard) -> None:
    card.show_domain("yandex.ru")
    words = _words(card, below=False)
    assert "пароль приложения" in words and "IMAP" not in words and "23.11.2026" not in words
    card.show_state(NOTHING)
    assert not card.more.isVisible()


def test_each_way_has_steps_of_its_own(card: ProviderCard) -> None:
    """Gmail lets amoCRM in with an app password, or through Google's own page: never both in one count."""
    opened: list[str] = []
    card.open_page = lambda url: not opened.append(url)  # type: ignore[func-returns-value]
    card.show_domain("gmail.com")
    assert card.more.reveal
    card.more.reveal.set_open(True)
    steps = [each for each in card.more.findChildren(Numbered) if each.isVisible()]
    assert [each.number.words for each in steps] == ["1.", "2.", "3.", "1.", "2."]
    words = _words(card)
    order = ["Если amoCRM просит пароль", "двухэтапную", "Назовите пароль", "предлагает «Продолжить»", "Разрешить"]
    assert [words.index(each) for each in order] == sorted(words.index(each) for each in order)
    button = _buttons(card)["Включить двухэтапную аутентификацию"]
    assert steps[0].y() < button.y() < steps[1].y()
    button.click()
    again = [each for each in card.more.findChildren(Button) if each.text() == "Создать пароль приложения"]
    assert steps[1].y() < again[0].y() < steps[2].y()  # the button above the password is out of sight by now
    again[0].click()
    gmail = providers().by_domain("gmail.com")
    assert gmail and opened == [gmail.urls["two_factor"], gmail.urls["app_password"]]


def test_its_buttons_open_that_very_page(card: ProviderCard) -> None:
    opened: list[str] = []
    card.open_page = lambda url: not opened.append(url)  # type: ignore[func-returns-value]
    card.show_domain("yandex.ru")
    buttons = _buttons(card)
    buttons["Создать пароль приложения"].click()
    buttons["Открыть настройки IMAP"].click()
    yandex = providers().by_domain("yandex.ru")
    assert yandex and opened == [yandex.urls["app_password"], yandex.urls["imap"]]
    assert "Страница открыта" in _words(card)


def test_practice_opens_no_real_page_and_says_so(card: ProviderCard) -> None:
    opened: list[str] = []
    card.open_page = lambda url: not opened.append(url)  # type: ignore[func-returns-value]
    card.practising = True
    card.show_domain("mail.ru")
    _buttons(card)["Создать пароль приложения"].click()
    assert "откроется сайт account.mail.ru. Учебный ящик выдуман" in _words(card).replace("\u00a0", " ")
    assert not opened
    card.practising = False
    _buttons(card)["Создать пароль приложения"].click()
    assert len(opened) == 1


def test_without_a_browser_the_address_of_the_page_is_shown(card: ProviderCard) -> None:
    card.open_page = lambda _url: False
    card.show_domain("mail.ru")
    _buttons(card)["Создать пароль приложения"].click()
    assert "https://account.mail.ru/" in _words(card)


@pytest.mark.parametrize(
    ("domain", "possible"), [("rambler.ru", True), ("outlook.com", False), ("proton.me", False), ("gmail.com", True)]
)
def test_whether_a_password_will_do(card: ProviderCard, domain: str, possible: bool) -> None:
    assert card.show_domain(domain)
    assert card.preview and card.preview.password_possible is possible


def test_every_provider_can_be_shown_in_both_languages(card: ProviderCard, shell: Shell) -> None:
    for language in Language:
        shell.speech.choose(language)
        for provider in providers():
            domain, mx = next(iter(provider.domains), "own.example"), provider.mx
            assert card.show_domain(domain, () if provider.domains else mx) or not (provider.domains or mx)
            assert provider.name[language].replace("\u00a0", " ") in _words(card) or not card.preview


def test_an_own_domain_is_known_by_its_mx(card: ProviderCard) -> None:
    assert not card.show_domain("shop.example")
    assert card.show_domain("shop.example", ["mx.yandex.net"])
    assert "принимает почту домена shop.example" in _words(card)


@pytest.mark.parametrize("state", [LOOKING, NO_DOMAIN, "unknown", "no-answer"])
def test_what_is_not_known_is_said(card: ProviderCard, state: str) -> None:
    card.show_state(state, "<b>shop</b>.example")
    assert "<b>shop</b>.example" in _words(card)
    card.show_state(NOTHING)
    assert not card.isVisible()


def test_what_was_unfolded_stays_so_when_the_language_changes(card: ProviderCard, shell: Shell) -> None:
    card.show_domain("gmail.com")
    assert card.more.reveal
    card.more.reveal.set_open(True)
    shell.speech.choose(Language.EN)
    assert card.more.reveal.is_open
    assert "An app password is needed" in _words(card)
