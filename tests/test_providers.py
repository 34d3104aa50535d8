"""Providers: the real file keeps its promises, look-ups are not fooled."""

from __future__ import annotations

import datetime
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck import resources
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.providers import load, providers
from mailcheck.providers_file import LANGUAGES
from tests.typography import unbroken

PROVIDERS = providers()
EVERY = pytest.mark.parametrize("provider", PROVIDERS.all, ids=lambda provider: provider.id)
EVERY_MX = pytest.mark.parametrize(("suffix", "owner"), [(mx, entry.id) for entry in PROVIDERS for mx in entry.mx])
USUAL_PORTS = {
    (Service.INCOMING, Security.TLS): {993},
    (Service.INCOMING, Security.STARTTLS): {143},
    (Service.OUTGOING, Security.TLS): {465},
    (Service.OUTGOING, Security.STARTTLS): {587},
}
TODAY = datetime.date(2026, 11, 23)


def test_there_are_enough() -> None:
    assert len(PROVIDERS.all) >= 75
    assert {"majordomo", "hoster-by", "tut-by", "meta-ua", "ukraine-com-ua", "ru-center"} <= {p.id for p in PROVIDERS}


def found(provider: Provider | None) -> str | None:
    return provider.id if provider else None


@EVERY
def test_entry_is_complete(provider: Provider) -> None:
    assert datetime.date(2026, 1, 1) <= provider.checked <= max(TODAY, datetime.date.today())
    assert provider.source
    assert provider.confidence in {"high", "medium", "low"}
    assert set(provider.name) == set(provider.notes) == set(provider.steps) == set(LANGUAGES)
    assert provider.notes["ru"]
    assert provider.notes["en"]
    assert all(endpoint.source == "provider" for endpoint in (*provider.incoming, *provider.outgoing))


@EVERY
def test_servers_are_sane(provider: Provider) -> None:
    for service in Service:
        endpoints = provider.endpoints(service)
        assert len({(endpoint.host, endpoint.port) for endpoint in endpoints}) == len(endpoints)
        assert all(endpoint.port in USUAL_PORTS[service, endpoint.security] for endpoint in endpoints)
    # one that is let in by a page of the provider's own says since when, and where no program is let in it is said
    if PasswordKind.OAUTH in provider.password.values():
        assert provider.oauth_only_since
    if not provider.incoming:
        assert re.search(r"amoCRM\sне\sподключить", provider.notes["ru"][0])


@EVERY
def test_what_is_hardly_known_says_so(provider: Provider) -> None:
    """Low confidence without a word of what is doubtful would be a shrug."""
    assert provider.confidence != "low" or provider.unconfirmed


@EVERY_MX
def test_own_domain_of_every_mx(suffix: str, owner: str) -> None:
    """A shop's own domain points its MX at the provider: at the name itself, or at one below it."""
    for host in (suffix, f"x.{suffix}", f"Firma-Example.{suffix.upper()}."):
        assert found(PROVIDERS.by_mx([host])) == owner
    assert found(PROVIDERS.by_mx(["gate.filter.example", f"x.{suffix}"])) == owner


@EVERY_MX
def test_looks_like_an_mx(suffix: str, owner: str) -> None:
    for host in (f"evil{suffix}", f"{suffix}.evil.example", f"{suffix}x", suffix.replace(".", "-")):
        assert found(PROVIDERS.by_mx([host])) != owner


@EVERY
def test_greetings_tell_whose_they_are(provider: Provider) -> None:
    for service, parts in provider.greetings.items():
        for part in parts:
            known = PROVIDERS.by_greeting(service, f"* OK {part} x1-20020a")
            assert known and known.family == provider.family


def test_a_greeting_of_nobody() -> None:
    for service in Service:
        assert PROVIDERS.by_greeting(service, "") is None
        assert PROVIDERS.by_greeting(service, "* OK Dovecot ready.") is None
    assert PROVIDERS.by_greeting(Service.OUTGOING, "Gimap ready for requests") is None


@EVERY
def test_app_password_comes_with_the_way_to_get_one(provider: Provider) -> None:
    if PasswordKind.APP_PASSWORD in provider.password.values() or provider.two_factor_password:
        assert "app_password" in provider.steps["ru"]
        assert {"app_password", "imap"} & provider.urls.keys()
    if PasswordKind.OAUTH in provider.password.values():
        assert "browser_login" in provider.steps["ru"]
    assert ("two_factor" in provider.steps["ru"]) == ("two_factor" in provider.urls)


@EVERY
def test_texts_keep_the_rules_of_speech(provider: Provider) -> None:
    notes = [text for texts in provider.notes.values() for text in texts]
    steps = [text for kinds in provider.steps.values() for texts in kinds.values() for text in texts]
    for text in notes + steps:
        assert unbroken(text) == text
        assert not re.search(r"[{}!]|пожалуйста|некорректн|валидн|please|invalid", text, re.IGNORECASE), text
        assert text == text.strip()
    assert all(text.endswith(".") for text in notes)
    assert not any(text.endswith(".") for text in steps)
    for text in (provider.app_password_looks or {}).values():
        assert unbroken(text) == text


@EVERY
def test_steps_are_imperative_and_each_language_is_its_own(provider: Provider) -> None:
    for kind, steps in provider.steps["ru"].items():
        for step in steps:
            assert re.match(r"[А-Я]\w+(те|тесь)\b", step), step
        for step in provider.steps["en"][kind]:
            assert re.match(r"[A-Z][a-z]+ ", step), step
    assert all(re.search("[а-яё]", note) for note in provider.notes["ru"])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("mx.yandex.net", "yandex"),
        ("mx.yandex.ru", "yandex"),
        ("emx.mail.ru", "mail-ru"),
        ("mxs.mail.ru", "mail-ru"),
        ("aspmx.l.google.com", "google-workspace"),
        ("alt1.aspmx.l.google.com", "google-workspace"),
        ("ALT4.ASPMX.L.GOOGLE.COM.", "google-workspace"),
        ("aspmx2.googlemail.com", "google-workspace"),
        ("aspmx5.googlemail.com", "google-workspace"),
        ("smtp.google.com", "google-workspace"),
        ("gmail-smtp-in.l.google.com", "gmail"),
        ("alt2.gmail-smtp-in.l.google.com", "gmail"),
        ("firma-ru.mail.protection.outlook.com", "microsoft-365"),
        ("firma-ru.o-v1.mx.microsoft", "microsoft-365"),
        ("outlook-com.olc.protection.outlook.com", "outlook"),
        ("mx1.beget.com", "beget"),
        ("mx2.timeweb.ru", "timeweb"),
        ("mx1.hosting.reg.ru", "reg-ru"),
        ("mx2.spaceweb.ru", "spaceweb"),
        ("mx1.hostinger.com", "hostinger"),
        ("mx1.titan.email", "titan"),
        ("mx.zoho.com", "zoho-pro"),
        ("mx2.zoho.eu", "zoho-eu"),
        ("mx3.zoho.in", "zoho-in"),
        ("mta5.am0.yahoodns.net", "yahoo"),
        ("mx-aol.mail.gm0.yahoodns.net", "aol"),
        ("in1-smtp.messagingengine.com", "fastmail"),
        ("mailsec.protonmail.ch", "proton"),
        ("imx1.rambler.ru", "rambler"),
        ("mx01.mail.icloud.com", "icloud"),
    ],
)
def test_mx_is_recognised(host: str, expected: str) -> None:
    assert found(PROVIDERS.by_mx([host])) == expected


@pytest.mark.parametrize(
    "host",
    [
        "mx.evilyandex.net", "evilmx.yandex.net", "mx.yandex.net.evil.com", "mx.yandex.netx", "yandex.net", "",
        ".", "..", "mail.ru.evil.com", "xmail.protection.outlook.com", "outlook.com", "google.com", "mxmicrosoft",
    ],
)  # fmt: skip
def test_mx_is_cut_at_dots_only(host: str) -> None:
    assert PROVIDERS.by_mx([host]) is None


def test_best_mx_that_is_known_decides() -> None:
    assert found(PROVIDERS.by_mx(["mx.yandex.net", "emx.mail.ru"])) == "yandex"
    assert found(PROVIDERS.by_mx(["gate.filter.example", "emx.mail.ru", "mx.yandex.net"])) == "mail-ru"
    assert PROVIDERS.by_mx([]) is PROVIDERS.by_mx(["mx.unknown.example"]) is None


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("yandex.ru", "yandex"), ("ya.ru", "yandex"), ("YANDEX.KZ", "yandex"), ("narod.ru.", "yandex"),
        ("mail.ru", "mail-ru"), ("bk.ru", "mail-ru"), ("internet.ru", "mail-ru"), ("vk.com", "mail-ru"),
        ("rambler.ru", "rambler"), ("lenta.ru", "rambler"), ("gmail.com", "gmail"), ("googlemail.com", "gmail"),
        ("outlook.com", "outlook"), ("hotmail.co.uk", "outlook"), ("live.ru", "outlook"), ("msn.com", "outlook"),
        ("icloud.com", "icloud"), ("me.com", "icloud"), ("yahoo.com", "yahoo"), ("ymail.com", "yahoo"),
        ("aol.com", "aol"), ("zoho.com", "zoho"), ("zohomail.eu", "zoho-eu"), ("gmx.de", "gmx"), ("gmx.com", "gmx-com"),
        ("web.de", "web-de"), ("fastmail.fm", "fastmail"), ("proton.me", "proton"), ("tuta.io", "tuta"),
        ("i.ua", "i-ua"), ("ukr.net", "ukr-net"), ("meta.ua", "meta-ua"), ("tut.by", "tut-by"), ("qq.com", "qq"),
        ("126.com", "netease-126"), ("seznam.cz", "seznam"), ("posteo.ru", "posteo"), ("mail.com", "mail-com"),
        ("sub.yandex.ru", None), ("yandex.ru.evil.com", None), ("evilyandex.ru", None), ("", None), ("яндекс.рф", None),
    ],
)  # fmt: skip
def test_domain_is_exact(domain: str, expected: str | None) -> None:
    assert found(PROVIDERS.by_domain(domain)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yandex", "yandex"), ("Yandex", "yandex"), ("Яндекс", "yandex"), (" яндекс  почта ", "yandex"),
        ("Mail.ru", "mail-ru"), ("VK WorkSpace", "mail-ru"), ("inbox.ru", "mail-ru"), ("Рамблер", "rambler"),
        ("Gmail/Google Workspace", "gmail"), ("Google Workspace", "google-workspace"), ("GMAIL", "gmail"),
        ("Microsoft 365/Exchange Online", "microsoft-365"), ("Outlook.com/Hotmail/Live", "outlook"),
        ("Yahoo/AOL", "yahoo"), ("AOL", "aol"), ("Zoho", "zoho"), ("iCloud", "icloud"), ("GMX/WEB.DE", "gmx"),
        ("Hostinger", "hostinger"), ("Rambler", "rambler"), ("Джино", "jino"),
        ("generic Postfix", None), ("generic Dovecot", None), ("Exchange on-premises", None), ("RFC 4954", None),
        ("laposte.net", None), ("", None), ("Мажордомо", "majordomo"), ("namecheap", "namecheap"), ("TUT.BY", "tut-by"),
    ],
)  # fmt: skip
def test_name_is_found(text: str, expected: str | None) -> None:
    assert found(PROVIDERS.by_name(text)) == expected


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("imap.yandex.ru", "yandex"), ("SMTP.Yandex.com.", "yandex"), ("imap.mail.ru", "mail-ru"),
        ("outlook.office365.com", "microsoft-365"), ("smtp-mail.outlook.com", "outlook"), ("imap.gmail.com", "gmail"),
        ("imappro.zoho.com", "zoho-pro"), ("imap.zoho.com", "zoho"), ("mail.nic.ru", "ru-center"),
        ("mail.jino.ru", "jino"), ("mail.hosting.reg.ru", "reg-ru"),
        ("imap.yandex.ru.evil.com", None), ("imap.evilmail.ru", None), ("mail.shop.example", None),
    ],
)  # fmt: skip
def test_server_is_recognised(server: str, expected: str | None) -> None:
    assert found(PROVIDERS.by_host(server)) == expected


@EVERY
def test_own_servers_are_recognised_as_of_the_family(provider: Provider) -> None:
    for service in Service:
        for endpoint in provider.endpoints(service):
            owner = PROVIDERS.by_host(endpoint.host)
            assert owner
            # the mailboxes of Outlook.com stand on the servers of Microsoft 365
            assert owner.family == provider.family or (provider.id, owner.id) == ("outlook", "microsoft-365")


def test_facts_that_decide() -> None:
    kinds = {provider.id: provider.password for provider in PROVIDERS}
    assert set(kinds["outlook"].values()) == {PasswordKind.OAUTH}
    assert kinds["microsoft-365"] == {Service.INCOMING: PasswordKind.OAUTH, Service.OUTGOING: PasswordKind.ACCOUNT}
    assert set(kinds["proton"].values()) == {PasswordKind.BRIDGE}
    assert set(kinds["tuta"].values()) == set(kinds["i-ua"].values()) == {PasswordKind.NONE}
    yandex = PROVIDERS.by_name("yandex")
    assert yandex
    assert yandex.endpoints(Service.INCOMING)[0] == Endpoint("imap.yandex.ru", 993, Security.TLS, "provider")
    assert yandex.login_ambiguous
    assert PROVIDERS.domains() >= {"yandex.ru", "mail.ru", "gmail.com", "hotmail.com"}


def test_loading_is_quick() -> None:
    """About 30 ms on the slowest of our machines; the bound leaves room for a busy one."""
    path = resources.path("providers.toml")
    times = []
    for _ in range(10):
        start = time.process_time()
        load(path)
        times.append(time.process_time() - start)
    assert min(times) < 0.09


def test_by_id_no_other_name_counts() -> None:
    assert found(PROVIDERS.by_id("yandex")) == "yandex"
    for other in ("Yandex", "яндекс", "ya.ru", "newer", "", None):
        assert PROVIDERS.by_id(other) is None


@given(st.text() | st.from_regex(r"\A[\w.@-]{0,80}\Z"))
def test_look_ups_never_fail(text: str) -> None:
    for result in (
        PROVIDERS.by_domain(text),
        PROVIDERS.by_name(text),
        PROVIDERS.by_host(text),
        PROVIDERS.by_mx([text]),
    ):
        assert result is None or result in PROVIDERS.all
