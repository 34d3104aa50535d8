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
from mailcheck.lab.practice import Practice, PracticeError
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.shell import Shell
from mailcheck.ui.wizard import Wizard

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


def test_what_was_typed_before_comes_back(window: Wizard, qtbot: QtBot) -> None:
    window.draft.address, window.draft.secret = "anna@romashka.example", Secret("sesame")
    window.arrivals.practise("all-green")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.address != "anna@romashka.example"
    window.page_named("mailbox").practice_end.click()
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
