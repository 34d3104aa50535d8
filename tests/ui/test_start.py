from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget, QWizard
from pytestqt.qtbot import QtBot

from mailcheck.amocrm import amocrm
from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.start import StartPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.recognised import recognise
from mailcheck.ui.start.row_paint import IS_HEADING
from mailcheck.ui.start.text_items import OTHER, Entry, holds, rows
from mailcheck.ui.widgets.text import Text
from mailcheck.ui.wizard import Wizard
from tests.ui.frame import framed, settle
from tests.ui.keys import hit, letters_for_alt, press
from tests.ui.states.start import loaded, states


@pytest.fixture
def opened(shell: Shell, qtbot: QtBot) -> Iterator[Callable[..., StartPage]]:
    alive: list[Wizard] = []

    def make(draft: Draft | None = None) -> StartPage:
        wizard = framed(shell, loaded, draft)
        alive.append(wizard)
        qtbot.addWidget(wizard)
        page = wizard.page_named("start")
        assert isinstance(page, StartPage)
        return page

    yield make


@pytest.fixture
def page(opened: Callable[..., StartPage]) -> StartPage:
    return opened()


def _shown_texts(page: StartPage) -> list[str]:
    model = page.texts.model
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [index.data() for index in indexes if not index.data(IS_HEADING)]


def _words(page: StartPage) -> str:
    return "\n".join(text.words for text in page.findChildren(Text) if text.isVisible()).replace("\u00a0", " ")


def test_the_usual_choice_is_made_and_an_error_wants_its_text(page: StartPage) -> None:
    assert page.check.isChecked()
    assert page.isComplete() and page.validatePage()
    page.error.click()
    assert not page.isComplete()
    page.texts.choose("connection-problem")
    assert page.isComplete() and page.validatePage()
    page.leave()
    assert page.draft.amocrm_error == "connection-problem"


def test_the_ten_texts_stand_there_letter_for_letter(page: StartPage) -> None:
    page.error.click()
    assert set(_shown_texts(page)[:-1]) == {text.text for text in amocrm().texts.values()}
    assert len(_shown_texts(page)) == 11


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("папку", ["sent-folder-missing"]),
        ("соединения", ["folder-list-timeout"]),
        ("ОТПРАВЛЕНО авторизации", ["not-sent-authorization"]),
        ("некорректный", ["incorrect-recipient"]),
        ("server data", ["wrong-server-data"]),
        ("слон", []),
        ("ошибка авторизации gmail", ["not-sent-authorization"]),  # most of its words
        ("ошибка gmail", []),
    ],
)
def test_the_list_is_searched_by_typing(typed: str, ids: list[str]) -> None:
    found = [row.id for row in rows(amocrm().texts.values(), typed) if isinstance(row, Entry)]
    assert found == [*ids, OTHER]


def test_every_text_is_found_by_itself_whole() -> None:
    for text in amocrm().texts.values():
        assert holds(text, text.text) and holds(text, text.english)


def test_the_search_keeps_the_choice_while_it_shows_it(page: StartPage) -> None:
    page.error.click()
    page.texts.choose("sent-folder-missing")
    page.texts.filter.setText("папк")
    assert page.texts.choice == "sent-folder-missing" and page.isComplete()
    page.texts.filter.setText("спам")
    assert page.texts.choice == "" and not page.isComplete()


def test_a_text_that_was_pasted_whole_is_chosen_by_itself(page: StartPage) -> None:
    page.error.click()
    for text in amocrm().texts.values():
        for pasted in (text.text, text.english):
            page.texts.filter.setText(pasted)
            assert page.texts.choice == text.id and page.isComplete()
            assert "нашёлся и выбран" in page.texts.next.words.replace("\u00a0", " ")
            page.texts.filter.clear()
            assert page.texts.choice == text.id  # and every other can be taken in its place
            page.texts.choose(OTHER)
            assert "списком" in page.texts.next.words
            page.texts.choose(text.id)
            page.texts.filter.setText("слон")
            assert page.texts.choice == ""


@pytest.mark.parametrize(
    ("words", "chosen"),
    [("папк", ""), ("подозрение спам", ""), ("данные сервера", ""), ("подозрение на спам", "spam-suspected")],
)
def test_a_search_chooses_nothing_unless_it_is_the_text_itself(page: StartPage, words: str, chosen: str) -> None:
    page.error.click()
    page.texts.filter.setText(words)
    assert page.texts.choice == chosen
    if chosen:
        page.texts.filter.setText("папк")
        assert page.texts.choice == ""


def test_the_whole_way_with_keys_alone(page: StartPage, qtbot: QtBot) -> None:
    page.window().activateWindow()
    page.check.setFocus()
    qtbot.waitUntil(page.check.hasFocus)
    hit(page.check, Qt.Key.Key_Down)
    hit(page.error, Qt.Key.Key_Space)
    assert page.error.isChecked()
    page.texts.filter.setFocus()
    press(page.texts.filter, "ящик")
    hit(page.texts.filter, Qt.Key.Key_Down)
    assert page.texts.choice == "connection-problem"
    hit(page.texts.view, Qt.Key.Key_Down)  # over the heading
    assert page.texts.choice == OTHER


def test_every_row_is_as_high_as_its_words(page: StartPage) -> None:
    page.error.click()
    settle(page.window())
    view = page.texts.view
    page.texts.filter.setText("слон")
    settle(page.window())
    last = view.model().index(view.model().rowCount() - 1, 0)
    assert view.visualRect(last).bottom() <= view.viewport().height()
    assert not view.verticalScrollBar().maximum()


@pytest.mark.parametrize("id_", ["no-attach-button", "send-button-inactive"])
def test_what_is_no_fault_of_the_mailbox_leads_to_its_steps(page: StartPage, shell: Shell, id_: str) -> None:
    page.error.click()
    page.texts.choose(id_)
    assert not page.validatePage()
    for language in Language:
        shell.speech.choose(language)
        for step in amocrm().texts[id_].steps[language]:
            assert step.replace("\u00a0", " ") in _words(page)
    assert not page.isComplete() and not page.check.isVisible()
    page.checklist.button.click()
    assert page.check.isVisible() and page.isComplete() and page.texts.choice == id_


def test_a_text_of_ones_own_is_told_what_it_was_taken_for(page: StartPage, qtbot: QtBot) -> None:
    page.error.click()
    page.texts.choose(OTHER)
    assert not page.isComplete()
    page.other.set_words("папка отправленные отсутствует")
    assert page.isComplete()
    qtbot.waitUntil(lambda: page.other.found is not None, timeout=8000)
    assert "Не найдена папка" in page.other.notice.text.words
    page.leave()
    assert page.draft.amocrm_error == "sent-folder-missing"
    assert page.draft.amocrm_words == "папка отправленные отсутствует"


def test_next_waits_for_what_is_being_recognised(page: StartPage, qtbot: QtBot) -> None:
    page.error.click()
    page.texts.choose(OTHER)
    page.other.set_words("Кнопка «Отправить» не активна")
    assert not page.validatePage()
    with qtbot.waitSignal(page.proceed, timeout=8000):
        pass
    assert page.checklist.isVisible()


@pytest.mark.parametrize(
    ("words", "key", "text_id"),
    [
        ("Неверные данные сервера", "taken-certain", "wrong-server-data"),
        ("535 5.7.8 Error: authentication failed", "taken-reply", None),
        ("address-malformed", "taken-code", None),
        ("слон в посудной лавке", "taken-unknown", None),
        ("<b>&amp;</b> {title} [[x]]", "taken-unknown", None),
    ],
)
def test_what_a_text_is_taken_for(words: str, key: str, text_id: str | None) -> None:
    found = recognise(words, Language.RU)
    assert (found.key, found.text_id) == (f"start.{key}", text_id)


def test_what_was_searched_for_in_vain_is_the_text_itself(page: StartPage) -> None:
    page.error.click()
    page.texts.filter.setText("слон в лавке")
    page.texts.choose(OTHER)
    assert page.other.words == "слон в лавке"


def test_the_language_changes_and_the_choice_stays(page: StartPage, shell: Shell) -> None:
    page.error.click()
    page.texts.filter.setText("папк")
    page.texts.choose(OTHER)
    page.other.set_words("x < y & z")
    shell.speech.choose(Language.EN)
    assert page.error.isChecked() and page.texts.choice == OTHER
    assert (page.texts.filter.text(), page.other.words) == ("папк", "x < y & z")


def test_a_choice_of_before_is_there_again(opened: Callable[..., StartPage]) -> None:
    page = opened(Draft(amocrm_error="spam-suspected"))
    assert page.error.isChecked() and page.texts.choice == "spam-suspected" and page.isComplete()


def test_choosing_the_other_way_leaves_nothing_behind(page: StartPage) -> None:
    page.error.click()
    page.texts.choose("spam-suspected")
    page.leave()
    page.check.click()
    page.leave()
    assert page.draft.amocrm_error is None


def test_a_saved_report_is_handed_on(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.ask_for_file = lambda: str(tmp_path / "report.json")
    with qtbot.waitSignal(page.open_report) as told:
        page.report.click()
    assert told.args == [tmp_path / "report.json"]
    assert page.shell.preferences.last_folder == tmp_path


def test_what_a_text_was_taken_for_is_seen_without_scrolling(page: StartPage, qtbot: QtBot) -> None:
    """It comes below the field, at the end of a list that is longer than the window."""
    page.error.click()
    page.texts.choose(OTHER)
    page.other.edit.setPlainText("535 5.7.8 Error: authentication failed: Invalid user or password!")
    qtbot.waitUntil(lambda: page.other.found is not None)
    qtbot.waitUntil(lambda: _in_sight(page, page.other.notice))


def test_what_is_unfolded_at_the_edge_of_the_window_is_seen(shell: Shell, qtbot: QtBot) -> None:
    wizard = framed(shell, loaded, size=(800, 480))
    qtbot.addWidget(wizard)
    page = wizard.page_named("start")
    assert isinstance(page, StartPage)
    page.practice.reveal.button.click()
    qtbot.waitUntil(lambda: page.practice.list.isVisible() and _in_sight(page, page.practice.list))


def test_why_next_cannot_be_pressed_stands_above_the_list(page: StartPage, shell: Shell) -> None:
    page.window().resize(800, 600)
    page.error.click()
    said, lines = page.texts.next, set()
    for chosen, words in {
        "": "Чтобы идти дальше, выберите",
        "spam-suspected": "можно идти дальше",
        OTHER: "списком",
    }.items():
        page.texts.choose(chosen)
        assert words in said.words and said.isVisible() and said.words in page.texts.view.accessibleDescription()
        assert page.isComplete() == (chosen == "spam-suspected")
        for language in Language:
            shell.speech.choose(language)
            settle(page.window())
            lines.add(page.texts.view.y())
        shell.speech.choose(Language.RU)
    assert len(lines) == 1  # the row that is clicked stays under the mouse: it may be clicked twice
    page.texts.choose("spam-suspected")
    page.texts.filter.setText("слон")
    assert not page.isComplete() and "такого текста нет" in said.words
    page.texts.filter.setText("ошибка авторизации gmail")
    assert not page.isComplete() and "похожее ниже" in said.words and page.texts.fits_nothing
    page.texts.choose("not-sent-authorization")
    assert page.isComplete() and "можно идти дальше" in said.words


def test_the_search_field_stays_where_it_is_while_the_list_shrinks(shell: Shell, qtbot: QtBot) -> None:
    wizard = framed(shell, loaded, size=(800, 600))
    qtbot.addWidget(wizard)
    page = wizard.page_named("start")
    assert isinstance(page, StartPage)
    page.error.click()
    settle(wizard)
    field, bar = page.texts.filter, page.scroll.verticalScrollBar()
    place = field.mapTo(wizard, QPoint(0, 0))
    assert bar.value() > 0
    for words in ("п", "папк", "слон", "Неверные данные сервера", ""):
        field.setText(words)
        settle(wizard)
        assert field.mapTo(wizard, QPoint(0, 0)) == place, words
    field.setText("папк")
    page.texts.choose("sent-folder-missing")
    settle(wizard)
    assert field.mapTo(wizard, QPoint(0, 0)) == place, "the row that was clicked stays under the mouse"
    field.setText("слон")
    page.check.click()
    settle(wizard)
    assert bar.maximum() == 0  # no air is left behind


def _in_sight(page: StartPage, widget: QWidget) -> bool:
    """Whole, in the part of the screen that is not scrolled away."""
    room = page.scroll.viewport()
    top = widget.mapTo(room, QPoint(0, 0)).y()
    return widget.height() > 0 and top >= 0 and top + widget.height() <= room.height()


@pytest.mark.parametrize("language", Language)
def test_no_letter_stands_twice(shells: Callable[..., Shell], qtbot: QtBot, language: Language) -> None:
    shell = shells(language)
    for name, make in states(shell):
        if name not in ("start-reply", "start-checklist"):
            continue
        wizard = make()
        qtbot.addWidget(wizard)
        assert isinstance(wizard, QWizard)
        letters = letters_for_alt(wizard)
        assert len(letters) == len(set(letters)), (name, letters)
        wizard.close()
