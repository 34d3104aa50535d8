"""What a browser sees of a page: its links, its headings, its words."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

_EMPTY = frozenset({"meta", "link", "br", "img", "input", "source"})


class PageReader(HTMLParser):
    """Also refuses what is not well formed: a tag that closes another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []  # href, src, srcset, action
        self.headings: list[int] = []
        self.pictures: list[dict[str, str | None]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(str(found["id"]))
        self.links += [str(found[name]) for name in ("href", "src", "srcset", "action") if name in found]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(found)
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"{tag} closes another tag"

    def handle_data(self, data: str) -> None:
        if "script" not in self._open:
            self.words += data

    def close(self) -> None:
        super().close()
        assert not self._open, f"left open: {self._open}"


@cache
def read(file: Path) -> PageReader:
    reader = PageReader()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader
