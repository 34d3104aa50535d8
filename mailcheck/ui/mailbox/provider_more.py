"""What else is to be known of a provider: it stands below the password, which has to be seen without scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.ui.mailbox.page_opener import PageOpener
from mailcheck.ui.mailbox.want import Want
from mailcheck.ui.numbered import INDENT, Numbered
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.provider_preview import Preview


class ProviderMore(QWidget):
    """The switch for programs, the user name, the way to do it all, and how old the facts are."""

    def __init__(self, shell: Shell, opener: Callable[[], PageOpener], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._opener = shell, opener
        self._card: Card | None = None
        self.reveal: Reveal | None = None
        self._how_open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_preview(self, preview: Preview | None, *, anew: bool) -> None:
        """`anew`: of another provider, and not the same in another language: nothing is folded out yet."""
        self._how_open = self._how_open and not anew
        if self._card:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = self.reveal = None
        if preview:
            self._card = self._built(preview)
            self._column.addWidget(self._card)
            self._card.show()
        self.setVisible(preview is not None)

    def _built(self, preview: Preview) -> Card:
        card, pages = Card(self._shell), self._opener()
        card.body.setContentsMargins(20, 16, 20, 16)
        card.body.setSpacing(12)
        if preview.imap_first:
            words = [self._shell.speech.say("provider.want-imap")]
            card.body.addWidget(Want(self._shell, ("server", "accent"), words, pages.button(preview.page("imap"))))
        if preview.username_words:
            card.body.addWidget(Want(self._shell, ("person", "accent"), [preview.username_words], None))
        self.reveal = self._how(preview, pages)
        facts = Text(self._shell, "small")
        facts.indent_by(INDENT)
        facts.tell("provider.checked-partly" if preview.unconfirmed_words else "provider.checked", date=preview.checked)
        for part in (self.reveal, pages.answer, facts):
            card.body.addWidget(part)
        return card

    def _how(self, preview: Preview, pages: PageOpener) -> Reveal:
        """Steps and notes: for whoever does it for the first time."""
        reveal = Reveal(self._shell, "provider.how")
        reveal.button.set_icon_gap(10)  # in line with the words above
        ways = dict(_ways(preview))
        for place, (key, steps) in enumerate(ways.items()):
            if len(ways) > 1:
                reveal.body.addSpacing(8 if place else 0)
                self._say(reveal, "body", key)
            self._number(reveal, steps, preview, pages)
        if preview.notes and ways:
            reveal.body.addSpacing(8)
            self._say(reveal, "body", "provider.notes")
        for note in preview.notes:
            self._show(reveal, "quiet", note)
        if preview.unconfirmed_words:
            self._show(reveal, "small", preview.unconfirmed_words)
        if button := pages.button(preview.page("help"), "link"):
            reveal.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not ways:
            reveal.tell("provider.notes")
        reveal.set_open(self._how_open or not preview.password_possible)
        reveal.toggled.connect(self._keep_open)
        return reveal

    def _number(self, reveal: Reveal, steps: Sequence[str], preview: Preview, pages: PageOpener) -> None:
        """Below the first step on a page, a link to it; that of IMAP stands right above."""
        begin = {preview.two_factor_steps[:1]: "two_factor", preview.app_password_steps[:1]: "app_password"}
        for place, step in enumerate(steps, 1):
            reveal.body.addWidget(Numbered(self._shell, place, step))
            if button := pages.button(preview.page(begin.get((step,), "")), "link"):
                row = QHBoxLayout()
                row.addSpacing(INDENT)
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
                reveal.body.addLayout(row)

    def _say(self, reveal: Reveal, role: str, key: str) -> None:
        text = Text(self._shell, role)
        text.tell(key)
        reveal.body.addWidget(text)

    def _show(self, reveal: Reveal, role: str, words: str) -> None:
        text = Text(self._shell, role)
        text.show_text(words)
        reveal.body.addWidget(text)

    def _keep_open(self, wanted: bool) -> None:
        self._how_open = wanted


def _ways(preview: Preview) -> Iterator[tuple[str, Sequence[str]]]:
    """Each with its own steps, counted from one: with a password, and through the provider's own page."""
    password = (*preview.two_factor_steps, *preview.app_password_steps)
    if password and preview.sign_in_steps:
        yield "provider.how-password", (*password, *preview.imap_steps)
        yield "provider.how-sign-in", preview.sign_in_steps
    elif steps := tuple(dict.fromkeys((*password, *preview.imap_steps, *preview.sign_in_steps))):
        yield "provider.how", steps
