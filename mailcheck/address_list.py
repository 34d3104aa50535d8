"""Reads many addresses from a file: one a line, or a table (CSV, TSV, semicolons) with a column of e-mail addresses."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence

_BOMS = (  # the longer first: UTF-32 little-endian begins like UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows, old mail programs, DOS: how much more likely the text must be than in the first. The а of DOS is the no-break
# space of Windows, which is more often met.
_LEGACY = {"cp1251": 0, "koi8-r": 10, "cp866": 70}
_BY_USE = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"  # Russian letters, the most used first
_TWINS = "аеорсухАВЕКМНОРСТУХ"  # of Latin letters
_TYPOGRAPHY = "\u00a0«»№–—…“”„’"
_STRIKING = 30  # about as much as one common letter
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")  # xlsx and docx, xls, pdf
_DELIMITERS = ";\t,"
_SAMPLE = 65536  # bytes from which the encoding is guessed
_MOST_ROWS = 50  # rows from which the column of addresses is guessed

_HEADER = re.compile(r".*(?:\be-?mails?\b|e-mail|email|почт[аыу]\b|электронн\w* адрес).*|адрес|mail", re.IGNORECASE)
_NAMED = re.compile(r"[^<>@]*<\s*([^<>\s]+@[^<>\s]+?)\s*>[\s,;]*")
_LINE = re.compile(r"\r\n|\r|\n")


class UnreadableListError(ValueError):
    """`key`: "not-text" or "not-a-plain-file" (a spreadsheet or PDF: to be saved as CSV first)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_addresses(data: bytes) -> list[str]:
    """The addresses in order, as they stand there.

    In a list each line is one address, whatever is in it, so that every line gets its verdict; only a list that holds
    several in most of its lines (copied from «Кому») is split. In a table a cell may hold several, names and mailto:.
    """
    lines = [line for line in _LINE.split(_decoded(data)) if line.strip()]
    if lines and re.fullmatch(r"sep=.", lines[0]):  # Excel's hint to itself
        del lines[0]
    cells = _table_cells(lines)
    if cells is not None:
        return [address for cell in cells for address in _addresses_in(cell)]
    if sum(line.count("@") > 1 and len(list(_addresses_in(line))) > 1 for line in lines) * 2 > len(lines):
        return [address for line in lines for address in _addresses_in(line)]
    quoted = all(re.fullmatch(r'\s*"[^"]*"\s*', line) for line in lines)  # a table of one column
    return [line.strip().strip('"') for line in lines] if quoted else lines


def _decoded(data: bytes) -> str:
    if data.startswith(_OFFICE):
        raise UnreadableListError("not-a-plain-file")
    text, guessed = _text(data)
    strange = sum(character < " " and character not in "\t\n\r\f\v" for character in text[:_SAMPLE])
    # A stray control character in a list is a find for the check; many of them are no list.
    if strange * (20 if guessed else 3) > len(text[:_SAMPLE]):
        raise UnreadableListError("not-text")
    return text


def _text(data: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding is no more than a guess."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), False
    head = data[:_SAMPLE]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # every second byte is 0 (ASCII) or 4 (Cyrillic)
        high, low = head[start::2], head[1 - start :: 2]
        if len(head) > 3 and high.count(0) and high.count(0) + high.count(4) > len(head) * 0.3 > 10 * low.count(0):
            return data.decode(encoding, "replace"), True
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 10 <= sum(character >= "\x80" for character in text) - broken or not broken:
        return text, False  # a few broken bytes among good UTF-8 do not make it another encoding
    return data.decode(max(_LEGACY, key=lambda encoding: _likelihood(head, encoding)), "replace"), True


def _likelihood(data: bytes, encoding: str) -> int:
    """How Russian the text is: letters that are much used, large or small like those beside them, few signs.

    A single letter among Latin ones is most likely their twin.
    """
    text = data.decode(encoding, "replace")
    score = -_LEGACY[encoding]
    for match in re.finditer(r"[^\x00-\x7f]", text):
        letter = match.group()
        if letter in _TYPOGRAPHY:
            continue
        rank = _BY_USE.find(letter.lower())
        score += len(_BY_USE) - rank if rank >= 0 else -len(_BY_USE)
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if re.search("[A-Za-z]", before + after) and letter in _TWINS:
            score += _STRIKING
        if before.islower() if letter.isupper() else before.isupper() and after.isupper():
            score -= _STRIKING
    return score


def _table_cells(lines: Sequence[str]) -> Iterable[str] | None:
    """Cells that hold addresses, or ought to; None when this is a list."""
    if not lines:
        return None
    for delimiter in _DELIMITERS:
        header = next(_rows(lines[:1], delimiter))
        columns = [i for i, name in enumerate(header) if _is_header(name)]
        if columns and len(header) > 1:
            return _columns(lines[1:], delimiter, _with_addresses(lines[1:], delimiter, columns))
    if _is_header(lines[0].strip().strip('"')):
        return [line.strip('"') if line.startswith('"') else line for line in lines[1:]]
    for delimiter in _DELIMITERS:
        column = _address_column(lines, delimiter)
        if column is not None:
            return _columns(lines, delimiter, [column])
    return None


def _with_addresses(lines: Sequence[str], delimiter: str, columns: Sequence[int]) -> Sequence[int]:
    """Of several columns those with an @ anywhere: «Адрес» may be a street, "E-mail 1 - Type" says Home."""
    rows = list(_rows(lines, delimiter))
    return [i for i in columns if any(i < len(row) and "@" in row[i] for row in rows)] or columns


def _is_header(name: str) -> bool:
    return "@" not in name and not re.search(r"\S\.\S", name) and _HEADER.fullmatch(name.strip()) is not None


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """A quote that is never closed would swallow the rest of the file: then each line is read by itself."""
    try:
        rows = list(
            csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, skipinitialspace=True, strict=True)
        )
    except csv.Error:
        rows = [[cell.strip('"') for cell in line.split(delimiter)] for line in lines]
    return iter(rows)


def _address_column(lines: Sequence[str], delimiter: str) -> int | None:
    """The only column in which most cells hold an @, when most rows have several cells."""
    rows = list(_rows(lines[:_MOST_ROWS], delimiter))
    wide = [row for row in rows if len(row) > 1]
    if not wide or len(wide) * 5 < len(rows) * 4:
        return None
    counts = [sum(i < len(row) and "@" in row[i] for row in wide) for i in range(max(map(len, wide)))]
    columns = [i for i, count in enumerate(counts) if count * 2 > len(wide)]
    return columns[0] if len(columns) == 1 else None


def _columns(lines: Sequence[str], delimiter: str, columns: Sequence[int]) -> Iterator[str]:
    for row in _rows(lines, delimiter):
        yield from (row[i] for i in columns if i < len(row) and row[i].strip())


def _addresses_in(cell: str) -> Iterator[str]:
    """«Имя <a@example.com>, b@example.com»: each part is an address; a comma in a single one is its own."""
    parts = [part for part in re.split(r"[,;\r\n]", cell) if "@" in part or "." in part]
    if sum("@" in part for part in parts) < 2:
        parts = [cell]
    for part in parts:
        address = part.strip(" ") if len(parts) > 1 else part
        named = _NAMED.fullmatch(address)
        address = named[1] if named else address
        yield re.sub(r"\A\s*mailto:([^?]*).*", r"\1", address, flags=re.IGNORECASE | re.DOTALL)
