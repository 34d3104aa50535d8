"""The picture of where the time went: rows, axis, keyboard, and what a screen reader hears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report
from mailcheck.export import waterfall as timeline
from mailcheck.i18n import Language
from mailcheck.ui.result.durations import duration
from mailcheck.ui.result.waterfall import Waterfall, stride
from mailcheck.ui.result.waterfall_card import WaterfallCard
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import role_font
from tests.ui.real_reports import real_reports

Shells = Callable[..., Shell]


def report(*findings: Finding, name: str = "green") -> Report:
    """A real report whose incoming conversation went like this."""
    whole = real_reports(name)[Language.RU]
    if not findings:
        return whole
    end = max(each.started_ms + each.ms for each in findings)
    check = CheckResult("incoming", 0, end, findings)
    return replace(whole, checks=(check,))


def stage(stage: Stage, start: int, ms: int, outcome: Outcome = Outcome.PASSED) -> Finding:
    return Finding("stage-passed", outcome, stage, Service.INCOMING, start, ms)


@pytest.fixture
def picture(shell: Shell) -> Waterfall:
    made = Waterfall(shell)
    made.setFont(role_font("small"))
    made.resize(500, 500)
    return made


def test_both_conversations_stage_by_stage() -> None:
    bars = timeline.bars(report())
    assert [bar.check for bar in bars] == ["incoming"] * 8 + ["outgoing"] * 8
    assert bars[0].stage is Stage.RESOLVE
    longest = timeline.longest(bars)
    assert longest is not None
    assert longest.ms == max(bar.ms for bar in bars)


def test_several_findings_of_a_stage_are_one_bar() -> None:
    found = report(stage(Stage.USE, 10, 5), stage(Stage.USE, 10, 5, Outcome.WARNED), stage(Stage.QUIT, 15, 1))
    bars = timeline.bars(found)
    assert [(bar.stage, bar.outcome, bar.ms) for bar in bars] == [
        (Stage.USE, Outcome.WARNED, 5),
        (Stage.QUIT, Outcome.PASSED, 1),
    ]


@pytest.mark.parametrize("end", [0, 1, 3, 7, 49, 50, 51, 999, 1000, 7_300, 60_000, 3_600_000, 10**9])
def test_axis(end: int) -> None:
    marks = timeline.ticks(end)
    assert marks[0] == 0
    assert 2 <= len(marks) <= 6
    assert marks[-1] <= max(end, 1)
    assert len({b - a for a, b in pairwise(marks)}) == 1


@pytest.mark.parametrize(
    ("widths", "step"),
    [([10, 40, 40, 40, 40], 1), ([10, 30, 48, 48, 48], 2), ([10, 30, 120, 120, 120], 3), ([10], 1), ([], 1)],
)
def test_labels_of_the_axis_are_equally_far_apart(widths: list[int], step: int) -> None:
    places = [QRectF(place * 50 - width / 2, 0, width, 10) for place, width in enumerate(widths)]
    assert stride(places) == step


def test_words_for_times(shells: Shells) -> None:
    ru, en = shells("ru").speech, shells("en").speech
    times = (0, 12, 1400, 9949, 60_000)
    assert [duration(ms, ru).replace("\u00a0", " ") for ms in times] == ["< 1 мс", "12 мс", "1,4 с", "9,9 с", "60 с"]
    assert [duration(ms, en) for ms in times] == ["< 1 ms", "12 ms", "1.4 s", "9.9 s", "60 s"]


@pytest.mark.parametrize("width", [700, 480, 260])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shortest_and_longest_stages_are_both_seen(shells: Shells, width: int, theme: str) -> None:
    shell = shells(theme=theme)
    picture = Waterfall(shell)
    picture.show_report(report(stage(Stage.RESOLVE, 0, 1), stage(Stage.FOLDERS, 1, 60_000, Outcome.FAILED)))
    picture.resize(width, picture.heightForWidth(width))
    image = picture.grab().toImage()
    for place, name in enumerate(("green", "red")):
        area = picture.row_rect(place)
        colours = {image.pixelColor(x, y).name() for x in range(20, width) for y in range(area.top(), area.bottom())}
        assert shell.theme.palette.colour(name).lower() in colours
    assert picture.row_rect(1).bottom() < picture.height()


def test_arrow_keys_read_the_rows(picture: Waterfall) -> None:
    picture.show_report(report(name="gmail"))
    picture.show()
    picture.setFocus()
    heard: list[str] = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Up):
        QTest.keyClick(picture, key)
        heard.append(QAccessible.queryAccessibleInterface(picture).text(QAccessible.Text.Name))
    assert "Соединение: готово" in heard[0]
    assert "Шифрование" in heard[1]
    assert "пропущено" in heard[2] and heard[3] == heard[2]
    assert "Поиск сервера" in heard[4] and heard[5] == heard[4]
    assert picture.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_failed_and_skipped_stages_say_so(picture: Waterfall) -> None:
    picture.show_report(report(name="gmail"))
    words = [picture.words(place) for place in range(picture.rows)]
    failed = [each for each in words if "ошибка" in each]
    assert len(failed) == 2 and all("Вход" in each and "мс" in each for each in failed)
    skipped = [each for each in words if "пропущено" in each]
    assert skipped and all("дальше пройти не удалось" in each for each in skipped)


def test_tip_under_the_mouse(picture: Waterfall) -> None:
    picture.show_report(report())
    picture.show()
    point = picture.row_rect(2).center()
    QApplication.sendEvent(picture, QHelpEvent(QEvent.Type.ToolTip, point, picture.mapToGlobal(point)))
    assert QToolTip.text() == picture.words(2)
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(100, picture.row_rect(5).center().y()))
    assert picture.current == 5


def test_language_at_once(shell: Shell, picture: Waterfall) -> None:
    picture.show_report(report())
    assert "Поиск сервера" in picture.accessibleName()
    shell.speech.choose(Language.EN)
    assert "Look-up" in picture.accessibleName()


def test_times_that_make_no_sense_in_a_saved_report(picture: Waterfall) -> None:
    picture.show_report(report(stage(Stage.RESOLVE, -50, -7), stage(Stage.CONNECT, 10**9, 10**9)))
    picture.resize(400, 300)
    picture.grab()
    assert picture.words(1)


def test_card_of_a_run_that_never_talked(shell: Shell) -> None:
    card = WaterfallCard(shell)
    card.show_report(report(name="lookalike"))
    card.set_open(True)
    assert "Здесь будут" in card.about.words
    assert card.picture.isHidden()


def test_the_card_is_folded_at_first_and_told_again_when_open(shell: Shell) -> None:
    card = WaterfallCard(shell)
    card.show_report(report())
    assert not card.is_open and not card.picture.isVisibleTo(card)
    assert card.picture.rows == 0, "nothing is drawn before it is wanted"
    card.set_open(True)
    assert card.picture.isVisibleTo(card) and card.picture.rows == 16
    assert "Дольше всего" in card.about.words
    card.show_report(report(stage(Stage.USE, 10, 5)))
    assert card.picture.rows == 1
