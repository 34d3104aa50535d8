"""Pictures of screen 4."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtWidgets import QAbstractSlider, QWidget

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import TranscriptLine
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.shell import Shell
from tests.ui.fake_runner import FakeRunner, found, page_with
from tests.ui.frame import framed

HOST = "imap.example.test"


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name, play in _PLAYS.items():
        yield f"checking-{name}", partial(_shown, shell, play, size)


def _shown(shell: Shell, play: Callable[[CheckingPage, FakeRunner], None], size: tuple[int, int]) -> QWidget:
    runner = FakeRunner()

    def before(page: Page) -> None:
        assert isinstance(page, CheckingPage)
        play(page, runner)

    wizard = framed(shell, page_with(runner), Draft(address="anna@example.test"), size, before)
    runner.setParent(wizard)
    return wizard


def _preparing(_page: CheckingPage, _runner: FakeRunner) -> None:
    pass


def _under_way(_page: CheckingPage, runner: FakeRunner) -> None:
    runner.begin()
    runner.passes("address", ms=3)
    runner.passes("network", Stage.DOMAIN, Stage.MX, ms=41)
    runner.passes("incoming", Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET, ms=52)
    runner.starts("incoming", Stage.AUTHENTICATE)
    runner.passes("outgoing", Stage.RESOLVE, Stage.CONNECT, ms=50)
    runner.starts("outgoing", Stage.ENCRYPT)


def _long(page: CheckingPage, runner: FakeRunner) -> None:
    _under_way(page, runner)
    page.stages.course.rows["incoming", Stage.AUTHENTICATE].began -= 12
    page._began -= 13
    page._tick()


def _refused(_page: CheckingPage, runner: FakeRunner) -> None:
    runner.begin()
    runner.passes("address", ms=3)
    runner.passes("network", Stage.DOMAIN, Stage.MX, ms=41)
    runner.skips("network", Stage.PORTS, reason="not-needed")
    runner.passes("incoming", Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET, ms=52)
    refused: dict[str, Any] = {"host": HOST, "port": 993, "reply": "NO [AUTHENTICATIONFAILED] Authentication failed"}
    failed = found("login-rejected", Stage.AUTHENTICATE, "incoming", Outcome.FAILED, ms=2310, **refused)
    runner.ends("incoming", failed)
    runner.skips("incoming", Stage.FOLDERS, Stage.USE, waited_for="authenticate")
    runner.passes("incoming", Stage.QUIT, ms=20)
    runner.passes("outgoing", Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET, ms=50)
    runner.starts("outgoing", Stage.AUTHENTICATE)


def _stopped(page: CheckingPage, runner: FakeRunner) -> None:
    _under_way(page, runner)
    page.stop()
    for check, stages in (
        ("network", (Stage.PORTS,)),
        ("incoming", (Stage.AUTHENTICATE, Stage.FOLDERS, Stage.USE, Stage.QUIT)),
        ("outgoing", (Stage.ENCRYPT, Stage.GREET, Stage.AUTHENTICATE, Stage.MAIL, Stage.RCPT, Stage.QUIT)),
    ):
        runner.skips(check, *stages, reason="stopped")
    runner.end()


def _crashed(page: CheckingPage, runner: FakeRunner) -> None:
    _under_way(page, runner)
    runner.crash()


def _blocked(_page: CheckingPage, runner: FakeRunner) -> None:
    runner.begin()
    about: dict[str, Any] = {"character": "а", "latin": "a", "position": 1, "letter_script": "cyrillic"}
    wrong = found(
        "address-lookalike-letter",
        Stage.ADDRESS,
        "address",
        Outcome.FAILED,
        ms=1,
        address="аnna@example.test",
        **about,
    )
    runner.ends("address", wrong)
    runner.skips("address", Stage.HOST, reason="not-needed")
    runner.passes("address", Stage.SECRET, ms=1)
    for check in runner.plan[1:]:
        runner.skips(check.id, *check.stages, because="address")


def _talk(page: CheckingPage, runner: FakeRunner) -> None:
    _under_way(page, runner)
    said = [
        ("S", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SPECIAL-USE QUOTA] ready"),
        ("C", "a1 LOGIN anna@example.test ●●●●●●●●"),
        ("S", "a1 NO [AUTHENTICATIONFAILED] <b>Authentication</b> failed 🙂 שלום"),
    ]
    lines = [TranscriptLine(Service.INCOMING, 120 + 40 * n, who, line) for n, (who, line) in enumerate(said)]
    runner.talk = tuple(lines)
    page.reveal.set_open(True)
    bar = page.scroll.verticalScrollBar()  # as by hand, whenever the list grows: it stays where it was put
    bar.rangeChanged.connect(lambda *_: bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum))


_PLAYS: dict[str, Callable[[CheckingPage, FakeRunner], None]] = {
    "preparing": _preparing,
    "under-way": _under_way,
    "long": _long,
    "refused": _refused,
    "stopped": _stopped,
    "crashed": _crashed,
    "blocked": _blocked,
    "talk": _talk,
}
