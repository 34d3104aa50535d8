"""A mailbox to practise on: the third thing that screen 1 can lead to, and what is seen as chosen is what Next does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language, window_message
from mailcheck.lab.scenarios import scenarios
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
    module.by_topic = lambda: {"password": (made["c"],), "sending": (made["a"],)}  # type: ignore[attr-defined]
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
        qtbot.waitUntil(lambda: page.practice.list.count() == 6)
        return page

    yield make


@pytest.fixture
def page(opened: Callable[..., StartPage]) -> StartPage:
    return opened()


def test_practice_is_offered_where_it_is(page: StartPage, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.practice.isVisible()
    shell.speech.choose(Language.EN)
    shown = [page.practice.list.itemText(place) for place in range(6)]
    assert [shown[place] for place in (1, 3, 5)] == ["Box b", "Box c", "Box a"]
    headings = ["The most usual", "Password and sign-in: hosting, a server of your own", "Sending"]
    assert [shown[place] for place in (0, 2, 4)] == headings
    monkeypatch.setattr(practice_list, "find_spec", lambda _name: None)
    assert not practice_list.practice_is_there()


def test_nothing_is_picked_by_itself(page: StartPage) -> None:
    assert page.practice.list.currentIndex() == -1
    assert page.check.isChecked() and page.validatePage()


def test_the_pick_stays_when_the_language_changes(page: StartPage, shell: Shell, qtbot: QtBot) -> None:
    page.practice.list.setCurrentIndex(5)
    shell.speech.choose(Language.EN)
    assert page.practice.list.currentText() == "Box a" and page.practice.picked == "a"
    with qtbot.waitSignal(page.practise) as told:
        assert not page.validatePage()
    assert told.args == ["a"]


def test_next_begins_the_mailbox_that_is_picked(page: StartPage, qtbot: QtBot) -> None:
    page.practice.list.setFocus()
    hit(page.practice.list, Qt.Key.Key_Down)
    assert not page.check.isChecked() and not page.error.isChecked() and page.isComplete()
    with qtbot.waitSignal(page.practise) as told:
        assert not page.validatePage()
    assert told.args == ["b"]
    hit(page.practice.list, Qt.Key.Key_Down)
    assert page.practice.picked == "c"  # over the heading


def test_a_heading_cannot_be_picked(page: StartPage) -> None:
    model = page.practice.list.model()
    headings = [model.index(row, 0) for row in (0, 2, 4)]
    assert all(model.flags(index) == Qt.ItemFlag.NoItemFlags for index in headings)


@pytest.mark.parametrize("language", Language)
def test_every_mailbox_stands_under_a_heading(language: Language) -> None:
    groups = practice_list._by_topic()
    assert sum(len(group) for group in groups.values()) == len(scenarios()) and all(groups.values())
    assert [scenario.tour for scenario in groups["usual"]] == [1, 2, 3]
    assert all(window_message(f"start.practice-{topic}", language) for topic in groups)


def _in_sight(page: StartPage, widget: QWidget) -> bool:
    place = QRect(widget.mapTo(page.scroll.viewport(), QPoint(0, 0)), widget.size())
    return page.scroll.viewport().rect().contains(place)


def test_the_list_is_not_taller_than_the_window(shell: Shell, qtbot: QtBot) -> None:
    wizard = framed(shell, loaded, size=(800, 600))
    qtbot.addWidget(wizard)
    page = wizard.page_named("start")
    assert isinstance(page, StartPage)
    page.practice.reveal.button.click()
    qtbot.waitUntil(lambda: page.practice.list.count() > len(scenarios()))
    qtbot.wait(50)
    assert _in_sight(page, page.practice.list) and _in_sight(page, page.step_text)
    page.practice.list.showPopup()
    assert 200 < page.practice.list.view().window().height() < 560
    page.practice.list.hidePopup()


@pytest.mark.parametrize("choice", ["check", "error"])
def test_another_choice_takes_its_place(page: StartPage, qtbot: QtBot, choice: str) -> None:
    page.practice.list.setCurrentIndex(1)
    getattr(page, choice).click()
    assert page.practice.picked == ""
    assert page.practice.list.currentIndex() == -1
    if choice == "error":
        assert not page.isComplete()
        page.texts.choose("connection-problem")
    with qtbot.assertNotEmitted(page.practise):
        assert page.validatePage()


def test_a_text_that_was_chosen_gives_way_and_comes_back(page: StartPage) -> None:
    page.error.click()
    page.texts.choose("spam-suspected")
    page.practice.list.setCurrentIndex(1)
    assert not page.texts.isVisible() and page.isComplete()
    page.leave()
    assert page.draft.amocrm_error == "spam-suspected"  # kept until the practice is over
    page.error.click()
    assert page.texts.choice == "spam-suspected" and page.isComplete()


def test_what_is_folded_in_is_not_picked(page: StartPage) -> None:
    page.practice.list.setCurrentIndex(1)
    page.practice.reveal.button.click()
    assert page.practice.picked == "" and page.check.isChecked() and page.validatePage()


def test_a_mailbox_that_was_played_is_not_begun_again_by_next(page: StartPage) -> None:
    page.practice.list.setCurrentIndex(1)
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
