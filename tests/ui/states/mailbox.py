"""Pictures of screen 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from mailcheck.domain.account import Secret
from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.mailbox.mx import MxAnswer
from mailcheck.ui.mailbox.provider_card import NO_DOMAIN
from mailcheck.ui.page import Page
from mailcheck.ui.pages.mailbox import MailboxPage
from mailcheck.ui.shell import Shell
from tests.ui.frame import framed

if TYPE_CHECKING:
    from mailcheck.lab.practice import Practice


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name, play in _PLAYS.items():
        yield f"mailbox-{name}", partial(_shown, shell, play, size)


def quiet(shell: Shell, draft: Draft) -> MailboxPage:
    """Nobody's network and no real keychain."""
    page = MailboxPage(shell, draft)
    page.mx.ask = lambda work: None  # type: ignore[method-assign]
    page.keychain.available = True
    page.keychain._tell()
    return page


def _shown(shell: Shell, play: Callable[[MailboxPage], None], size: tuple[int, int]) -> QWidget:
    def before(page: Page) -> None:
        assert isinstance(page, MailboxPage)
        play(page)

    return framed(shell, quiet, size=size, before=before)


def _empty(_page: MailboxPage) -> None:
    pass


def _unfinished(page: MailboxPage) -> None:
    page.address.edit.setText("shop")
    page.address.judge()


def _lookalike(page: MailboxPage) -> None:
    page.address.edit.setText("shop@mаil.ru")


def _layout(page: MailboxPage) -> None:
    page.address.edit.setText("ыещку@ьфшд.кг")


def _typo(page: MailboxPage) -> None:
    page.address.edit.setText("shop@gmial.com")


def _corrected(page: MailboxPage) -> None:
    _lookalike(page)
    page.address.correct.click()


def _yandex(page: MailboxPage) -> None:
    page.address.edit.setText("shop@yandex.ru")
    page.secret.set_secret(Secret("abcdefghijklmnop"))


def _ordinary(page: MailboxPage) -> None:
    """The ordinary password where an app password is wanted, in letters, with Caps Lock on."""
    page.address.edit.setText("shop@mail.ru")
    page.secret.set_secret(Secret("Secret-2026"))
    page.secret.eye.setChecked(True)
    QTest.qWait(20)  # the window has the keys by now: they leave the address for good
    page.secret.edit.setFocus()
    page.scroll.ensureWidgetVisible(page.options)


def _how(page: MailboxPage) -> None:
    page.address.edit.setText("shop@gmail.com")
    assert page.card._card
    reveal = page.card.more.reveal
    assert reveal
    reveal.set_open(True)


def _impossible(page: MailboxPage) -> None:
    page.address.edit.setText("shop@outlook.com")


def _never(page: MailboxPage) -> None:
    page.address.edit.setText("shop@proton.me")


def _looking(page: MailboxPage) -> None:
    page.address.edit.setText("info@masterskaya-uyut.ru")


def _found(page: MailboxPage) -> None:
    _looking(page)
    page._show_mx(MxAnswer("masterskaya-uyut.ru", ("mx1.timeweb.ru", "mx2.timeweb.ru")))


def _no_domain(page: MailboxPage) -> None:
    _looking(page)
    page._show_mx(MxAnswer("masterskaya-uyut.ru", state=NO_DOMAIN))


def _practising(page: MailboxPage) -> None:
    """As it begins, and with its story."""
    gmail = scenarios()["gmail-ordinary-password"]
    page.draft.practice = cast("Practice", SimpleNamespace(right_password=gmail.accepted[0], scenario=gmail))
    page.show_practice()
    page.keychain.hide()
    page.address.edit.setText(gmail.address)
    page.secret.set_secret(Secret(gmail.secret))


def _options(page: MailboxPage) -> None:
    page.address.edit.setText("shop@rambler.ru")
    page.secret.set_secret(Secret(" пароль"))
    page.options.reveal.set_open(True)
    page.options.username.setText("shop")
    page.options.recipient.set_text("кlient@mail.ru")
    QTest.qWait(1)
    page.scroll.ensureWidgetVisible(page.options)


_PLAYS: dict[str, Callable[[MailboxPage], None]] = {
    "empty": _empty,
    "unfinished": _unfinished,
    "lookalike": _lookalike,
    "layout": _layout,
    "typo": _typo,
    "corrected": _corrected,
    "yandex": _yandex,
    "ordinary": _ordinary,
    "how": _how,
    "impossible": _impossible,
    "never": _never,
    "looking": _looking,
    "found": _found,
    "no-domain": _no_domain,
    "options": _options,
    "practising": _practising,
}
