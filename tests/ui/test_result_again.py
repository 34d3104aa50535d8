"""Screen 5: a new password, the quiet buttons of a card, and the values for amoCRM side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Secret, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import Remedy
from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.pages.mailbox import MailboxPage
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.connection_card import ConnectionCard
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.wizard import Wizard
from tests.ui.fake_runner import FakeRunner, page_with
from tests.ui.frame import framed
from tests.ui.real_reports import Reports, real_reports
from tests.ui.states.result import shown


def test_a_new_password_is_typed_before_the_check_runs_again(shell: Shell, qtbot: QtBot) -> None:
    draft = Draft(address="olga.petrova@gmail.com", secret=Secret("of old"))
    wizard, page = shown(shell, real_reports("gmail"), draft)
    qtbot.addWidget(wizard)
    page.go.disconnect()
    button = next(each for each in page.findChildren(Button) if each.text() == "Ввести новый пароль")
    with qtbot.waitSignal(page.go) as gone:
        button.click()
    assert gone.args == ["mailbox"]
    assert draft.checks is not None and {"incoming", "outgoing"} <= draft.checks
    assert draft.new_secret


def test_the_keys_go_to_the_password_that_is_to_be_typed_anew(shell: Shell, qtbot: QtBot) -> None:
    draft = Draft(address="olga.petrova@gmail.com", secret=Secret("of old"), new_secret=True)
    wizard = framed(shell, MailboxPage, draft)
    qtbot.addWidget(wizard)
    page = next(iter(wizard.findChildren(MailboxPage)))
    assert page.first_focus is page.secret.edit
    assert page.secret.edit.hasSelectedText(), "what is typed takes the place of the old one"
    assert not draft.new_secret


def test_where_only_the_password_was_missing_it_is_asked_for(shell: Shell, qtbot: QtBot) -> None:
    wizard, page = shown(shell, real_reports("no-password"))
    qtbot.addWidget(wizard)
    page.go.disconnect()
    header = page.findChild(VerdictHeader)
    assert header is not None
    assert header.button.text() == "Ввести па&роль"
    assert header.sentence.words.replace("\u00a0", " ") == "До входа в почту ошибок нет"
    assert header.rest.words.replace("\u00a0", " ").startswith("Чтобы получить ответ")
    with qtbot.waitSignal(page.go) as gone:
        header.button.click()
    assert gone.args == ["mailbox"]


@pytest.mark.parametrize(
    ("name", "buttons"),
    [
        ("gmail", [("Ввести новый па&роль", "filled"), ("Проверить &снова", "link")]),
        ("no-password", [("Ввести па&роль", "filled")]),
        ("no-sent", [("Показать, &что сделать", "filled"), ("Проверить &снова", "link")]),
        ("unconfirmed", [("П&одтвердить серверы", "filled"), ("Проверить &снова", "link")]),
        ("stopped", [("Проверить &снова", "filled")]),
    ],
)
def test_what_to_do_first_stands_beside_the_verdict(
    shell: Shell, qtbot: QtBot, name: str, buttons: list[tuple[str, str]]
) -> None:
    wizard, page = shown(shell, real_reports(name))
    qtbot.addWidget(wizard)
    header = page.findChild(VerdictHeader)
    assert header is not None
    assert [(each.text(), each.kind) for each in header.findChildren(Button)] == buttons
    filled = [each for each in page.findChildren(Button) if each.kind == "filled"]
    assert filled == ([header.button] if header.button.kind == "filled" else [])


@pytest.mark.parametrize("name", ["no-sent", "green-refused", "three-cards"])
def test_the_verdict_leads_to_the_steps(shell: Shell, qtbot: QtBot, name: str) -> None:
    wizard, page = shown(shell, real_reports(name), size=(800, 600))
    qtbot.addWidget(wizard)
    header, card = page.findChild(VerdictHeader), page.findChild(DiagnosisCard)
    assert header is not None and card is not None
    assert "ниже" not in header.rest.words, "the button says it"

    def in_sight() -> bool:
        top = card.steps_label.mapTo(page.scroll.viewport(), QPoint(0, 0)).y()
        return 0 <= top < page.scroll.viewport().height() - 100

    assert not in_sight()
    header.button.click()
    qtbot.waitUntil(in_sight)


def test_the_verdict_leads_to_a_new_password_and_to_another_look(shell: Shell, qtbot: QtBot) -> None:
    wizard, page = shown(shell, real_reports("gmail"), Draft(address="olga.petrova@gmail.com"))
    qtbot.addWidget(wizard)
    page.go.disconnect()
    header = page.findChild(VerdictHeader)
    assert header is not None
    for button, screen in ((header.button, "mailbox"), (header.again, "checking")):
        with qtbot.waitSignal(page.go) as gone:
            button.click()
        assert gone.args == [screen]


def test_a_saved_report_has_no_button_beside_the_verdict(shell: Shell, qtbot: QtBot) -> None:
    wizard, page = shown(shell, {}, Draft(opened=real_reports("gmail")[Language.RU]))
    qtbot.addWidget(wizard)
    header = page.findChild(VerdictHeader)
    assert header is not None
    assert header.findChildren(Button) == []


def test_one_button_of_a_card_that_checks_again_catches_the_eye(shell: Shell, qtbot: QtBot) -> None:
    report = real_reports("no-sent")[Language.RU]
    remedies = tuple(Remedy(f"{n}", None, "recheck") for n in range(3))
    actions = Actions(report)
    card = DiagnosisCard(shell, replace(report.diagnoses[0], remedies=remedies), actions)
    qtbot.addWidget(card)
    assert [step.buttons[0].kind for step in card.steps] == ["plain", "link", "link"]


@pytest.mark.parametrize(("width", "beside"), [(600, True), (300, False)])
def test_values_stand_side_by_side_where_there_is_room(shell: Shell, qtbot: QtBot, width: int, beside: bool) -> None:
    card = ConnectionCard(shell, real_reports("gmail")[Language.RU])
    qtbot.addWidget(card)
    card.resize(width, 900)
    card.show()
    card.layout().activate()  # type: ignore[union-attr]
    server, port, security, _, below, *_ = card.fields
    tops = {field.mapTo(card, field.rect().topLeft()).y() for field in (server, port, security)}
    assert (len(tops) == 1) is beside
    left = [field.mapTo(card, field.rect().topLeft()).x() for field in (port, below)]
    assert left[0] == left[1]


def locked_out() -> Reports:
    report = real_reports("gmail")[Language.RU]
    locked = Finding("too-many-logins", Outcome.FAILED, Stage.AUTHENTICATE, Service.INCOMING)
    checks = tuple(replace(each, findings=(*each.findings, locked)) for each in report.checks)
    return {language: replace(each, checks=checks) for language, each in real_reports("gmail").items()}


def after(shell: Shell, qtbot: QtBot, reports: Reports, screen: str, **draft: Any) -> tuple[Wizard, FakeRunner]:
    """The window after a run that ended in `reports`, on a screen that it was gone back to."""
    runner = FakeRunner()
    runner.reports = reports
    usual: dict[str, Any] = {"address": reports[Language.RU].address, "secret": Secret("x")}
    wizard = Wizard(shell, Draft(**(usual | draft)), first=screen, makers={"checking": page_with(runner)})
    wizard._runner = runner  # type: ignore[assignment]
    runner.setParent(wizard)
    wizard.show()
    qtbot.addWidget(wizard)
    return wizard, runner


def agree(wizard: Wizard) -> None:
    assert wizard.locked_out.question is not None
    wizard.locked_out.question.other[0].click()


@pytest.mark.parametrize("screen", ["servers", "result"])
def test_after_a_lock_out_one_more_login_needs_a_yes(shell: Shell, qtbot: QtBot, screen: str) -> None:
    """By Next from screen 3, by a button of screen 5, and by «Повторить» on screen 4 itself."""
    wizard, runner = after(shell, qtbot, locked_out(), screen)
    page = wizard.currentPage()
    if isinstance(page, ResultPage):
        page.enter()
    begin = page._recheck if isinstance(page, ResultPage) else wizard.next
    begin()
    question = wizard.locked_out.question
    assert question is not None
    assert question.calm.text() == "Подождать"
    question.calm.click()
    assert runner.started == []
    assert wizard.currentPage() is page
    begin()
    assert wizard.locked_out.question is not question
    agree(wizard)
    assert len(runner.started) == 1
    runner.end()
    checking = wizard.currentPage()
    assert isinstance(checking, CheckingPage)
    checking.notice.again.click()
    assert len(runner.started) == 1
    agree(wizard)
    assert len(runner.started) == 2


@pytest.mark.parametrize(
    "draft", [{"address": "other@example.test"}, {"secret": None}], ids=["another mailbox", "no password"]
)
def test_what_logs_nobody_in_again_is_not_asked_about(shell: Shell, qtbot: QtBot, draft: dict[str, Any]) -> None:
    wizard, runner = after(shell, qtbot, locked_out(), "servers", **draft)
    wizard.next()
    assert wizard.locked_out.question is None
    assert len(runner.started) == 1


def test_nobody_is_asked_where_nothing_is_locked(shell: Shell, qtbot: QtBot) -> None:
    wizard, runner = after(shell, qtbot, real_reports("no-sent"), "servers")
    wizard.next()
    assert wizard.locked_out.question is None
    assert len(runner.started) == 1


def test_where_the_servers_were_not_confirmed_a_button_leads_to_them(shell: Shell, qtbot: QtBot) -> None:
    reports = real_reports("unconfirmed")
    draft = Draft(address=reports[Language.RU].address, secret=Secret("x"))
    wizard, page = shown(shell, reports, draft)
    qtbot.addWidget(wizard)
    page.go.disconnect()
    header = page.findChild(VerdictHeader)
    assert header is not None
    assert header.rest.words.replace("\u00a0", " ").startswith("Пароль не отправлен")
    with qtbot.waitSignal(page.go) as gone:
        header.button.click()
    assert gone.args == ["servers"]
    assert draft.checks is not None and {"incoming", "outgoing"} <= draft.checks


def test_a_long_word_about_the_password_does_not_pull_the_login_apart(shell: Shell, qtbot: QtBot) -> None:
    card = ConnectionCard(shell, real_reports("no-password")[Language.RU])
    qtbot.addWidget(card)
    card.resize(520, 900)
    card.show()
    card.layout().activate()  # type: ignore[union-attr]
    server, login = card.fields[0], card.fields[-1]
    assert login.height() == server.height()
