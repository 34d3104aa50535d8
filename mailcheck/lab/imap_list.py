"""LIST and LSUB (RFC 3501, RFC 5258, RFC 6154, RFC 5819): which folders there are."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

from mailcheck.lab.imap_folders import status_items, tell_status
from mailcheck.lab.imap_session import Handlers, Session, State, arguments
from mailcheck.lab.imap_syntax import Command, Group, SyntaxFault, Token, group, mailbox, quote, quote_mailbox, word
from mailcheck.lab.mail import INBOX, Mail

_SPECIAL = {"\\all", "\\archive", "\\drafts", "\\flagged", "\\junk", "\\sent", "\\trash", "\\important"}
_SELECTIONS = {"SPECIAL-USE", "SUBSCRIBED", "REMOTE", "RECURSIVEMATCH"}
_RETURNS = {"SPECIAL-USE", "SUBSCRIBED", "CHILDREN"}
_LONGEST_PATTERN = 200


async def list_folders(session: Session, command: Command) -> str:
    """Special uses and children are told unasked, as most servers do."""
    tokens = list(command.arguments)
    selection = {word(token) for token in group(tokens.pop(0))} if tokens and isinstance(tokens[0], Group) else set()
    if len(tokens) not in (2, 4) or not selection <= _SELECTIONS:
        raise SyntaxFault("LIST takes other arguments")
    options, status = _return_options(tokens[2:])
    patterns = _patterns(tokens[0], tokens[1])
    if patterns == [""]:
        session.tell(b"LIST (\\Noselect) ", _delimiter(session.mail), b' ""')
        return "OK done"
    told_subscribed = "SUBSCRIBED" in options | selection
    for name in _candidates(session.mail, selection):
        await asyncio.sleep(0)  # a pattern made to be slow slows nobody else
        if any(matches(pattern, name, session.mail.layout.delimiter) for pattern in patterns):
            _tell(session, b"LIST", name, _attributes(session.mail, name, subscribed=told_subscribed))
            folder = session.mail.folders.get(name)
            if status and folder and folder.selectable:
                tell_status(session, folder, status)
            await session.wire.drain()
    return "OK done"


async def list_subscribed(session: Session, command: Command) -> str:
    """With "%", a folder is told too when only folders in it are subscribed (RFC 3501 section 6.3.9)."""
    (pattern,) = _patterns(*arguments(command, 2))
    mail = session.mail
    above = {parent for name in mail.subscribed for parent in mail.parents(name)} if pattern.endswith("%") else set()
    for name in sorted(mail.subscribed | above):
        await asyncio.sleep(0)
        if matches(pattern, name, mail.layout.delimiter):
            attributes = list(_attributes(mail, name)) if name in mail.subscribed else ["\\Noselect"]
            _tell(session, b"LSUB", name, attributes)
    return "OK done"


def matches(pattern: str, name: str, delimiter: str) -> bool:
    """ "*" stands for anything, "%" for anything but the delimiter. A walk that no pattern can make long."""
    if name == INBOX and pattern.upper() == "INBOX":
        return True
    places = {0}
    for char in pattern:
        if char in "*%":
            places = _spread(places, name, delimiter if char == "%" else "")
        else:
            places = {place + 1 for place in places if name[place : place + 1] == char}
    return len(name) in places


def _spread(places: set[int], name: str, stop: str) -> set[int]:
    reached: set[int] = set()
    for place in sorted(places):
        while place not in reached:
            reached.add(place)
            if place == len(name) or name[place] == stop:
                break
            place += 1  # noqa: PLW2901  the walk goes on from where it stands
    return reached


def _patterns(reference: Token, pattern: Token) -> list[str]:
    written = list(pattern) if isinstance(pattern, Group) else [pattern]
    above = mailbox(reference)
    joined = ["" if mailbox(each) == "" else above + mailbox(each) for each in written]
    short = [re.sub(r"\*[*%]*", "*", each) for each in joined]
    if not 0 < len(short) <= 10 or any(len(each) > _LONGEST_PATTERN for each in short):
        raise SyntaxFault("these are no patterns for folders")
    return short


def _return_options(tokens: list[Token]) -> tuple[set[str], list[str]]:
    """RETURN (CHILDREN STATUS (MESSAGES UNSEEN)): the plain options, and the items of STATUS."""
    if not tokens:
        return set(), []
    if word(tokens[0]) != "RETURN":
        raise SyntaxFault("RETURN is expected")
    options: set[str] = set()
    items: list[str] = []
    rest = list(group(tokens[1]))
    while rest:
        option = word(rest.pop(0))
        if option == "STATUS" and rest:
            items = status_items(rest.pop(0))
        elif option in _RETURNS:
            options.add(option)
        else:
            raise SyntaxFault("that cannot be returned")
    return options, items


def _candidates(mail: Mail, selection: set[str]) -> Iterator[str]:
    gone = mail.subscribed if "SUBSCRIBED" in selection else set()
    for name in sorted(mail.folders.keys() | gone, key=lambda name: (name != INBOX, name)):
        folder = mail.folders.get(name)
        special = folder and _SPECIAL & {attribute.lower() for attribute in folder.attributes}
        if "SUBSCRIBED" in selection and name not in mail.subscribed:
            continue
        if "SPECIAL-USE" not in selection or special:
            yield name


def _attributes(mail: Mail, name: str, *, subscribed: bool = False) -> Iterator[str]:
    folder = mail.folders.get(name)
    if folder is None:
        yield "\\NonExistent"
    else:
        yield from (each for each in folder.attributes if not each.lower().endswith("children"))
        yield "\\HasChildren" if mail.children(name) else "\\HasNoChildren"
    if subscribed and name in mail.subscribed:
        yield "\\Subscribed"


def _tell(session: Session, kind: bytes, name: str, attributes: Iterator[str] | list[str]) -> None:
    words = " ".join(attributes).encode()
    session.tell(kind, b" (", words, b") ", _delimiter(session.mail), b" ", quote_mailbox(name))


def _delimiter(mail: Mail) -> bytes:
    return quote(mail.layout.delimiter.encode() or None)


HANDLERS: Handlers = {"LIST": (State.KNOWN, list_folders), "LSUB": (State.KNOWN, list_subscribed)}
