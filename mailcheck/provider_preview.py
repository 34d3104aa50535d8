"""What to tell of a mail provider before any login: which password it wants, what to switch on first, and where.

Everything comes from providers.toml; what is unconfirmed there is told as such.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.provider import UNREACHABLE, PasswordKind, Provider, Username
from mailcheck.i18n import Language, message
from mailcheck.providers import providers

PAGES = ("app_password", "imap", "smtp", "web", "help", "two_factor")
"""The kinds of pages, the most useful first."""
_TOLD = ("app_password_looks", "two_factor_password", "username", "incoming", "outgoing", "urls", "steps", "notes")
"""Fields whose being unconfirmed matters to whoever reads a preview; of the password it is told beside it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the provider's, for a button: `words` is what the button says."""

    kind: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Preview:
    id: str
    name: str
    password: PasswordKind
    password_words: str  # one sentence: which password amoCRM needs
    password_possible: bool  # False: amoCRM cannot sign in with any password
    two_factor_words: str | None
    two_factor_steps: tuple[str, ...]  # before an app password can be had
    app_password_steps: tuple[str, ...]
    app_password_looks: str | None
    imap_first: bool  # the mailbox has a switch for programs, and it must be on
    imap_words: str | None
    imap_steps: tuple[str, ...]
    smtp_steps: tuple[str, ...]
    sign_in_steps: tuple[str, ...]  # through the provider's own page
    notes: tuple[str, ...]
    username_words: str | None  # only where the user name is not the address
    incoming: Endpoint | None
    outgoing: Endpoint | None
    pages: tuple[Page, ...]
    checked: datetime.date
    checked_words: str
    unconfirmed: frozenset[str]  # names of fields
    unconfirmed_words: str | None

    def page(self, kind: str) -> Page | None:
        return next((page for page in self.pages if page.kind == kind), None)


def preview(address_or_domain: str, language: Language, mx: Sequence[str] = ()) -> Preview | None:
    """None when the provider is not a known one. `mx`: the hosts that take the domain's mail, where they are known."""
    known = providers()
    domain = address_or_domain.rpartition("@")[2].strip()
    provider = known.by_domain(domain) or known.by_mx(mx)
    return of_provider(provider, language) if provider else None


def of_provider(provider: Provider, language: Language) -> Preview:
    kind = provider.password[Service.INCOMING]
    steps = provider.steps.get(language, {})
    imap_steps = () if provider.imap_always_on else tuple(steps.get("enable_imap", ()))
    imap_first = bool(imap_steps) and kind not in UNREACHABLE
    possible = kind in (PasswordKind.ACCOUNT, PasswordKind.APP_PASSWORD)
    name = provider.name[language]
    looks = provider.app_password_looks[language] if provider.app_password_looks else None
    return Preview(
        id=provider.id,
        name=name,
        password=kind,
        password_words=_password(kind, provider, language),
        password_possible=possible,
        two_factor_words=message("preview.two-factor", language) if _mentions_two_factor(provider, kind) else None,
        two_factor_steps=tuple(steps.get("two_factor", ())),
        app_password_steps=tuple(steps.get("app_password", ())),
        app_password_looks=looks,
        imap_first=imap_first,
        imap_words=message("preview.imap-first", language) if imap_first else None,
        imap_steps=imap_steps,
        smtp_steps=tuple(steps.get("enable_smtp", ())),
        sign_in_steps=tuple(steps.get("browser_login", ())),
        notes=tuple(provider.notes[language]),
        username_words=_username(provider, language),
        incoming=next(iter(provider.incoming), None),
        outgoing=next(iter(provider.outgoing), None),
        pages=_pages(provider, language),
        checked=provider.checked,
        checked_words=message("preview.checked", language, date=provider.checked),
        unconfirmed=provider.unconfirmed,
        unconfirmed_words=message("preview.unconfirmed", language) if _has_hints(provider) else None,
    )


def _password(kind: PasswordKind, provider: Provider, language: Language) -> str:
    words = message(f"preview.password-{kind}", language, provider=provider.name[language])
    return f"{words} {message('preview.hint', language)}" if "password" in provider.unconfirmed else words


def _has_hints(provider: Provider) -> bool:
    return any(field.partition(".")[0] in _TOLD for field in provider.unconfirmed)


def _mentions_two_factor(provider: Provider, kind: PasswordKind) -> bool:
    return provider.two_factor_password and kind is PasswordKind.ACCOUNT


def _username(provider: Provider, language: Language) -> str | None:
    kinds = {service: provider.username[service] for service in Service}
    if set(kinds.values()) == {Username.ADDRESS}:
        return None
    if set(kinds.values()) == {Username.LOCAL_PART}:
        return message("preview.username-local-part", language)
    service = next(service for service, kind in kinds.items() if kind is Username.LOCAL_PART)
    return message(f"preview.username-local-part-{service}", language)


def _pages(provider: Provider, language: Language) -> tuple[Page, ...]:
    return tuple(
        Page(kind, message(f"preview.page-{kind.replace('_', '-')}", language), provider.urls[kind])
        for kind in PAGES
        if kind in provider.urls
    )
