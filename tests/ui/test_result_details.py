"""Everything that was found, and the talk: built when unfolded, searched, bounded, plain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mailcheck.domain.account import Service
from mailcheck.domain.report import TranscriptLine
from mailcheck.i18n import Language
from mailcheck.ui.result.details import Details
from mailcheck.ui.result.text_pane import TextPane
from mailcheck.ui.result.verbatim import Verbatim
from mailcheck.ui.shell import Shell
from tests.ui.real_reports import real_reports
from tests.ui.states.result import hostile_report

REPORT = "gmail"


@pytest.fixture
def details(shell: Shell, qtbot: QtBot) -> Details:
    made = Details(shell)
    qtbot.addWidget(made)
    made.show_report(real_reports(REPORT)[Language.RU])
    made.show()
    return made


def opened(details: Details, qtbot: QtBot) -> tuple[TextPane, TextPane]:
    details.set_open(True)
    assert details.findings is not None and details.talk is not None
    findings, talk = details.findings, details.talk
    qtbot.waitUntil(lambda: not findings.filling and not talk.filling)
    return findings, talk


def test_nothing_is_built_before_it_is_wanted(details: Details) -> None:
    assert details.findings is None


def test_all_checks_with_outcome_and_evidence(details: Details, qtbot: QtBot) -> None:
    findings, talk = opened(details, qtbot)
    text = findings.toPlainText().replace("\u00a0", " ")
    report = real_reports(REPORT)[Language.RU]
    assert all(report.titles[check.id] in text for check in report.checks)
    assert "ошибка  Входим в почту" in text and "app-password-required" in text
    assert "    host: imap.gmail.com" in text
    assert "дальше пройти не удалось" in text
    assert talk.blockCount() == len(report.transcript)
    assert "Ordinary-1" not in talk.toPlainText() and "••••" in talk.toPlainText()


def test_search_forth_and_back(details: Details, qtbot: QtBot) -> None:
    _, talk = opened(details, qtbot)
    bar = details.search
    assert bar is not None
    bar.field.setText("gsmtp")
    assert talk.hits >= 1
    bar.field.setText("out C")
    count = talk.hits
    assert count > 1 and bar.count.words.replace("\u00a0", " ") == f"1 из {count}"
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert talk.place == 2
    bar.previous.click()
    bar.previous.click()
    assert talk.place == count
    assert talk.textCursor().selectedText() == "out C"
    bar.field.setText("nowhere to be found")
    assert bar.count.words.replace("\u00a0", " ") == "Не найдено"
    assert not bar.next.isEnabled()


def test_ctrl_f(details: Details, qtbot: QtBot) -> None:
    opened(details, qtbot)
    assert details.search is not None and details.search.shortcut is not None
    details.activateWindow()
    details.search.shortcut.activated.emit()
    assert details.search.field.hasFocus()
    details.set_open(False)
    assert not details.search.shortcut.isEnabled()


def test_very_much_is_bounded_and_says_so(details: Details, qtbot: QtBot) -> None:
    report = real_reports(REPORT)[Language.RU]
    line = TranscriptLine(Service.INCOMING, 7, "S", "x" * 10_000)
    details.show_report(replace(report, transcript=(line,) * 6_000))
    _, talk = opened(details, qtbot)
    assert talk.blockCount() <= 5_001
    last = talk.document().lastBlock().text()
    assert last.startswith("… и\u00a0ещё 5\u00a0") and "в\u00a0сохранённом отчёте" in last
    assert "… и\u00a0ещё 8" in talk.document().firstBlock().text()  # characters


def test_hostile_text_stays_text(details: Details, qtbot: QtBot) -> None:
    details.show_report(hostile_report())
    findings, talk = opened(details, qtbot)
    assert "<b onclick=alert(1)>" in talk.toPlainText()
    assert "\u202e" not in talk.toPlainText() + findings.toPlainText()


def test_no_talk_says_what_will_stand_here(details: Details, qtbot: QtBot) -> None:
    details.show_report(real_reports("lookalike")[Language.RU])
    opened(details, qtbot)
    assert details.talk is not None and details.talk.isHidden()
    assert any("Здесь будет разговор" in label.text().replace("\u00a0", " ") for label in details.findChildren(QLabel))


def test_language_at_once(details: Details, shell: Shell, qtbot: QtBot) -> None:
    opened(details, qtbot)
    shell.speech.choose(Language.EN)
    findings, _ = opened(details, qtbot)
    assert "Signing in" in findings.toPlainText()


def test_verbatim_is_as_high_as_its_text_up_to_a_limit(shell: Shell, qtbot: QtBot) -> None:
    said = Verbatim("reply")
    qtbot.addWidget(said)
    said.resize(400, 100)
    said.show()
    said.show_text("550 no")
    low = said.height()
    assert said.viewport().height() < 2 * said.fontMetrics().height(), "no empty line below"
    said.show_text("550 " + "y" * 300)
    assert said.height() > low
    assert said.verticalScrollBar().maximum() == 0
    said.show_text("z" * 10_000)
    assert said.height() < 300
    assert said.verticalScrollBar().maximum() > 0
    assert said.toPlainText() == "z" * 10_000
