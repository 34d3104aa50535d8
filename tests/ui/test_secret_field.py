from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Secret
from mailcheck.i18n import Language
from mailcheck.providers import providers
from mailcheck.ui.mailbox.secret_field import SecretField, without_strays
from mailcheck.ui.shell import Shell
from tests.ui.keys import hit, press

WORD = "Geheim-Wort-7"


@pytest.fixture
def field(shell: Shell, qtbot: QtBot) -> Iterator[SecretField]:
    made = SecretField(shell)
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.edit.setFocus()
    yield made


def _said(field: SecretField) -> str:
    return field.edit.accessibleDescription().replace("\u00a0", " ")


def test_it_is_hidden_until_it_is_shown(field: SecretField) -> None:
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Скрыть пароль"
    field.hide_letters()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password


def test_nothing_that_is_said_holds_it(field: SecretField, shell: Shell) -> None:
    field.set_provider(providers().by_domain("mail.ru"))
    field.set_secret(Secret(WORD))
    field.eye.setChecked(True)
    for language in Language:
        shell.speech.choose(language)
        for part in [field, *field.findChildren(QWidget)]:
            said = (
                part.toolTip(),
                part.accessibleDescription(),
                part.accessibleName(),
                part.objectName(),
                part.whatsThis(),
            )
            assert not any(WORD in each for each in said)
            assert part is field.edit or WORD not in str(getattr(part, "words", ""))
    assert WORD not in repr(field.secret())


@pytest.mark.parametrize("shown", [True, False])
def test_it_cannot_be_copied_out(field: SecretField, qtbot: QtBot, shown: bool) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    field.set_secret(Secret(WORD))
    field.eye.setChecked(shown)
    hit(field.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        hit(field.edit, key, Qt.KeyboardModifier.ControlModifier)
    hit(field.edit, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)  # Cut, on Windows
    QTest.mouseDClick(field.edit, Qt.MouseButton.LeftButton)
    assert clipboard.text() == "before"
    if clipboard.supportsSelection():
        assert WORD not in clipboard.text(QClipboard.Mode.Selection)
    assert field.secret() is not None


def test_without_it_the_check_goes_as_far_as_the_sign_in(field: SecretField) -> None:
    assert field.secret() is None and field.empty.isVisible()
    assert "Можно и без пароля" in _said(field)
    field.set_secret(Secret("x"))
    assert not field.empty.isVisible()


def test_cyrillic_letters_are_told_at_once(field: SecretField, qtbot: QtBot) -> None:
    press(field.edit, "gfф")
    assert "русские буквы" in _said(field)


def test_blanks_at_the_edge_are_told_and_removed(field: SecretField, qtbot: QtBot) -> None:
    press(field.edit, "abcd ")
    assert "пробел" not in _said(field)  # «abcd efgh» is on its way, perhaps
    field.edit.left.emit()
    assert "В конце пароля" in _said(field)
    field.trim.click()
    secret = field.secret()
    assert secret and secret.reveal() == "abcd" and not field.notice.isVisible()


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (" ab cd ", "ab cd"),
        ("\u200bab\u200b", "ab"),
        ("ab\tcd", "abcd"),
        ("\ufeffabcd efgh\u00a0", "abcd efgh"),
        ("", ""),
    ],
)
def test_strays_are_removed_and_groups_stay(text: str, mended: str) -> None:
    assert without_strays(text) == mended


def test_an_ordinary_password_where_an_app_password_is_wanted(field: SecretField, qtbot: QtBot) -> None:
    field.set_provider(providers().by_domain("yandex.ru"))
    assert field.label.text() == "Па&роль приложения"
    press(field.edit, "abc")
    assert not field.notice.isVisible()  # more may come
    field.set_secret(Secret("Secret-2026"))
    assert field.notice.kind == "note" and "не похоже" in _said(field)
    field.set_secret(Secret("abcdefghijklmnop"))
    assert field.notice.kind == "passed"


def test_caps_lock_is_told_by_the_letters(field: SecretField, qtbot: QtBot) -> None:
    assert not field.caps.isVisible()
    press(field.edit, "A")  # without Shift
    assert field.caps.isVisible() is field.edit.hasFocus()
    press(field.edit, "a")
    assert not field.caps.isVisible()


def test_the_language_changes_and_the_password_stays(field: SecretField, shell: Shell) -> None:
    field.set_secret(Secret(WORD))
    shell.speech.choose(Language.EN)
    secret = field.secret()
    assert secret and secret.reveal() == WORD
    assert field.edit.accessibleName() == "Password"
