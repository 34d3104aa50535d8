"""The bridge between the window and the engine, with the real engine and scripted servers."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from mailcheck.checks.run import StageEnded, StageStarted
from mailcheck.crash_log import CrashLog
from mailcheck.domain.account import Account, Secret
from mailcheck.domain.finding import Stage
from mailcheck.domain.report import Report, Verdict
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.ui.job import Job, warm
from mailcheck.ui.runner import Runner
from tests.certificates import Certificates
from tests.mailbox import SECRET
from tests.name_server import NameServer
from tests.servers import SOON, hang, imap, smtp, wait_for
from tests.ui import play

WITHIN = int(SOON * 1000)


class Words:
    """As much of Speech as the runner asks of it."""

    language = Language.RU

    def say(self, key: str, **fields: Any) -> str:
        return key


class Heard:
    """Everything a runner has said, in order."""

    def __init__(self, runner: Runner) -> None:
        self.all: list[tuple[str, Any]] = []
        for name in ("planned", "happened", "ended", "failed"):
            getattr(runner, name).connect(lambda value, name=name: self.all.append((name, value)))

    def of(self, name: str) -> list[Any]:
        return [value for kind, value in self.all if kind == name]


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    warm()


@pytest.fixture
def stage(certificates: Certificates, name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> play.Stage:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))
    return play.Stage(certificates, name_server)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    runner = Runner(Words())  # type: ignore[arg-type]
    yield runner
    runner.close()


def run(qtbot: QtBot, runner: Runner, playing: play.Play) -> Report:
    with qtbot.waitSignal(runner.ended, timeout=WITHIN) as ended:
        runner.start(playing.account, playing.settings)
    assert isinstance(ended.args, list)
    report = ended.args[0]
    assert isinstance(report, Report)
    return report


def test_all_green(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    heard = Heard(runner)
    with stage.play() as playing:
        report = run(qtbot, runner, playing)
    assert report.verdict is Verdict.READY
    assert not runner.running
    assert [name for name, _ in heard.all][:2] == ["planned", "happened"]
    assert heard.all[-1][0] == "ended"
    plan = heard.of("planned")[0]
    ended = {(e.check, e.findings[0].stage) for e in heard.of("happened") if isinstance(e, StageEnded)}
    assert ended == {(check.id, stage) for check in plan for stage in check.stages}


def test_the_report_in_both_languages_and_the_talk_without_the_password(
    qtbot: QtBot, runner: Runner, stage: play.Stage
) -> None:
    assert runner.report(Language.EN) is None
    with stage.play() as playing:
        report = run(qtbot, runner, playing)
    english = runner.report(Language.EN)
    assert english
    assert runner.report(Language.RU) == report
    assert (english.created, english.language) == (report.created, "en")
    assert runner.transcript() == report.transcript
    assert any(line.direction == "S" for line in runner.transcript())
    assert SECRET not in "".join(line.line for line in runner.transcript())


def test_wrong_password(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    refused = imap(LOGIN="NO [AUTHENTICATIONFAILED] no", AUTHENTICATE="NO [AUTHENTICATIONFAILED] no")
    with stage.play(refused, smtp(AUTH="535 5.7.8 no")) as playing:
        report = run(qtbot, runner, playing)
    assert report.verdict is Verdict.NOT_READY
    assert report.diagnoses


def wait_at(qtbot: QtBot, runner: Runner, wanted: Stage) -> None:
    """Until that stage is under way."""
    begun = lambda event: isinstance(event, StageStarted) and event.stage is wanted  # noqa: E731
    with qtbot.waitSignal(runner.happened, timeout=WITHIN, check_params_cb=begun):
        pass


def test_stop(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    with stage.play(imap(greeting=hang)) as playing:
        runner.start(playing.account, playing.settings)
        wait_at(qtbot, runner, Stage.GREET)
        with qtbot.waitSignal(runner.ended, timeout=WITHIN) as ended:
            runner.stop()
            runner.stop()
    assert isinstance(ended.args, list)
    assert ended.args[0].verdict is Verdict.INCOMPLETE
    assert runner.report(Language.EN)
    assert not [thread for thread in threading.enumerate() if thread.name == "incoming"]


def test_stopped_before_it_has_begun(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    with stage.play() as playing:
        with qtbot.waitSignal(runner.ended, timeout=WITHIN) as ended:
            runner.start(playing.account, playing.settings)
            runner.stop()
        assert not playing.incoming.connections
    assert isinstance(ended.args, list)
    assert ended.args[0].verdict is Verdict.INCOMPLETE


def test_a_second_run(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    heard = Heard(runner)
    with stage.play() as playing:
        run(qtbot, runner, playing)
        runner.start(playing.account, playing.settings)
        assert runner.running
        assert runner.report(Language.RU) is None
        qtbot.waitUntil(lambda: not runner.running, timeout=WITHIN)
    assert len(heard.of("ended")) == 2


def test_check_again_does_only_what_was_asked_for(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    heard = Heard(runner)
    with stage.play() as playing:
        run(qtbot, runner, playing)
        asked = playing.outgoing.connections
        heard.all.clear()
        with qtbot.waitSignal(runner.ended, timeout=WITHIN):
            runner.start(playing.account, playing.settings, frozenset({"incoming"}))
        assert playing.outgoing.connections == asked
    assert [check.id for check in heard.of("planned")[0]] == ["address", "incoming"]
    report = runner.report(Language.RU)
    assert report
    assert [check.id for check in report.checks] == ["address", "network", "incoming", "outgoing"]
    assert report.verdict is Verdict.READY


def test_a_run_that_is_replaced_says_nothing_more(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    heard = Heard(runner)
    with stage.play(imap(greeting=hang)) as slow, stage.play(address="boris@example.test") as quick:
        runner.start(slow.account, slow.settings)
        wait_at(qtbot, runner, Stage.GREET)
        heard.all.clear()
        report = run(qtbot, runner, quick)
        qtbot.wait(50)
    assert report.address == "boris@example.test"
    assert [name for name, _ in heard.all].count("planned") == 1
    assert heard.all[0][0] == "planned"
    assert [name for name, _ in heard.all].count("ended") == 1


def test_the_window_closes_in_mid_run(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    with stage.play(imap(greeting=hang)) as playing:
        runner.start(playing.account, playing.settings)
        wait_at(qtbot, runner, Stage.GREET)
        heard = Heard(runner)
        runner.close()
        qtbot.wait(100)
    assert not heard.all
    assert not runner.running


def test_the_window_is_gone_in_mid_run(qtbot: QtBot, stage: play.Stage) -> None:
    """The thread of the run knows nothing of it, and ends in silence."""
    runner = Runner(Words())  # type: ignore[arg-type]
    with stage.play(imap(greeting=hang)) as playing:
        runner.start(playing.account, playing.settings)
        wait_at(qtbot, runner, Stage.GREET)
        job = runner._job
        assert job
        runner.deleteLater()
        qtbot.wait(20)
        job.stop()
        assert job.wait(SOON)


def test_the_password_leaves_memory_with_the_run(qtbot: QtBot, runner: Runner, stage: play.Stage) -> None:
    secret = Secret(SECRET)
    gone = weakref.ref(secret)
    with stage.play(secret=secret) as playing:
        run(qtbot, runner, playing)
    assert wait_for(lambda: runner._last is not None and runner._last.wait(0))
    del secret, playing
    gc.collect()
    assert gone() is None


@pytest.mark.logs
def test_a_fault_of_ours(
    qtbot: QtBot, runner: Runner, stage: play.Stage, monkeypatch: pytest.MonkeyPatch, fault: CrashLog
) -> None:
    """One sentence, and what was found until then; nothing of its values in the log, which is there by then."""
    logs: list[bool] = []
    runner.failed.connect(lambda _: logs.append(fault.file is not None))
    monkeypatch.setattr(Job, "_tell", broken_at(3))
    with stage.play() as playing, qtbot.waitSignal(runner.failed, timeout=WITHIN) as failed:
        runner.start(playing.account, playing.settings)
    assert failed.args == ["checking.crashed"]
    assert logs == [True]
    assert fault.file
    log = fault.file.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log and " broken\n" in log
    assert "sesame" not in log
    report = runner.report(Language.RU)
    assert report
    assert report.verdict is Verdict.INCOMPLETE
    assert not runner.running


@pytest.mark.logs
def test_a_fault_of_ours_in_telling(
    qtbot: QtBot, runner: Runner, stage: play.Stage, monkeypatch: pytest.MonkeyPatch, fault: CrashLog
) -> None:
    monkeypatch.setattr("mailcheck.reporting.report_of", lambda *_: 1 // 0)
    with stage.play() as playing, qtbot.waitSignal(runner.failed, timeout=WITHIN):
        runner.start(playing.account, playing.settings)
    assert runner.report(Language.RU) is None
    assert runner.transcript()


def broken_at(number: int) -> Any:
    """Job._tell that fails with the message of that number, and with no other."""
    tell = Job._tell
    told = iter(range(1, 1000))

    def broken(self: Job, message: Any) -> None:
        if next(told) == number:
            raise ZeroDivisionError("sesame")
        tell(self, message)

    return broken


def test_a_flood_is_passed_on_in_helpings(qtbot: QtBot, runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event arrives, in order, and the event loop turns in between."""

    def live(self: Job) -> None:
        for number in range(5000):
            self._tell(number)  # type: ignore[arg-type]

    monkeypatch.setattr(Job, "_live", live)
    heard = Heard(runner)
    turns: list[int] = []
    runner.happened.connect(lambda number: busy())
    with qtbot.waitSignal(runner.failed, timeout=WITHIN):
        runner.start(Account("a@example.test"), Settings())
        timer = QTimer(runner)
        timer.timeout.connect(lambda: turns.append(len(heard.all)))
        timer.start(1)
    timer.stop()
    assert heard.of("happened") == list(range(5000))
    assert len(set(turns)) > 1


def busy() -> None:
    sum(range(500))
