"""Buttons to the provider's own pages, and the line that says what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.provider_preview import Page


class PageOpener:
    """For the buttons of one card: put `answer` below them. `open_page` says whether some browser took the address.

    While `practising` says yes it is only told what would open: a real site has no page for a made-up mailbox.
    """

    def __init__(self, shell: Shell, open_page: Callable[[str], bool], practising: Callable[[], bool]) -> None:
        self._shell, self.open_page, self._practising = shell, open_page, practising
        self.answer = Text(shell, "quiet")
        self.answer.hide()

    def button(self, page: Page | None, kind: str = "plain") -> Button | None:
        """None without a page."""
        if page is None:
            return None
        url = page.url
        button = Button(self._shell, "", kind, "open")
        button.setText(page.words.replace("&", "&&"))
        button.setAccessibleDescription(url)
        button.clicked.connect(lambda: self.open(url))
        return button

    def open(self, url: str) -> None:
        if self._practising():
            self.answer.tell("practice.page", host=QUrl(url).host())
        elif self.open_page(url):
            self.answer.tell("provider.opened")
        else:
            self.answer.tell("provider.not-opened", url=url)
        self.answer.show()


def open_in_browser(url: str) -> bool:
    """Whether some browser took it. Whoever calls has seen to it that it is a page of the web."""
    return QDesktopServices.openUrl(QUrl(url))
