"""A phone code explained: the case, and its problem as if its file were there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailcheck.catalogue import catalogue
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Verdict
from mailcheck.explanation import Kind
from mailcheck.export.explanation import as_lines
from mailcheck.i18n import Language
from mailcheck.phone_code import phone_code
from mailcheck.phoned import phoned
from tests.test_phone_code import report_with

RU, EN = Language


def lines(code: str, language: Language = RU) -> list[str]:
    found = phoned(code, language)
    assert found
    return [line.replace("\u00a0", " ") for line in as_lines(found, language)]


def test_the_case_and_what_to_do() -> None:
    told = lines(phone_code(report_with()))
    assert told[:5] == [
        "Ящик пока не готов к работе в amoCRM. Что сделать — ниже.",
        "Почтовая служба: Яндекс Почта и Яндекс 360",
        "Входящая почта: ошибка",
        "Исходящая почта: готово",
        "Проверено программой mailcheck 0.1",
    ]
    assert "Яндекс не принял логин или пароль  [login-rejected]" in told
    assert "Что сделать:" in told


@pytest.mark.parametrize("code", catalogue().codes())
@pytest.mark.parametrize("language", Language)
def test_every_problem(code: str, language: Language) -> None:
    found = phoned(phone_code(report_with(number=catalogue().problem(code).number, provider="gmail")), language)
    assert found
    assert found.kind is Kind.PHONE_CODE
    assert [match.code for match in found.matches] == [code]
    assert len(list(as_lines(found, language))) > 10


def test_the_service_is_the_one_that_failed() -> None:
    for incoming, outgoing, service in (
        (Outcome.FAILED, Outcome.PASSED, Service.INCOMING),
        (Outcome.WARNED, Outcome.FAILED, Service.OUTGOING),
        (Outcome.PASSED, Outcome.WARNED, Service.OUTGOING),
        (Outcome.FAILED, Outcome.FAILED, None),
    ):
        found = phoned(phone_code(report_with(incoming=incoming, outgoing=outgoing)), RU)
        assert found
        assert found.matches[0].service is service


def test_nothing_is_claimed_that_is_not_known() -> None:
    well = lines(phone_code(report_with(Verdict.READY, None, None, Outcome.PASSED)), EN)
    assert well[0] == "The mailbox is ready to be connected to amoCRM."
    assert well[1] == "The mail service was not recognised"
    assert well[-1] == "No problem was found"
    newer = lines(phone_code(report_with(number="M-999")), EN)
    assert newer[-1] == "Problem M-999: only a newer version of mailcheck knows it"


def test_a_slip_is_a_phone_code_of_no_case() -> None:
    code = phone_code(report_with())
    found = phoned(code[:-1] + ("A" if code[-1] != "A" else "C"), RU)
    assert found
    assert found.is_nothing
    assert found.to_json() == {"kind": "phone-code", "phone_code": None, "matches": []}


@pytest.mark.parametrize("text", ["M-508", "login-rejected", "535 5.7.8 Error", "Неверные данные сервера", "234"])
def test_other_texts_are_left_to_others(text: str) -> None:
    assert phoned(text, RU) is None


def test_the_report_of_a_newer_program() -> None:
    report = replace(report_with(), tool={"version": "2.3.4"})
    assert "Проверено программой mailcheck 2.3" in lines(phone_code(report))
