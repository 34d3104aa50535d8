"""A page for each mail service: servers, password, steps, names of the Sent folder, and how surely it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailcheck.catalogue import endpoint_words
from mailcheck.domain.account import Service
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.handbook.page import Entry, Page
from mailcheck.handbook.words import say
from mailcheck.i18n import Language, message
from mailcheck.provider_preview import Preview, of_provider
from mailcheck.providers import providers

_MEGABYTE = 1024 * 1024
_STEPS = ("app_password", "enable_imap", "enable_smtp", "browser_login")


@dataclass(frozen=True, slots=True)
class ProviderPage:
    provider: Provider
    preview: Preview
    servers: Mapping[Service, tuple[str, ...]]
    outgoing_password: str | None  # where sending wants another kind of password than reading
    steps: tuple[tuple[str, tuple[str, ...]], ...]  # (kind, steps)
    size_limit_mb: float | None
    confidence: str

    def is_hint(self, field: str) -> bool:
        """Whether the field, or a part of it, is unconfirmed: no more than a hint."""
        return any(path == field or path.startswith(f"{field}.") for path in self.provider.unconfirmed)


def file_of(provider_id: str) -> str:
    return f"provider-{provider_id}.html"


def pages(language: Language) -> tuple[Page, ...]:
    return tuple(_page(provider, language) for provider in providers())


def _page(provider: Provider, language: Language) -> Page:
    told = of_provider(provider, language)
    steps = provider.steps.get(language, {})
    shown = ProviderPage(
        provider,
        told,
        {service: tuple(endpoint_words(end, language) for end in provider.endpoints(service)) for service in Service},
        _outgoing_password(provider, language),
        tuple((kind, steps[kind]) for kind in _STEPS if steps.get(kind)),
        provider.size_limit / _MEGABYTE if provider.size_limit else None,
        say(f"confidence-{provider.confidence}", language),
    )
    keys = (provider.id, *provider.name.values(), *provider.aliases, *provider.domains)
    hosts = (end.host for service in Service for end in provider.endpoints(service))
    told_steps = (step for _, them in shown.steps for step in them)
    words = " ".join((told.password_words, *told.notes, *provider.mx, *provider.hosts, *hosts, *told_steps))
    entry = Entry(say("kind-provider", language), told.name, told.password_words, keys, words)
    return Page(file_of(provider.id), "provider", told.name, shown, entry)


def _outgoing_password(provider: Provider, language: Language) -> str | None:
    kind: PasswordKind = provider.password[Service.OUTGOING]
    return None if kind is provider.password[Service.INCOMING] else message(f"password.{kind}", language)
