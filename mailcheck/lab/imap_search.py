"""SEARCH (RFC 3501 section 6.4.4): keys to a question that each letter answers with yes or no."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from mailcheck.lab.imap_mime import Part, fields, readable, readable_body, take_apart
from mailcheck.lab.imap_session import Handlers, Refused, Session, State
from mailcheck.lab.imap_syntax import MONTHS, Command, Group, SyntaxFault, Token, number, text, word
from mailcheck.lab.imap_view import View, is_set
from mailcheck.lab.mail import Letter

Question: TypeAlias = Callable[[Letter], bool]

_MOST_KEYS = 100
_FLAGS = {name.upper(): f"\\{name}" for name in ("Answered", "Deleted", "Draft", "Flagged", "Seen")}
_FIELDS = ("FROM", "TO", "CC", "BCC", "SUBJECT")
_CHARSETS = ("UTF-8", "US-ASCII")


async def search(session: Session, command: Command) -> str:
    keys = list(command.arguments)
    if keys and not isinstance(keys[0], Group) and keys[0].upper() == b"CHARSET":
        if len(keys) < 2:
            raise SyntaxFault("a charset is expected")
        if text(keys[1]).decode("latin-1").upper() not in _CHARSETS:
            raise Refused("[BADCHARSET (UTF-8 US-ASCII)] that charset is not known here")
        keys = keys[2:]
    view = session.opened
    fits = _Reader(view).all_of(keys, 0)
    found = []
    for place, letter in enumerate(tuple(view.letters), 1):
        if fits(letter):
            found.append(letter.uid if command.uid else place)
        await asyncio.sleep(0)  # long letters are looked through, and others want their turn
    session.tell(b" ".join([b"SEARCH", *(b"%d" % each for each in found)]))
    return "OK done"


class _Reader:
    """Takes keys from the front of a list."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._left = _MOST_KEYS

    def all_of(self, tokens: list[Token], depth: int) -> Question:
        if not tokens or depth > 20:
            raise SyntaxFault("a search key is expected")
        rest = list(tokens)
        questions = []
        while rest:
            questions.append(self._key(rest, depth))
        return lambda letter: all(question(letter) for question in questions)

    def _key(self, rest: list[Token], depth: int) -> Question:
        self._left -= 1
        if not rest or self._left < 0 or depth > 20:
            raise SyntaxFault("a search key is missing, or there are too many")
        token = rest.pop(0)
        if isinstance(token, Group):
            return self.all_of(token, depth + 1)
        if is_set(token):
            return self._in_set(token, uid=False)
        name = word(token)
        if name == "NOT":
            other = self._key(rest, depth + 1)
            return lambda letter: not other(letter)
        if name == "OR":
            one, two = self._key(rest, depth + 1), self._key(rest, depth + 1)
            return lambda letter: one(letter) or two(letter)
        if name == "UID":
            return self._in_set(text(_next(rest)), uid=True)
        return self._by_flag(name, rest) or _by_size_or_date(name, rest) or _by_text(name, rest)

    def _in_set(self, numbers: bytes, *, uid: bool) -> Question:
        chosen = {letter for _, letter in self._view.pick(numbers, uid=uid, strict=False)}
        return chosen.__contains__

    def _by_flag(self, name: str, rest: list[Token]) -> Question | None:
        recent = self._view.recent
        if name in ("KEYWORD", "UNKEYWORD"):
            keyword = word(_next(rest))
            return lambda letter: (keyword in {flag.upper() for flag in letter.flags}) is (name == "KEYWORD")
        flag = _FLAGS.get(name)
        if flag:
            return lambda letter: flag in letter.flags
        absent = _FLAGS.get(name.removeprefix("UN"))
        if absent:
            return lambda letter: absent not in letter.flags
        simple: dict[str, Question] = {
            "ALL": lambda _: True,
            "RECENT": recent.__contains__,
            "OLD": lambda letter: letter not in recent,
            "NEW": lambda letter: letter in recent and "\\Seen" not in letter.flags,
        }
        return simple.get(name)


def _next(rest: list[Token]) -> Token:
    if not rest:
        raise SyntaxFault("something is missing after a search key")
    return rest.pop(0)


def _by_size_or_date(name: str, rest: list[Token]) -> Question | None:
    if name in ("LARGER", "SMALLER"):
        size = number(_next(rest))
        return lambda letter: len(letter.content) > size if name == "LARGER" else len(letter.content) < size
    order = name.removeprefix("SENT")
    if order not in ("BEFORE", "ON", "SINCE"):
        return None
    day = _day(_next(rest))

    def fits(letter: Letter) -> bool:
        its = letter.received.date() if order == name else _sent(letter)
        if its is None:
            return False
        return its < day if order == "BEFORE" else its == day if order == "ON" else its >= day

    return fits


def _by_text(name: str, rest: list[Token]) -> Question:
    if name in _FIELDS or name == "HEADER":
        field = name.encode().lower() if name in _FIELDS else text(_next(rest)).lower()
        wanted = _wanted(rest)
        return lambda letter: _in_field(letter, field, wanted)
    if name in ("BODY", "TEXT"):
        wanted = _wanted(rest)
        return lambda letter: _in_text(take_apart(letter.content), wanted, header=name == "TEXT")
    raise SyntaxFault("that search key is not known here")


def _wanted(rest: list[Token]) -> str:
    return text(_next(rest)).decode("utf-8", "replace").casefold()


def _in_field(letter: Letter, field: bytes, wanted: str) -> bool:
    found = fields(take_apart(letter.content).header)
    return any(name == field and wanted in readable(value).casefold() for name, value in found)


def _in_text(part: Part, wanted: str, *, header: bool) -> bool:
    for each in part.walk():
        if header and any(wanted in f"{n.decode('latin-1')}: {readable(v)}".casefold() for n, v in fields(each.header)):
            return True
        if wanted in readable_body(each).casefold():
            return True
    return False


def _day(token: Token) -> date:
    """ "23-Nov-2026" """
    day, _, rest = text(token).decode("latin-1").partition("-")
    month, _, year = rest.partition("-")
    try:
        return date(int(year), MONTHS.index(month.title()) + 1, int(day))
    except ValueError:
        raise SyntaxFault("there is no such day") from None


def _sent(letter: Letter) -> date | None:
    value = take_apart(letter.content).field(b"date")
    try:
        return parsedate_to_datetime(value.decode("latin-1")).date() if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


HANDLERS: Handlers = {"SEARCH": (State.OPEN, search)}
