"""Screen 2, «Почтовый ящик»: the address, what its provider will want, the password."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.account import Secret
from mailcheck.domain.provider import UNREACHABLE
from mailcheck.live_address import LiveAddress, look
from mailcheck.ui.draft import Draft
from mailcheck.ui.latest import Latest
from mailcheck.ui.mailbox.address_field import AddressField
from mailcheck.ui.mailbox.keychain_row import KeychainRow
from mailcheck.ui.mailbox.mx import MxAnswer, ask_mx
from mailcheck.ui.mailbox.options import Options
from mailcheck.ui.mailbox.provider_card import LOOKING, NO_ANSWER, NOTHING, ProviderCard
from mailcheck.ui.mailbox.secret_field import SecretField
from mailcheck.ui.page import Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.in_sight import bring_into_sight
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text

MX_DELAY = 300  # ms without a keystroke: nobody's name server is asked of half a domain
_ROOMY = 600  # pixels: there is room for more than the fields
_GOES_ON = frozenset({"address-not-ascii", "address-idn-domain"})
"""Faults that may be the address itself: the check then says what they mean for amoCRM, and what to do."""


class MailboxPage(Page):
    name = "mailbox"

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(shell, draft, parent)
        self.address = AddressField(shell, "address.label", "address.hint")
        self.card = ProviderCard(shell)
        self.practised = Notice(shell, "note", "practice")  # nobody can guess what a made-up mailbox takes
        self.practised.text.set_lead("practice.word", "accent")
        self.secret = SecretField(shell)
        self.no_secret = Text(shell, "quiet")
        self.no_secret.tell("mailbox.no-secret")
        self.keychain = KeychainRow(shell)
        self.mx = Latest("MX look-up", self, MX_DELAY)
        self._domain = ""
        self._lay_out()
        self.first_focus = self.address.edit
        self.address.judged.connect(self._judged)
        self.mx.answered.connect(self._show_mx)
        self.keychain.taken.connect(self._take)
        self.secret.changed.connect(lambda: self.keychain.set_typed(bool(self.secret.edit.text())))
        self._warm = Latest("address warm-up", self)
        self._show_password(possible=True)

    @cached_property
    def options(self) -> Options:
        """Folded away at first, and as large as the rest of the screen: made a step later."""
        made = Options(self.shell)
        self.content.addWidget(made)
        return made

    def show_practice(self) -> None:
        """Here it begins, and here another password is typed. The password has to be seen without scrolling."""
        super().show_practice()
        if self.draft.practice is not None:
            self.practice_notice.tell(self.draft.practice, begins=not self.draft.new_secret)
            self.practice_notice.unfold(roomy=self.height() >= _ROOMY)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self.draft.practice is not None:
            self.practice_notice.unfold(roomy=event.size().height() >= _ROOMY)

    def prepare(self) -> Iterator[object]:
        yield self.options

    def enter(self) -> None:
        self._warm.ask(lambda: look("warm@mаil.ru"))  # the tables of letters and slips take a moment to load
        draft = self.draft
        self.card.servers_given = draft.practice is not None and None not in (draft.incoming, draft.outgoing)
        self.address.set_text(draft.address, draft.corrected)
        self.secret.set_secret(draft.secret)
        self.options.show_draft(draft)
        self.card.practising = draft.practice is not None
        self.keychain.setVisible(draft.practice is None and self._password_possible)
        if draft.practice is None:
            self.keychain.remember.setChecked(draft.remember)
            self.keychain.look_for_store()
        filled = bool(draft.address) and (not draft.secret or draft.new_secret)
        if draft.new_secret:
            self.secret.edit.selectAll()  # what is typed now takes the place of the old one
        self._show_practised()
        draft.new_secret = False
        field = self.secret if filled and self._password_possible else self.address
        self.first_focus = field.edit
        if field is self.address:
            self._bring_fields()
        else:  # with its label, and with what is said of it
            bring_into_sight(self.practised if self.practised.isVisibleTo(self) else field, until=field)

    def _show_practised(self) -> None:
        practice = self.draft.practice
        wanted = practice.right_password if practice is not None and self.draft.new_secret else None
        self.practised.setVisible(wanted is not None)
        if wanted is not None:
            self.practised.tell("practice.new-password", password=wanted)

    def leave(self) -> None:
        draft = self.draft
        draft.address = self.address.text.strip() if self.address.address.usable else self.address.text
        draft.corrected = self.address.corrected
        draft.secret = self._kept_secret(draft.secret)
        draft.remember = self.keychain.remember.isChecked()
        self.options.fill(draft)
        draft.provider = self.card.preview.id if self.card.preview else None
        self.secret.hide_letters()
        if draft.practice is None:
            self.keychain.keep(draft.secret)

    def validatePage(self) -> bool:  # noqa: N802
        """An address that cannot be anybody's is mended here and not found out by a run."""
        address = self.address.judge()
        if address.usable or (address.marks and all(mark.code in _GOES_ON for mark in address.marks)):
            return True
        self.address.demand()
        return False

    # --- what happens ------------------------------------------------------------------------------------------------

    def _judged(self, address: LiveAddress) -> None:
        self.keychain.set_address(address.text.strip() if address.usable else "")
        domain = address.domain if address.usable else ""
        if domain != self._domain:
            self._domain = domain
            self._find_provider(domain)

    def _find_provider(self, domain: str) -> None:
        self.mx.forget()
        if not domain:
            self.card.show_state(NOTHING)
        elif not self.card.show_domain(domain):
            self.card.show_state(LOOKING, domain)
            self.mx.ask(partial(ask_mx, domain, self.draft.settings().nameserver))
        self._provider_changed()

    def _show_mx(self, answer: object) -> None:
        """Of the domain that stands in the field now: the answers to earlier ones do not arrive."""
        if not isinstance(answer, MxAnswer):
            self.card.show_state(NO_ANSWER, self._domain)
        elif not self.card.show_domain(answer.domain, answer.hosts):
            self.card.show_state(answer.state, answer.domain)
        self._provider_changed()

    def _provider_changed(self) -> None:
        preview = self.card.preview
        if preview:
            from mailcheck.providers import providers  # noqa: PLC0415 - not needed to show the first screen

            self.secret.set_provider(providers().by_name(preview.id))
        else:
            self.secret.set_provider(None)
        self._show_password(possible=preview is None or preview.password_possible)
        never = preview is not None and preview.password in UNREACHABLE
        self.no_secret.tell("mailbox.no-secret-never" if never else "mailbox.no-secret")
        if preview:
            self._bring_fields()

    def _bring_fields(self) -> None:
        """The address, and the password that the card below it has pushed down."""
        bring_into_sight(self.address, until=self.secret.edit if self._password_possible else None)

    def _show_password(self, *, possible: bool) -> None:
        """Where no password will do, none is asked for; what was typed is kept in the field."""
        self._password_possible = possible
        self.secret.setVisible(possible)
        self.keychain.setVisible(possible and self.draft.practice is None)
        self.no_secret.setVisible(not possible)

    def _take(self, secret: Secret) -> None:
        self.secret.set_secret(secret)

    def _kept_secret(self, before: Secret | None) -> Secret | None:
        """The same object while it says the same: another one would mean signing in anew."""
        typed = self.secret.secret() if self._password_possible else None
        return before if before and typed and before.reveal() == typed.reveal() else typed

    def _lay_out(self) -> None:
        password = QVBoxLayout()
        password.setSpacing(8)
        password.addWidget(self.practised)
        password.addWidget(self.secret)
        password.addWidget(self.keychain)
        for part in (self.address, self.card):
            self.content.addWidget(part)
        self.content.addLayout(password)
        self.content.addWidget(self.no_secret)
        self.content.addWidget(self.card.more)
