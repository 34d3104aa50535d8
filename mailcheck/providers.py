"""Mail providers: what resources/providers.toml knows, found by domain, MX, server or name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from mailcheck import resources
from mailcheck.domain.account import Service
from mailcheck.domain.provider import Provider
from mailcheck.providers_file import read_entries
from mailcheck.resources import BadResourceError


class Providers:
    """All entries and the ways to find one."""

    def __init__(self, file: str, entries: Iterable[Provider]) -> None:
        self.all = tuple(entries)
        _index(file, "number", self.all, lambda entry: [str(entry.number)])
        self._ids = {entry.id: entry for entry in self.all}
        self._domains = _index(file, "domain", self.all, lambda entry: entry.domains)
        self._mx = _index(file, "mx", self.all, lambda entry: entry.mx)
        self._hosts = _index(file, "host", self.all, lambda entry: entry.hosts)
        self._names = _index(file, "name", self.all, lambda e: map(_plain, (e.id, *e.name.values(), *e.aliases)))

    def __iter__(self) -> Iterator[Provider]:
        return iter(self.all)

    def domains(self) -> frozenset[str]:
        return frozenset(self._domains)

    def by_id(self, id_: str | None) -> Provider | None:
        """None too for one that only a newer program knows."""
        return self._ids.get(id_ or "")

    def by_domain(self, domain: str) -> Provider | None:
        return self._domains.get(_plain(domain).removesuffix("."))

    def by_mx(self, hosts: Sequence[str]) -> Provider | None:
        """`hosts` in order of preference: the first that is known; a filter or a gateway may stand before it."""
        return next((provider for host in hosts if (provider := _longest_suffix(self._mx, host))), None)

    def by_host(self, server: str) -> Provider | None:
        return _longest_suffix(self._hosts, server)

    def by_greeting(self, service: Service, greeting: str) -> Provider | None:
        """Whose server says this first. Any server can say it: it explains refusals, and no password follows it."""
        return next(
            (entry for entry in self.all if any(part in greeting for part in entry.greetings.get(service, ()))), None
        )

    def by_name(self, text: str) -> Provider | None:
        """By id, display name, alias or domain."""
        return self._names.get(_plain(text)) or self.by_domain(text)


def load(file: Path) -> Providers:
    """Read and judge a file; BadResourceError says "file: entry: reason"."""
    return Providers(file.name, read_entries(file))


@cache
def providers() -> Providers:
    return load(resources.path("providers.toml"))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _index(
    file: str, what: str, entries: Iterable[Provider], keys: Callable[[Provider], Iterable[str]]
) -> dict[str, Provider]:
    index: dict[str, Provider] = {}
    for entry in entries:
        for key in keys(entry):
            other = index.setdefault(key, entry)
            if other is not entry:
                raise BadResourceError(f"{file}: {entry.id}: {what} {key!r} belongs to {other.id} already")
    return index


def _longest_suffix(index: Mapping[str, Provider], host: str) -> Provider | None:
    """The entry with the longest suffix of `host`, cut at dots only: evilyandex.net does not end in yandex.net."""
    rest = _plain(host).removesuffix(".")
    while rest:
        if rest in index:
            return index[rest]
        rest = rest.partition(".")[2]
    return None
