"""Draws the screens for the handbook: the window itself, on no screen, plays practice mailboxes and is painted.

Nothing of the person's is touched: no settings, no keychain, no network beyond the practice servers. Each state is
brought about once and painted in both languages, light and dark.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from mailcheck.amocrm import amocrm
from mailcheck.domain.finding import Stage
from mailcheck.domain.settings import Settings
from mailcheck.handbook.screens import FOLDER, STATES, THEMES, Picture, Pictures
from mailcheck.i18n import Language
from mailcheck.ui.app import made
from mailcheck.ui.course import State
from mailcheck.ui.draft import Draft, Practice
from mailcheck.ui.page import Page
from mailcheck.ui.pages.checking import CheckingPage
from mailcheck.ui.pages.mailbox import MailboxPage
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.pages.start import StartPage
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.shell import Shell
from mailcheck.ui.speech import Speech
from mailcheck.ui.start.text_items import OTHER
from mailcheck.ui.theme import Theme
from mailcheck.ui.wizard import SIZE, Wizard

_SHARP = 2  # pixels of the picture to one of the window, for eyes and printers
_PATIENCE = 60.0  # seconds for a state to come about; the slowest takes two
_TALLEST = 1800  # pixels of a window that is drawn out to show its whole screen
_PNG = 70  # of Qt's scale: packed in two thirds of the time, a tenth larger
_REPLY = "535 5.7.8 Error: authentication failed: Invalid user or password!"  # as somebody may paste it

P = TypeVar("P", bound=Page)
Told = Callable[[int, int], None]
Play = Callable[[Wizard], None]


class _Patient:
    """A practice mailbox whose check may take its time."""

    right_password: str | None = None  # a customer's own mailbox tells none

    def __init__(self, practice: Practice | None) -> None:
        assert practice is not None
        self.scenario = practice.scenario
        self.settings: Settings = replace(practice.settings, deadline=_PATIENCE)


class NoPicturesError(Exception):
    """The practice servers cannot run on this computer."""


def without_screen() -> QApplication:
    """The application that paints for nobody to see. To be made before any other."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else made(QApplication)


def _hear(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """What a platform without a screen cannot do is no news; the rest goes where it always goes."""
    if sys.stderr is not None and not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)  # noqa: T201


def draw(folder: Path, languages: Sequence[Language], told: Told) -> Pictures:
    """Into `folder`/LANGUAGE/pictures. `told` hears how many of the states are done. OSError when it is full."""
    application = without_screen()
    qInstallMessageHandler(_hear)
    for language in languages:
        (folder / language / FOLDER).mkdir(parents=True, exist_ok=True)
    pictures: dict[tuple[Language, str], Picture] = {}
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(1) as beside:
        shell = Shell(Speech(languages[0]), Theme("light"), Preferences(Path(place) / "mailcheck.ini"))
        shell.theme.apply(application)
        painter = _Painter(shell, folder, languages, beside)
        states = [state for states in STATES.values() for state in states]
        for number, state in enumerate(states, 1):
            pictures |= painter.state(state)
            told(number, len(states))
        painter.wait()
    return pictures


@dataclass
class _Painter:
    """Files are packed `beside`, while the next screen is brought about."""

    shell: Shell
    folder: Path
    languages: Sequence[Language]
    beside: Executor
    saving: list[Future[bool]] = field(default_factory=list)

    def state(self, state: str) -> Mapping[tuple[Language, str], Picture]:
        self.shell.speech.choose(self.languages[0])
        wizard = Wizard(self.shell, Draft())
        wizard.resize(SIZE)
        wizard.show()
        _settle()
        try:
            PLAYS[state](wizard)
            return {(language, state): self._both_themes(state, language, wizard) for language in self.languages}
        finally:
            wizard.close()
            wizard.deleteLater()
            _settle()

    def wait(self) -> None:
        """Until all files are there."""
        if not all(done.result() for done in self.saving):
            raise OSError("a picture was not written")

    def _both_themes(self, state: str, language: Language, wizard: Wizard) -> Picture:
        self.shell.speech.choose(language)
        wizard.resize(SIZE)
        _until(lambda: not _is_busy(wizard))
        names = {theme: f"{FOLDER}/{state}-{theme}.png" for theme in THEMES}
        # the one that is shown first: to dress the window anew takes longer than to paint it
        for theme, name in sorted(names.items(), key=lambda each: each[0] != self.shell.theme.palette.name):
            self.shell.theme.choose(theme)
            _settle()
            if state not in _IN_PRACTICE:
                _on(wizard, Page).practice_notice.hide()  # a customer's own mailbox has none
            if state in _DRAWN_OUT:
                _draw_out(wizard)
            image = _painted(wizard)
            self.saving.append(self.beside.submit(image.save, str(self.folder / language / name), quality=_PNG))
        return Picture(names["light"], names["dark"], image.width() // _SHARP, image.height() // _SHARP)


def _painted(wizard: Wizard) -> QImage:
    pixmap = QPixmap(wizard.size() * _SHARP)
    pixmap.setDevicePixelRatio(_SHARP)
    wizard.render(pixmap)
    return pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)


def _draw_out(wizard: Wizard) -> None:
    """As high as what is on the screen, so that nothing has to be scrolled to."""
    scroll = _on(wizard, Page).scroll
    more = scroll.verticalScrollBar().maximum() - scroll.verticalScrollBar().minimum()
    if more > 0:
        wizard.resize(QSize(SIZE.width(), min(wizard.height() + more, _TALLEST)))
        _settle()


def _is_busy(wizard: Wizard) -> bool:
    """Whether the screen is still taking its shape."""
    page = wizard.currentPage()
    if isinstance(page, StartPage):
        return page.texts.choice == OTHER and page.other.asking.busy
    return isinstance(page, ResultPage) and page.building


# --- how each state comes about --------------------------------------------------------------------------------------


def _choice(wizard: Wizard) -> None:
    _on(wizard, StartPage)


def _texts(wizard: Wizard) -> None:
    page = _on(wizard, StartPage)
    page.error.setChecked(True)
    _until(lambda: page.texts.view.model().rowCount() > len(amocrm().texts))


def _checklist(wizard: Wizard) -> None:
    _texts(wizard)
    page = _on(wizard, StartPage)
    page.texts.choose("send-button-inactive")
    page.validatePage()


def _own_words(wizard: Wizard) -> None:
    _texts(wizard)
    page = _on(wizard, StartPage)
    page.texts.choose(OTHER)
    page.other.set_words(_REPLY)
    _until(lambda: page.other.found is not None)


def _mailbox(scenario: str, wizard: Wizard) -> None:
    wizard.arrivals.practise(scenario)
    _until(lambda: wizard.arrivals.question is not None or isinstance(wizard.currentPage(), MailboxPage))
    if wizard.arrivals.question is not None:
        raise NoPicturesError
    page = _on(wizard, MailboxPage)
    _until(lambda: bool(page.address.text) and not page.mx.busy)


def _servers(scenario: str, wizard: Wizard) -> None:
    _mailbox(scenario, wizard)
    wizard.next()
    page = _on(wizard, ServersPage)
    _until(lambda: page.known.isVisible() or page.form.isVisible())


def _change_servers(wizard: Wizard) -> None:
    _servers("all-green", wizard)
    _on(wizard, ServersPage).known.change.emit()


def _checking(wizard: Wizard) -> None:
    """A server that says nothing, and a check that waits long enough to be painted four times."""
    _servers("silent-server", wizard)
    wizard.draft.practice = _Patient(wizard.draft.practice)
    wizard.go("checking")
    page = _on(wizard, CheckingPage)
    wanted = {("incoming", Stage.GREET): State.RUNNING, ("outgoing", Stage.QUIT): State.PASSED}
    _until(lambda: all(place in page.stages.course.rows for place in wanted))
    _until(lambda: all(page.stages.course.rows[place].state is state for place, state in wanted.items()))


def _result(scenario: str, wizard: Wizard) -> None:
    _servers(scenario, wizard)
    wizard.go("checking")
    _until(lambda: isinstance(wizard.currentPage(), ResultPage) and not _is_busy(wizard))


PLAYS: Mapping[str, Play] = {
    "start-choice": _choice,
    "start-texts": _texts,
    "start-checklist": _checklist,
    "start-own-words": _own_words,
    "mailbox-wrong-letter": partial(_mailbox, "cyrillic-letter-in-address"),
    "mailbox-gmail": partial(_mailbox, "gmail-ordinary-password"),
    "mailbox-no-password": partial(_mailbox, "outlook-com-oauth-only"),
    "servers-known": partial(_servers, "all-green"),
    "servers-form": _change_servers,
    "servers-wrong": partial(_servers, "address-in-server-field"),
    "checking-running": _checking,
    "result-ready": partial(_result, "all-green"),
    "result-problem": partial(_result, "gmail-ordinary-password"),
    "result-only-amocrm": partial(_result, "refused-only-by-amocrm"),
    "result-practice": partial(_result, "sent-missing"),
}
_IN_PRACTICE = frozenset({"result-practice"})
_DRAWN_OUT = frozenset(
    {"start-texts", "start-own-words", "mailbox-gmail", "mailbox-no-password", "servers-form", "servers-wrong"}
    | {"result-problem"}
)


def _on(wizard: Wizard, kind: type[P]) -> P:
    page = wizard.currentPage()
    assert isinstance(page, kind)
    return page


def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise RuntimeError("a screen of the handbook did not come about")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)
    _settle()


def _settle() -> None:
    """Layouts need a few rounds until texts that wrap have their heights; what was thrown away goes at last."""
    for _ in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete: no event loop runs that would do it
