"""The small parts: plain text from outside, names for those who do not see, the language at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.i18n import Language
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import KINDS, Button
from mailcheck.ui.widgets.choice import Choice
from mailcheck.ui.widgets.copy_field import CopyField
from mailcheck.ui.widgets.notice import COLOURS, Notice
from mailcheck.ui.widgets.question import Question
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text, whole_end
from tests.ui.frame import settle

EVIL = '<b>bold</b> <a href="http://x.example">press</a> &lt; <img src="file:///etc/passwd"> &amp;'


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_words_from_outside_stay_plain(shell: Shell, qtbot: QtBot) -> None:
    text = Text(shell, "mono")
    qtbot.addWidget(text)
    text.show_text(EVIL)
    assert text.words == spoken(text) == EVIL
    assert "<b>bold" not in text.text()
    assert "<img" not in text.text()
    text.setSelection(0, len(EVIL) + 3)  # with the places to break at
    assert text.selectedText().replace("\u200b", "") == EVIL


def test_a_field_from_outside_stays_plain(shell: Shell, qtbot: QtBot) -> None:
    text = Text(shell)
    qtbot.addWidget(text)
    text.tell("window.language", name=EVIL)
    assert text.words == f"Язык окна: {EVIL}"
    assert "<img" not in text.text()


def test_long_words_break_and_are_copied_whole(shell: Shell, qtbot: QtBot) -> None:
    text = Text(shell, "mono")
    qtbot.addWidget(text)
    fingerprint = "a1b2" * 40
    text.show_text(fingerprint)
    assert text.minimumSizeHint().width() < 300
    text.setSelection(0, len(fingerprint) + 5)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == fingerprint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The mailbox is not ready for amoCRM yet.", "The mailbox is not ready for amoCRM\u00a0yet."),
        ("занято 99\u00a0%", "занято 99\u00a0%"),
        ("Проверить снова", "Проверить снова"),
        ("у письма необыкновенно длинное слово", "у письма необыкновенно длинное\u00a0слово"),
        ("за сверхдостопримечательностью дом", "за сверхдостопримечательностью дом"),
        ("одно слово и продолжительность", "одно слово и продолжительность"),
        ("", ""),
        ("a  b ", "a  b "),
    ],
)
def test_a_short_last_word_is_not_left_alone(shell: Shell, qtbot: QtBot, text: str, shown: str) -> None:
    assert whole_end(text) == shown
    label = Text(shell)
    qtbot.addWidget(label)
    label.show_text(text)
    assert label.words == text
    assert shown in label.text()


def test_text_says_itself_again(shell: Shell, qtbot: QtBot) -> None:
    told, shown = Text(shell), Text(shell)
    for text in (told, shown):
        qtbot.addWidget(text)
    told.tell("rail.servers")
    shown.show_text("Серверы")
    shell.speech.choose(Language.EN)
    assert (told.words, shown.words) == ("Servers", "Серверы")


def test_colours_follow_the_theme(shell: Shell, qtbot: QtBot) -> None:
    text = Text(shell, "quiet")
    qtbot.addWidget(text)
    text.show_text("x")
    light = shell.theme.palette.quiet
    assert light in text.text()
    shell.theme.choose("dark")
    assert light not in text.text()
    text.set_colour("red")
    assert shell.theme.palette.red in text.text()


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_speak(shell: Shell, qtbot: QtBot, kind: str) -> None:
    button = Button(shell, "buttons.next", kind, "next")
    qtbot.addWidget(button)
    assert spoken(button) == "Далее"
    shell.speech.choose(Language.EN)
    assert button.text() == "&Next"
    button.show()
    button.setFocus()
    unfocused = button.grab().toImage()
    button.window().activateWindow()
    settle(button)
    assert button.hasFocus()
    assert button.grab().toImage().size() == unfocused.size()


@pytest.mark.parametrize("kind", KINDS)
def test_links_have_the_hand(shell: Shell, qtbot: QtBot, kind: str) -> None:
    button = Button(shell, "buttons.close", kind)
    qtbot.addWidget(button)
    button.show()
    here = QPointF(5, 5)
    QApplication.sendEvent(button, QEnterEvent(here, here, here))
    shapes = Qt.CursorShape
    assert button.cursor().shape() is (shapes.PointingHandCursor if kind in {"link", "quiet"} else shapes.ArrowCursor)


def test_focus_can_be_seen_on_every_kind(shell: Shell, qtbot: QtBot) -> None:
    for kind in KINDS:
        window = QWidget()
        qtbot.addWidget(window)
        rows = QVBoxLayout(window)
        first, second = Button(shell, "buttons.leave", kind), Button(shell, "buttons.leave", kind)
        rows.addWidget(first)
        rows.addWidget(second)
        window.show()
        window.activateWindow()
        first.setFocus()
        settle(window)
        assert first.grab().toImage() != second.grab().toImage()


def test_notices_say_what_they_are(shell: Shell, qtbot: QtBot) -> None:
    for kind in COLOURS:
        notice = Notice(shell, kind)
        qtbot.addWidget(notice)
        notice.show_text("Сервер не ответил")
        word = shell.speech.say(f"window.notice-{kind}")
        assert notice.text.accessibleName() == f"{word} Сервер не ответил"
        assert word in notice.text.text()


def test_reveal(shell: Shell, qtbot: QtBot) -> None:
    reveal = Reveal(shell, "window.content")
    qtbot.addWidget(reveal)
    inside = Text(shell)
    reveal.body.addWidget(inside)
    reveal.show()
    opened: list[bool] = []
    reveal.opened.connect(lambda: opened.append(True))
    assert not inside.isVisible()
    QTest.keyClick(reveal.button, Qt.Key.Key_Space)
    assert inside.isVisible()
    assert reveal.is_open
    assert opened == [True]
    reveal.set_open(False)
    assert not inside.isVisible()


def test_what_folds_out_is_a_button_to_a_screen_reader(shell: Shell, qtbot: QtBot) -> None:
    """And no check box: it says how it stands, in the language of the window, and says it again when it changes."""
    reveal = Reveal(shell, "window.content")
    qtbot.addWidget(reveal)

    def told() -> tuple[QAccessible.Role, str]:
        interface = QAccessible.queryAccessibleInterface(reveal.button)
        assert interface is not None
        return interface.role(), interface.text(QAccessible.Text.Description)

    assert told() == (QAccessible.Role.Button, "Свёрнуто")
    reveal.button.click()
    assert told() == (QAccessible.Role.Button, "Раскрыто")
    shell.speech.choose(Language.EN)
    assert told() == (QAccessible.Role.Button, "Expanded")
    reveal.set_open(False)
    assert told() == (QAccessible.Role.Button, "Collapsed")


def test_copy_field_answers(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    field = CopyField(shell, "rail.servers")
    qtbot.addWidget(field)
    field.show_text("imap.example.com")
    assert spoken(field.button) == "Копировать: Серверы imap.example.com"
    field.button.click()
    assert QGuiApplication.clipboard().text() == "imap.example.com"
    assert field.button.text() == spoken(field.button) == "Скопировано"
    shell.speech.choose(Language.EN)
    field.answered.timeout.emit()
    assert (field.button.text(), spoken(field.button)) == ("Copy", "Copy: Servers imap.example.com")


def test_choice_is_a_radio_button(shell: Shell, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    one = Choice(shell, "rail.mailbox", "window.leave-typed", "letter")
    other = Choice(shell, "rail.servers")
    rows.addWidget(one)
    rows.addWidget(other)
    window.resize(400, 300)
    window.show()
    settle(window)
    QTest.mouseClick(other.title, Qt.MouseButton.LeftButton)  # through the words
    assert other.isChecked()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, one.rect().bottomRight() / 2)
    assert one.isChecked()
    QTest.keyClick(one, Qt.Key.Key_Down)
    assert other.isChecked()
    assert not one.isChecked()
    interface = QAccessible.queryAccessibleInterface(one)
    assert interface.role() is QAccessible.Role.RadioButton
    assert interface.text(QAccessible.Text.Name) == "Почтовый ящик"
    assert interface.text(QAccessible.Text.Description).startswith("То, что вы ввели")
    assert one.grab().toImage() != other.grab().toImage()


def test_a_question_changes_nothing_by_itself(shells: Callable[..., Shell], qtbot: QtBot, qapp: QApplication) -> None:
    done: list[str] = []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        question = Question(shells(), "window.leave", "buttons.stay")
        question.tell("window.leave-typed")
        question.offer("buttons.leave", lambda: done.append("left"))
        question.open()
        settle(question)
        QTest.keyClick(question, key)
        assert not done
    question = Question(shells(), "window.leave", "buttons.stay")
    question.offer("buttons.leave", lambda: done.append("left")).click()
    assert done == ["left"]
    question.close()
