"""A mailbox to practise on: the third thing that screen 1 can lead to, and what is seen as chosen is what Next does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.start import StartPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.start import practice_list
from tests.ui.frame import framed
from tests.ui.keys import hit
from tests.ui.states.start import loaded


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., StartPage]]:
    """Screen 1 with the practice part unfolded, and three mailboxes that nobody can play."""
    module = ModuleType("practice_for_tests")
    made = {id_: SimpleNamespace(id=id_, title={"ru": f"Ящик {id_}", "en": f"Box {id_}"}) for id_ in "abc"}
    module.tour = lambda: (made["b"],)  # type: ignore[attr-defined]
    module.scenarios = lambda: made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "practice_for_tests", module)
    monkeypatch.setattr(practice_list, "_MODULE", "practice_for_tests")
    monkeypatch.setattr(practice_list, "find_spec", lambda _name: object())

    def make(draft: Draft | None = None) -> StartPage:
        wizard = framed(shell, loaded, draft)
        qtbot.addWidget(wizard)
        page = wizard.page_named("start")
        assert isinstance(page, StartPage)
        page.practise.disconnect()
        page.practice.reveal.set_open(True)
        qtbot.waitUntil(lambda: page.practice.list.count() == 3)
        return page

    yield make


@pytest.fixture
def page(opened: Callable[..., StartPage]) -> StartPage:
    return opened()


def test_practice_is_offered_where_it_is(page: StartPage, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.practice.isVisible()
    shell.speech.choose(Language.EN)
    assert [page.practice.list.itemText(place) for place in range(3)] == ["Box b", "Box a", "Box c"]
    monkeypatch.setattr(practice_list, "find_spec", lambda _name: None)
    assert not practice_list.practice_is_there()


def test_nothing_is_picked_by_itself(page: StartPage) -> None:
    assert page.practice.list.currentIndex() == -1 and not page.practice.button.isEnabled()
    assert page.check.isChecked() and page.validatePage()


def test_the_pick_stays_when_the_language_changes(page: StartPage, shell: Shell, qtbot: QtBot) -> None:
    page.practice.list.setCurrentIndex(1)
    shell.speech.choose(Language.EN)
    assert page.practice.list.currentText() == "Box a" and page.practice.picked == "a"
    with qtbot.waitSignal(page.practise) as told:
        page.practice.button.click()
    assert told.args == ["a"]


def test_next_begins_the_mailbox_that_is_picked(page: StartPage, qtbot: QtBot) -> None:
    page.practice.list.setFocus()
    hit(page.practice.list, Qt.Key.Key_Down)
    assert not page.check.isChecked() and not page.error.isChecked() and page.isComplete()
    with qtbot.waitSignal(page.practise) as told:
        assert not page.validatePage()
    assert told.args == ["b"]


@pytest.mark.parametrize("choice", ["check", "error"])
def test_another_choice_takes_its_place(page: StartPage, qtbot: QtBot, choice: str) -> None:
    page.practice.list.setCurrentIndex(1)
    getattr(page, choice).click()
    assert page.practice.picked == "" and not page.practice.button.isEnabled()
    assert page.practice.list.currentIndex() == -1
    if choice == "error":
        assert not page.isComplete()
        page.texts.choose("connection-problem")
    with qtbot.assertNotEmitted(page.practise):
        assert page.validatePage()


def test_a_text_that_was_chosen_gives_way_and_comes_back(page: StartPage) -> None:
    page.error.click()
    page.texts.choose("spam-suspected")
    page.practice.list.setCurrentIndex(0)
    assert not page.texts.isVisible() and page.isComplete()
    page.leave()
    assert page.draft.amocrm_error is None
    page.error.click()
    assert page.texts.choice == "spam-suspected" and page.isComplete()


def test_what_is_folded_in_is_not_picked(page: StartPage) -> None:
    page.practice.list.setCurrentIndex(0)
    page.practice.reveal.button.click()
    assert page.practice.picked == "" and page.check.isChecked() and page.validatePage()


def test_a_mailbox_that_was_played_is_not_begun_again_by_next(page: StartPage) -> None:
    page.practice.list.setCurrentIndex(0)
    page.leave()
    page.enter()
    assert page.practice.picked == "" and page.check.isChecked()


def test_the_wheel_picks_nothing(page: StartPage) -> None:
    middle = QPointF(page.practice.list.rect().center())
    turned = QWheelEvent(
        middle,
        page.practice.list.mapToGlobal(middle),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.practice.list, turned)
    assert page.practice.picked == "" and page.check.isChecked()
