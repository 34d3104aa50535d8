"""What the provider will want before it lets amoCRM in: which password, and the very page for it. It stands above the
password, and `more` of it below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.domain.provider import PasswordKind
from mailcheck.ui.mailbox.page_opener import PageOpener, open_in_browser
from mailcheck.ui.mailbox.provider_more import ProviderMore
from mailcheck.ui.mailbox.want import Want
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.provider_preview import Preview

LOOKING, UNKNOWN, NO_DOMAIN, NO_ANSWER, NOTHING = "looking", "unknown", "no-domain", "no-answer", ""
_ICONS = {
    PasswordKind.OAUTH: ("globe", "accent"),  # another way in, and nothing to worry about
    PasswordKind.NONE: ("warned", "amber"),
    PasswordKind.BRIDGE: ("warned", "amber"),
}


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
        self.practising = False
        self.servers_given = False  # nobody will look for them: they are typed in with the practice mailbox
        self.shown = Shown()
        self.preview: Preview | None = None
        self.line = Text(shell, "quiet")
        self.notice = Notice(shell, "warned")
        self._card: Card | None = None
        self.more = ProviderMore(shell, self._opener)
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
            self._tell(anew=True)

    def _tell(self, *, anew: bool = False) -> None:
        """Built once more for another provider or language: no more than a dozen widgets."""
        if self._card:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        self.preview = None
        if self.shown.known:
            from mailcheck.provider_preview import preview  # noqa: PLC0415

            self.preview = preview(self.shown.domain, self._shell.speech.language, self.shown.mx)
        place = self.notice if self.shown.state == NO_DOMAIN else self.line
        if self.shown.state:
            given = self.servers_given and self.shown.state == UNKNOWN
            place.tell(f"provider.{self.shown.state}{'-given' if given else ''}", domain=self.shown.domain)
        self.line.setVisible(bool(self.shown.state) and place is self.line)
        self.notice.setVisible(place is self.notice)
        if self.preview:
            self._card = self._built(self.preview)
            self._column.addWidget(self._card)
            self._card.show()
        self.more.show_preview(self.preview, anew=anew)
        self.setVisible(bool(self.shown.state) or self.preview is not None)

    def _built(self, preview: Preview) -> Card:
        card, pages = Card(self._shell), self._opener()
        card.body.setContentsMargins(20, 10, 20, 12)  # the password below it is to be seen in the smallest window
        card.body.setSpacing(6)
        card.body.addLayout(self._first_line(preview, pages))
        if self.shown.mx:
            by_mx = Text(self._shell, "small")
            by_mx.tell("provider.by-mx", domain=self.shown.domain)
            card.body.addWidget(by_mx)
        icon = _ICONS.get(preview.password, ("key", "accent"))
        card.body.addWidget(Want(self._shell, icon, self._password(preview), None))
        card.body.addWidget(pages.answer)
        return card

    def _first_line(self, preview: Preview, pages: PageOpener) -> QHBoxLayout:
        """The link stands beside the name: below the words it would push the password out of sight."""
        row, heading = QHBoxLayout(), Text(self._shell, "strong")
        row.setSpacing(12)
        heading.show_text(preview.name)
        row.addWidget(heading, 1, Qt.AlignmentFlag.AlignVCenter)
        if button := pages.button(preview.page("app_password"), "link"):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

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

    def _opener(self) -> PageOpener:
        return PageOpener(self._shell, self.open_page, lambda: self.practising)
