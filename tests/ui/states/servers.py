"""Pictures of screen 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mailcheck.discovery.candidate import Source
from mailcheck.domain.account import Endpoint, Secret, Security, Service
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.shell import Shell
from tests.servers import wait_for
from tests.ui.frame import framed, settle
from tests.ui.searches import answering, found, nobody

KNOWN, UNKNOWN = "anna@yandex.ru", "anna@example.test"
UNSURE = "anna@meta.ua"
"""Of a provider that we know, whose servers for incoming mail nobody has confirmed."""
CLOSED = "anna@proton.me"
"""Of a provider that lets no programs in: it has no servers for them."""
IN, OUT = Service.INCOMING, Service.OUTGOING


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name, (address, play) in _PLAYS.items():
        yield f"servers-{name}", partial(_shown, shell, address, play, size)


def _shown(shell: Shell, address: str, play: Callable[[ServersPage], None], size: tuple[int, int]) -> QWidget:
    draft = Draft(address=address, secret=Secret("qwerty-12"))
    if play is _given:
        draft.incoming = Endpoint("imap.example.test", 143, Security.STARTTLS)
    begin = _SEARCHES.get(play, nobody)
    wizard = framed(shell, partial(ServersPage, begin=begin), draft, size)
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
    """Until nothing is being looked up or judged, and something is found if it is searched for."""

    def quiet() -> bool:
        QApplication.processEvents()
        if page.search.searching and not any(page.found.options.values()):
            return False
        latest = [page._latest, *(form._latest for form in page.forms.values())]
        return not any(each.busy for each in latest)

    assert wait_for(quiet, 5)


def _as_it_is(_page: ServersPage) -> None:
    pass


def _given(_page: ServersPage) -> None:
    """What was typed before."""


def _change(page: ServersPage) -> None:
    page.known.button.click()


def _typing(page: ServersPage) -> None:
    page.unknown.button.click()


def _wrong(page: ServersPage) -> None:
    page.unknown.button.click()
    form = page.forms[Service.INCOMING]
    QTest.keyClicks(form.host, "imap,example.test")
    form.port.clear()
    QTest.keyClicks(form.port, "995")


def _unencrypted(page: ServersPage) -> None:
    page.unknown.button.click()
    page.form.unencrypted.set_open(True)
    page.form.unencrypted.consent.setChecked(True)
    settle(page)
    page.scroll.verticalScrollBar().setValue(10_000)


def _searching(_page: ServersPage) -> None:
    """Half of it is there."""


def _found(_page: ServersPage) -> None:
    """Vouched for, with a page to read first."""


def _choice(_page: ServersPage) -> None:
    """Several, of which the first is nobody's word."""


def _guessed(page: ServersPage) -> None:
    """One side alone."""
    page.asked.set_open(True)


_SEARCHES = {
    _searching: answering(found(IN, "imap.example.test", 993, Source.SRV), over=False),
    _found: answering(
        found(IN, "imap.example.test", 993, Source.AUTOCONFIG, told_by="autoconfig.example.test", pages=True),
        found(OUT, "smtp.example.test", 465, Source.AUTOCONFIG, told_by="autoconfig.example.test"),
    ),
    _choice: answering(
        found(IN, "imap.hoster.test", 993, Source.SRV, trusted=False, told_by="_imaps._tcp.example.test"),
        found(IN, "mail.example.test", 993, Source.ISPDB, told_by="example.test"),
        found(OUT, "smtp.hoster.test", 465, Source.SRV, trusted=False, told_by="_submissions._tcp.example.test"),
    ),
    _guessed: answering(found(IN, "mail.example.test", 143, Source.GUESS, trusted=False)),
}
_PLAYS: dict[str, tuple[str, Callable[[ServersPage], None]]] = {
    "known": (KNOWN, _as_it_is),
    "change": (KNOWN, _change),
    "unsure": (UNSURE, _as_it_is),
    "closed": (CLOSED, _as_it_is),
    "unknown": (UNKNOWN, _as_it_is),
    "searching": (UNKNOWN, _searching),
    "found": (UNKNOWN, _found),
    "choice": (UNKNOWN, _choice),
    "guessed": (UNKNOWN, _guessed),
    "typing": (UNKNOWN, _typing),
    "given": (UNKNOWN, _given),
    "wrong": (UNKNOWN, _wrong),
    "unencrypted": (UNKNOWN, _unencrypted),
}
