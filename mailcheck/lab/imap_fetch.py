"""FETCH (RFC 3501 section 6.4.5): what is asked for, and the bytes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailcheck.lab.imap_mime import Part, raw_fields, take_apart
from mailcheck.lab.imap_session import Handlers, Session, State, arguments
from mailcheck.lab.imap_structure import envelope, structure
from mailcheck.lab.imap_syntax import Atom, Command, Group, SyntaxFault, Token, text, word, written_moment
from mailcheck.lab.imap_view import View
from mailcheck.lab.mail import Letter

_MOST_ITEMS = 50
_FAST = ("FLAGS", "INTERNALDATE", "RFC822.SIZE")
_MACROS = {"FAST": _FAST, "ALL": (*_FAST, "ENVELOPE"), "FULL": (*_FAST, "ENVELOPE", "BODY")}
_SECTION = re.compile(
    rb"BODY(?P<peek>\.PEEK)?\[(?P<path>\d{1,9}(?:\.\d{1,9}){0,20})?\.?"
    rb"(?P<what>HEADER\.FIELDS(?:\.NOT)?|HEADER|TEXT|MIME)?(?: \((?P<names>[^()]*)\))?\]"
    rb"(?:<(?P<first>\d{1,10})\.(?P<count>\d{1,10})>)?",
    re.IGNORECASE,
)
_OLD = {  # RFC 822 names of RFC 1730, and what they stand for
    "RFC822": Atom(b"BODY[]"),
    "RFC822.HEADER": Atom(b"BODY.PEEK[HEADER]"),
    "RFC822.TEXT": Atom(b"BODY[TEXT]"),
}
_FACTS: dict[str, Callable[[View, Letter], bytes]] = {
    "FLAGS": lambda view, letter: view.flags(letter),
    "UID": lambda _, letter: b"%d" % letter.uid,
    "INTERNALDATE": lambda _, letter: written_moment(letter.received),
    "RFC822.SIZE": lambda _, letter: b"%d" % len(letter.content),
    "ENVELOPE": lambda _, letter: envelope(take_apart(letter.content)),
    "BODY": lambda _, letter: structure(take_apart(letter.content), extended=False),
    "BODYSTRUCTURE": lambda _, letter: structure(take_apart(letter.content), extended=True),
}


@dataclass(frozen=True, slots=True)
class _Section:
    """BODY[1.2.HEADER.FIELDS (FROM)]<0.100>: `label` is the text before the bytes in the answer."""

    label: bytes
    peek: bool
    path: tuple[int, ...]
    what: bytes
    names: frozenset[bytes]
    window: tuple[int, int] | None


async def fetch(session: Session, command: Command) -> str:
    numbers, wanted = arguments(command, 2)
    view = session.opened
    items = _items(wanted)
    if command.uid and "UID" not in items:
        items.insert(0, "UID")
    marks = any(isinstance(item, _Section) and not item.peek for item in items) and not view.read_only
    for number, letter in view.pick(text(numbers), uid=command.uid):
        shown = items
        if marks and "\\Seen" not in letter.flags:
            letter.flags |= {"\\Seen"}
            view.mark_told(letter)
            view.folder.changed()
            shown = items if "FLAGS" in items else [*items, "FLAGS"]
        await _tell(session, view, number, letter, shown)
    return "OK done"


async def _tell(session: Session, view: View, number: int, letter: Letter, items: list[str | _Section]) -> None:
    """Piece by piece, as the client takes it: what is asked for in one line can be a thousand times the letter."""
    wire = session.wire
    wire.write(b"* %d FETCH (" % number)
    part = take_apart(letter.content) if any(isinstance(item, _Section) for item in items) else None
    for place, item in enumerate(items):
        blank = b" " if place else b""
        if isinstance(item, str):
            wire.write(blank + item.encode() + b" " + _FACTS[item](view, letter))
        else:
            assert part
            wire.write(blank + item.label + b" " + _literal(_bytes(part, letter.content, item)))
        await wire.drain()
    wire.write(b")\r\n")


def _items(wanted: Token) -> list[str | _Section]:
    if not isinstance(wanted, Group) and wanted.upper().decode("latin-1") in _MACROS:
        return list(_MACROS[word(wanted)])
    tokens = wanted if isinstance(wanted, Group) else [wanted]
    items = list(dict.fromkeys(_item(token) for token in tokens))
    if not 0 < len(items) <= _MOST_ITEMS:
        raise SyntaxFault("nothing is asked for, or too much")
    return items


def _item(token: Token) -> str | _Section:
    name = word(token)
    if name in _FACTS:
        return name
    match = _SECTION.fullmatch(_OLD.get(name, text(token)))
    if not match:
        raise SyntaxFault("that cannot be fetched")
    what = (match["what"] or b"").upper()
    path = tuple(int(step) for step in match["path"].split(b".")) if match["path"] else ()
    names = frozenset(name.strip(b'"').lower() for name in (match["names"] or b"").split())
    if (what.startswith(b"HEADER.FIELDS") != bool(names)) or (what == b"MIME" and not path):
        raise SyntaxFault("there is no such section")
    window = (int(match["first"]), int(match["count"])) if match["first"] else None
    label = name.encode() if name in _OLD else _label(match)
    return _Section(label, bool(match["peek"]), path, what, names, window)


def _label(match: re.Match[bytes]) -> bytes:
    """As it was asked for, without PEEK and with the first byte alone."""
    section = match[0].partition(b"[")[2].partition(b"]")[0]
    return b"BODY[" + section + b"]" + (b"<%d>" % int(match["first"]) if match["first"] else b"")


def _literal(data: bytes | None) -> bytes:
    return b"NIL" if data is None else b"{%d}\r\n" % len(data) + data


def _bytes(root: Part, content: bytes, section: _Section) -> bytes | None:
    data = _whole(root, content, section)
    if data is None or section.window is None:
        return data
    first, count = section.window
    return data[first : first + count]


def _whole(root: Part, content: bytes, section: _Section) -> bytes | None:
    """None where there is no such part."""
    part = find(root, section.path)
    if part is None or section.what == b"MIME":
        return part.header if part else None
    if not section.what:
        return part.body if section.path else content
    letter = part.message if section.path else part  # only a letter has a header and a text
    return _of_letter(letter, section) if letter else None


def _of_letter(letter: Part, section: _Section) -> bytes:
    if section.what == b"TEXT":
        return letter.body
    if section.what == b"HEADER":
        return letter.header
    keep = section.what == b"HEADER.FIELDS"
    return b"".join(raw for name, raw in raw_fields(letter.header) if (name in section.names) is keep) + b"\r\n"


def find(root: Part, path: tuple[int, ...]) -> Part | None:
    """The part of that number: parts count from 1, and a letter without parts is its own part 1."""
    part = root
    inside: Part | None = root  # where the next number counts
    for number in path:
        if inside is None or not 1 <= number <= max(1, len(inside.parts)):
            return None
        if inside.parts:
            part = inside.parts[number - 1]
            inside = part if part.parts else part.message
        else:
            part, inside = inside, inside.message
    return part


HANDLERS: Handlers = {"FETCH": (State.OPEN, fetch)}
