"""Rows, groups and the talk: what they say in each state, and that the words of strangers stay words."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from mailcheck.checks.run import StageEnded, StageStarted
from mailcheck.domain.account import Service
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.report import TranscriptLine
from mailcheck.i18n import Language
from mailcheck.plan import plan_for
from mailcheck.ui.checking.mark import Mark
from mailcheck.ui.checking.stage_group import StageGroup
from mailcheck.ui.checking.stage_row import StageRow
from mailcheck.ui.checking.talk_view import MOST, TalkView
from mailcheck.ui.checking.words import duration, state_words
from mailcheck.ui.course import MOST_FINDINGS, Course, Row, State
from mailcheck.ui.job import warm
from mailcheck.ui.shell import Shell
from tests.servers import SOON
from tests.ui.fake_runner import ACCOUNT, found

WITHIN = int(SOON * 1000)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    warm()


def row_of(*findings: Finding, check: str = "incoming") -> Row:
    course = Course()
    return course.end(StageEnded(check, findings))


def test_a_row_that_went_well(qtbot: QtBot, shell: Shell) -> None:
    row = StageRow(shell, row_of(found(PASSED, Stage.AUTHENTICATE, "incoming", ms=120)))
    qtbot.addWidget(row)
    assert row.accessibleName() == "Входящая почта: Входим в почту\u00a0— готово, 120\u00a0мс"
    assert (row.state, row.time) == ("готово", "120\u00a0мс")
    shell.speech.choose(Language.EN)
    row.refresh()
    assert row.accessibleName() == "Incoming mail: Signing in\u00a0— done, 120\u00a0ms"


def test_what_is_said_of_a_problem_is_plain_text(qtbot: QtBot, shell: Shell) -> None:
    evil = "<b>NO</b> 🙂 שלום"
    row = StageRow(shell, row_of(found("domain-not-found", Stage.DOMAIN, "network", Outcome.FAILED, domain=evil)))
    qtbot.addWidget(row)
    note = row.notes[0]
    assert evil in note
    assert row.accessibleName().endswith(note)
    row.resize(300, row.heightForWidth(300))
    assert row.grab().height() > 50


def test_a_row_tells_why_it_was_left_out(qtbot: QtBot, shell: Shell) -> None:
    skipped = found(SKIPPED, Stage.FOLDERS, "incoming", Outcome.SKIPPED, reason="no-password")
    row = StageRow(shell, row_of(skipped))
    qtbot.addWidget(row)
    assert row.notes == ["дальше нужен пароль"]
    assert row.time == ""


def test_what_was_not_needed_takes_no_line(qtbot: QtBot, shell: Shell) -> None:
    row = StageRow(shell, row_of(found(SKIPPED, Stage.PORTS, "network", Outcome.SKIPPED, reason="not-needed")))
    qtbot.addWidget(row)
    assert row.notes == []
    assert row.state == "не понадобилось"


def test_a_reason_is_told_once(shell: Shell) -> None:
    course = Course()
    for stage in (Stage.FOLDERS, Stage.USE):
        course.end(StageEnded("incoming", (found(SKIPPED, stage, "incoming", Outcome.SKIPPED, reason="stopped"),)))
    assert [row.tells_skip for row in course.of("incoming")] == [True, False]


def test_longer_than_usual(qtbot: QtBot, shell: Shell) -> None:
    row = StageRow(shell, Row("incoming", Stage.GREET, State.RUNNING, began=time.monotonic()))
    qtbot.addWidget(row)
    assert (row.state, row.time) == ("идёт", "")
    row.row.began -= 9
    row.tick()
    assert (row.state, row.time) == ("дольше обычного", "9\u00a0с")


def test_our_own_fault(qtbot: QtBot, shell: Shell) -> None:
    row = StageRow(shell, row_of(found(CRASHED, Stage.GREET, "incoming", Outcome.CRASHED)))
    qtbot.addWidget(row)
    assert row.state == "наш сбой"
    assert row.notes[0] == "Это сбой самой программы, не вашей почты"


def test_two_hundred_findings(qtbot: QtBot, shell: Shell) -> None:
    many = [
        found("domain-not-found", Stage.DOMAIN, "network", Outcome.WARNED, domain=f"{number}.test")
        for number in range(200)
    ]
    row = StageRow(shell, row_of(*many))
    qtbot.addWidget(row)
    assert len(row.notes) == MOST_FINDINGS + 1
    assert row.notes[-1] == "… и\u00a0ещё 195"


def test_a_screen_reader_hears_of_changes(qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.object().accessibleName()))
    row = StageRow(shell, Row("incoming", Stage.GREET))
    qtbot.addWidget(row)
    heard.clear()
    row.row.state, row.row.began = State.RUNNING, time.monotonic()
    row.refresh()
    row.refresh()
    assert heard == ["Входящая почта: Здороваемся\u00a0— идёт"]


@pytest.mark.parametrize(("ms", "words"), [(0, "0 мс"), (999, "999 мс"), (2310, "2,3 с"), (61000, "61 с")])
def test_durations(shell: Shell, ms: int, words: str) -> None:
    assert duration(ms, shell.speech) == words.replace(" ", "\u00a0")


def test_the_ring_stands_still_where_nothing_is_to_move(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for animated in (True, False):
        monkeypatch.setattr(type(shell.theme), "animated", animated)
        mark = Mark(shell)
        qtbot.addWidget(mark)
        mark.show()
        mark.show_mark(State.RUNNING)
        assert mark.turning is animated
        mark.grab()
        mark.hide()
        assert not mark.turning


# --- groups ----------------------------------------------------------------------------------------------------------


def group_of(shell: Shell, *findings: Finding, conversation: bool = True) -> tuple[StageGroup, Course]:
    course = Course({("incoming", stage): Row("incoming", stage) for stage in (Stage.CONNECT, Stage.GREET, Stage.USE)})
    for finding in findings:
        course.end(StageEnded("incoming", (finding,)))
    return StageGroup(shell, "incoming", course, conversation=conversation), course


def passed(stage: Stage) -> Finding:
    return found(PASSED, stage, "incoming", ms=100)


def test_a_group_that_went_well_stays_folded(qtbot: QtBot, shell: Shell) -> None:
    group, _ = group_of(shell, *map(passed, (Stage.CONNECT, Stage.GREET, Stage.USE)), conversation=False)
    qtbot.addWidget(group)
    assert not group.header.isChecked()
    assert group.header.accessibleName() == "Входящая почта\u00a0— готово, 300\u00a0мс"


def test_a_group_with_a_problem_opens(qtbot: QtBot, shell: Shell) -> None:
    failed = found("login-rejected", Stage.GREET, "incoming", Outcome.FAILED)
    group, _ = group_of(shell, failed, conversation=False)
    qtbot.addWidget(group)
    group.refresh()
    assert group.header.isChecked()
    assert "ошибка" in group.header.accessibleName()


def test_a_group_that_was_cut_short_is_not_called_done(qtbot: QtBot, shell: Shell) -> None:
    stopped = found(SKIPPED, Stage.USE, "incoming", Outcome.SKIPPED, reason="stopped")
    group, course = group_of(shell, passed(Stage.CONNECT), passed(Stage.GREET), stopped, conversation=False)
    qtbot.addWidget(group)
    assert course.state_of("incoming") is State.PARTLY
    assert group.header.accessibleName().endswith("проверка остановлена")


def test_a_crash_leaves_nothing_under_way(shell: Shell) -> None:
    _, course = group_of(shell, passed(Stage.CONNECT))
    assert course.state_of("incoming") is State.RUNNING
    course.still()
    assert course.state_of("incoming") is State.PARTLY


def test_what_was_cut_off_is_told_from_what_never_began(shell: Shell) -> None:
    course = Course()
    course.plan(plan_for(ACCOUNT))
    cut, never = (
        course.begin(StageStarted("incoming", Service.INCOMING, Stage.GREET, 0)),
        course.rows["incoming", Stage.USE],
    )

    def states() -> list[str]:
        return [state_words(row, shell.speech) for row in (cut, never)]

    assert states() == ["идёт", ""]
    course.still()  # a fault of ours: nothing tells its end
    assert states() == ["прервано", ""]
    for stage in (Stage.GREET, Stage.USE):
        course.end(StageEnded("incoming", (found(SKIPPED, stage, "incoming", Outcome.SKIPPED, reason="stopped"),)))
    assert states() == ["прервано", "пропущено"]


# --- the talk --------------------------------------------------------------------------------------------------------


def talk_of(number: int, text: str = "* OK") -> tuple[TranscriptLine, ...]:
    return tuple(TranscriptLine(Service.INCOMING, n, "S", f"{text} {n}") for n in range(number))


def wait_shown(qtbot: QtBot, view: TalkView, lines: int) -> None:
    qtbot.waitUntil(lambda: view.lines.blockCount() == lines, timeout=WITHIN)


def test_only_what_is_new_is_put_in(qtbot: QtBot, shell: Shell) -> None:
    view = TalkView(shell)
    qtbot.addWidget(view)
    for number in (2, 5, 5):
        view.show_talk(talk_of(number))
    wait_shown(qtbot, view, 5)
    assert view.lines.toPlainText().count("* OK 1") == 1


def test_of_a_long_talk_the_end_is_shown(qtbot: QtBot, shell: Shell) -> None:
    view = TalkView(shell)
    qtbot.addWidget(view)
    view.show_talk(talk_of(MOST + 700))
    wait_shown(qtbot, view, MOST)
    qtbot.waitUntil(lambda: not view._left, timeout=WITHIN)
    text = view.lines.toPlainText()
    assert f"* OK {MOST + 699}" in text
    assert "* OK 699\n" not in text
    assert not view.cut.isHidden()


def test_replies_are_shown_as_text(qtbot: QtBot, shells: Callable[..., Shell]) -> None:
    view = TalkView(shells("en"))
    qtbot.addWidget(view)
    evil = "<b>bold</b> 🙂 שלום \u202e right to left " + "x" * 5000
    view.show_talk((TranscriptLine(Service.INCOMING, 1, "S", evil), TranscriptLine(Service.OUTGOING, 2, "C", "QUIT")))
    wait_shown(qtbot, view, 2)
    shown = view.lines.toPlainText()
    assert "<b>bold</b> 🙂 שלום \\u202e" in shown
    assert "\u202e" not in shown
    assert "2 ms  Outgoing   program    QUIT" in shown


def test_searching(qtbot: QtBot, shell: Shell) -> None:
    view = TalkView(shell)
    qtbot.addWidget(view)
    view.show_talk(talk_of(30))
    wait_shown(qtbot, view, 30)
    view.wanted.setText("ok 2")
    assert view.found.words == "строка 3"
    view.next.click()
    assert view.found.words == "строка 21"
    view.wanted.setText("nothing")
    assert view.found.words == "Не\u00a0нашлось"
    view.wanted.clear()
    assert view.found.words == ""


def test_the_talk_in_another_language(qtbot: QtBot, shell: Shell) -> None:
    view = TalkView(shell)
    qtbot.addWidget(view)
    view.show_talk(talk_of(3))
    wait_shown(qtbot, view, 3)
    assert "сервер" in view.lines.toPlainText()
    shell.speech.choose(Language.EN)
    wait_shown(qtbot, view, 3)
    assert "server" in view.lines.toPlainText()
    assert "сервер" not in view.lines.toPlainText()
