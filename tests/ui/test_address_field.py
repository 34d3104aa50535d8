from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language
from mailcheck.ui.mailbox.address_field import AddressField
from mailcheck.ui.shell import Shell
from tests.ui.keys import press


@pytest.fixture
def field(shell: Shell, qtbot: QtBot) -> Iterator[AddressField]:
    made = AddressField(shell, "address.label", "address.hint")
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.show()
    made.edit.setFocus()
    yield made


def _leave(field: AddressField) -> None:
    QApplication.sendEvent(field.edit, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def _said(field: AddressField) -> str:
    return field.edit.accessibleDescription().replace("\u00a0", " ") if field.notice.isVisible() else ""


def test_nobody_is_scolded_while_typing(field: AddressField, qtbot: QtBot) -> None:
    for letter in "shop@yandex.ru":
        press(field.edit, letter)
        assert not _said(field), field.text


def test_what_is_missing_is_said_when_the_field_is_left(field: AddressField, qtbot: QtBot) -> None:
    press(field.edit, "shop")
    assert not _said(field)
    _leave(field)
    assert "@" in _said(field)
    press(field.edit, "@")
    assert not _said(field)


def test_leaving_an_empty_field_says_nothing(field: AddressField) -> None:
    _leave(field)
    assert not _said(field)


def test_another_window_is_not_another_field(field: AddressField, qtbot: QtBot) -> None:
    press(field.edit, "shop")
    QApplication.sendEvent(field.edit, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert not _said(field)


def test_a_wrong_letter_is_marked_named_and_corrected(field: AddressField, qtbot: QtBot) -> None:
    press(field.edit, "shop@mаil.ru")
    assert list(field.edit.ranges) == [(6, 1)]
    assert _said(field) == "Вместо латинской «a» стоит русская «а», позиция 7."
    assert field.correct.isVisible() and field.suggestion.words == "Правильный адрес: shop@mail.ru"
    field.correct.click()
    assert field.text == "shop@mail.ru"
    assert not field.edit.ranges and not field.correct.isVisible()
    assert field.notice.kind == "passed"
    field.edit.undo()
    assert field.text == "shop@mаil.ru"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("shор@mail.ru", "Вместо латинских букв стоят русские, на вид такие же."),
        ("а@mаil.ru", "Вместо латинской «a» стоит русская «а», позиции 1, 4."),
        ("shop@mail.rυ", "Вместо латинской «u» стоит похожая буква «υ» из другого алфавита, позиция 12."),
        ("ѕhор@mаіl.ru", "Вместо латинских букв стоят похожие, из другого алфавита."),
    ],
)
def test_what_happened_comes_first_in_plain_words(field: AddressField, address: str, first: str) -> None:
    field.set_text(address)
    assert field.notice.text.words.replace("\u00a0", " ") == first
    told = [text.words for text in field.more if text.isVisible()]
    assert told == [] if "позици" in first else "позиция" in told[0]
    assert len(told) <= 3


def test_a_pasted_address_is_judged_at_once(field: AddressField) -> None:
    QGuiApplication.clipboard().setText("shop@gmial.com")
    field.edit.paste()
    assert field.notice.kind == "warned" and "gmail.com" in _said(field)
    assert field.address.usable


def test_positions_beyond_the_basic_plane_are_marked_where_they_stand(field: AddressField) -> None:
    field.set_text("😀@mаil.ru")
    assert (4, 1) in field.edit.ranges  # the face takes two of Qt's units


def test_a_whole_address_in_the_wrong_layout_is_one_sentence(field: AddressField) -> None:
    field.set_text("ыещку@ьфшд.кг")
    assert _said(field) == "Адрес набран в русской раскладке."
    assert field.address.suggestion == "store@mail.ru"


@pytest.mark.parametrize("text", ["<b>жirный</b>@mail.ru", "<img src=x>@mаil.ru", "&lt;@mаil.ru"])
def test_markup_is_shown_as_text(field: AddressField, text: str) -> None:
    field.set_text(text)
    assert field.edit.text() == text
    assert "<img" not in field.notice.text.text() and "<b>ж" not in field.suggestion.text()


@pytest.mark.parametrize("text", ["שלום@mail.ru", "مرحبا@mail.ru", "👩‍👩‍👧@mail.ru", "\u202eshop@mail.ru"])
def test_strange_scripts_do_no_harm(field: AddressField, text: str) -> None:
    field.set_text(text)
    assert field.edit.text() == text and not field.address.usable and _said(field)


def test_a_very_long_address_is_whole_and_the_window_stays(field: AddressField, qtbot: QtBot) -> None:
    width = field.minimumSizeHint().width()
    field.set_text("ж" * 60 + "a" * 230 + "@mail.ru")
    qtbot.wait(1)
    assert len(field.text) == 298
    assert field.minimumSizeHint().width() <= width + 300  # no text is as wide as the address


def test_the_language_changes_what_is_said_and_not_what_was_typed(field: AddressField, shell: Shell) -> None:
    field.set_text("shop@mаil.ru")
    shell.speech.choose(Language.EN)
    assert field.text == "shop@mаil.ru" and field.edit.ranges == ((6, 1),)
    assert "position 7" in _said(field)
    assert field.edit.accessibleName() == "Address of the mailbox that you connect to amoCRM"


def test_going_on_with_a_wrong_letter_leads_to_the_button_that_mends_it(field: AddressField) -> None:
    press(field.edit, "shop@mаil.ru")
    assert "Чтобы идти дальше" not in _said(field)
    field.demand()
    assert _said(field).startswith("Чтобы идти дальше, нажмите «Исправить». Вместо латинской «a»")
    assert field.correct.hasFocus() and field.correct.accessibleDescription() == field.edit.accessibleDescription()
    QTest.keyClick(field.correct, Qt.Key.Key_Return)
    assert field.text == "shop@mail.ru" and field.edit.hasFocus()
    assert _said(field) == "Адрес исправлен."


def test_going_on_with_what_no_button_mends_leads_to_the_field(field: AddressField) -> None:
    press(field.edit, "sh(op@mail.ru")
    field.demand()
    assert _said(field).startswith("Чтобы идти дальше, исправьте адрес.")
    assert field.edit.hasFocus() and not field.correct.isVisible()
    press(field.edit, "x")
    assert "Чтобы идти дальше" not in _said(field)


def test_going_on_with_nothing_says_what_is_wanted(field: AddressField) -> None:
    field.demand()
    assert _said(field)
    assert not field.correct.isVisible()
