"""Pictures of screen 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from mailcheck.amocrm import amocrm
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.pages.start import StartPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.recognised import recognise
from mailcheck.ui.start.text_items import OTHER
from tests.ui.frame import framed


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name, play in _PLAYS.items():
        yield f"start-{name}", partial(_shown, shell, play, size)


def loaded(shell: Shell, draft: Draft) -> StartPage:
    """The list is there at once."""
    page = StartPage(shell, draft)
    page._loaded(amocrm())
    return page


def _shown(shell: Shell, play: Callable[[StartPage], None], size: tuple[int, int]) -> QWidget:
    def before(page: Page) -> None:
        assert isinstance(page, StartPage)
        play(page)

    return framed(shell, loaded, size=size, before=before)


def _first(_page: StartPage) -> None:
    pass


def _check(page: StartPage) -> None:
    page.check.setChecked(True)


def _list(page: StartPage) -> None:
    page.error.setChecked(True)
    page.texts.filter.setFocus()


def _chosen(page: StartPage) -> None:
    page.error.setChecked(True)
    page.texts.choose("connection-problem")
    page.texts.view.setFocus()


def _filtered(page: StartPage) -> None:
    page.error.setChecked(True)
    page.texts.filter.setText("папк")


def _nothing(page: StartPage) -> None:
    page.error.setChecked(True)
    page.texts.filter.setText("слон")


def _own(page: StartPage, words: str) -> None:
    page.error.setChecked(True)
    page.texts.choose(OTHER)
    page.other.set_words(words)
    page.other.asking.forget()
    page.other._show(recognise(words, page.shell.speech.language))


def _checklist(page: StartPage) -> None:
    page.error.setChecked(True)
    page.texts.choose("send-button-inactive")
    page.validatePage()


def _practice(page: StartPage) -> None:
    page.practice.show()
    page.practice.reveal.set_open(True)
    while page.practice._loading.busy:
        QTest.qWait(10)


def _picked(page: StartPage) -> None:
    _practice(page)
    page.practice.list.setCurrentIndex(1)


_PLAYS: dict[str, Callable[[StartPage], None]] = {
    "first": _first,
    "check": _check,
    "list": _list,
    "chosen": _chosen,
    "filtered": _filtered,
    "nothing": _nothing,
    "reply": lambda page: _own(page, "535 5.7.8 Error: authentication failed: Invalid user or password!"),
    "unknown": lambda page: _own(page, "слон в посудной лавке"),
    "checklist": _checklist,
    "practice": _practice,
    "practice-picked": _picked,
}
