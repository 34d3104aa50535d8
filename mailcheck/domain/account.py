"""What the person owns and what we were asked to test: Account, Endpoint, Credentials."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Service(StrEnum):
    """One of the two conversations amoCRM holds with a mail provider."""

    INCOMING = "incoming"  # IMAP, RFC 9051 / RFC 3501
    OUTGOING = "outgoing"  # SMTP submission, RFC 6409


class Security(StrEnum):
    """How a connection is encrypted (RFC 8314 section 3)."""

    TLS = "tls"  # from the first byte ("implicit TLS", ports 993 and 465)
    STARTTLS = "starttls"  # begins plain, upgraded before the login
    NONE = "none"


class Secret:
    """A password that cannot be printed by accident. Only `reveal()` gives it out."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type, tuple[str]]:
        raise TypeError("a Secret is never written anywhere")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service listens. `source` says who told us: "given", or what discovery found it by (Source)."""

    host: str
    port: int
    security: Security
    source: str = "given"

    def __str__(self) -> str:
        return f"{self.host}:{self.port}/{self.security}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login: `secret` is None when no password was given (the checks stop before the login)."""

    username: str
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox to test. An endpoint is None until it is known; `username` None means: as the provider wants."""

    address: str
    incoming: Endpoint | None = None
    outgoing: Endpoint | None = None
    username: str | None = None
    secret: Secret | None = None
    sender: str | None = None  # --from: another address to send from
    recipient: str | None = None  # an address one wants to write to
    amocrm_error: str | None = None  # id of the amoCRM text that was seen
    amocrm_explained: bool = False  # an earlier run has found why amoCRM showed it: once mended, it says nothing more
    corrected: str = ""  # the problem that was mended in the address before: amoCRM may still have the address with it

    def endpoint(self, service: Service) -> Endpoint | None:
        return self.incoming if service is Service.INCOMING else self.outgoing
