"""Screen 5 says a thing once, in the place where it counts: the address that was mended, practice, a saved report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mailcheck.domain.report import Remedy, Report
from mailcheck.i18n import Language, message
from mailcheck.lab.practice import Practice
from mailcheck.lab.scenarios import scenarios
from mailcheck.providers import providers
from mailcheck.reporting import PRACTICE_VANTAGE
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.result.correction import Correction, apply
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.result.opened_notice import OpenedNotice
from mailcheck.ui.result.seen_answer import SeenRest
from mailcheck.ui.result.seen_block import SeenBlock
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.copy_field import CopyField
from mailcheck.ui.widgets.notice import Notice
from tests.ui.reading import parts, words
from tests.ui.real_reports import Reports, real_reports
from tests.ui.states.result import shown

LETTER = "address-lookalike-letter"


def page_of(shell: Shell, qtbot: QtBot, reports: Reports, draft: Draft) -> ResultPage:
    wizard, page = shown(shell, reports, draft)
    qtbot.addWidget(wizard)
    page.go.disconnect()
    return page


# --- the address was mended before the run ---------------------------------------------------------------------------


def test_a_mended_address_leads_and_is_not_ruled_out(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, real_reports("corrected"), Draft(address="anna@example.test"))
    assert parts(page)[:2] == [VerdictHeader, DiagnosisCard]
    header, rest = page.findChild(VerdictHeader), page.findChild(SeenRest)
    assert header is not None and rest is not None
    sentence = header.sentence.words.replace("\u00a0", " ")
    assert sentence == "Скорее всего, дело в адресе: с исправленным ящик работает"
    field = header.findChild(CopyField)
    assert field is not None
    field.button.click()
    assert QGuiApplication.clipboard().text() == "anna@example.test"
    assert words(header).count("anna@example.test") == 1
    rest.fold.set_open(True)
    said = words(rest)
    assert "Исключено проверкой" in said and "Вход принят" in said and "нет чужих букв" not in said
    assert "Ни одной из причин" not in words(page)


def test_where_nothing_was_mended_only_amocrm_knows(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, real_reports("green-refused"), Draft(address="anna@example.test"))
    header = page.findChild(VerdictHeader)
    assert header is not None and not header.findChildren(CopyField)
    assert header.sentence.words.replace("\u00a0", " ") == "Отсюда ящик работает, а amoCRM показала ошибку"
    assert "адрес исправлен" not in words(page).replace("\u00a0", " ")


def test_a_correction_on_this_screen_is_one_too() -> None:
    draft = Draft(address="anna@mаil.ru")
    apply(Correction("address", "anna@mail.ru"), draft, real_reports("lookalike")[Language.RU])
    assert (draft.address, draft.corrected) == ("anna@mail.ru", LETTER)
    assert draft.account().corrected == LETTER


# --- practice ends ---------------------------------------------------------------------------------------------------


def unchanged(shell: Shell, qtbot: QtBot, name: str, scenario: str | None) -> tuple[ResultPage, Notice]:
    report = real_reports(name)[Language.RU]
    practice = Practice(scenarios()[scenario], providers()) if scenario else None
    page = page_of(shell, qtbot, real_reports(name), Draft(address=report.address, practice=practice))
    page.practice_over.disconnect()
    page.show_report(replace(report, checks=tuple(replace(check, ms=check.ms + 1) for check in report.checks)))
    first = page.top.itemAt(0)
    notice = first.widget() if first else None
    assert isinstance(notice, Notice)
    assert "Ничего не изменилось" in notice.text.text().replace("\u00a0", " "), "before all else"
    return page, notice


def test_nothing_can_change_in_a_made_up_mailbox(shell: Shell, qtbot: QtBot) -> None:
    page, notice = unchanged(shell, qtbot, "no-sent", "sent-missing")
    assert "Этот ящик выдуман" in words(notice)
    with qtbot.waitSignal(page.practice_over):
        notice.findChildren(Button)[-1].click()


def test_a_mended_mailbox_that_is_looked_at_again_is_still_done(shell: Shell, qtbot: QtBot) -> None:
    practice = Practice(scenarios()["cyrillic-letter-in-address"], providers())
    draft = Draft(address="anna@example.test", practice=practice)
    page = page_of(shell, qtbot, real_reports("corrected"), draft)
    report = real_reports("corrected")[Language.RU]
    page.show_report(replace(report, checks=tuple(replace(check, ms=check.ms + 1) for check in report.checks)))
    qtbot.waitUntil(lambda: not page.building)
    said = words(page).replace("\u00a0", " ")
    assert said.count("Готово: неполадка этого ящика исправлена") == 1
    assert "Ничего не изменилось" not in said and "не сделать" not in said
    ends = [button for button in page.findChildren(Button) if button.text() == "Закончить учебный режим"]
    assert [button.isVisible() for button in ends].count(True) == 1


def test_what_can_only_be_read_in_practice_is_said_before_it_is_tried(shell: Shell, qtbot: QtBot) -> None:
    remark = "Шаги на сайте почты здесь можно только прочитать."
    for name, scenario, told in (
        ("no-sent", "sent-missing", True),
        ("gmail", "gmail-ordinary-password", False),  # there another password is to be typed
        ("lookalike", "cyrillic-letter-in-address", False),  # a button mends it
    ):
        practice = Practice(scenarios()[scenario], providers())
        draft = Draft(address="anna@example.test", practice=practice)
        page = page_of(shell, qtbot, real_reports(name), draft)
        assert (remark in words(page.practice_notice).replace("\u00a0", " ")) is told


def test_where_a_password_is_to_be_typed_that_is_the_way_on(shell: Shell, qtbot: QtBot) -> None:
    page, notice = unchanged(shell, qtbot, "gmail", "gmail-ordinary-password")
    password = Practice(scenarios()["gmail-ordinary-password"], providers()).right_password
    assert password and f"Этот ящик принимает пароль {password}." in words(notice)
    with qtbot.waitSignal(page.go) as gone:
        notice.findChildren(Button)[-1].click()
    assert gone.args == ["mailbox"] and page.draft.new_secret


def test_a_mailbox_of_ones_own_is_not_called_made_up(shell: Shell, qtbot: QtBot) -> None:
    _, notice = unchanged(shell, qtbot, "no-sent", None)
    assert "выдуман" not in words(notice)


# --- a saved report --------------------------------------------------------------------------------------------------


def opened(shell: Shell, qtbot: QtBot, report: Report) -> ResultPage:
    return page_of(shell, qtbot, {}, Draft(opened=report))


def test_a_step_that_checks_again_leads_to_a_new_check(shell: Shell, qtbot: QtBot) -> None:
    report = real_reports("no-sent")[Language.RU]
    again = replace(report.diagnoses[0], remedies=(Remedy("Повторите проверку", None, "recheck"),))
    page = opened(shell, qtbot, replace(report, diagnoses=(again,)))
    card = page.findChild(DiagnosisCard)
    assert card is not None
    (button,) = card.steps[0].buttons
    assert button.text() == "Начать новую проверку" and button.accessibleDescription() == "Повторите проверку"
    with qtbot.waitSignal(page.go) as gone:
        button.click()
    assert gone.args == ["start"]


@pytest.mark.parametrize("language", Language)
def test_another_computer_is_not_called_this_one(shell: Shell, qtbot: QtBot, language: Language) -> None:
    here = page_of(shell, qtbot, real_reports("no-sent"), Draft(address="anna@example.test"))
    assert "IP-адреса этого компьютера" in words(here)
    page = opened(shell, qtbot, real_reports("no-sent")[language])
    said = words(page)
    assert "IP-адреса компьютера, на котором шла проверка" in said
    limits = page.limits.words.replace("\u00a0", " ")
    assert limits.startswith(
        {"ru": "Всё увидено с компьютера, на котором", "en": "All this was seen from the"}[language]
    )
    assert "этого компьютера" not in said and "this computer" not in said


@pytest.mark.parametrize("language", Language)
def test_a_report_of_practice_says_so_at_the_top(shell: Shell, qtbot: QtBot, language: Language) -> None:
    whole = real_reports("no-sent")[language]
    page = opened(shell, qtbot, replace(whole, vantage=message(PRACTICE_VANTAGE, language)))
    notice = page.findChild(OpenedNotice)
    assert notice is not None and "Это отчёт учебной проверки" in words(notice)
    assert not page.limits.isVisibleTo(page) and "этом компьютере" not in words(page)
    other = opened(shell, qtbot, whole).findChild(OpenedNotice)
    assert other is not None and "учебной" not in words(other)


# --- a text and a title ----------------------------------------------------------------------------------------------


def test_what_amocrm_showed_is_quoted_once(shell: Shell, qtbot: QtBot) -> None:
    """With the headline, which says what it comes from; the steps follow at once."""
    page = page_of(shell, qtbot, real_reports("gmail"), Draft(address="olga.petrova@gmail.com"))
    said = words(page)
    assert said.count("«Возникли проблемы с подключением ящика") == 1
    assert parts(page)[:2] == [VerdictHeader, DiagnosisCard] and SeenBlock not in parts(page)
    header, card, rest = page.findChild(VerdictHeader), page.findChild(DiagnosisCard), page.findChild(SeenRest)
    assert header is not None and card is not None and rest is not None
    assert "Из-за этого amoCRM обычно и показывает:" in words(header)
    assert "amoCRM" not in words(card).split("Что сделать")[0]
    assert said.count("Для Gmail нужен пароль приложения") == 1, "the headline's only card needs no title"
    assert "Что введено в amoCRM" not in words(rest)
    rest.fold.set_open(True)
    assert "Что введено в amoCRM" in words(rest)


def test_what_leads_to_the_text_less_often_is_said_to(shell: Shell, qtbot: QtBot) -> None:
    reports = {
        language: replace(report, amocrm_error_seen="connection-problem")
        for language, report in real_reports("no-sent").items()
    }
    header = page_of(shell, qtbot, reports, Draft(address="anna@example.test")).findChild(VerdictHeader)
    assert header is not None
    assert "Из-за этого amoCRM тоже может показать, хотя и реже:" in words(header)
