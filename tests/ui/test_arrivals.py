"""A practice mailbox and a saved report come into the window; what was typed before is there again afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from mailcheck import cli
from mailcheck.domain.account import Secret
from mailcheck.export.json_reader import read_report_file
from mailcheck.lab.practice import Practice, PracticeError
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.opened_notice import OpenedNotice
from mailcheck.ui.shell import Shell
from mailcheck.ui.wizard import Wizard

_WHICH = QWizard.WizardButton
AWAITED = 10_000  # ms: what is waited for comes long before


@pytest.fixture
def window(shells: Callable[..., Shell], qtbot: QtBot) -> Iterator[Wizard]:
    wizard = Wizard(shells("en"))
    qtbot.addWidget(wizard)
    wizard.show()
    yield wizard
    wizard.close()


def _shows(window: Wizard, name: str) -> Callable[[], bool]:
    return lambda: bool(window.page_named(name) is window.currentPage())


def _has_address(window: Wizard, address: str) -> bool:
    return window.draft.address == address


def test_practice_from_beginning_to_end(window: Wizard, qtbot: QtBot) -> None:
    gmail = scenarios()["gmail-ordinary-password"]
    window.page_named("start").practise.emit(gmail.id)
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    page = window.page_named("mailbox")
    assert page.practice_notice.isVisible()
    assert (window.draft.address, window.draft.settings().practice) == (gmail.address, True)
    for _ in range(2):
        window.button(QWizard.WizardButton.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    report = window.runner.report(window.shell.speech.language)
    assert report
    assert tuple(diagnosis.code for diagnosis in report.diagnoses) == gmail.expected.codes
    assert report.vantage.startswith("This was practice")


def test_once_mended_it_is_ready_whatever_amocrm_said_before(window: Wizard, qtbot: QtBot) -> None:
    gmail = scenarios()["gmail-ordinary-password"]
    window.arrivals.practise(gmail.id)
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.amocrm_error
    for _ in range(2):
        window.button(QWizard.WizardButton.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    window.draft.secret = Secret(gmail.accepted[0])
    window.go("checking")
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    report = window.runner.report(window.shell.speech.language)
    assert report
    assert (report.verdict, report.diagnoses) == ("ready", ())


def test_back_to_a_new_password_and_the_result_tells_what_was_mended(window: Wizard, qtbot: QtBot) -> None:
    gmail = scenarios()["gmail-ordinary-password"]
    window.arrivals.practise(gmail.id)
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    back, onwards = (window.button(which) for which in (_WHICH.BackButton, _WHICH.NextButton))
    page = window.page_named("result")
    assert isinstance(page, ResultPage)
    for secret in (None, gmail.accepted[0]):
        if secret:
            while window.currentPage() is not window.page_named("mailbox"):
                back.click()
            window.page_named("mailbox").secret.set_secret(Secret(secret))  # type: ignore[attr-defined]
        for _ in range(2):
            onwards.click()
        qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
        qtbot.waitUntil(lambda: not page.building, timeout=AWAITED)
        told = page.findChild(ChangesBlock)
        assert (told is None) == (secret is None)
    assert told is not None
    assert [line.words for line in told.lines] == ["Mended: Gmail needs an app password"]


def test_what_was_typed_before_comes_back(window: Wizard, qtbot: QtBot) -> None:
    window.draft.address, window.draft.secret = "anna@romashka.example", Secret("sesame")
    window.arrivals.practise("all-green")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.address != "anna@romashka.example"
    window.page_named("mailbox").practice_notice.end.click()
    assert window.currentPage() is window.page_named("start")
    assert (window.draft.address, window.draft.practice) == ("anna@romashka.example", None)
    assert not window.page_named("start").practice_notice.isVisible()


def test_an_error_without_its_text_does_not_stand_in_the_way(window: Wizard, qtbot: QtBot) -> None:
    page = window.page_named("start")
    page.error.click()  # type: ignore[attr-defined]
    assert not page.isComplete()
    window.arrivals.practise("yandex-imap-off")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.amocrm_error == "connection-problem"
    window.button(QWizard.WizardButton.BackButton).click()
    window.arrivals.end_practice()
    assert not page.practice_notice.isVisible()
    assert window.draft.amocrm_error is None


def test_another_practice_mailbox_takes_the_place_of_the_first(window: Wizard, qtbot: QtBot) -> None:
    for name in ("all-green", "sent-missing"):
        window.arrivals.practise(name)
        qtbot.waitUntil(partial(_has_address, window, scenarios()[name].address), timeout=AWAITED)
    window.arrivals.end_practice()
    assert window.draft.address == ""


def test_practice_that_cannot_run_is_told(window: Wizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Practice) -> Practice:
        raise PracticeError("no port is free")

    monkeypatch.setattr(Practice, "start", refuse)
    window.arrivals.practise("all-green")
    qtbot.waitUntil(lambda: window.arrivals.question is not None, timeout=AWAITED)
    assert window.arrivals.question
    assert "no port is free" in window.arrivals.question.text.words
    window.arrivals.question.calm.click()
    assert window.currentPage() is window.page_named("start")


def test_a_saved_report_is_shown(window: Wizard, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert cli.run(["demo", "sent-missing", "--json", "--output", str(file)]) == 1
    window.page_named("start").open_report.emit(file)
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    assert window.draft.opened
    assert window.draft.opened.diagnoses[0].code == "sent-folder-missing"


def test_from_a_report_that_was_opened_alone_a_check_begins(
    shells: Callable[..., Shell], qtbot: QtBot, tmp_path: Path
) -> None:
    """`mailcheck open REPORT.json`: no screen came before it."""
    file = tmp_path / "report.json"
    assert cli.run(["demo", "sent-missing", "--json", "--output", str(file)]) == 1
    wizard = Wizard(shells(), Draft(opened=read_report_file(file)), first="result")
    qtbot.addWidget(wizard)
    wizard.show()
    back, onwards = (wizard.button(which) for which in (_WHICH.BackButton, _WHICH.NextButton))
    assert not back.isVisible()
    notice = wizard.currentPage().findChild(OpenedNotice)
    assert notice is not None
    notice.begin.click()
    assert wizard.currentPage() is wizard.page_named("start")
    assert not back.isVisible()
    onwards.click()
    assert wizard.currentPage() is wizard.page_named("mailbox")
    assert back.isVisible()
    wizard.arrivals.practise("all-green")
    qtbot.waitUntil(lambda: wizard.draft.practice is not None, timeout=AWAITED)
    for _ in range(2):
        onwards.click()
    qtbot.waitUntil(_shows(wizard, "result"), timeout=AWAITED)
    assert wizard.draft.opened is None, "it is the run's own result, and no longer the saved one"
    assert wizard.visitedIds() == [0, 1, 2, 3, 4]
    wizard.close()


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"schema": 99})])
def test_what_is_no_report_is_told_in_a_sentence(window: Wizard, qtbot: QtBot, tmp_path: Path, content: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(content)
    window.arrivals.open_report(file)
    qtbot.waitUntil(lambda: window.arrivals.question is not None, timeout=AWAITED)
    assert window.arrivals.question
    assert window.arrivals.question.text.words
    window.arrivals.question.calm.click()
    assert window.draft.opened is None
