"""A mailbox as LIST tells it (RFC 9051 section 7.3.1), read line by line: one odd name does not spoil the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7

from mailcheck.probes.imap4 import quoted

_LIST = re.compile(rb'\s*\((?P<flags>[^()]*)\)\s+(?P<delimiter>"\\?[^"]?"|(?i:NIL))\s+(?P<name>.*)', re.DOTALL)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"(?:\s|$)', re.DOTALL)
_ATOM = re.compile(rb'([^\s"]+)(?:\s+\(.*)?', re.DOTALL)  # extended data may follow (RFC 5258): ("CHILDINFO" ...)
_LITERAL = re.compile(rb"~?\{\d+\}$")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Folder:
    """The decoded name, flags in lower case ("\\sent"), the hierarchy delimiter; `raw` is the name as it came."""

    name: str
    flags: frozenset[str]
    delimiter: str
    raw: bytes = b""


def read_folders(data: Iterable[Any]) -> tuple[Folder, ...]:
    """From imaplib's untagged data, without doubles. ValueError when lines came and none of them can be read."""
    lines = list(_lines(data))
    folders = [folder for line, literal in lines if (folder := _folder(line, literal))]
    if lines and not folders:
        raise ValueError("no line of the list can be read")
    first: dict[str, Folder] = {}
    for folder in folders:
        first.setdefault(folder.name, folder)
    return tuple(first.values())


def argument(name: str, raw: bytes = b"") -> bytes:
    """The name for a command: as the server wrote it, be that no proper modified UTF-7, or encoded by the rules."""
    written = raw if raw and not _CONTROL.search(raw) else bytes(encode_utf7(name))
    return quoted(written)


def _lines(data: Iterable[Any]) -> Iterator[tuple[bytes, bytes | None]]:
    """imaplib gives a line as bytes; with a literal in it, as a tuple and, by itself, the rest of the line."""
    after_literal = False
    for item in data:
        if isinstance(item, tuple):
            yield item[0], item[1]
        elif item and not after_literal:
            yield item, None
        after_literal = isinstance(item, tuple)


def _folder(line: bytes, literal: bytes | None) -> Folder | None:
    match = _LIST.fullmatch(line)
    if not match:
        return None
    raw = _name(match["name"].strip()) if literal is None or not _LITERAL.search(line) else literal
    flags = frozenset(flag.decode("ascii", "replace").lower() for flag in match["flags"].split())
    delimiter = b"" if match["delimiter"].upper() == b"NIL" else match["delimiter"][1:-1][-1:]
    return Folder(_decoded(raw), flags, delimiter.decode("ascii", "replace"), raw)


def _name(text: bytes) -> bytes:
    """What is not quoted by the rules (a blank in an atom, a quote inside quotes) is taken as it stands."""
    match = _QUOTED.match(text)
    if match:
        return _ESCAPE.sub(rb"\1", match[1])
    if len(text) > 1 and text.startswith(b'"') and text.endswith(b'"'):
        return text[1:-1]
    match = _ATOM.fullmatch(text)
    return match[1] if match else text


def _decoded(raw: bytes) -> str:
    """Modified UTF-7, or UTF-8 from servers that send it unasked; what is neither is shown as it came."""
    if not raw.isascii():
        return raw.decode("utf-8", "backslashreplace")
    try:
        return str(decode_utf7(raw))
    except (ValueError, IndexError):
        return raw.decode("ascii")
