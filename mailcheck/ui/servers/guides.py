"""Pages that whoever named the servers wants read: what to switch on first, how mail programs are set up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.ui.mailbox.page_opener import PageOpener, open_in_browser
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.discovery.candidate import Candidate
    from mailcheck.probes.autoconfig import Page

_MOST = 3


class Guides(QWidget):
    """Hidden where there are none. Their words come from outside and are shown as they are."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.buttons: list[Button] = []
        self.pages = PageOpener(shell, open_in_browser, lambda: False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: list[QWidget] = []

    def show_guides(self, found: Iterable[Candidate]) -> None:
        candidates = list(found)
        enable = {page.url: page for each in candidates for page in each.enable}
        read = {page.url: page for each in candidates for page in each.documentation if page.url not in enable}
        for widget in self._shown:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown, self.buttons = [], []
        for key, pages in (("enable", enable), ("read", read)):
            some = list(pages.values())[: _MOST - len(self.buttons)]
            for number, page in enumerate(some, 1):
                self._add(key, page, number if len(some) > 1 else None)
        self._column.addWidget(self.pages.answer)
        self.pages.answer.hide()
        self.setVisible(bool(self._shown))

    def _add(self, key: str, page: Page, number: int | None) -> None:
        """The button says what for: both pages may be of the same host, and several may be for the same."""
        text, button = Text(self._shell, "body"), Button(self._shell, "", "link", "open")
        say, host = self._shell.speech.say, urlsplit(page.url).hostname
        text.tell(f"servers.{key}", words=_in(page, self._shell.speech.language))
        button.setText(say(f"servers.open-{key}", host=host, number=number).replace("&", "&&"))
        button.setAccessibleDescription(page.url)
        button.clicked.connect(lambda: self.pages.open(page.url))
        self.buttons.append(button)
        for widget, how in ((text, Qt.AlignmentFlag(0)), (button, Qt.AlignmentFlag.AlignLeft)):
            self._column.addWidget(widget, 0, how)
            widget.show()
            self._shown.append(widget)


def _in(page: Page, language: str) -> str | None:
    """In the person's language, else in English, else in none that is named."""
    return next((page.texts[each] for each in (language, "en", "") if each in page.texts), None)
