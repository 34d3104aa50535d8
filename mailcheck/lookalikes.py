"""Letters that look like ASCII ones: resources/lookalikes.toml, refused when it breaks a rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mailcheck import resources
from mailcheck.resources import BadResourceError

_SECTIONS = ("unicode", "letters", "instead", "near", "by_ear", "signs")


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """From a letter of another script to its Latin twin."""

    unicode: str
    exact: Mapping[str, str]  # nobody sees the difference
    near: Mapping[str, str]  # taken for it in haste: counts beside Latin letters only
    by_ear: frozenset[str]  # sound like another letter than they look
    signs: Mapping[str, str]  # punctuation

    def same(self, character: str) -> str | None:
        """The letter or digit of ASCII that looks the same, or None."""
        if character in self.near:
            return None
        found = self.exact.get(character) or _compatible(character, self.exact)
        return found if found and found.isalnum() else None

    def twin(self, character: str) -> str | None:
        """As `same`, and those that look nearly so."""
        return self.near.get(character) or self.same(character)

    def sign(self, character: str) -> str | None:
        """The punctuation of ASCII that the character stands for, or None."""
        found = self.signs.get(character) or _compatible(character, self.signs)
        return found if found and not found.isalnum() else None


def _compatible(character: str, table: Mapping[str, str]) -> str | None:
    """Fullwidth, mathematical and other compatibility forms, of an ASCII character or of one of the table's."""
    plain = unicodedata.normalize("NFKC", character)
    plain = table.get(plain, plain)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() and plain != " " else None


def load(file: Path) -> Lookalikes:
    """Read and judge a file; BadResourceError says "file: table: reason"."""
    raw = resources.load_toml(file)
    for key in _SECTIONS:
        if not isinstance(raw.get(key), str if key == "unicode" else dict):
            raise BadResourceError(f"{file.name}: {key}: missing, or of the wrong kind")
    if len(raw) != len(_SECTIONS):
        raise BadResourceError(f"{file.name}: unknown keys beside {', '.join(_SECTIONS)}")
    return Lookalikes(
        unicode=raw["unicode"],
        exact=_scripts(file.name, "letters", raw["letters"]) | _scripts(file.name, "instead", raw["instead"]),
        near=_scripts(file.name, "near", raw["near"]),
        by_ear=frozenset("".join(each for _, each in _pairs(file.name, "by_ear", raw["by_ear"]))),
        signs=_table(file.name, "signs", raw["signs"], letters=False),
    )


@cache
def lookalikes() -> Lookalikes:
    return load(resources.path("lookalikes.toml"))


def _scripts(file: str, section: str, tables: Mapping[str, Any]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for script, table in tables.items():
        for character, twin in _table(file, f"{section}.{script}", table, letters=True).items():
            if not unicodedata.name(character, "").startswith(script.upper()):
                raise BadResourceError(f"{file}: {section}.{script}: {character!r} is of another script")
            merged[character] = twin
    return merged


def _table(file: str, name: str, table: Any, *, letters: bool) -> dict[str, str]:
    """Turn `twin = "its look-alikes"` round, each character once."""
    turned: dict[str, str] = {}
    for twin, character in _pairs(file, name, table):
        if character.isascii() or character in turned:
            raise BadResourceError(f"{file}: {name}: {twin}: {character!r} is ASCII or stands twice")
        if not (len(twin) == 1 and twin.isascii() and twin.isalnum() == letters):
            kind = "letter or digit" if letters else "sign"
            raise BadResourceError(f"{file}: {name}: {twin!r} is no {kind} of ASCII")
        turned[character] = twin
    return turned


def _pairs(file: str, name: str, table: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict) or not all(isinstance(value, str) and value for value in table.values()):
        raise BadResourceError(f"{file}: {name}: a table of texts is wanted")
    for twin, characters in table.items():
        for character in characters:
            yield twin, character
