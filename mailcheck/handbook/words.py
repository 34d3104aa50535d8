"""The handbook's own sentences, of resources/locale/handbook.toml."""

from __future__ import annotations

from itertools import count, takewhile

from mailcheck.i18n import Language, Value, has_message, message


def say(key: str, language: Language, **fields: Value) -> str:
    return message(f"handbook.{key}", language, **fields)


def numbered(key: str, language: Language) -> tuple[str, ...]:
    """The sentences key-1, key-2 and so on, as far as there are any."""
    keys = (f"handbook.{key}-{place}" for place in count(1))
    return tuple(message(each, language) for each in takewhile(has_message, keys))
