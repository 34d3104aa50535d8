"""Threads, order, crashes, stopping and deadlines, with checks made for the purpose."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from mailcheck.checks.run import Event, Run, StageEnded, StageStarted
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Account
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Outcome, Stage
from mailcheck.domain.settings import Settings
from mailcheck.engine import Check, Engine, Plan
from mailcheck.providers import providers

Tell = Callable[[Run, Story], None]


def engine_of(plan: Plan, deadline: float = 3600) -> Engine:
    return Engine(plan, lambda emit: Run(Account("a@example.test"), Settings(deadline=deadline), providers(), emit))


def passes(run: Run, story: Story) -> None:
    with story.stage(Stage.CONNECT):
        pass


def waits(until: threading.Event) -> Tell:
    def tell(run: Run, story: Story) -> None:
        passes(run, story)
        with story.stage(Stage.USE):
            until.wait()

    return tell


def check(name: str, tell: Tell = passes, *stages: Stage, after: tuple[str, ...] = (), blocked: str = "") -> Check:
    return Check(name, tell, stages or (Stage.CONNECT,), after=after, blocked_by=lambda run: blocked or None)


def collect(engine: Engine) -> list[Event]:
    engine.start()
    return [event for event in engine.events() if event]


def test_results_in_the_order_of_the_plan() -> None:
    order: list[str] = []

    def noted(name: str, pause: float) -> Tell:
        def tell(run: Run, story: Story) -> None:
            time.sleep(pause)
            order.append(name)
            passes(run, story)

        return tell

    engine = engine_of(
        (check("a", noted("a", 0.1)), check("b", noted("b", 0)), check("c", noted("c", 0), after=("a",)))
    )
    events = collect(engine)
    assert order == ["b", "a", "c"]
    assert [result.id for result in engine.results()] == ["a", "b", "c"]
    assert engine.whole
    assert [type(event) for event in events].count(StageStarted) == 3


def test_blocked() -> None:
    engine = engine_of((check("a"), check("b", passes, Stage.CONNECT, Stage.USE, after=("a",), blocked="a")))
    collect(engine)
    skipped = engine.results()[1].findings
    assert [(f.code, f.because) for f in skipped] == [(SKIPPED, "a")] * 2
    assert engine.results()[1].outcome is Outcome.SKIPPED


@pytest.mark.logs
def test_crash_is_ours_and_keeps_what_was_found(caplog: pytest.LogCaptureFixture) -> None:
    def broken(run: Run, story: Story) -> None:
        passes(run, story)
        with story.stage(Stage.USE):
            raise RuntimeError("the password is sesame")

    engine = engine_of((check("a", broken, Stage.CONNECT, Stage.USE, Stage.QUIT), check("b", after=("a",))))
    events = collect(engine)
    first, second = engine.results()
    assert [f.code for f in first.findings] == [PASSED, CRASHED, SKIPPED]
    assert first.outcome is Outcome.CRASHED and second.outcome is Outcome.PASSED
    assert any(isinstance(event, StageEnded) and event.findings[0].code == CRASHED for event in events)
    assert "RuntimeError" in caplog.text and "sesame" not in caplog.text
    assert "sesame" not in repr(first)


@pytest.mark.logs
def test_crash_outside_of_a_stage() -> None:
    def broken(run: Run, story: Story) -> None:
        raise RuntimeError

    engine = engine_of((check("a", broken, Stage.CONNECT, Stage.USE),))
    collect(engine)
    assert [(f.stage, f.code) for f in engine.results()[0].findings] == [(Stage.CONNECT, CRASHED), (Stage.USE, SKIPPED)]


@pytest.mark.logs
def test_crash_of_the_one_that_is_asked_first() -> None:
    def raising(run: Run) -> str | None:
        raise RuntimeError

    engine = engine_of((Check("a", passes, (Stage.CONNECT,), blocked_by=raising),))
    collect(engine)
    assert engine.results()[0].outcome is Outcome.CRASHED


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """It does not come in time: the test ends, because the engine does not wait for it."""
    event = threading.Event()
    yield event
    event.set()


def test_deadline_leaves_behind_whoever_does_not_end(never: threading.Event) -> None:
    engine = engine_of(
        (check("slow", waits(never), Stage.CONNECT, Stage.USE, Stage.QUIT), check("quick")), deadline=0.3
    )
    collect(engine)
    assert not engine.whole
    slow, quick = engine.results()
    assert [(f.stage, f.code, f.evidence.get("reason")) for f in slow.findings] == [
        (Stage.CONNECT, PASSED, None),
        (Stage.USE, SKIPPED, "stopped"),
        (Stage.QUIT, SKIPPED, "stopped"),
    ]
    assert quick.outcome is Outcome.PASSED


def test_stop_from_another_thread(never: threading.Event) -> None:
    engine = engine_of((check("slow", waits(never), Stage.CONNECT, Stage.USE),))
    threading.Timer(0.1, engine.run.stop).start()
    collect(engine)
    assert not engine.whole


def test_stop_as_control_c_does_it(never: threading.Event) -> None:
    """The one who reads the events stops, and reads what is still to come."""
    engine = engine_of((check("slow", waits(never), Stage.CONNECT, Stage.USE),))
    engine.start()
    events = engine.events()
    assert isinstance(next(event for event in events if event), StageStarted)
    engine.run.stop()
    list(engine.events())
    assert not engine.whole


def test_time_goes_by_while_nothing_happens(never: threading.Event) -> None:
    engine = engine_of((check("slow", waits(never)),), deadline=0.4)
    engine.start()
    assert list(engine.events()).count(None) >= 2
