"""Numbers and texts of amoCRM's API."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck import api_codes
from mailcheck.amocrm import amocrm
from mailcheck.i18n import Language

RU, EN = Language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("113", "113"),
        ("код 403", "403"),
        ("Код ошибки: 205", "205"),
        ("ошибка №244", "244"),
        ("error 244", "244"),
        ("HTTP 402", "402"),
        ("HTTP/1.1 403 Forbidden", "403"),
        ("402 Payment Required", "402"),
        ("API: 110", "110"),
        ('{"status": 429}', "429"),
        ('"error_code":"111"', "111"),
        ("2002", "2002"),
        ("401 Unauthorized", "401"),
        ("244 недостаточно прав для добавления события", "244"),
        ("Ошибка 203 при создании контакта", "203"),
    ],
)
def test_a_number(text: str, code: str) -> None:
    assert api_codes.by_number(text, RU)[0].id == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "550",
        "421",
        "HTTP 500",
        "99999",
        "235 2.7.0 Authentication successful",
        "221 2.0.0 Bye",
        "221 Bye",
        "530 Authentication required",
        "у меня 113 клиентов",
        "113 клиентов ждут письма",
    ],
)
def test_no_number_of_the_api(text: str) -> None:
    assert api_codes.by_number(text, RU) == ()


def test_a_code_comes_before_codes_with_that_http_status() -> None:
    found = api_codes.by_number("403", EN)
    assert [each.id for each in found] == ["403", "113"]
    assert found[0].confidence == "likely"
    assert api_codes.by_number("113", EN)[0].confidence == "certain"


def test_a_text() -> None:
    assert api_codes.by_text("Доступ к данному аккаунту запрещён с Вашего IP адреса", RU, 0.65)[0].id == "113"
    assert api_codes.by_text("General authorization error. Incorrect login or password.", EN, 0.8)[0].id == "110"
    assert api_codes.by_text("привет как дела", RU, 0.65) == ()


def test_every_code_is_told_in_both_languages() -> None:
    for code in amocrm().api:
        for language in Language:
            told = api_codes.by_number(str(code.code), language)
            assert any(code.text[language].rstrip(".") in each.what for each in told)
            assert all(str(code.code) in f"{each.title} {each.what}" for each in told)
            assert all(len(each.remedies) >= 2 and each.why for each in told)


@settings(deadline=None)  # the first one loads the texts
@given(st.text(alphabet='код error:#"1234 57.', max_size=30) | st.text())
def test_whatever_is_asked_the_answer_is_of_amocrms_codes(text: str) -> None:
    known = {str(code.code) for code in amocrm().api}
    for meanings in (api_codes.by_number(text, RU), api_codes.by_text(text, EN, 0.65)):
        assert {each.id for each in meanings} <= known
        assert all(each.title and each.what and each.remedies for each in meanings)
