"""The grammar of IMAP commands (RFC 3501 section 9): text to tokens, and values to text."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7

_SPACES = re.compile(rb" *")
_TAG = re.compile(rb"([^\x00-\x20\x7f-\xff()\"{%*\\+]{1,64})(?: +|$)")
_NAME = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,30})(?= |$)")
# with brackets a section of FETCH may hold blanks: BODY[HEADER.FIELDS (FROM TO)]<0.100>
_ATOM = re.compile(rb"(?:[^\x00-\x20\x7f()\"{\[]|\[[^\[\]\r\n]*\]|\[)+")
_QUOTED = re.compile(rb'"((?:[^"\\\r\n\x00]|\\[^\r\n\x00])*)"')
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_LITERAL = re.compile(rb"\{(\d{1,9})\+?\}\r?\n")
_ANNOUNCED = re.compile(rb"\{(\d+)(\+?)\}\r?\n$")
_AFTER = (b" ", b")", b"")
_DEEPEST = 20
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WHEN = re.compile(r" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII)


class SyntaxFault(Exception):
    """What the client wrote is no command; the text is for the client."""


class Atom(bytes):
    """A word without quotes: a keyword, a number, a flag, a set, or a string that needs no quotes."""


class Text(bytes):
    """A string in quotes or a literal."""


class Group(list["Token"]):
    """What stands in parentheses."""


Token: TypeAlias = Atom | Text | Group


@dataclass(frozen=True, slots=True)
class Command:
    """`name` in capitals and without "UID", which is told apart."""

    tag: str
    name: str
    arguments: tuple[Token, ...] = ()
    uid: bool = False


def parse(data: bytes) -> Command:
    """A whole command with its literals. SyntaxFault, and nothing else, when it is none."""
    tag = _TAG.match(data)
    if not tag:
        raise SyntaxFault("a command begins with a tag")
    reader = _Reader(data.removesuffix(b"\n").removesuffix(b"\r"), tag.end())
    name = reader.name()
    uid = name == "UID"
    if uid:
        name = reader.name()
    tokens = reader.tokens(0)
    return Command(tag[1].decode("ascii"), name, tuple(tokens), uid)


def tag_of(data: bytes) -> str:
    """To answer a command that cannot be read: its tag, or a star where there is none."""
    tag = _TAG.match(data.rstrip(b"\r\n"))
    return tag[1].decode("ascii") if tag else "*"


def announced(line: bytes) -> tuple[int, bool] | None:
    """The literal that a line announces: its size, and whether the client waits for leave to send it."""
    match = _ANNOUNCED.search(line)
    return (int(match[1][:12]), not match[2]) if match else None


class _Reader:
    """Stands at a place in a command and takes what comes next."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def name(self) -> str:
        match = _NAME.match(self._data, self._at)
        if not match:
            raise SyntaxFault("the name of a command is missing")
        self._at = match.end()
        self._skip_spaces()
        return match[1].decode("ascii").upper()

    def tokens(self, depth: int) -> list[Token]:
        """All up to the end of the command, or of the parentheses."""
        if depth > _DEEPEST:
            raise SyntaxFault("too many parentheses")
        found: list[Token] = []
        while self._next() not in ((b")", b"") if depth else (b"",)):
            found.append(self._token(depth))
            if self._next() not in _AFTER:
                raise SyntaxFault("a blank is missing")
            self._skip_spaces()
        return found

    def _token(self, depth: int) -> Token:
        first = self._next()
        if first == b"(":
            self._at += 1
            self._skip_spaces()
            group = Group(self.tokens(depth + 1))
            if self._next() != b")":
                raise SyntaxFault("a parenthesis is not closed")
            self._at += 1
            return group
        if first == b'"':
            return Text(_ESCAPE.sub(rb"\1", self._take(_QUOTED, "the quotes are wrong")[1]))
        if first == b"{":
            return self._literal()
        return Atom(self._take(_ATOM, "a character does not belong here")[0])

    def _literal(self) -> Text:
        size = int(self._take(_LITERAL, "the literal is wrong")[1])
        text = self._data[self._at : self._at + size]
        if len(text) < size:
            raise SyntaxFault("the literal is too short")
        self._at += size
        return Text(text)

    def _take(self, what: re.Pattern[bytes], otherwise: str) -> re.Match[bytes]:
        match = what.match(self._data, self._at)
        if not match:
            raise SyntaxFault(otherwise)
        self._at = match.end()
        return match

    def _next(self) -> bytes:
        return self._data[self._at : self._at + 1]

    def _skip_spaces(self) -> None:
        match = _SPACES.match(self._data, self._at)
        self._at = match.end() if match else self._at


# --- arguments -----------------------------------------------------------------------------------------------------


def text(token: Token) -> bytes:
    """A string, however it was written."""
    if isinstance(token, Group):
        raise SyntaxFault("a string is expected")
    return bytes(token)


def word(token: Token) -> str:
    """A keyword or a flag, in capitals."""
    if not isinstance(token, Atom) or not token.isascii():
        raise SyntaxFault("a word is expected")
    return token.decode("ascii").upper()


def group(token: Token) -> Group:
    if not isinstance(token, Group):
        raise SyntaxFault("parentheses are expected")
    return token


def number(token: Token) -> int:
    if not isinstance(token, Atom) or not re.fullmatch(rb"\d{1,10}", token):
        raise SyntaxFault("a number is expected")
    return int(token)


def mailbox(token: Token) -> str:
    """The name of a folder as people read it. What is no modified UTF-7 is taken as it stands."""
    raw = text(token)
    name = raw.decode("utf-8", "replace")
    with suppress(ValueError, IndexError):
        decoded = str(decode_utf7(raw))
        if encode_utf7(decoded) == raw:
            name = decoded
    return "INBOX" if name.upper() == "INBOX" else name


def moment(token: Token) -> datetime:
    """A date-time as APPEND gives it."""
    match = _WHEN.fullmatch(text(token).decode("latin-1"))
    if not match:
        raise SyntaxFault("that is no date and time")
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-offset if sign == "-" else offset)
        place = MONTHS.index(month.title()) + 1
        return datetime(int(year), place, int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except ValueError:
        raise SyntaxFault("there is no such date") from None


# --- answers -------------------------------------------------------------------------------------------------------


def quote(value: bytes | None) -> bytes:
    """A string in quotes, or as a literal where quotes cannot hold it; NIL for None."""
    if value is None:
        return b"NIL"
    if len(value) > 1000 or not value.isascii() or any(byte < 32 or byte == 127 for byte in value):
        return b"{%d}\r\n%b" % (len(value), value)
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def quote_mailbox(name: str) -> bytes:
    return quote(bytes(encode_utf7(name)))


def written_moment(when: datetime) -> bytes:
    """INTERNALDATE; strftime would name the months in the language of the system."""
    return f'"{when.day:02d}-{MONTHS[when.month - 1]}-{when.year:04d} {when:%H:%M:%S %z}"'.encode("ascii")
