"""Pictures of screen 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.shell import Shell
from tests.servers import wait_for
from tests.ui.frame import framed, settle

KNOWN, UNKNOWN = "anna@yandex.ru", "anna@example.test"


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name, (address, play) in _PLAYS.items():
        yield f"servers-{name}", partial(_shown, shell, address, play, size)


def _shown(shell: Shell, address: str, play: Callable[[ServersPage], None], size: tuple[int, int]) -> QWidget:
    draft = Draft(address=address)
    if play is _given:
        draft.incoming = Endpoint("imap.example.test", 143, Security.STARTTLS)
    wizard = framed(shell, ServersPage, draft, size)
    page = wizard.currentPage()
    assert isinstance(page, ServersPage)
    hurry(page)
    answered(page)
    play(page)
    answered(page)
    settle(wizard)
    return wizard


def hurry(page: ServersPage) -> None:
    """Names are judged without the pause that a person's fingers need."""
    for form in page.forms.values():
        form._latest._delay.setInterval(0)


def answered(page: ServersPage) -> None:
    """Until nothing is being looked up or judged."""

    def quiet() -> bool:
        QApplication.processEvents()
        latest = [page._latest, *(form._latest for form in page.forms.values())]
        return not any(each.busy for each in latest)

    assert wait_for(quiet, 5)


def _as_it_is(_page: ServersPage) -> None:
    pass


def _given(_page: ServersPage) -> None:
    """What was typed before."""


def _change(page: ServersPage) -> None:
    page.known.button.click()


def _wrong(page: ServersPage) -> None:
    form = page.forms[Service.INCOMING]
    QTest.keyClicks(form.host, "imap,example.test")
    form.port.clear()
    QTest.keyClicks(form.port, "995")


def _unencrypted(page: ServersPage) -> None:
    page.unencrypted.set_open(True)
    page.unencrypted.consent.setChecked(True)
    settle(page)
    page.scroll.verticalScrollBar().setValue(10_000)


_PLAYS: dict[str, tuple[str, Callable[[ServersPage], None]]] = {
    "known": (KNOWN, _as_it_is),
    "change": (KNOWN, _change),
    "unknown": (UNKNOWN, _as_it_is),
    "given": (UNKNOWN, _given),
    "wrong": (UNKNOWN, _wrong),
    "unencrypted": (UNKNOWN, _unencrypted),
}
