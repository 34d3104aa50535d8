"""The window around the screens: there and back, language and theme, leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import ClassVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget, QWizard

from mailcheck.i18n import Language
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import NAMES, Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.question import Question
from mailcheck.ui.widgets.text import Text
from mailcheck.ui.wizard import SMALLEST, Maker, Wizard
from tests.ui.frame import settle
from tests.ui.layout import find_faults

BACK, NEXT, STOP, CLOSE = (
    QWizard.WizardButton.BackButton,
    QWizard.WizardButton.NextButton,
    QWizard.WizardButton.CustomButton1,
    QWizard.WizardButton.FinishButton,
)


class Small(Page):
    """One field, and a diary of what the wizard told it."""

    def __init__(self, shell: Shell, draft: Draft) -> None:
        super().__init__(shell, draft)
        self.told: list[str] = []
        self.typed = QLineEdit()
        self.typed.setAccessibleName("field")
        self.content.addWidget(self.typed)
        self.first_focus = self.typed

    def enter(self) -> None:
        self.told.append("back" if self.came_back else "enter")

    def leave(self) -> None:
        self.told.append("leave")

    def stop(self) -> None:
        self.told.append("stop")

    def retranslate(self) -> None:
        self.told.append(self.shell.speech.language)


def _maker(screen: str) -> Maker:
    class Named(Small):
        name: ClassVar[str] = screen
        next_key: ClassVar[str] = "buttons.check" if screen == "servers" else "buttons.next"

    return Named


MAKERS = {name: _maker(name) for name in NAMES}


@pytest.fixture
def window(shell: Shell) -> Iterator[Wizard]:
    wizard = Wizard(shell, makers=MAKERS)
    wizard.show()
    wizard.activateWindow()
    settle(wizard)
    yield wizard
    wizard.close()


def small(window: Wizard, name: str) -> Small:
    page = window.page_named(name)
    assert isinstance(page, Small)
    return page


def asked(window: Wizard) -> Question:
    assert window.question is not None
    return window.question


def test_there_and_back(window: Wizard) -> None:
    assert window.currentId() == 0
    assert NAMES.index("mailbox") not in window.pageIds()  # made when first entered
    window.next()
    small(window, "mailbox").typed.setText("anna@example.com")
    assert window.windowTitle() == "Экран 2 из 5 · Почтовый ящик — mailcheck"
    assert [step.state for step in window.rail.steps] == ["done", "current", "to-come", "to-come", "to-come"]
    window.next()
    assert window.button(NEXT).text() == "&Проверить"
    window.back()
    assert small(window, "mailbox").typed.text() == "anna@example.com"
    told = [word for word in small(window, "mailbox").told if word not in tuple(Language)]
    assert told == ["enter", "leave", "back"]
    for _ in range(3):
        window.next()
    assert window.currentId() == 4
    assert window.button(CLOSE).isVisible()
    assert not window.button(NEXT).isVisible()


def test_a_jump_forwards_and_back(window: Wizard) -> None:
    small(window, "start").go.emit("result")
    assert window.currentId() == 4
    assert [step.state for step in window.rail.steps] == ["done", *["passed-over"] * 3, "current"]
    small(window, "result").go.emit("start")
    assert window.currentId() == 0
    assert "back" not in small(window, "start").told
    small(window, "start").proceed.emit()
    assert window.currentId() == 1


def test_next_waits_until_the_page_is_ready(window: Wizard) -> None:
    page = small(window, "start")
    page.ready.emit(False)
    assert not window.button(NEXT).isEnabled()
    page.ready.emit(True)
    assert window.button(NEXT).isEnabled()


def test_stop_stands_where_next_was(window: Wizard) -> None:
    page = small(window, "start")
    assert not window.button(STOP).isVisible()
    page.busy.emit(True)
    assert window.button(STOP).isVisible()
    assert not window.button(NEXT).isVisible()
    window.button(STOP).click()
    assert page.told[-1] == "stop"
    page.busy.emit(False)
    assert window.button(NEXT).isVisible()
    assert not window.button(STOP).isVisible()


def test_the_language_changes_at_once_and_is_remembered(window: Wizard) -> None:
    window.next()
    small(window, "mailbox").typed.setText("anna@example.com")
    window.rail.language.click()
    assert window.windowTitle() == "Screen 2 of 5 · Mailbox — mailcheck"
    assert [window.button(which).text() for which in (BACK, NEXT, STOP, CLOSE)] == ["&Back", "&Next", "&Stop", "&Close"]
    assert window.rail.language.text() == "Русский"
    assert small(window, "mailbox").told[-1] == "en"
    assert small(window, "mailbox").title_text.words == "Mailbox"
    assert small(window, "mailbox").typed.text() == "anna@example.com"
    assert window.shell.preferences.language is Language.EN


def test_the_theme_is_chosen_from_a_menu_and_remembered(window: Wizard, qapp: QApplication) -> None:
    window.rail.theme_wanted.emit("dark")
    qapp.processEvents()
    assert window.shell.theme.palette.name == window.shell.preferences.theme == "dark"
    assert window.rail.theme.accessibleName() == "Тема окна: тёмная"
    assert window.rail.theme.text() == "Тема окна"


def test_the_keys_reach_everything_in_order(window: Wizard) -> None:
    window.next()
    settle(window)
    page = small(window, "mailbox")
    assert page.typed.hasFocus()
    order = []
    for _ in range(6):
        order.append(QApplication.focusWidget())
        QTest.keyClick(window, Qt.Key.Key_Tab)
    rest = [window.button(BACK), window.button(NEXT), window.rail.language, window.rail.theme]
    assert [widget for widget in order if widget in rest] == rest
    assert order[0] is page.typed


def test_enter_goes_on_and_alt_works(window: Wizard) -> None:
    QTest.keyClick(small(window, "start").typed, Qt.Key.Key_Return)
    assert window.currentId() == 1


def test_the_rail_says_where_one_is(window: Wizard) -> None:
    window.next()
    said = QAccessible.queryAccessibleInterface(window.rail).text(QAccessible.Text.Name)
    assert said == "Шаги проверки: 2. Почтовый ящик: вы здесь"
    assert window.rail.steps[0].label.accessibleName() == "1. Что случилось: пройден"


def test_escape_asks_when_something_was_typed(window: Wizard) -> None:
    window.draft.address = "anna@example.com"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    question = asked(window)
    assert find_faults(question) == []
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert window.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert asked(window) is not question
    asked(window).other[0].click()
    assert not window.isVisible()


def test_escape_with_nothing_typed_closes(window: Wizard) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_it_is_a_window_that_can_be_made_small_and_large(window: Wizard) -> None:
    handle = window.windowHandle()
    assert handle is not None
    assert handle.flags() & Qt.WindowType.WindowType_Mask == Qt.WindowType.Window
    wanted = Qt.WindowType.WindowMinMaxButtonsHint | Qt.WindowType.WindowCloseButtonHint
    assert handle.flags() & wanted == wanted


def test_the_place_is_remembered(window: Wizard, shell: Shell) -> None:
    window.resize(800, 640)  # the screen of the platform without one is 800 wide
    settle(window)
    window.close()
    again = Wizard(shell, makers=MAKERS)
    assert (again.width(), again.height()) == (800, 640)
    assert again.minimumSize() == SMALLEST
    again.close()


def test_practice_is_told(shell: Shell) -> None:
    draft = Draft()
    wizard = Wizard(shell, draft, makers=MAKERS)
    wizard.show()
    assert not small(wizard, "start").practice_notice.isVisible()
    draft.practice = SimpleNamespace(right_password=None, scenario=scenarios()["all-green"])
    wizard.next()
    settle(wizard)
    notice = small(wizard, "mailbox").practice_notice
    assert notice.isVisible()
    assert notice.text.accessibleName().startswith("Всё в\u00a0порядке")
    said = [text.accessibleName() for text in notice.findChildren(Text) if text.isVisible()]
    assert said[0].startswith("Учебный режим.")
    wizard.close()


@pytest.mark.parametrize("size", [(960, 680), (800, 600)])
@pytest.mark.parametrize(("language", "pseudo"), [("ru", False), ("en", False), ("ru", True)])
def test_the_frame_has_no_faults(
    shells: Callable[..., Shell], language: str, pseudo: bool, size: tuple[int, int]
) -> None:
    wizard = Wizard(shells(language, pseudo=pseudo), makers=MAKERS)
    wizard.resize(*size)
    wizard.show()
    for _ in NAMES:
        settle(wizard)
        assert find_faults(wizard) == []
        wizard.next()
    wizard.close()


@pytest.mark.parametrize("size", [(960, 680), (800, 600)])
def test_the_column_is_as_wide_with_a_scroll_bar_as_without(shell: Shell, size: tuple[int, int]) -> None:
    wizard = Wizard(shell, makers=MAKERS)
    wizard.resize(*size)
    wizard.show()
    settle(wizard)
    page = wizard.currentPage()
    assert isinstance(page, Page)
    column, bar = page.findChild(QWidget, "column"), page.scroll.verticalScrollBar()
    assert column is not None and not bar.isVisible()
    width = column.width()
    tall = QWidget()
    tall.setMinimumHeight(2000)
    page.content.addWidget(tall)
    settle(wizard)
    assert bar.isVisible() and column.width() == width
    assert column.mapTo(page, QPoint(0, 0)).x() == 32
    wizard.close()
