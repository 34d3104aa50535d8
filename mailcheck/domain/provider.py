"""A mail provider and what amoCRM needs to know of it: what resources/providers.toml holds, as frozen values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailcheck.domain.account import Endpoint, Service

_GROUPING = re.compile(r"[\s\-]")  # app passwords are shown in groups: "abcd efgh", "abcd-efgh"


class Username(StrEnum):
    ADDRESS = "address"
    LOCAL_PART = "local-part"  # what stands before the @


class PasswordKind(StrEnum):
    ACCOUNT = "account"  # the mailbox's own password
    APP_PASSWORD = "app-password"  # noqa: S105 - a kind, not a password
    OAUTH = "oauth"  # only through the provider's own sign-in page
    NONE = "none"  # the provider lets no programs in at all
    BRIDGE = "bridge"  # only through a program on the owner's own computer


UNREACHABLE = frozenset({PasswordKind.NONE, PasswordKind.BRIDGE})


@dataclass(frozen=True, slots=True, eq=False)
class Provider:
    """One entry of providers.toml. Texts are by language; `unconfirmed` names the fields that are hints only."""

    id: str
    number: int  # its own forever, 1 to 255: the phone code of a report names it so
    family: str  # the id whose server replies and pages this entry shares; usually its own
    name: Mapping[str, str]
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    mx: tuple[str, ...]
    hosts: tuple[str, ...]
    incoming: tuple[Endpoint, ...]
    outgoing: tuple[Endpoint, ...]
    username: Mapping[Service, Username]
    password: Mapping[Service, PasswordKind]
    two_factor_password: bool  # an app password is wanted once two-step sign-in is on
    imap_always_on: bool  # there is no switch for programs that could be off
    login_ambiguous: bool  # IMAP gives one reply for several causes
    app_password_shape: re.Pattern[str] | None
    app_password_looks: Mapping[str, str] | None
    urls: Mapping[str, str]
    sent: tuple[str, ...]
    greetings: Mapping[Service, tuple[str, ...]]  # parts of what its servers say first: they tell whose a server is
    size_limit: int | None  # bytes of the largest letter its servers take
    oauth_only_since: datetime.date | None  # no password is taken since then where `password` says oauth
    notes: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, Mapping[str, tuple[str, ...]]]  # language -> kind -> steps
    checked: datetime.date
    source: tuple[str, ...]
    confidence: str
    unconfirmed: frozenset[str]

    @property
    def lets_programs_in(self) -> bool:
        """Without it there are no servers: amoCRM cannot connect such a mailbox, with any password."""
        return not UNREACHABLE.issuperset(self.password.values())

    def endpoints(self, service: Service) -> tuple[Endpoint, ...]:
        return self.incoming if service is Service.INCOMING else self.outgoing

    def vouches_for(self, service: Service) -> bool:
        """Whether its servers of this kind are confirmed; else they are a hint, to which no password goes unasked."""
        return service.value not in self.unconfirmed

    def username_for(self, service: Service, address: str) -> str:
        whole = self.username[service] is Username.ADDRESS
        return address if whole else address.rpartition("@")[0] or address

    def looks_like_app_password(self, secret: str) -> bool | None:
        """None when the shape is unknown. A hint where `unconfirmed` holds "app_password_shape"."""
        if self.app_password_shape is None:
            return None
        return self.app_password_shape.fullmatch(_GROUPING.sub("", secret)) is not None
