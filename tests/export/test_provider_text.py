"""Every mail service can be told whole, in both languages; what is not confirmed says so."""

from __future__ import annotations

import datetime
import re

import pytest

from mailcheck.domain.account import Service
from mailcheck.domain.provider import Provider
from mailcheck.export.provider_json import provider_dict
from mailcheck.export.provider_text import ProviderSheet, list_line
from mailcheck.i18n import Language
from mailcheck.providers import providers

TODAY = datetime.date(2026, 12, 3)
EVERY = pytest.mark.parametrize("provider", providers().all, ids=lambda provider: provider.id)
RU, EN = Language.RU, Language.EN


def sheet(name: str, language: Language, width: int = 79) -> str:
    provider = providers().by_name(name)
    assert provider
    return text(provider, language, width)


def text(provider: Provider, language: Language, width: int = 79) -> str:
    return "\n".join(line for line, _ in ProviderSheet(provider, language, width, TODAY).lines())


@EVERY
@pytest.mark.parametrize("language", Language)
def test_all_of_it_is_told(provider: Provider, language: Language) -> None:
    told = " ".join(text(provider, language, 10_000).split())
    for service in Service:
        for endpoint in provider.endpoints(service):
            assert f"{endpoint.host}, " in told
    for part in (*provider.notes[language], *provider.urls.values(), *provider.source, *provider.mx, *provider.sent):
        assert " ".join(part.split()) in told
    assert provider.name[language] in told and f"[{provider.id}]" in told
    assert not re.search(r"[{}]|\[\[|None", told)


@EVERY
def test_nothing_unconfirmed_is_told_as_sure(provider: Provider) -> None:
    told = text(provider, EN, 10_000)
    shown = {field.partition(".")[0] for field in provider.unconfirmed} - {"app_password_shape"}
    assert ("(not confirmed)" in told) == bool(shown)


@EVERY
@pytest.mark.parametrize("language", Language)
def test_lines_fit(provider: Provider, language: Language) -> None:
    for line in text(provider, language).splitlines():
        assert len(line) <= 79 or not re.search(r"\S[ \u00a0]\S", line.strip()[4:]) or "http" in line, line


@EVERY
@pytest.mark.parametrize("language", Language)
def test_one_line_in_the_list(provider: Provider, language: Language) -> None:
    line = list_line(provider, language)
    assert "\n" not in line
    assert line.count(" · ") == (3 if provider.incoming else 2)


def test_age() -> None:
    assert "(10 дней назад)" in sheet("yandex", RU)
    assert "(10 days ago)" in sheet("yandex", EN)
    provider = providers().by_name("yandex")
    assert provider
    fresh = ProviderSheet(provider, EN, 79, provider.checked).lines()
    assert any("(today)" in line for line, _ in fresh)


def test_what_differs_by_service() -> None:
    told = " ".join(sheet("icloud", EN).split())
    assert "for incoming mail the part of the address before the @, for outgoing mail the whole address" in told
    told = sheet("microsoft-365", EN, 10_000)
    assert "for incoming mail: not needed, the sign-in" in told and "for outgoing mail: the ordinary password" in told
    assert "No mail is given out by a password since: 1\u00a0Oct\u00a02022" in told


def test_a_switch_that_is_not_there_is_not_looked_for() -> None:
    told = sheet("gmail", EN)
    assert "How to let programs read the mail" not in told
    assert "it always is" in told
    assert "How to let programs read the mail" in sheet("google-workspace", EN)


def test_many_domains_are_cut() -> None:
    assert re.search(r"windowslive\.com,.* and \d\d more", " ".join(sheet("outlook", EN).split()))


def test_a_limit_is_told_in_megabytes() -> None:
    assert "Самое большое письмо: 42 МБ" in sheet("yandex", RU)


@EVERY
def test_json_has_every_field(provider: Provider) -> None:
    known = provider_dict(provider, TODAY)
    assert set(known) == (set(Provider.__dataclass_fields__) - {"app_password_shape"}) | {"age_days"}
    assert known["age_days"] == (TODAY - provider.checked).days
