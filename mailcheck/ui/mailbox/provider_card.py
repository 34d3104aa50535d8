"""What the provider will want before it lets amoCRM in: which password, what to switch on, and the very page for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.provider import PasswordKind
from mailcheck.ui.mailbox.want import Want
from mailcheck.ui.numbered import Numbered
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.provider_preview import Page, Preview

LOOKING, UNKNOWN, NO_DOMAIN, NO_ANSWER, NOTHING = "looking", "unknown", "no-domain", "no-answer", ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card tells now. `state` is one of the above when the provider is not known (yet)."""

    state: str = NOTHING
    domain: str = ""
    mx: tuple[str, ...] = ()
    known: bool = False


class ProviderCard(QWidget):
    """`show_domain` for a domain of the provider's own, or with the hosts that take the domain's mail."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.open_page: Callable[[str], bool] = open_in_browser
        self.shown = Shown()
        self.preview: Preview | None = None
        self.line = Text(shell, "quiet")
        self.notice = Notice(shell, "warned")
        self._card: Card | None = None
        self.reveal: Reveal | None = None
        self._how_open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.line)
        self._column.addWidget(self.notice)
        shell.speech.changed.connect(self._tell)
        self._tell()

    def show_domain(self, domain: str, mx: Sequence[str] = ()) -> bool:
        """False when the provider is not known: nothing is shown then."""
        from mailcheck.provider_preview import preview  # noqa: PLC0415 - not needed to show the first screen

        known = preview(domain, self._shell.speech.language, mx) is not None
        self._show(Shown(domain=domain, mx=tuple(mx), known=known))
        return known

    def show_state(self, state: str, domain: str = "") -> None:
        self._show(Shown(state, domain))

    # --- building ----------------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self._how_open = False
            self._tell()

    def _tell(self) -> None:
        """Built anew for another provider or language: no more than a dozen widgets."""
        if self._card:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = self.reveal = None
        self.preview = None
        if self.shown.known:
            from mailcheck.provider_preview import preview  # noqa: PLC0415

            self.preview = preview(self.shown.domain, self._shell.speech.language, self.shown.mx)
        place = self.notice if self.shown.state == NO_DOMAIN else self.line
        if self.shown.state:
            place.tell(f"provider.{self.shown.state}", domain=self.shown.domain)
        self.line.setVisible(bool(self.shown.state) and place is self.line)
        self.notice.setVisible(place is self.notice)
        if self.preview:
            self._card = self._built(self.preview)
            self._column.addWidget(self._card)
            self._card.show()
        self.setVisible(bool(self.shown.state) or self.preview is not None)

    def _built(self, preview: Preview) -> Card:
        card = Card(self._shell)
        card.body.setContentsMargins(20, 16, 20, 16)
        card.body.setSpacing(12)
        heading = Text(self._shell, "heading")
        heading.show_text(preview.name)
        card.body.addWidget(heading)
        if self.shown.mx:
            by_mx = Text(self._shell, "quiet")
            by_mx.tell("provider.by-mx", domain=self.shown.domain)
            card.body.addWidget(by_mx)
        icon = ("key", "accent") if preview.password_possible else ("warned", "amber")
        card.body.addWidget(Want(self._shell, icon, self._password(preview), self._button(preview, "app_password")))
        if preview.imap_first:
            words = [self._shell.speech.say("provider.want-imap")]
            card.body.addWidget(Want(self._shell, ("server", "accent"), words, self._button(preview, "imap")))
        if preview.username_words:
            card.body.addWidget(Want(self._shell, ("person", "accent"), [preview.username_words], None))
        self.answer = Text(self._shell, "quiet")
        self.answer.hide()
        self.reveal = self._how(preview)
        facts = Text(self._shell, "small")
        facts.tell("provider.checked-partly" if preview.unconfirmed_words else "provider.checked", date=preview.checked)
        for part in (self.answer, self.reveal, facts):
            card.body.addWidget(part)
        return card

    def _password(self, preview: Preview) -> list[str]:
        """Which password; then what an app password is, and looks like: what nobody has confirmed is marked so."""
        say = self._shell.speech.say
        lines = [say(f"provider.want-{preview.password}")]
        if preview.password is PasswordKind.APP_PASSWORD and preview.app_password_looks:
            sure = "app_password_looks" not in preview.unconfirmed
            key = "provider.app-password" if sure else "provider.app-password-unconfirmed"
            lines.append(say(key, looks=preview.app_password_looks))
        elif preview.password is PasswordKind.APP_PASSWORD:
            lines.append(say("provider.app-password-plain"))
        if preview.two_factor_words:
            lines.append(preview.two_factor_words)
        if any(each.partition(".")[0] == "password" for each in preview.unconfirmed):
            lines.append(say("preview.hint"))
        return lines

    def _button(self, preview: Preview, kind: str) -> Button | None:
        page = preview.page(kind)
        return self._page_button(page) if page else None

    def _page_button(self, page: Page, kind: str = "plain") -> Button:
        button = Button(self._shell, "", kind, "open")
        button.setText(page.words.replace("&", "&&"))
        button.setAccessibleDescription(page.url)
        button.clicked.connect(lambda: self._open(page.url))
        return button

    def _open(self, url: str) -> None:
        if self.open_page(url):
            self.answer.tell("provider.opened")
        else:
            self.answer.tell("provider.not-opened", url=url)
        self.answer.show()

    def _how(self, preview: Preview) -> Reveal:
        """Steps and notes: for whoever does it for the first time."""
        reveal = Reveal(self._shell, "provider.how")
        reveal.button.set_icon_gap(10)  # in line with the words above
        steps = [*preview.app_password_steps, *preview.imap_steps, *preview.sign_in_steps]
        for place, step in enumerate(dict.fromkeys(steps), 1):
            reveal.body.addWidget(Numbered(self._shell, place, step))
        if preview.notes:
            title = Text(self._shell, "body")
            title.tell("provider.notes")
            if steps:
                reveal.body.addSpacing(8)
                reveal.body.addWidget(title)
            for note in preview.notes:
                text = Text(self._shell, "quiet")
                text.show_text(note)
                reveal.body.addWidget(text)
        if preview.unconfirmed_words:
            hint = Text(self._shell, "small")
            hint.show_text(preview.unconfirmed_words)
            reveal.body.addWidget(hint)
        page = preview.page("help")
        if page:
            reveal.body.addWidget(self._page_button(page, "link"), 0, Qt.AlignmentFlag.AlignLeft)
        if not steps:
            reveal.tell("provider.notes")
        reveal.set_open(self._how_open or (not preview.password_possible and bool(steps)))
        reveal.button.toggled.connect(self._keep_open)
        return reveal

    def _keep_open(self, wanted: bool) -> None:
        self._how_open = wanted


def open_in_browser(url: str) -> bool:
    """Only pages of the providers file come here; all of them are https."""
    return QDesktopServices.openUrl(QUrl(url))
