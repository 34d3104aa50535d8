"""Recognises certificate issuers by name: resources/authorities.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mailcheck import resources
from mailcheck.resources import BadResourceError


def interceptor(issuers: tuple[str, ...]) -> str | None:
    """The antivirus or proxy that signed a certificate of this chain, by its product name."""
    return _match("interceptors", issuers)


def is_national(issuers: tuple[str, ...]) -> bool:
    """Whether the chain leads to the Russian national root."""
    return _match("national", issuers) is not None


def _match(section: str, issuers: tuple[str, ...]) -> str | None:
    lowered = [issuer.lower() for issuer in issuers]
    for name, parts in _authorities()[section].items():
        if any(part in issuer for part in parts for issuer in lowered):
            return name
    return None


@cache
def _authorities() -> Mapping[str, Mapping[str, list[str]]]:
    file = resources.path("authorities.toml")
    content = resources.load_toml(file)
    for section in ("interceptors", "national"):
        for name, parts in content.get(section, {}).items():
            if not parts or not all(isinstance(part, str) and part == part.lower() for part in parts):
                raise BadResourceError(f"{file.name}: {section}: {name}: parts of names in lower case wanted")
    return content
