"""amoCRM's texts in the order of the list, and the search among them. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.amocrm import AmocrmText

GROUPS = ("connect", "send", "ui")
OTHER = "other"
"""Stands for a text that is in no list."""
_TELLING = 4  # letters: shorter words are in most texts
_ENOUGH = 3  # words in a row of a text: whoever has pasted them means it


@dataclass(frozen=True, slots=True)
class Heading:
    group: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is the text's, or OTHER."""

    id: str


def rows(texts: Iterable[AmocrmText], words: str = "") -> Iterator[Heading | Entry]:
    """The texts that hold every word, or else most of them, each group under its heading; «Другой текст» always."""
    all_texts = tuple(texts)
    found = [text for text in all_texts if holds(text, words)] or nearest(all_texts, words)
    for group in GROUPS:
        members = [text for text in found if text.stage == group]
        if members:
            yield Heading(group)
            yield from (Entry(text.id) for text in members)
    yield Heading(OTHER)
    yield Entry(OTHER)


def holds(text: AmocrmText, words: str) -> bool:
    """Every word of the search is in the text, in Russian or in our English, whatever its ending."""
    searched = plain(f"{text.text} {text.status or ''} {text.english}")
    return all(_stem(word) in searched for word in plain(words).split())


def nearest(texts: Iterable[AmocrmText], words: str) -> list[AmocrmText]:
    """The texts with the most of the words, where that is half of the longer ones, and more than one."""
    longer = [word for word in plain(words).split() if len(word) >= _TELLING]
    held = [(text, sum(holds(text, word) for word in longer)) for text in texts]
    most = max((number for _, number in held), default=0)
    is_near = most > 1 and 2 * most >= len(longer)
    return [text for text, number in held if is_near and number == most]


def is_quoted(text: AmocrmText, words: str) -> bool:
    """The words are those of the text itself and no search for it: all of them, or enough of them in a row."""
    quoted = plain(words)
    return any(
        quoted == whole or (len(quoted.split()) >= _ENOUGH and f" {quoted} " in f" {whole} ")
        for whole in map(plain, (text.text, text.english))
    )


def _stem(word: str) -> str:
    """папки, папку -> папк; отправки -> отправ."""
    return word[: -2 if len(word) > 6 else -1] if len(word) > 4 else word


def plain(text: str) -> str:
    """е for ё, no quotes, no stops: people type what they remember of a text."""
    small = text.casefold().replace("ё", "е")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in small).split())
