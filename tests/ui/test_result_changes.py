"""Screen 5 after another run: what has changed is told of the same mailbox, and of no other."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from pytestqt.qtbot import QtBot

from mailcheck.domain.report import Report
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.notice import Notice
from tests.ui.reading import parts, words
from tests.ui.real_reports import real_reports
from tests.ui.states.result import shown


def page_of(shell: Shell, qtbot: QtBot, name: str, draft: Draft | None = None) -> ResultPage:
    wizard, page = shown(shell, real_reports(name), draft)
    qtbot.addWidget(wizard)
    return page


def run_again(name: str, **changed: Any) -> Report:
    """The same found by another run: its times are never the same."""
    report = real_reports(name)[Language.RU]
    checks = tuple(replace(check, ms=check.ms + 1) for check in report.checks)
    return replace(report, checks=checks, **changed)


def test_nothing_changed(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, "no-sent")
    page.show_report(run_again("no-sent"))
    assert parts(page)[:2] == [Notice, VerdictHeader] and ChangesBlock not in parts(page)
    assert "Ничего не изменилось" in words(page).split("На сервере нет папки")[0], "before all else"


def test_any_later_run_on_the_mailbox_tells_what_changed(shell: Shell, qtbot: QtBot) -> None:
    """Also one that began with Back, a new password and Next."""
    draft = Draft(address="anna@example.test")
    page = page_of(shell, qtbot, "three-cards", draft)
    assert ChangesBlock not in parts(page)
    page.runner.reports = real_reports("no-sent")  # type: ignore[attr-defined]
    page.enter()
    assert ChangesBlock in parts(page)
    assert "Исправлено. Было: «С этого адреса отправлять не разрешено" in words(page.findChildren(ChangesBlock)[-1])
    shell.speech.choose(Language.EN)
    assert ChangesBlock in parts(page), "it is the same result in other words"


def test_what_is_in_order_now_is_to_be_connected_anew(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, "no-sent", Draft(address="anna@example.test"))
    page.show_report(run_again("green", address="anna@example.test"))
    header = page.findChildren(VerdictHeader)[-1]
    assert "подключить его в amoCRM заново" in header.rest.words.replace("\u00a0", " ")
    assert page.reconnect.button.accessibleDescription() == shell.speech.say("buttons.unfolded")
    page.show_report(run_again("no-sent"))
    assert page.reconnect.button.accessibleDescription() == shell.speech.say("buttons.folded")


def test_another_mailbox_is_compared_with_nothing(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, "three-cards", Draft(address="anna@example.test"))
    page.show_report(run_again("no-sent", address="olga@example.test"))
    assert ChangesBlock not in parts(page)
    page.draft.practice = SimpleNamespace(settings=Settings(), right_password=None)
    page.show_report(run_again("three-cards", address="olga@example.test"))
    assert ChangesBlock not in parts(page), "a scenario is a mailbox of its own"


def test_a_saved_report_in_between_is_no_run(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, "three-cards", Draft(address="anna@example.test"))
    page.draft.opened = real_reports("gmail")[Language.RU]
    page.enter()
    assert ChangesBlock not in parts(page)
    page.draft.opened = None
    page.enter()
    assert ChangesBlock not in parts(page), "the run that was told already is no later one"
    page.show_report(run_again("no-sent"))
    assert ChangesBlock in parts(page)


def test_what_had_no_problem_has_nothing_mended(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, qtbot, "no-password", Draft(address="anna@example.test"))
    page.show_report(run_again("no-sent"))
    assert ChangesBlock not in parts(page)
