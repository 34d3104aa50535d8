"""Screen 4 in the window: with the real runner and scripted servers, and with a runner that says odd things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget, QWizard
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import TranscriptLine, Verdict
from mailcheck.i18n import Language
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.course import State
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.wizard import Wizard
from tests.certificates import Certificates
from tests.name_server import NameServer
from tests.servers import SOON, hang, imap, smtp
from tests.ui import play
from tests.ui.fake_runner import FakeRunner, found, page_with
from tests.ui.frame import framed, settle

WITHIN = int(SOON * 1000)


class Next(Page):
    """Stands for the result."""

    name = "result"


@pytest.fixture
def stage(certificates: Certificates, name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> play.Stage:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))
    return play.Stage(certificates, name_server)


@pytest.fixture
def fake(qapp: object) -> FakeRunner:
    return FakeRunner()


def draft_of(playing: play.Play) -> Draft:
    class Given:
        settings = playing.settings
        right_password = None
        scenario = scenarios()["all-green"]

    account = playing.account
    return Draft(
        account.address, account.secret, incoming=account.incoming, outgoing=account.outgoing, practice=Given()
    )


def window(shell: Shell, draft: Draft, page: type[Page] = CheckingPage) -> Wizard:
    wizard = Wizard(shell, draft, first=page.name, makers={"checking": page, "result": Next})
    wizard.show()
    return wizard


def checking(wizard: QWizard) -> CheckingPage:
    page = wizard.currentPage()
    assert isinstance(page, CheckingPage)
    return page


@pytest.fixture
def shown(shell: Shell, fake: FakeRunner) -> Iterator[CheckingPage]:
    """The page with the runner that says what it is told to."""
    wizard = framed(shell, page_with(fake), Draft(address="anna@example.test"))
    yield checking(wizard)
    wizard.close()


# --- the real runner -------------------------------------------------------------------------------------------------


def test_all_green_goes_on_to_the_result(qtbot: QtBot, shell: Shell, stage: play.Stage) -> None:
    with stage.play() as playing:
        wizard = window(shell, draft_of(playing))
        page = checking(wizard)
        qtbot.waitUntil(lambda: isinstance(wizard.currentPage(), Next), timeout=WITHIN)
    assert page.stages.course.count(State.FAILED, State.WARNED, State.CRASHED) == 0
    assert page.stages.course.state_of("incoming") is State.PASSED
    assert page.notice.isHidden()


def test_a_wrong_password_is_named_under_its_row(qtbot: QtBot, shell: Shell, stage: play.Stage) -> None:
    no = "NO [AUTHENTICATIONFAILED] <b>no</b>"
    with stage.play(imap(LOGIN=no, AUTHENTICATE=no), smtp(AUTH="535 5.7.8 no")) as playing:
        wizard = window(shell, draft_of(playing))
        page = checking(wizard)
        qtbot.waitUntil(lambda: isinstance(wizard.currentPage(), Next), timeout=WITHIN)
    row = page.stages.groups["incoming"].rows[Stage.AUTHENTICATE]
    assert row.row.state is State.FAILED
    assert row.notes == ["Сервер не\u00a0принял логин или пароль"]
    assert page.stages.groups["incoming"].header.isChecked()


def test_stop_stays_and_says_what_was_found(qtbot: QtBot, shell: Shell, stage: play.Stage) -> None:
    with stage.play(imap(greeting=hang)) as playing:
        wizard = window(shell, draft_of(playing))
        page = checking(wizard)
        qtbot.waitUntil(lambda: page.stages.course.state_of("outgoing") is State.PASSED, timeout=WITHIN)
        wizard.button(QWizard.WizardButton.CustomButton1).click()
        qtbot.waitUntil(lambda: not page.runner.running, timeout=WITHIN)
        qtbot.wait(500)
    assert wizard.currentPage() is page
    assert page.notice.isVisible()
    assert page.notice.text.words.startswith("Проверка остановлена")
    assert wizard.button(QWizard.WizardButton.NextButton).isEnabled()
    report = page.runner.report(Language.RU)
    assert report
    assert report.verdict is Verdict.INCOMPLETE


def test_again_after_stop(qtbot: QtBot, shell: Shell, stage: play.Stage) -> None:
    with stage.play(imap(greeting=hang)) as playing:
        wizard = window(shell, draft_of(playing))
        page = checking(wizard)
        qtbot.waitUntil(lambda: bool(page.stages.groups), timeout=WITHIN)
        page.stop()
        qtbot.waitUntil(page.notice.isVisible, timeout=WITHIN)
        page.notice.again.click()
        assert page.notice.isHidden()
        assert page.runner.running
        wizard.close()
    assert not page.runner.running


def test_closing_in_mid_run(qtbot: QtBot, shell: Shell, stage: play.Stage) -> None:
    """No signal reaches a window that has gone, no thread stays (the fixture `silence` looks)."""
    with stage.play(imap(greeting=hang)) as playing:
        wizard = window(shell, draft_of(playing))
        page = checking(wizard)
        qtbot.waitUntil(lambda: bool(list(page.stages.course.running())), timeout=WITHIN)
        wizard.close()
        assert not page.runner.running
        qtbot.wait(100)


# --- odd states ------------------------------------------------------------------------------------------------------


def test_the_consent_and_the_choice_are_for_one_run(shell: Shell, fake: FakeRunner) -> None:
    draft = Draft(address="anna@example.test", insecure=True, checks=frozenset({"incoming"}))
    wizard = framed(shell, page_with(fake), draft)
    _account, settings, checks = fake.started[0]
    assert settings.insecure
    assert checks == frozenset({"incoming"})
    checking(wizard).begin()
    assert not fake.started[1][1].insecure
    assert fake.started[1][2] is None
    wizard.close()


def test_progress_in_words(shown: CheckingPage, fake: FakeRunner) -> None:
    assert shown.strip.words.words == "Готовим проверку…"
    fake.begin()
    fake.passes("address")
    assert shown.strip.words.words == "Пройдено 3 из\u00a023"
    assert shown.strip.bar.accessibleName() == "Ход проверки: 3 из\u00a023"
    fake.skips("incoming", Stage.AUTHENTICATE, Stage.FOLDERS, reason="no-password")
    told = "3 из\u00a023, пропущено 2"
    assert (shown.strip.words.words, shown.strip.bar.accessibleName()) == (f"Пройдено {told}", f"Ход проверки: {told}")
    assert shown.strip.bar.value() == 5, "the bar shows how much is still to come"


def test_the_bar_ends_where_the_cards_do(shown: CheckingPage, fake: FakeRunner) -> None:
    """Also beside the scroll bar, which stands in the margin."""
    shown.window().resize(800, 600)
    fake.begin()
    for group in shown.stages.groups.values():
        group.header.setChecked(True)
    settle(shown)
    assert shown.scroll.verticalScrollBar().isVisible()

    def end(widget: QWidget) -> int:
        return widget.mapTo(shown, widget.rect().topRight()).x()

    assert end(shown.strip.elapsed) == end(shown.stages)


def test_two_hundred_findings_at_once(qtbot: QtBot, shown: CheckingPage, fake: FakeRunner) -> None:
    fake.begin()
    many = [
        found("domain-not-found", Stage.DOMAIN, "network", Outcome.WARNED, domain=f"{'x' * 60}.{number}.test")
        for number in range(200)
    ]
    fake.ends("network", *many)
    fake.passes("incoming")
    settle(shown)
    assert shown.stages.course.state_of("network") is State.WARNED


def test_a_language_chosen_in_mid_run(shown: CheckingPage, fake: FakeRunner, shell: Shell) -> None:
    fake.begin()
    fake.passes("address")
    fake.ends("network", found("domain-not-found", Stage.DOMAIN, "network", Outcome.FAILED, domain="x.test"))
    fake.starts("incoming", Stage.GREET)
    shell.speech.choose(Language.EN)
    rows = shown.stages.groups["network"].rows
    assert rows[Stage.DOMAIN].notes[0] == "The domain x.test was not found on the internet"
    assert shown.stages.groups["incoming"].rows[Stage.GREET].words == "Exchanging greetings"
    assert shown.strip.words.words == "4 of 23 done"
    assert "anna@example.test" in shown.lead.words
    fake.passes("incoming", Stage.GREET)
    assert "done" in shown.stages.groups["incoming"].rows[Stage.GREET].accessibleName()


def test_a_fault_of_ours_keeps_what_was_found(shown: CheckingPage, fake: FakeRunner) -> None:
    fake.begin()
    fake.passes("address")
    fake.starts("incoming", Stage.GREET)
    fake.crash()
    assert shown.notice.text.words.startswith("В\u00a0программе произошёл сбой")
    assert shown.stages.groups["address"].header.accessibleName().startswith("Адрес и пароль\u00a0— готово")
    assert not list(shown.stages.course.running())
    assert not shown.isComplete()
    assert shown.notice.isVisible() and not shown.strip.bar.isVisible()
    assert shown.notice.again.kind == "filled"
    assert shown.lead.words.startswith("Проверяли")
    shown.notice.again.click()
    assert shown.lead.words.startswith("Проверяем")
    assert fake.running
    assert not shown.notice.isVisible() and shown.strip.bar.isVisible()


def test_back_during_a_run_stops_it(shown: CheckingPage, fake: FakeRunner, qtbot: QtBot) -> None:
    fake.begin()
    gone: list[object] = []
    shown.proceed.connect(lambda: gone.append(1))
    shown.leave()
    assert fake.stops == 1
    fake.end()
    qtbot.wait(450)
    assert not gone


def test_entered_by_back_it_does_not_run_again(shown: CheckingPage, fake: FakeRunner) -> None:
    fake.end()
    shown.leave()
    shown.came_back = True
    shown.enter()
    assert len(fake.started) == 1


def test_the_talk_folds_out_and_is_searched_by_ctrl_f(shown: CheckingPage, fake: FakeRunner, qtbot: QtBot) -> None:
    fake.begin()
    fake.talk = (TranscriptLine(Service.INCOMING, 5, "S", "* OK <i>ready</i>"),)
    shown.activateWindow()
    QTest.keyClick(shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.reveal.is_open
    qtbot.waitUntil(lambda: "<i>ready</i>" in shown.talk.lines.toPlainText(), timeout=WITHIN)
    assert shown.talk.lines.isReadOnly()


def test_a_failure_is_announced(shown: CheckingPage, fake: FakeRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def hear(event: Any) -> None:
        if event.type() is QAccessible.Event.Announcement:
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    fake.begin()
    fake.ends("incoming", found("login-rejected", Stage.AUTHENTICATE, "incoming", Outcome.FAILED))
    assert len(heard) == 1
    assert heard[0].startswith("Входящая почта: Входим в\u00a0почту") or "Входим в почту" in heard[0]


def test_events_that_no_plan_has_are_left_to_the_result(shown: CheckingPage, fake: FakeRunner) -> None:
    fake.begin()
    fake.ends("reputation", found("domain-not-found", Stage.DOMAIN, "network", Outcome.WARNED))
    fake.ends("incoming", replace(found("login-rejected", Stage.DATA, "incoming", Outcome.WARNED)))
    assert shown.stages.course.total == 23
