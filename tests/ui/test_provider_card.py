from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language
from mailcheck.providers import providers
from mailcheck.ui.mailbox.provider_card import LOOKING, NO_DOMAIN, NOTHING, ProviderCard
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> Iterator[ProviderCard]:
    made = ProviderCard(shell)
    qtbot.addWidget(made)
    made.resize(560, 500)
    made.show()
    yield made


def _words(card: QWidget) -> str:
    texts = [text for text in card.findChildren(Text) if text.isVisibleTo(card)]
    return "\n".join(text.words for text in texts).replace("\u00a0", " ")


def _buttons(card: QWidget) -> dict[str, Button]:
    return {button.text().replace("&", ""): button for button in card.findChildren(Button) if button.isVisibleTo(card)}


def test_it_says_what_will_be_wanted_before_any_login(card: ProviderCard) -> None:
    assert card.show_domain("yandex.ru")
    words = _words(card)
    assert "Яндекс" in words and "пароль приложения" in words and "IMAP" in words
    assert "23.11.2026" in words and "не подтверждено" in words


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
    assert card.reveal
    card.reveal.set_open(True)
    shell.speech.choose(Language.EN)
    assert card.reveal.is_open
    assert "An app password is needed" in _words(card)
