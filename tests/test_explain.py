"""What a text means that somebody saw."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.explain import explain
from mailcheck.explanation import Explanation, Kind
from mailcheck.i18n import Language
from mailcheck.providers import providers

RU, EN = Language
IN, OUT = Service
REPLIES = [
    ("535 5.7.8 Error: authentication failed: Invalid user or password!", "login-rejected", OUT),
    ("a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "login-rejected", IN),
    (
        "NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials or IMAP is disabled sc=x",
        "login-rejected-or-access-off",
        IN,
    ),
    ("b'[AUTHENTICATIONFAILED] LOGIN Invalid credentials or IMAP is disabled'", "login-rejected-or-access-off", IN),
    ("535 5.7.8 Error: authentication failed: Please accept EULA first.", "agreement-not-accepted", OUT),
    (
        "534-5.7.9 Application-specific password required. Learn more at\n534 5.7.9  https://x - gsmtp",
        "app-password-required",
        OUT,
    ),
    ("534-5.7.9 Application-specific password required. / 534 5.7.9  x - gsmtp", "app-password-required", OUT),
    ("NEOBHODIM parol prilozheniya", "app-password-required", None),
    (
        "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page (Failure)",
        "imap-disabled",
        IN,
    ),
    (
        "smtplib.SMTPAuthenticationError: (535, b'5.7.139 Authentication unsuccessful, "
        "SmtpClientAuthentication is disabled for the Tenant.')",
        "smtp-login-disabled",
        OUT,
    ),
    (
        "SMTP Error: Could not authenticate. 535 5.7.139 Authentication unsuccessful, "
        "basic authentication is disabled.",
        "password-login-disabled",
        OUT,
    ),
    (
        "Error: Invalid login: 454 4.7.0 Too many login attempts, please try again later. x - gsmtp",
        "too-many-logins",
        OUT,
    ),
    (
        "Host1 failure: Error login on [imap.x.ru] with user [a@x.ru] auth [LOGIN]: "
        "2 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded",
        "too-many-connections",
        IN,
    ),
    ("454 4.7.0 Temporary authentication failure", "login-unavailable", OUT),
    ("530 5.7.0 Must issue a STARTTLS command first", "login-needs-tls", OUT),
    ("553 5.7.1 Sender address rejected: not owned by auth user.", "sender-not-owned", OUT),
    (
        "The mail server responded: 5.7.60 SMTP; Client does not have permissions to send as this sender. "
        "Please verify that your email address is correct.",
        "sender-not-owned",
        OUT,
    ),
    (
        "host mx.x.ru[192.0.2.1] said: 550 5.1.1 <a@x.ru>: Recipient address rejected: User unknown "
        "(in reply to RCPT TO command)",
        "recipient-unknown",
        OUT,
    ),
    ("2026-11-23 10:11:12 SERVER -> CLIENT: 554 5.7.1 <a@x.ru>: Relay access denied", "relay-denied", OUT),
    ("554 5.7.1 Message rejected under suspicion of SPAM; https://ya.cc/1IrBc", "spam-suspected", OUT),
    ("Сервер ответил: «554 5.7.1 Message rejected under suspicion of SPAM»", "spam-suspected", OUT),
    ("550 5.4.5 Daily user sending quota exceeded. x - gsmtp", "sending-limit-reached", OUT),
    ("552 5.3.4 Message size exceeds fixed limit", "message-too-large", OUT),
    ("NO [OVERQUOTA] Not enough disk quota", "mailbox-full", IN),
    ("Invalid login or password", "login-rejected", None),
    ("Неверный логин или пароль", "login-rejected", None),
    (
        "Не удалось отправить сообщение. Почтовый сервер ответил: 5.7.1 [2] Message rejected under suspicion of SPAM. "
        "Проверьте сообщение и попробуйте снова.",
        "spam-suspected",
        OUT,
    ),
    (
        "Warning: imap_open(): Couldn't open stream {imap.yandex.ru:993/imap/ssl}INBOX: "
        "[AUTHENTICATIONFAILED] LOGIN Invalid credentials or IMAP is disabled",
        "login-rejected-or-access-off",
        IN,
    ),
    ("javax.mail.AuthenticationFailedException: 535 5.7.8 Error: authentication failed", "login-rejected", OUT),
]
AMOCRM = [
    ("Подозрение на спам", "spam-suspected"),
    ("ошибка подозрение на спам", "spam-suspected"),
    ("подазрение на спам", "spam-suspected"),
    ("спам", "spam-suspected"),
    ("Error: suspected spam", "spam-suspected"),
    ("Не отправлено: Ошибка авторизации", "not-sent-authorization"),
    ("ошибка автаризации", "not-sent-authorization"),
    ("Не отправленно ошибка авторизации повторить", "not-sent-authorization"),
    ("Вчера 12:30 Иванов Не отправлено: Ошибка авторизации. Повторить. Ответить Переслать", "not-sent-authorization"),
    ("Not sent: authorization error. Retry.", "not-sent-authorization"),
    ("Недостаточно прав", "insufficient-rights"),
    ("«недостаточно прав»", "insufficient-rights"),
    ("Insufficient rights", "insufficient-rights"),
    ("Ошибка: подозрение на спам 550 5.7.1", "spam-suspected"),
    ("НЕДОСТАТОЧНО ПРАВ при отправке", "insufficient-rights"),
    ("не достаточно прав", "insufficient-rights"),
    ("прав", "insufficient-rights"),
    ("некорректный адрес", "incorrect-recipient"),
    ("Письмо не отправлено: некоректный адресс получателя", "incorrect-recipient"),
    ("incorrect recipient address", "incorrect-recipient"),
    ("Время ожидания сервера", "folder-list-timeout"),
    ("время ожидания сервера при получении списка папок истекло", "folder-list-timeout"),
    ("получении списка папок истекло ошибка соединения", "folder-list-timeout"),
    ("Ошибка соединения.", "folder-list-timeout"),
    ("проблемы с подключением ящика", "connection-problem"),
    ("Возникли проблеммы с подключением", "connection-problem"),
    ("проверьте настройки почты", "connection-problem"),
    ('Не найдена папка "Исходящие"', "sent-folder-missing"),
    ("папка «Отправленные» отсутствует", "sent-folder-missing"),
    ("нет папки отправленные", "sent-folder-missing"),
    ("Неверные данные сервера", "wrong-server-data"),
    ("Неверные данные", "wrong-server-data"),
    ("неверные даные сервера", "wrong-server-data"),
    ("wrong-server-data", "wrong-server-data"),
    ("Нет кнопки прикрепить к сделке", "no-attach-button"),
    ("создать сделку", "no-attach-button"),
    ("кнопка отправить неактивна", "send-button-inactive"),
    ("Кнопка «Отправить»", "send-button-inactive"),
    ("Server error occurred", "server-error"),
    ("загружаемый файл имеет недопустимый формат", "file-format"),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("text", "code", "service"), REPLIES)
def test_a_reply(text: str, code: str, service: Service | None, language: Language) -> None:
    found = explain(text, language=language)
    assert (found.kind, found.matches[0].code) == (Kind.REPLY, code)
    assert service in {None, found.matches[0].service}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("text", "text_id"), AMOCRM)
def test_a_text_of_amocrm(text: str, text_id: str, language: Language) -> None:
    found = explain(text, language=language)
    assert (found.kind, found.matches[0].id) == (Kind.AMOCRM_ERROR, text_id)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sent-folder-missing", "sent-folder-missing"),
        ("Sent_Folder_Missing", "sent-folder-missing"),
        ("sent folder missing", "sent-folder-missing"),
        (" `imap-disabled` ", "imap-disabled"),
        ("sent-folder-mising", "sent-folder-missing"),
        ("spam-suspected", "spam-suspected"),
    ],
)
def test_a_code(text: str, code: str) -> None:
    found = explain(text, language=RU)
    assert found.kind is Kind.CODE
    assert [match.code for match in found.matches] == [code]


@pytest.mark.parametrize("shape", ["{}", "m{}", "М-{}", "m {}", "«{}»"])
def test_a_number_of_ours(shape: str) -> None:
    problem = catalogue().problem("imap-disabled")
    text = shape.format(problem.number.removeprefix("M-") if shape[0] in "mМ" else problem.number)
    assert explain(text, language=EN).matches[0].code == "imap-disabled"
    assert explain("M-999", language=EN).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("113", "113"),
        ("код 403", "403"),
        ("error 244", "244"),
        ("HTTP 402", "402"),
        ("403 Forbidden", "403"),
        ("Доступ к данному аккаунту запрещён с Вашего IP адреса", "113"),
        ("Недостаточно прав. Доступ запрещен.", "288"),
        ("Подписка закончилась", "402"),
    ],
)
def test_a_code_of_the_api(text: str, number: str) -> None:
    found = explain(text, language=RU)
    assert (found.kind, found.matches[0].id) == (Kind.API_CODE, number)


@pytest.mark.parametrize("number", ["550", "535", "421", "554", "error 535", "SMTP 550"])
def test_other_numbers_are_replies(number: str) -> None:
    found = explain(number, language=EN)
    assert found.kind is Kind.REPLY
    assert found.matches[0].service is OUT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "пароль",
        "счёт на оплату 450 рублей",
        "как подключить почту",
        "!!!",
        "привет как дела",
        "hello world",
        "да",
        "550550",
        "0",
        "HTTP 500",
        "250 OK",
        "* OK ready",
        "😀",
    ],
)
def test_nonsense(text: str) -> None:
    assert explain(text, language=RU) == Explanation(Kind.UNKNOWN)


def test_what_is_known_narrows_it_down() -> None:
    everywhere = explain("550", language=EN)
    at_sender = explain("550", language=EN, service=OUT, stage=Stage.MAIL)
    assert at_sender.matches[0].stage is Stage.MAIL
    assert everywhere.matches[0].stage is None
    assert everywhere.matches[0].confidence == "possible"


def test_a_provider_brings_its_own_steps_and_pages() -> None:
    yandex = providers().by_name("yandex")
    plain = explain("imap-disabled", language=RU)
    own = explain("imap-disabled", language=RU, provider=yandex)
    assert own.matches[0].remedies != plain.matches[0].remedies
    assert not any(remedy.url for remedy in plain.matches[0].remedies)
    assert any(remedy.url and "yandex" in remedy.url for remedy in own.matches[0].remedies)


def test_the_problems_behind_a_text_of_amocrm() -> None:
    text, *problems = explain("Не найдена папка “Исходящие”. Папка “Отправленные” отсутствует.", language=RU).matches
    assert text.title == "Не найдена папка “Исходящие”. Папка “Отправленные” отсутствует."
    assert text.confidence == "certain"
    assert problems[0].code == "sent-folder-missing"
    assert all(each.service in {IN, None} for each in problems)


def test_the_usual_problems_come_before_the_possible_ones() -> None:
    problems = explain("Возникли проблемы с подключением ящика", language=RU).matches[1:]
    ranks = [each.confidence != "likely" for each in problems]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 2


def test_a_service_leaves_only_its_problems() -> None:
    found = explain("Неверные данные сервера", language=RU, service=OUT)
    assert {match.service for match in found.matches[1:]} == {OUT}


def test_a_checklist_has_no_problems_behind_it() -> None:
    found = explain("Кнопка «Отправить» не активна.", language=EN)
    assert [match.id for match in found.matches] == ["send-button-inactive"]
    assert "inactive" in found.matches[0].what


def test_the_words_of_the_server_are_told_and_the_likelihood_of_amocrm_texts() -> None:
    match = explain("a1 NO [AUTHENTICATIONFAILED] Authentication failed.", language=EN).matches[0]
    assert "a1 NO [AUTHENTICATIONFAILED] Authentication failed." in match.what
    assert [line.likelihood for line in match.amocrm] == ["usual", "possible", "possible"]


@pytest.mark.parametrize("text", ["535 5.7.8 no", "login-rejected", "спам", "113", "nothing of the kind"])
def test_the_shape_of_the_json(text: str) -> None:
    shape = json.loads(json.dumps(explain(text, language=RU).to_json()))
    assert set(shape) == {"kind", "matches"}
    for match in shape["matches"]:
        assert ("code" in match) != ("id" in match)
        assert set(match) - {"code", "id"} == {
            *("service", "stage", "confidence", "title", "what", "why", "remedies", "amocrm", "for_admin"),
        }
        assert match["confidence"] in {"certain", "likely", "possible"}
        assert all(set(remedy) == {"text", "url", "action"} for remedy in match["remedies"])
        assert all(set(line) == {"id", "text", "likelihood"} for line in match["amocrm"])


@pytest.mark.parametrize("language", Language)
def test_every_code_is_explained(language: Language) -> None:
    for code in catalogue().codes():
        found = explain(code, language=language)
        assert (found.kind, found.matches[0].code) == (Kind.CODE, code)
        assert not set("{}") & set(json.dumps([found.matches[0].what, found.matches[0].why, found.matches[0].title]))


@pytest.mark.parametrize("language", Language)
def test_every_text_of_amocrm_is_found_by_itself_and_by_our_english(language: Language) -> None:
    for text_id, text in {**amocrm().texts, **amocrm().imports}.items():
        for wording in (text.text, text.text.upper(), text.english, text.status or text.text):
            found = explain(wording, language=language)
            assert (found.kind, found.matches[0].id) == (Kind.AMOCRM_ERROR, text_id), wording
            assert found.matches[0].title == text.text
            assert found.matches[0].remedies


@given(
    st.text() | st.text(alphabet="b'\"[]{}\\x NOBAD*:-_.,45073mМ\r\nспамправ", max_size=60),
    st.sampled_from(Language),
    st.sampled_from([None, *Service]),
    st.sampled_from([None, Stage.AUTHENTICATE, Stage.RCPT]),
)
def test_never_fails(text: str, language: Language, service: Service | None, stage: Stage | None) -> None:
    found = explain(text, language=language, service=service, stage=stage)
    assert (found.kind is Kind.UNKNOWN) == (not found.matches)
    json.dumps(found.to_json())


def test_a_book_is_read_in_time() -> None:
    assert explain("ошибка при отправке письма, 550 " * 20_000, language=RU).kind is not Kind.CODE
