"""A practice mailbox and a saved report come into the window; what was typed before is there again afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from mailcheck import cli
from mailcheck.amocrm import amocrm
from mailcheck.domain.account import Secret, Service
from mailcheck.domain.settings import Settings
from mailcheck.export.json_reader import read_report_file
from mailcheck.i18n import Language
from mailcheck.lab.practice import Practice, PracticeError
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.latest import Latest
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.pages.start import StartPage
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.result.opened_notice import OpenedNotice
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.text_items import OTHER
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text
from mailcheck.ui.wizard import Wizard
from tests.ui.frame import settle
from tests.ui.reading import words

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


def _practises(window: Wizard, scenario: str) -> bool:
    practice = window.draft.practice
    return practice is not None and practice.scenario.id == scenario and _shows(window, "mailbox")()


def _is_quiet(latest: Latest) -> bool:
    return not latest.busy


def _stands(page: ServersPage) -> bool:
    return page.form.isVisible() and not page._latest.busy


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


def test_as_long_as_it_is_not_mended_what_amocrm_said_is_answered(window: Wizard, qtbot: QtBot) -> None:
    window.arrivals.practise("sent-missing")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    for _ in range(2):
        window.button(_WHICH.NextButton).click()
    for _ in range(2):
        qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
        page = window.page_named("result")
        assert isinstance(page, ResultPage) and page.report
        assert page.report.amocrm_error_seen == "sent-folder-missing"
        window.go("checking")


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
    assert [line.words for line in told.lines] == ["Fixed. It was: “Gmail needs an app password”"]
    assert "Done: the fault of this mailbox is mended." in words(page)


def test_the_story_is_told_where_practice_begins_and_stays_at_hand(window: Wizard, qtbot: QtBot) -> None:
    gmail = scenarios()["gmail-ordinary-password"]
    window.resize(960, 680)
    window.arrivals.practise(gmail.id)
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    notice = window.page_named("mailbox").practice_notice
    told = " ".join(text.words for text in notice.findChildren(Text) if text.isVisible())
    assert gmail.title["en"] in told and gmail.story["en"] in told
    assert f"The new password, once the program asks for it: {gmail.accepted[0]}" in told
    window.button(_WHICH.NextButton).click()
    later = window.page_named("servers").practice_notice
    assert later.text.words == gmail.title["en"] and not later.story.is_open
    later.story.button.click()
    assert gmail.story["en"] in {text.words for text in later.findChildren(Text) if text.isVisible()}
    window.button(_WHICH.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    window.draft.new_secret = True
    window.go("mailbox")
    assert not notice.story.is_open
    page = window.page_named("mailbox")
    assert page.practised.text.words == f"The new password of this mailbox: {gmail.accepted[0]}"  # type: ignore[attr-defined]
    settle(window)
    assert page.practised.visibleRegion().boundingRect().size() == page.practised.size()  # type: ignore[attr-defined]


def test_in_the_smallest_window_the_story_waits_to_be_asked_for(window: Wizard, qtbot: QtBot) -> None:
    window.resize(800, 600)
    window.arrivals.practise("gmail-ordinary-password")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    notice = window.page_named("mailbox").practice_notice
    assert notice.isVisible() and not notice.story.is_open
    title = scenarios()["gmail-ordinary-password"].title
    for language, said in (Language.RU, "Всё введено."), (Language.EN, "All is typed in."):
        window.shell.speech.choose(language)
        settle(window)
        assert said in words(notice) and notice.text.isVisible() and notice.text.words == title[language]
        assert notice.text.height() < 2 * notice.text.fontMetrics().height()  # one line
    notice.story.button.click()
    assert notice.text.words == title["en"] and "All is typed in." not in words(notice)


def test_what_is_practised_takes_no_more_lines_than_it_needs(window: Wizard, qtbot: QtBot) -> None:
    """The links stand at the end of the line above."""
    window.resize(960, 680)
    window.arrivals.practise("all-green")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    notice = window.page_named("mailbox").practice_notice
    for scenario in scenarios().values():
        notice.tell(SimpleNamespace(scenario=scenario, settings=Settings(), right_password=None))
        for language in Language:
            window.shell.speech.choose(language)
            settle(window)
            assert notice.text.height() < 2 * notice.text.fontMetrics().height(), scenario.title[language]


def test_the_right_password_at_once_is_told_as_what_it_is(window: Wizard, qtbot: QtBot) -> None:
    """The scenario's fault is then nowhere to be seen; amoCRM's error still is."""
    gmail = scenarios()["gmail-ordinary-password"]
    window.arrivals.practise(gmail.id)
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    window.page_named("mailbox").secret.set_secret(Secret(gmail.accepted[0]))  # type: ignore[attr-defined]
    for _ in range(2):
        window.button(_WHICH.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    page = window.page_named("result")
    assert isinstance(page, ResultPage)
    qtbot.waitUntil(lambda: not page.building, timeout=AWAITED)
    header = page.findChild(VerdictHeader)
    assert header and header.sentence.words == "The mailbox works from here, but amoCRM showed an error"
    told = next(each for each in page.findChildren(Notice) if "This password is the right one" in each.text.words)
    told.findChildren(Button)[-1].click()
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.secret and window.draft.secret.reveal() == gmail.secret


def test_an_address_mended_before_the_run_is_told_as_the_cause(window: Wizard, qtbot: QtBot) -> None:
    window.arrivals.practise("cyrillic-letter-in-address")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    address = window.page_named("mailbox").address  # type: ignore[attr-defined]
    window.button(_WHICH.NextButton).click()
    assert window.currentPage() is window.page_named("mailbox") and address.correct.isVisible()
    address.correct.click()
    window.button(_WHICH.NextButton).click()
    servers = window.page_named("servers")
    assert isinstance(servers, ServersPage)
    qtbot.waitUntil(servers.known.isVisible, timeout=AWAITED)  # known by now: no form to go through
    window.button(_WHICH.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    page = window.page_named("result")
    assert isinstance(page, ResultPage)
    qtbot.waitUntil(lambda: not page.building, timeout=AWAITED)
    header = page.findChild(VerdictHeader)
    assert header is not None
    assert header.sentence.words == "Most likely it is the address: corrected, the mailbox works"
    assert "Delete the address in amoCRM and enter the corrected one: lavka.primer@mail.ru" in words(page)
    assert "Done: the fault of this mailbox is mended." in words(page)


def test_a_page_of_the_provider_is_not_opened_in_practice(window: Wizard, qtbot: QtBot) -> None:
    window.arrivals.practise("gmail-ordinary-password")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.page_named("mailbox").card.practising  # type: ignore[attr-defined]
    for _ in range(2):
        window.button(_WHICH.NextButton).click()
    qtbot.waitUntil(_shows(window, "result"), timeout=AWAITED)
    page = window.page_named("result")
    assert isinstance(page, ResultPage) and page.card_actions
    qtbot.waitUntil(lambda: not page.building, timeout=AWAITED)
    opened: list[str] = []
    page.card_actions.open_page = opened.append  # type: ignore[method-assign, assignment]
    card = page.findChild(DiagnosisCard)
    assert card
    card.steps[0].buttons[0].click()
    assert "The practice mailbox is made up" in card.steps[0].answer.words and not opened


def test_what_was_typed_before_comes_back(window: Wizard, qtbot: QtBot) -> None:
    window.draft.address, window.draft.secret = "anna@romashka.example", Secret("sesame")
    window.arrivals.practise("all-green")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.address != "anna@romashka.example"
    window.page_named("mailbox").practice_notice.end.click()
    assert window.currentPage() is window.page_named("start")
    assert (window.draft.address, window.draft.practice) == ("anna@romashka.example", None)
    assert not window.page_named("start").practice_notice.isVisible()


@pytest.mark.parametrize("way_out", ["leave", "finish"])
def test_the_text_of_amocrm_that_was_given_comes_back(window: Wizard, qtbot: QtBot, way_out: str) -> None:
    page = window.page_named("start")
    assert isinstance(page, StartPage)
    page._loading.forget()
    page._loaded(amocrm())
    page.error.click()
    page.texts.choose("spam-suspected")
    page.practice.reveal.button.click()
    qtbot.waitUntil(lambda: page.practice.list.count() > 1, timeout=AWAITED)
    page.practice.list.setCurrentIndex(page.practice.list.findData("all-green"))
    window.button(_WHICH.NextButton).click()
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert window.draft.amocrm_error is None, "this mailbox is in order: amoCRM shows no error for it"
    window.button(_WHICH.BackButton).click()
    assert page.check.isChecked()
    if way_out == "finish":
        window.button(_WHICH.NextButton).click()
    window.arrivals.end_practice()
    assert page.error.isChecked() and page.texts.choice == "spam-suspected" and page.isComplete()
    window.button(_WHICH.NextButton).click()
    assert window.currentPage() is window.page_named("mailbox")
    assert window.draft.amocrm_error == "spam-suspected"


def test_words_of_ones_own_come_back(window: Wizard, qtbot: QtBot) -> None:
    page = window.page_named("start")
    assert isinstance(page, StartPage)
    page._loading.forget()
    page._loaded(amocrm())
    page.error.click()
    page.texts.choose(OTHER)
    page.other.set_words("535 5.7.8 authentication failed")
    window.arrivals.practise("sent-missing")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    assert (window.draft.amocrm_error, window.draft.amocrm_words) == ("sent-folder-missing", "")
    window.button(_WHICH.BackButton).click()
    assert page.texts.choice == "sent-folder-missing"
    window.arrivals.end_practice()
    assert page.error.isChecked() and page.texts.choice == OTHER
    assert page.other.words == "535 5.7.8 authentication failed"


def test_of_the_practice_no_text_stays_behind(window: Wizard, qtbot: QtBot) -> None:
    page = window.page_named("start")
    assert isinstance(page, StartPage)
    page._loading.forget()
    page._loaded(amocrm())
    window.arrivals.practise("sent-missing")
    qtbot.waitUntil(_shows(window, "mailbox"), timeout=AWAITED)
    window.button(_WHICH.BackButton).click()
    assert page.error.isChecked()
    window.arrivals.end_practice()
    assert page.check.isChecked()
    window.button(_WHICH.NextButton).click()
    assert window.draft.amocrm_error is None


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


def test_a_second_practice_has_servers_of_its_own(window: Wizard, qtbot: QtBot) -> None:
    """Both mailboxes are of one domain: what was given for the first does not count for the second."""
    first, second = scenarios()["sent-missing"], scenarios()["server-name-mistyped"]
    assert first.address.rpartition("@")[2] == second.address.rpartition("@")[2]
    for scenario in (first, second):
        window.arrivals.practise(scenario.id)
        qtbot.waitUntil(partial(_practises, window, scenario.id), timeout=AWAITED)
        mx = window.page_named("mailbox").mx  # type: ignore[attr-defined]
        qtbot.waitUntil(partial(_is_quiet, mx), timeout=AWAITED)
        given = {Service.INCOMING: str(window.draft.incoming), Service.OUTGOING: str(window.draft.outgoing)}
        window.button(_WHICH.NextButton).click()
        page = window.page_named("servers")
        assert isinstance(page, ServersPage)
        qtbot.waitUntil(partial(_stands, page), timeout=AWAITED)
        assert {service: str(form.fields.endpoint()) for service, form in page.forms.items()} == given


def test_what_is_told_of_the_servers_is_what_the_next_screen_shows(window: Wizard, qtbot: QtBot) -> None:
    """They come with this mailbox: nothing is looked for."""
    window.arrivals.practise("sent-missing")
    qtbot.waitUntil(partial(_practises, window, "sent-missing"), timeout=AWAITED)
    card = window.page_named("mailbox").card  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "the servers of this mailbox are typed in already" in card.line.words, timeout=AWAITED)
    window.button(_WHICH.NextButton).click()
    page = window.page_named("servers")
    assert isinstance(page, ServersPage)
    qtbot.waitUntil(partial(_stands, page), timeout=AWAITED)
    assert "These servers will be checked" in page.lead.words


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
