"""Work beside the window: the newest answer, and no other; a fault of ours is an answer too."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from mailcheck.crash_log import CrashLog
from mailcheck.ui.latest import Latest
from tests.servers import SOON

WITHIN = int(SOON * 1000)


def test_only_the_newest_is_told(qtbot: QtBot) -> None:
    latest, heard, gate = Latest("test"), list[object](), threading.Event()
    latest.answered.connect(heard.append)
    latest.ask(lambda: gate.wait(SOON) and "old")
    qtbot.waitUntil(lambda: not latest._delay.isActive(), timeout=WITHIN)
    with qtbot.waitSignal(latest.answered, timeout=WITHIN):
        latest.ask(lambda: "new")
        gate.set()
    qtbot.wait(50)
    assert heard == ["new"]
    assert not latest.busy


def test_what_is_forgotten_is_never_told(qtbot: QtBot) -> None:
    latest, heard, gate = Latest("test"), list[object](), threading.Event()
    latest.answered.connect(heard.append)
    latest.ask(lambda: gate.wait(SOON))
    qtbot.waitUntil(lambda: not latest._delay.isActive(), timeout=WITHIN)
    latest.forget()
    gate.set()
    qtbot.wait(50)
    assert heard == []
    assert not latest.busy


def test_one_that_waits_for_the_delay_is_not_begun(qtbot: QtBot) -> None:
    begun: list[str] = []
    latest = Latest("test", delay_ms=30)
    with qtbot.waitSignal(latest.answered, timeout=WITHIN):
        for name in ("one", "two", "three"):
            latest.ask(partial(begun.append, name))
    assert begun == ["three"]


def test_waiting_for_it(qtbot: QtBot) -> None:
    """The delay is not waited for, and the answer is told all the same."""
    done: list[int] = []
    latest = Latest("test", delay_ms=3_600_000)
    latest.wait(0)
    latest.ask(lambda: done.append(1))
    latest.wait(SOON)
    assert done == [1]
    with qtbot.waitSignal(latest.answered, timeout=WITHIN):
        pass


@pytest.mark.logs
def test_a_fault_of_ours_is_no_answer_and_told(qtbot: QtBot, fault: CrashLog) -> None:
    latest = Latest("test")
    with qtbot.waitSignal(latest.answered, timeout=WITHIN) as answered:
        latest.ask(lambda: 1 // 0)
    assert answered.args == [None]
    assert fault.file
    assert "ZeroDivisionError" in fault.file.read_text(encoding="utf-8")
