"""The summary for a chat: six lines, whatever the report holds; and a number that all copies of a report share."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.domain.account import Account, Endpoint, Security
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import AmocrmLine, CheckResult, Confidence, Verdict
from mailcheck.export.json_file import as_json
from mailcheck.export.json_reader import read_report
from mailcheck.export.mask import Mask
from mailcheck.export.summary import report_number, short_summary
from mailcheck.i18n import Language, message
from mailcheck.phone_code import decode, phone_code
from mailcheck.reporting import retold
from tests.test_phone_code import report_with
from tests.ui.real_reports import real_reports

RU, EN = Language
REPORT = report_with()
PROBLEM = replace(
    REPORT.diagnoses[0],
    title="Нужен пароль приложения",
    reply="NO [ALERT] Application-specific\r\npassword   required",
    amocrm=(AmocrmLine("x", "Может быть", "possible"), AmocrmLine("y", "Обычно", "usual")),
)
FULL = replace(
    REPORT,
    diagnoses=(PROBLEM, PROBLEM),
    more=2,
    incoming=Endpoint("imap.firma.example", 993, Security.TLS),
    outgoing=Endpoint("smtp.firma.example", 2525, Security.STARTTLS),
)


def test_all_that_support_asks_first() -> None:
    head, mailbox, amocrm, cause, reply, last = short_summary(FULL).splitlines()
    assert head == f"Отчёт {report_number(FULL)}: ящик пока не готов к работе в amoCRM"
    assert mailbox == "Ящик: ivan@firma.example, почтовая служба: Яндекс Почта и Яндекс 360"
    assert amocrm == "amoCRM обычно показывает это так: «Обычно»"
    assert cause == "Причина: Нужен пароль приложения (M-401); найдены ещё 3 неполадки"
    assert reply == "Сервер ответил: NO [ALERT] Application-specific password required"
    assert last.startswith(f"Код для телефона: {phone_code(FULL)}; серверы: imap.firma.example, порт 993, SSL/TLS; ")
    assert last.endswith("smtp.firma.example, порт 2525, STARTTLS; mailcheck 0.1.0, 23.11.2026, 10:00 (UTC)")


@pytest.mark.parametrize("language", Language)
def test_a_server_that_nobody_confirmed(language: Language) -> None:
    """The password was not sent to it, and nothing was wrong until then."""
    kept = Finding("stage-skipped", Outcome.SKIPPED, Stage.AUTHENTICATE, evidence={"reason": "not-confirmed"})
    checks = tuple(CheckResult(name, 0, 1, (kept,)) for name in ("incoming", "outgoing"))
    report = replace(REPORT, diagnoses=(), verdict=Verdict.INCOMPLETE, checks=checks, language=language.value)
    head = short_summary(report).splitlines()[0]
    assert head.endswith(message("summary.unconfirmed", language).replace("\u00a0", " "))
    assert "mailbox" not in head and "ящик" not in head


@pytest.mark.parametrize("name", ["gmail", "no-sent", "green", "green-refused", "expired", "stopped", "no-password"])
@pytest.mark.parametrize("language", Language)
def test_six_lines_of_any_run(name: str, language: Language) -> None:
    report = real_reports(name)[language]
    lines = short_summary(report).splitlines()
    assert len(lines) == 6
    assert report_number(report) in lines[0]
    assert report.address in lines[1]
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", lines[5])
    assert found
    decoded = decode(found[0])
    assert decoded
    assert decoded.verdict is report.verdict
    assert decoded.number == (report.diagnoses[0].number if report.diagnoses else None)


def test_what_amocrm_showed_comes_before_what_it_may_show() -> None:
    seen = replace(FULL, amocrm_error_seen="wrong-server-data")
    assert "amoCRM показала: «Неверные данные сервера»" in short_summary(seen)
    possible = replace(FULL, diagnoses=(replace(PROBLEM, amocrm=PROBLEM.amocrm[:1]),))
    assert "amoCRM может показать: «Может быть»" in short_summary(possible)
    remark = replace(FULL, diagnoses=(replace(PROBLEM, outcome=Outcome.WARNED),), more=0)
    assert "amoCRM: её текст не указан\nЗамечание: Нужен пароль" in short_summary(remark)


def test_a_guess_is_called_one() -> None:
    for confidence, words in ((Confidence.LIKELY, "Most likely cause: "), (Confidence.POSSIBLE, "Possible cause: ")):
        told = short_summary(replace(FULL, language="en", diagnoses=(replace(PROBLEM, confidence=confidence),)))
        assert words in told
    unfinished = replace(FULL, diagnoses=(), more=0, verdict=Verdict.INCOMPLETE)
    assert "Причина: пока неизвестна\nОтвета сервера с ошибкой нет" in short_summary(unfinished)


def test_the_number_is_that_of_the_report_not_of_its_copy() -> None:
    report = real_reports("gmail")[RU]
    number = report_number(report)
    assert re.fullmatch(r"\d{6}-[2-9A-Z]{4}", number)
    hidden = Mask(Account(report.address)).report(report)
    assert [report_number(each) for each in (hidden, retold(report, EN), read_report(as_json(report).encode()))] == (
        [number] * 3
    )
    assert report_number(real_reports("no-sent")[RU]) != number
    assert report_number(replace(report, address="other@firma.example", username="x")) == number


@given(st.text(), st.text(), st.text(), st.sampled_from(Language))
def test_any_words_stay_in_their_line(address: str, reply: str, title: str, language: Language) -> None:
    told = replace(PROBLEM, reply=reply * 50, title=title)
    summary = short_summary(replace(FULL, language=language, address=address, diagnoses=(told,)))
    assert len(summary.splitlines()) == 6
    assert summary.replace("\n", "").isprintable()
    assert all(len(line) <= 600 for line in summary.splitlines())
