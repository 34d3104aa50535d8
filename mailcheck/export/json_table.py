"""Typed access to JSON that nobody vouches for: each value is asked for by name and type, within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from mailcheck.domain.account import Service

LATEST = 10**10
"""Milliseconds, and the largest whole number that a report has."""
_LONGEST = 20_000  # characters of one text
_MOST = 100_000  # entries of one list
_DEEPEST = 6  # levels in evidence
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class WrongError(Exception):
    """Says at which place something is not as it should be, and nothing of what stands there."""


class Table:
    """An object of the report: each value is asked for by name and type."""

    def __init__(self, content: Any, place: str) -> None:
        if not isinstance(content, dict):
            raise WrongError(place)
        self._content = content
        self._place = place

    def at(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def value(self, name: str) -> Any:
        if name not in self._content:
            raise WrongError(self.at(name))
        return self._content[name]

    def text(self, name: str, pattern: re.Pattern[str] | None = None) -> str:
        return _text(self.value(name), self.at(name), pattern)

    def text_or_none(self, name: str, pattern: re.Pattern[str] | None = None) -> str | None:
        return None if self.value(name) is None else self.text(name, pattern)

    def number(self, name: str, least: int = 0, most: int = LATEST) -> int:
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise WrongError(self.at(name))
        return value

    def one_of(self, name: str, kind: type[E]) -> E:
        text = self.text(name)
        if text not in frozenset(kind):
            raise WrongError(self.at(name))
        return kind(text)

    def service(self, name: str = "service") -> Service | None:
        return None if self.value(name) is None else self.one_of(name, Service)

    def table(self, name: str) -> Table:
        return Table(self.value(name), self.at(name))

    def each(self, name: str, read: Callable[[Table], T]) -> tuple[T, ...]:
        return tuple(read(Table(item, place)) for item, place in self._items(name))

    def texts(self, name: str, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
        return tuple(_text(item, place, pattern) for item, place in self._items(name))

    def _items(self, name: str) -> list[tuple[Any, str]]:
        items = self.value(name)
        if not isinstance(items, list) or len(items) > _MOST:
            raise WrongError(self.at(name))
        return [(item, f"{self.at(name)}[{place}]") for place, item in enumerate(items)]


def _text(value: Any, place: str, pattern: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or (not value.isascii() and _has_surrogate(value)):
        raise WrongError(place)
    if pattern and not pattern.fullmatch(value):
        raise WrongError(place)
    return value


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def anything(value: Any, place: str, deepest: int = _DEEPEST) -> Any:
    """Whatever JSON holds, within bounds."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, int | float):
        if not abs(value) <= 1e15:
            raise WrongError(place)
        return value
    if deepest == 0 or len(value) > _MOST:
        raise WrongError(place)
    if isinstance(value, list):
        return [anything(item, place, deepest - 1) for item in value]
    return {_text(key, place): anything(item, place, deepest - 1) for key, item in value.items()}
