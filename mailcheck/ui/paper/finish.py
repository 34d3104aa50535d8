"""What Qt (6.11) leaves undone in a PDF: bookmarks, the language, and blanks that are blanks when they are copied."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, Fit, IndirectObject, NameObject, StreamObject, TextStringObject

_LIST = re.compile(rb"\[[^\]]*\]")
_SINGLE = re.compile(rb"^(<[0-9A-F]{4}> <[0-9A-F]{4}> )<0009>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`page` counts from 0; `top` in points from the bottom of the sheet; `inner` ones belong to the last other."""

    title: str
    page: int
    top: float
    inner: bool


def finished(data: bytes, bookmarks: Sequence[Bookmark], language: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    for font in _fonts(writer).values():
        _mend_blanks(font)
    above: IndirectObject | None = None
    for mark in bookmarks:
        parent = above if mark.inner else None
        fit = Fit.xyz(top=mark.top)
        made = writer.add_outline_item(title=mark.title, page_number=mark.page, parent=parent, fit=fit)
        above = above if mark.inner else made
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fonts(writer: PdfWriter) -> dict[int, DictionaryObject]:
    """Of all pages, each once."""
    found: dict[int, DictionaryObject] = {}
    for page in writer.pages:
        for reference in page["/Resources"].get_object().get("/Font", {}).values():  # type: ignore[union-attr]
            found[reference.idnum] = reference.get_object()
    return found


def _mend_blanks(font: DictionaryObject) -> None:
    """Qt draws tabs as blanks, and then takes the glyph of the blank for that of the tab (U+0009)."""
    stream = font["/ToUnicode"].get_object()
    assert isinstance(stream, StreamObject)
    table = _LIST.sub(lambda match: match[0].replace(b"<0009>", b"<0020>"), stream.get_data())
    stream.set_data(_SINGLE.sub(rb"\1<0020>", table))
