"""What the search in the first page looks through: the entries of all pages, in the form resources/handbook/search.js
reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mailcheck.handbook.page import Entry, Page


def search_index(pages: Iterable[Page]) -> list[dict[str, Any]]:
    """[{link, kind, title, hint, keys, words}], in the order in which equal finds are shown."""
    return [_found(page, entry) for page in pages for entry in ([page.entry] if page.entry else page.parts)]


def _found(page: Page, entry: Entry) -> dict[str, Any]:
    return {
        "link": page.file + entry.anchor,
        "kind": entry.kind,
        "title": entry.title,
        "hint": entry.hint,
        "keys": [key for key in entry.keys if key],
        "words": " ".join(entry.words.split()),
    }
