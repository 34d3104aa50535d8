"""The way of the Tab key through what came later, and what Enter presses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mailcheck.ui.draft import Draft
from mailcheck.ui.key_order import in_reading_order, tell_in_reading_order
from mailcheck.ui.page import Page
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.wizard import Wizard
from tests.ui.frame import framed


class Grown(Page):
    """A field came onto it between two others, in a box of its own."""

    name = "start"

    def __init__(self, shell: Shell, draft: Draft) -> None:
        super().__init__(shell, draft)
        self.fields = [QLineEdit() for _ in range(3)]
        first, later, last = self.fields
        self.first_focus = first
        self.content.addWidget(first)
        self.content.addWidget(last)
        box = QWidget()
        QVBoxLayout(box).addWidget(later)
        self.content.insertWidget(1, box)


def grown(shell: Shell) -> tuple[Wizard, Grown]:
    wizard = framed(shell, Grown)
    page = wizard.currentPage()
    assert isinstance(page, Grown)
    wizard.activateWindow()
    return wizard, page


def test_tab_goes_as_the_screen_is_read(shell: Shell) -> None:
    wizard, page = grown(shell)
    page.fields[0].setFocus()
    reached = []
    for _ in range(2):
        QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
        reached.append(wizard.focusWidget())
    assert reached == page.fields[1:]
    assert [each for each in in_reading_order(page) if isinstance(each, QLineEdit)] == page.fields


def test_a_screen_reader_reads_in_that_order_too(shell: Shell) -> None:
    _, page = grown(shell)
    first, later, last = page.fields
    around = first.parentWidget()
    assert around is not None
    tell_in_reading_order(page)
    told = [child for child in around.children() if child in (first, later.parentWidget(), last)]
    assert told == [first, later.parentWidget(), last]


def test_enter_presses_the_button_that_has_the_keys(shell: Shell) -> None:
    wizard, page = grown(shell)
    button = Button(shell, "buttons.copy")
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    page.content.addWidget(button)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed
    assert wizard.currentPage() is page


def test_enter_does_not_close_the_result(shell: Shell) -> None:
    wizard = framed(shell, ResultPage)
    QTest.keyClick(wizard.currentPage(), Qt.Key.Key_Return)
    assert wizard.isVisible()
    assert not wizard.button(Wizard.WizardButton.CustomButton1).isVisible()
