"""What is told of a mail service before any login."""

from __future__ import annotations

import pytest

from mailcheck.domain.provider import PasswordKind
from mailcheck.i18n import Language
from mailcheck.provider_preview import of_provider, preview
from mailcheck.providers import providers

EN, RU = Language.EN, Language.RU


@pytest.mark.parametrize("language", Language)
def test_every_provider_can_be_told(language: Language) -> None:
    for provider in providers():
        told = of_provider(provider, language)
        assert told.name in told.password_words
        assert told.password_possible == (told.password in (PasswordKind.ACCOUNT, PasswordKind.APP_PASSWORD))
        assert all(page.url.startswith("https://") and page.words for page in told.pages)
        assert told.imap_first == bool(told.imap_words)
        assert str(told.checked.year) in told.checked_words


def test_yandex_wants_another_password_and_a_switch() -> None:
    told = preview("Anna@YANDEX.ru", RU)
    assert told and told.id == "yandex"
    assert told.password is PasswordKind.APP_PASSWORD and "пароль приложения" in told.password_words
    assert told.app_password_steps and told.app_password_looks
    assert told.imap_first and told.imap_steps
    page = told.page("app_password")
    assert page and page.url.startswith("https://id.yandex.ru") and page.words == "Создать пароль приложения"
    assert told.page("smtp") is None
    assert told.username_words is None
    assert "app_password_looks" in told.unconfirmed and told.unconfirmed_words


def test_where_no_password_will_do() -> None:
    outlook, proton, tuta = (preview(domain, EN) for domain in ("outlook.com", "proton.me", "tutanota.com"))
    assert outlook and proton and tuta
    assert not outlook.password_possible and "sign-in page" in outlook.password_words and outlook.sign_in_steps
    assert outlook.imap_first
    assert "owner’s computer" in proton.password_words and not proton.imap_first
    assert "no other programs" in tuta.password_words


def test_user_names() -> None:
    icloud, web_de = preview("icloud.com", EN), preview("web.de", EN)
    assert icloud and web_de
    assert icloud.username_words and "for incoming mail" in icloud.username_words
    assert web_de.username_words and "not the whole address" in web_de.username_words
    assert web_de.two_factor_words


def test_a_doubtful_password_kind_is_told_as_such() -> None:
    told = preview("ukr.net", EN)
    assert told and told.password_words.endswith("We found no confirmation of this.")


def test_by_mx() -> None:
    assert preview("anna@firma.example", RU) is None
    told = preview("anna@firma.example", RU, mx=("mx.yandex.net",))
    assert told and told.id == "yandex"
    assert preview("", RU) is None


@pytest.mark.parametrize(("domain", "first"), [("yandex.ru", True), ("gmail.com", False)])
def test_a_switch_that_is_not_there_is_not_looked_for(domain: str, first: bool) -> None:
    found = preview(domain, Language.RU)
    assert found
    assert (found.imap_first, bool(found.imap_steps)) == (first, first)


@pytest.mark.parametrize("domain", ["gmail.com", "romashka.example"])
def test_google_wants_a_confirmed_sign_in_first(domain: str) -> None:
    found = preview(domain, Language.RU, ["aspmx.l.google.com"])
    assert found
    assert len(found.two_factor_steps) == 1
    assert "двухэтапную" not in " ".join(found.app_password_steps + found.sign_in_steps)
    page = found.page("two_factor")
    assert page and page.url == "https://myaccount.google.com/signinoptions/two-step-verification"
    assert page.words == "Включить двухэтапную аутентификацию"


def test_google_workspace_has_the_switch() -> None:
    found = preview("romashka.example", Language.EN, ["aspmx.l.google.com"])
    assert found
    assert found.imap_first
