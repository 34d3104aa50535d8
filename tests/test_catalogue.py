"""How the texts of the catalogue are filled in, and that each of the real ones reads well."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck import template
from mailcheck.amocrm import amocrm
from mailcheck.catalogue import Catalogue, amocrm_lines, catalogue, load
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import Outcome
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import AmocrmLine, Remedy
from mailcheck.i18n import Language
from mailcheck.providers import providers
from tests.typography import unbroken

RU, EN = Language
IDS = ("connection-problem", "wrong-server-data", "not-sent-authorization")

FILE = Path(__file__).parent / "data" / "catalogue.toml"


def some_provider(family: str = "yandex") -> Provider:
    yandex = providers().by_name("yandex")
    assert yandex
    return replace(
        yandex,
        id="yandex-360",
        family=family,
        name={"ru": "Яндекс", "en": "Yandex"},
        urls={"imap": "https://mail.yandex.ru/#setup"},
        steps={
            "ru": {"app_password": ("Откройте «Безопасность»", "Нажмите «Создать»")},
            "en": {"app_password": ("Open “Security”", "Click “Create”")},
        },
        incoming=(Endpoint("imap.x.ru", 993, Security.TLS),),
        outgoing=(),
    )


@pytest.fixture
def sample() -> Catalogue:
    return load(FILE, IDS)


def test_what_a_problem_is(sample: Catalogue) -> None:
    problem = sample.problem("login-rejected")
    assert sample.codes() == ("login-rejected", "imap-disabled")
    assert (problem.code, problem.number, problem.side) == ("login-rejected", "M-401", "login")
    assert problem.outcome is Outcome.FAILED
    assert problem.amocrm[Service.OUTGOING] == ("not-sent-authorization",)


def test_without_any_evidence(sample: Catalogue) -> None:
    text = sample.render("login-rejected", RU)
    assert text.title == "Пароль не подошёл"
    assert text.what == "Сервер почты не принял пароль. Это."
    assert text.why == "Ждали с,."
    assert text.for_admin is None
    assert text.remedies == (
        Remedy("Откройте страницу"),  # no page known: nothing to open
        Remedy("Создайте пароль приложения"),
        Remedy("Напишите администратору"),
    )


def test_with_evidence(sample: Catalogue) -> None:
    evidence = {"host": "imap.x.ru", "reply": "NO {host}", "seconds": 1200, "security": "none", "odd": {}}
    text = sample.render("login-rejected", EN, evidence=evidence, service=Service.INCOMING)
    assert text.what == (
        "The server imap.x.ru did not accept the password and said: “NO {host}”. It is incoming mail (IMAP)."
    )
    assert text.why == "Waited 1,200 s, no encryption."
    assert text.for_admin == "Reply: NO {host}"


def test_with_a_provider(sample: Catalogue) -> None:
    provider = some_provider(family="other")
    text = sample.render("login-rejected", RU, evidence={"domain": "x.ru"}, provider=provider)
    assert text.remedies == (
        Remedy("Откройте страницу Яндекс", "https://mail.yandex.ru/#setup", "open"),
        Remedy("Откройте «Безопасность»"),
        Remedy("Нажмите «Создать»"),
        Remedy("Возьмите imap.x.ru, порт 993, SSL/TLS", action="copy"),
        Remedy("Напишите администратору"),
    )
    without_servers = sample.render("login-rejected", RU, provider=replace(provider, incoming=()))
    assert not any(remedy.action == "copy" for remedy in without_servers.remedies)


def test_the_first_variant_that_fits_wins_over_the_problem(sample: Catalogue) -> None:
    seen = {"other_login": "accepted", "first": True}
    text = sample.render("login-rejected", EN, evidence=seen, service=Service.INCOMING, provider=some_provider())
    assert text.title == "IMAP is switched off"
    assert text.why == "Waited s,."
    text = sample.render("login-rejected", EN, evidence=seen, service=Service.OUTGOING, provider=some_provider())
    assert (text.title, text.why) == ("The password was not accepted", "Yandex.")
    assert text.remedies == (Remedy("One"), Remedy("Two"))
    text = sample.render("login-rejected", EN, evidence=seen)
    assert text.title == "First"


@pytest.mark.parametrize("seen", [{"first": 1}, {"first": False}, {"first": None}, {}])
def test_true_is_nothing_but_true(sample: Catalogue, seen: dict[str, Any]) -> None:
    assert sample.render("login-rejected", EN, evidence=seen).title == "The password was not accepted"


def test_a_problem_of_one_service_knows_its_service(sample: Catalogue) -> None:
    text = sample.render("imap-disabled", RU, evidence={"letter_script": "greek"})
    assert text.what == "Входящая почта (IMAP): греческая"


@pytest.mark.parametrize(("reply", "told"), [("NO Login failed", True), ("NO " + "x" * 60, False)])
def test_a_long_reply_may_stand_apart(sample: Catalogue, reply: str, told: bool) -> None:
    evidence = {"host": "h", "reply": reply}
    assert reply in sample.render("login-rejected", EN, evidence=evidence).what
    apart = sample.render("login-rejected", EN, evidence=evidence, reply_apart=True)
    assert (reply in apart.what) is told
    assert apart.what.startswith("The server h did not accept the password")


def test_words_of_strangers_are_one_printable_line(sample: Catalogue) -> None:
    reply = "a\x1b[31m\r\nb\u202ec " + "x" * 1000
    text = sample.render("login-rejected", EN, evidence={"host": "h", "reply": reply})
    assert "said: “a[31m bc xxx" in text.what
    assert "x…”" in text.what
    assert len(text.what) < 400


def test_amocrm_lines(sample: Catalogue) -> None:
    problem = sample.problem("login-rejected")
    usual = AmocrmLine("wrong-server-data", "Неверные данные сервера", "usual")
    assert amocrm_lines(problem, Service.INCOMING)[0] == usual
    assert [line.likelihood for line in amocrm_lines(problem, Service.INCOMING)] == ["usual", "possible"]
    both = [(line.id, line.likelihood) for line in amocrm_lines(problem, None)]
    assert both == [
        ("wrong-server-data", "usual"),
        ("not-sent-authorization", "usual"),
        ("connection-problem", "possible"),
    ]


# The real catalogue


def every_text() -> list[tuple[str, Language, Service | None]]:
    return [
        (code, language, service)
        for code in catalogue().codes()
        for language in Language
        for service in (None, *(each for each in Service if catalogue().problem(code).amocrm[each]))
    ]


def test_every_text_reads_without_evidence_and_with_all_of_it() -> None:
    full = dict.fromkeys(catalogue().vocabulary, "7")
    for code, language, service in every_text():
        for evidence in ({}, full):
            assert _unreadable(code, language, service, evidence) == []


def test_lines_do_not_break_where_they_must_not() -> None:
    for code in catalogue().codes():
        problem = catalogue().problem(code)
        for texts in (problem.texts, *(variant.texts for variant in problem.variants)):
            for each in texts.values():
                steps = [entry.text for entry in each.remedies or ()]
                for text in filter(None, (each.title, each.what, each.why, each.admin, *steps)):
                    assert unbroken(text) == text, code
        for asked in problem.questions.values():
            for text in asked:
                assert unbroken(text) == text, code


def test_every_variant_reads() -> None:
    for code in catalogue().codes():
        for variant in catalogue().problem(code).variants:
            for language in Language:
                assert _unreadable(code, language, None, dict(variant.when)) == []


def test_no_variant_stands_behind_one_that_always_fits_before_it() -> None:
    for code in catalogue().codes():
        variants = catalogue().problem(code).variants
        for place, variant in enumerate(variants):
            shadows = [each.when for each in variants[:place] if each.when.items() <= variant.when.items()]
            assert shadows == [], (code, variant.when)


def test_every_provider_fits_into_the_texts_that_name_it() -> None:
    codes = [code for code in catalogue().codes() if catalogue().problem(code).side == "login"]
    for provider in providers():
        for code, language in itertools.product(codes, Language):
            text = catalogue().render(code, language, provider=provider)
            assert all(remedy.text and "{" not in remedy.text for remedy in text.remedies), (provider.id, code)
            told = {remedy.url for remedy in text.remedies} - {None}
            written = {remedy.url for remedy in catalogue().render(code, language).remedies}
            assert told - written <= {*provider.urls.values(), *_own_pages(code)}, (provider.id, code)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.RU,
            "INBOX (входящие), INBOX.Drafts (черновики), Junk E-mail (спам), Архив, Заказы, x/Trash (удалённые)",
        ),
        (
            Language.EN,
            "INBOX, INBOX.Drafts, Junk E-mail (spam), Архив (archive), Заказы, x/Trash (deleted)",
        ),
    ],
)
def test_folders_are_told_with_what_stands_in_them(language: Language, told: str) -> None:
    folders = ["INBOX", "INBOX.Drafts", "Junk E-mail", "Архив", "Заказы", "x/Trash"]
    text = catalogue().render("sent-folder-missing", language, evidence={"folders": folders})
    assert told in text.what


def test_what_an_app_password_needs_first_comes_first_with_its_own_page() -> None:
    provider = providers().by_name("gmail")
    remedies = catalogue().render("app-password-required", Language.RU, provider=provider).remedies
    assert [remedy.url for remedy in remedies[:3]] == [
        "https://myaccount.google.com/signinoptions/two-step-verification",
        "https://myaccount.google.com/apppasswords",
        None,
    ]
    assert [remedy.action for remedy in remedies[:3]] == ["open", "open", None]
    assert remedies[0].text.startswith("Включите") and "двухэтапную" in remedies[0].text
    others = catalogue().render("app-password-required", Language.RU, provider=providers().by_name("yandex")).remedies
    assert others[0].url == "https://id.yandex.ru/security/app-passwords"
    outlook = catalogue().render("password-login-disabled", Language.RU, provider=providers().by_name("outlook"))
    assert (outlook.remedies[0].url, outlook.remedies[0].action) == ("https://outlook.live.com/mail", "open")


def told(code: str, address: str, provider: str | None, **evidence: Any) -> tuple[str, str | None]:
    known = {"address": address, "host": "mail.example.test", **evidence}
    text = catalogue().render(code, EN, evidence=known, provider=providers().by_name(provider) if provider else None)
    return " ".join(remedy.text for remedy in text.remedies), text.for_admin


@pytest.mark.parametrize(("code", "left"), [("agreement-not-accepted", 4), ("web-login-required", 4)])
def test_a_personal_mailbox_has_no_administrator(code: str, left: int) -> None:
    steps, admin = told(code, "lavka@yandex.ru", "yandex")
    assert admin is None and "administrator" not in steps and "mail service’s support" in steps
    steps, admin = told(code, "lavka@romashka.ru", "yandex")
    assert admin and "administrator" in steps
    assert told(code, "lavka@romashka.ru", None)[1]


def test_whoever_runs_the_computer_is_there_for_personal_mailboxes_too() -> None:
    steps, admin = told("certificate-intercepted", "lavka@gmail.com", "gmail")
    assert admin and "whoever" in steps
    assert told("certificate-unknown-authority", "lavka@gmail.com", "gmail", refused_by="system")[1]
    assert told("certificate-unknown-authority", "lavka@gmail.com", "gmail", refused_by="both")[1] is None


def test_no_app_password_where_the_mailbox_has_its_own_only() -> None:
    for other in ("accepted", "rejected", None):
        for service in Service:
            evidence = {"other_login": other, "host": "imap.beget.com"}
            text = catalogue().render(
                "login-rejected", EN, evidence=evidence, service=service, provider=providers().by_name("beget")
            )
            assert "app password" not in " ".join((text.why, *(remedy.text for remedy in text.remedies)))
    assert "app password" in told("login-rejected", "a@romashka.ru", None)[0]
    zoho = providers().by_name("zoho")  # one password, and app passwords once two-step sign-in is on
    assert zoho and zoho.steps["en"]["app_password"][0] in told("login-rejected", "a@zoho.com", "zoho")[0]


@pytest.mark.parametrize("code", ["login-rejected", "app-password-required", "login-rejected-or-access-off"])
@pytest.mark.parametrize(
    ("provider", "personal"), [("yandex", "a@yandex.ru"), ("mail-ru", "a@mail.ru"), ("gmail", "a@gmail.com")]
)
def test_a_text_for_the_administrator_is_forwarded_by_a_step(code: str, provider: str, personal: str) -> None:
    for other in ("accepted", "rejected", None):
        entry = providers().by_id(provider)
        mine, company = (
            catalogue().render(
                code, EN, evidence={"address": address, "other_login": other}, service=Service.INCOMING, provider=entry
            )
            for address in (personal, "a@romashka.ru")
        )
        assert "copy" in [remedy.action for remedy in company.remedies] and company.for_admin
        assert not mine.for_admin
        assert "copy" not in [remedy.action for remedy in mine.remedies]


def test_whose_login_is_the_whole_address_is_not_told_to_make_it_so() -> None:
    step = "Give the full address as the user name"
    for provider in (None, "beget"):  # with app passwords, and without
        assert step in told("login-rejected", "a@romashka.ru", provider, username="a")[0]
        assert step not in told("login-rejected", "a@romashka.ru", provider, username="a@romashka.ru")[0]
    assert step in told("login-rejected", "a@romashka.ru", None)[0]  # not known


@pytest.mark.parametrize(
    ("code", "evidence"), [("domain-not-found", {}), ("mx-missing", {}), ("mx-missing", {"null_mx": True})]
)
def test_of_a_recipient_whose_domain_takes_no_mail_the_customer_is_asked_last(
    code: str, evidence: dict[str, Any]
) -> None:
    text = catalogue().render(code, EN, evidence={"about": "recipient", "recipient": "b@landysh.ru", **evidence})
    assert [remedy.action for remedy in text.remedies][-2:] == ["recheck", None]
    assert text.remedies[-1].text.endswith("ask the customer for the right address")


@pytest.mark.parametrize("code", ["domain-not-found", "address-idn-domain", "mx-missing", "address-lookalike-letter"])
def test_what_only_the_owner_can_do_is_not_asked_of_whom_one_writes_from(code: str) -> None:
    mine, admin = told(code, "a@romashka.ru", None, about="mailbox")
    theirs, none = told(code, "a@romashka.ru", None, about="recipient", recipient="b@landysh.ru")
    assert "customer" in theirs and "customer" not in mine
    assert none is None and "administrator" not in theirs
    assert bool(admin) is (code != "address-lookalike-letter")


def test_a_mailbox_with_room_is_not_called_full() -> None:
    nearly = catalogue().render("mailbox-full", EN, evidence={"used_percent": 94, "room_left": True, "host": "h"})
    full = catalogue().render("mailbox-full", EN, evidence={"used_percent": 100, "room_left": False, "host": "h"})
    assert nearly.what == "Little space is left in the mailbox on the h server: 94% is used."
    assert full.what == "No space is left in the mailbox on the h server: 100% is used."


_NOT_CHECKED_AGAIN = {
    # What comes only with a letter that was sent: the check sends none.
    *("recipient-unknown", "recipient-mailbox-full", "spam-suspected", "message-refused", "message-too-large"),
    # Letters and records that it does not look at.
    *("test-letter-in-spam", "test-letter-not-in-sent", "spf-missing", "spf-broken", "spf-excludes-server"),
    *("dkim-not-found", "dmarc-missing"),
    # All passed here: it is amoCRM that has to be tried.
    "refused-only-by-amocrm",
    # Sign-in through a page, which cannot be tried from here; a mail service without a way in.
    "password-login-disabled",
}
_WAYS_AROUND = {"microsoft-365", "outlook"}  # variants for mail that signs in through a page


def test_whoever_has_mended_something_is_sent_to_check_again() -> None:
    """In every list of steps, for the languages have the same."""
    for code in catalogue().codes():
        problem = catalogue().problem(code)
        lists = [(None, problem.texts[RU].remedies), *((v.when, v.texts[RU].remedies) for v in problem.variants)]
        for when, remedies in lists:
            if code in _NOT_CHECKED_AGAIN and not (when and when.get("recipient_is_own")):
                continue
            if remedies is None or (when and when.get("provider_id") in _WAYS_AROUND):
                continue
            assert any(entry.action == "recheck" for entry in remedies), (code, when)


def test_every_provider_that_a_variant_names_exists() -> None:
    known = {provider.id for provider in providers()}
    for code in catalogue().codes():
        for variant in catalogue().problem(code).variants:
            assert variant.when.get("provider_id", "gmail") in known, code


def test_every_amocrm_text_of_the_mailbox_has_a_problem() -> None:
    used = {each for code in catalogue().codes() for ids in catalogue().problem(code).amocrm.values() for each in ids}
    assert used == {key for key, text in amocrm().texts.items() if text.stage != "ui"}


evidence_values = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text(), max_size=3)
)


@given(st.data())
def test_no_evidence_breaks_a_text(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(catalogue().codes()))
    evidence = data.draw(st.dictionaries(st.sampled_from(sorted(catalogue().vocabulary)), evidence_values))
    text = catalogue().render(code, data.draw(st.sampled_from(Language)), evidence=evidence)
    assert text.title
    assert text.what
    assert text.why
    assert len(text.remedies) >= 1


def _own_pages(code: str) -> set[str]:
    """Pages that a variant names itself."""
    variants = (variant.texts[Language.RU].remedies or () for variant in catalogue().problem(code).variants)
    return {entry.url for remedies in variants for entry in remedies if entry.url}


def _unreadable(code: str, language: Language, service: Service | None, evidence: Mapping[str, Any]) -> list[str]:
    """What of it nobody can read, or act upon."""
    text = catalogue().render(code, language, evidence=evidence, service=service)
    sentences = [text.title, text.what, text.why, *(remedy.text for remedy in text.remedies)]
    sentences += [text.for_admin] if text.for_admin else []
    found = [f"{code} {language} {service} {evidence}: {sentence}" for sentence in sentences if _is_odd(sentence)]
    if len(text.remedies) < 2 or text.title.endswith("."):
        found.append(f"{code} {language} {service} {evidence}: {text.title}, {text.remedies}")
    return found


_ODD = ("{", "}", "[[", "]]", "  ", " ,", "«»", "“”", "()", "..", ": .", " :", " . ", " ;")


def _is_odd(sentence: str) -> bool:
    if not sentence or template.fields(sentence) or any(mark in sentence for mark in _ODD):
        return True
    small = sentence[0] != sentence[0].upper() and not sentence.startswith("amoCRM")
    return small or sentence.endswith((" .", ":", ","))


@pytest.mark.parametrize(
    "sentence", ["", "At {host}.", "At «».", "At [[host]]", "At .", "Look here:", "look here.", "A..", "A  b."]
)
def test_what_is_odd(sentence: str) -> None:
    assert _is_odd(sentence)
    assert not _is_odd("amoCRM: At host, “so”.")
