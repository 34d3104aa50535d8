"""What is known of a mail service, as lines for a terminal: what is not confirmed says so beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from mailcheck.catalogue import endpoint_words
from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.provider import PasswordKind, Provider, Username
from mailcheck.export.plain import wrapped
from mailcheck.i18n import Language, message
from mailcheck.provider_preview import of_provider

_MEGABYTE = 1_000_000
_STEPS = ("app_password", "enable_imap", "enable_smtp", "browser_login")
_SHOWN_DOMAINS = 12  # of Outlook's eighty: whoever asks by a domain has it already


def list_line(provider: Provider, language: Language) -> str:
    """Everything in one line, below the name."""
    password = message(f"providers.short-{provider.password[Service.INCOMING]}", language)
    first = provider.incoming[0].host if provider.incoming else None
    domains = _few(provider.domains[:1], len(provider.domains) - 1, language)
    return message(
        "providers.list-line",
        language,
        domains=domains or message("providers.own-domains", language),
        server=first,
        password=_doubtful(password, provider, "password", language),
        date=provider.checked,
    )


class ProviderSheet:
    """`lines` gives (words, is a heading)."""

    def __init__(self, provider: Provider, language: Language, width: int, today: datetime.date) -> None:
        self._provider = provider
        self._language = language
        self._width = width
        self._today = today

    def lines(self) -> Iterator[tuple[str, bool]]:
        provider = self._provider
        yield self._say("name", name=provider.name[self._language], id=provider.id), True
        for part in (self._recognised(), self._servers(), self._sign_in(), self._rest(), self._vouched()):
            body = list(part)
            if body:
                yield "", False
                yield from body

    def _recognised(self) -> Iterator[tuple[str, bool]]:
        provider = self._provider
        shown = provider.domains[:_SHOWN_DOMAINS]
        yield from self._beside("domains", _few(shown, len(provider.domains) - len(shown), self._language))
        yield from self._beside("mx", ", ".join(provider.mx))

    def _servers(self) -> Iterator[tuple[str, bool]]:
        provider = self._provider
        for service in Service:
            endpoints = provider.endpoints(service)
            yield from self._below(service.value, [self._endpoint(each, service) for each in endpoints])
            if not endpoints:
                yield from self._below(service.value, [self._say("no-servers")])

    def _sign_in(self) -> Iterator[tuple[str, bool]]:
        provider, told = self._provider, of_provider(self._provider, self._language)
        yield from self._beside("username", self._doubt(self._username(), "username"))
        passwords = self._passwords()
        yield from self._beside("password", passwords[0]) if len(passwords) == 1 else self._below("password", passwords)
        if told.two_factor_words:
            yield from self._wrapped(told.two_factor_words, "  ")
        if provider.oauth_only_since:
            yield from self._beside("oauth-only-since", provider.oauth_only_since)
        yield from self._beside("password-looks", self._doubt(told.app_password_looks or "", "app_password_looks"))
        steps = provider.steps.get(self._language, {})
        for kind in _STEPS:
            if kind == "enable_imap" and provider.imap_always_on:
                continue
            yield from self._below(kind, steps.get(kind, ()), numbered=True, field=f"steps.{kind}")
        for name in ("imap_always_on", "login_ambiguous"):
            if getattr(provider, name):
                yield from self._wrapped(self._say(name.replace("_", "-")), "")

    def _rest(self) -> Iterator[tuple[str, bool]]:
        provider = self._provider
        yield from self._beside("sent", self._doubt(", ".join(provider.sent), "sent"))
        if provider.size_limit:
            yield from self._beside("size-limit", self._say("megabytes", count=provider.size_limit // _MEGABYTE))
        yield from self._below("greetings", [part for parts in provider.greetings.values() for part in parts])
        yield from self._below("notes", provider.notes[self._language], field="notes")
        yield from self._below("urls", [self._doubt(url, f"urls.{kind}") for kind, url in provider.urls.items()])

    def _vouched(self) -> Iterator[tuple[str, bool]]:
        provider = self._provider
        days = (self._today - provider.checked).days
        age = self._say("age", n=days) if days > 0 else self._say("age-today")
        words = [self._say("checked", date=provider.checked, age=age), self._say(f"confidence-{provider.confidence}")]
        yield from self._wrapped(" ".join(words), "")
        yield from self._below("source", provider.source)
        yield from self._wrapped(self._say("not-tried"), "")

    def _endpoint(self, endpoint: Endpoint, service: Service) -> str:
        return self._doubt(endpoint_words(endpoint, self._language), service.value)

    def _username(self) -> str:
        kinds = self._provider.username
        if len(set(kinds.values())) == 1:
            return self._say(f"username-{kinds[Service.INCOMING]}")
        short = next(service for service, kind in kinds.items() if kind is Username.LOCAL_PART)
        return self._say(f"username-{short}-only")

    def _passwords(self) -> list[str]:
        kinds = self._provider.password
        words = {service: message(f"password.{PasswordKind(kind)}", self._language) for service, kind in kinds.items()}
        if len(set(kinds.values())) == 1:
            return [self._doubt(words[Service.INCOMING], "password")]
        return [
            self._doubt(self._say(f"password-{service}", kind=text), f"password.{service}")
            for service, text in words.items()
        ]

    # --- how it is set -----------------------------------------------------------------------------------------------

    def _say(self, key: str, **fields: str | int | datetime.date) -> str:
        return message(f"providers.{key}", self._language, **fields)

    def _doubt(self, text: str, field: str) -> str:
        return _doubtful(text, self._provider, field, self._language) if text else ""

    def _wrapped(self, text: str, first: str, rest: str | None = None) -> Iterator[tuple[str, bool]]:
        yield from ((line, False) for line in wrapped(text, self._width, first, rest))

    def _beside(self, key: str, value: str | datetime.date) -> Iterator[tuple[str, bool]]:
        """ "Логин: адрес ящика целиком"; nothing where nothing is known."""
        if value:
            words = message("providers.beside", self._language, what=self._say(key), value=value)
            yield from self._wrapped(words, "", "  ")

    def _below(
        self, key: str, values: Iterable[str], *, numbered: bool = False, field: str = ""
    ) -> Iterator[tuple[str, bool]]:
        values = tuple(values)
        if not values:
            return
        heading = self._say(key)
        yield from self._wrapped(self._doubt(heading, field) + ":", "")
        for number, value in enumerate(values, 1):
            mark = f"  {number}) " if numbered else "  • "
            yield from self._wrapped(value, mark, " " * len(mark))


def _doubtful(text: str, provider: Provider, field: str, language: Language) -> str:
    """A field is doubtful itself, or as a part of one that is: "password.incoming" of "password"."""
    doubtful = {field, field.partition(".")[0]} & provider.unconfirmed
    return message("providers.doubtful", language, text=text) if doubtful else text


def _few(shown: Iterable[str], more: int, language: Language) -> str:
    first = ", ".join(shown)
    return message("providers.and-more", language, first=first, count=more) if more > 0 else first
