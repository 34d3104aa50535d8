"""A page of the handbook before it is HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search in the page finds: best by `keys` (codes, names), then by title, then by the words."""

    kind: str  # what it is, in the language of the page
    title: str
    hint: str  # a line below the title
    keys: tuple[str, ...]
    words: str
    anchor: str = ""  # "#id" when it is only a part of the page


@dataclass(frozen=True, slots=True)
class Page:
    """`kind` names its template, `shown` is what that template shows; `file` is the same in every language."""

    file: str
    kind: str
    title: str
    shown: object
    entry: Entry | None = None
    parts: Sequence[Entry] = ()
