"""What the person has typed and chosen so far. It outlives every page, so that going back loses nothing. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # loaded when first used: the first screen needs none of them
    from mailcheck.domain.account import Account, Endpoint, Secret
    from mailcheck.domain.report import Report
    from mailcheck.domain.settings import Lookup, Settings


class Story(Protocol):
    """What is practised, by language: in a line, and in two or three sentences."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Mapping[str, str]: ...

    @property
    def story(self) -> Mapping[str, str]: ...


class Practice(Protocol):
    """A practice mailbox that is being played on this computer."""

    @property
    def scenario(self) -> Story: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def right_password(self) -> str | None: ...  # where the one that was typed is not it


@dataclass
class Draft:
    """`insecure` is the consent for one run: whoever starts the run takes it back afterwards."""

    address: str = ""
    secret: Secret | None = None
    remember: bool = False
    username: str | None = None
    sender: str | None = None  # another address to send from
    provider: str | None = None  # id of the one that the address, or its domain's MX, was recognised by
    incoming: Endpoint | None = None
    outgoing: Endpoint | None = None
    recipient: str | None = None
    amocrm_error: str | None = None
    amocrm_explained: bool = False  # a run has found why amoCRM shows it
    amocrm_words: str = ""
    lookups: frozenset[Lookup] | None = None  # who may be asked for servers; None: everybody
    practice: Practice | None = None
    insecure: bool = False
    checks: frozenset[str] | None = None  # "check again": only these; None means all
    new_secret: bool = False  # screen 2 is entered to type another password
    corrected: str = ""  # the problem that a button mended in the address: amoCRM may still have the address with it
    opened: Report | None = None  # read from a file: screen 5 shows it instead of a run

    def take(self, other: Draft) -> None:
        """Be what the other is: the pages hold on to this one."""
        for field in fields(self):
            setattr(self, field.name, getattr(other, field.name))

    @property
    def is_touched(self) -> bool:
        """Something would be lost if the window closed now."""
        return bool(self.address or self.secret or self.username or self.incoming or self.outgoing)

    def account(self) -> Account:
        from mailcheck.domain.account import Account  # noqa: PLC0415

        return Account(
            address=self.address,
            incoming=self.incoming,
            outgoing=self.outgoing,
            username=self.username,
            secret=self.secret,
            sender=self.sender,
            recipient=self.recipient,
            amocrm_error=self.amocrm_error,
            amocrm_explained=self.amocrm_explained,
            corrected=self.corrected,
        )

    def settings(self) -> Settings:
        """Practice brings its own ports; nothing else is ever connected to then."""
        from mailcheck.domain.settings import Settings  # noqa: PLC0415

        settings = self.practice.settings if self.practice is not None else Settings()
        if self.lookups is not None:
            settings = replace(settings, lookups=self.lookups)
        return replace(settings, insecure=True) if self.insecure else settings
