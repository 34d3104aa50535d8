"""Commands on folders as such: make and remove them, put a letter in, ask how much there is and how much may be."""

from __future__ import annotations

from mailcheck.lab.imap_session import Handlers, Refused, Session, State, arguments
from mailcheck.lab.imap_syntax import (
    Command,
    Group,
    SyntaxFault,
    Text,
    Token,
    group,
    mailbox,
    moment,
    quote,
    quote_mailbox,
    text,
    word,
)
from mailcheck.lab.mail import Folder

_SYSTEM = {f"\\{name.upper()}": f"\\{name}" for name in ("Answered", "Deleted", "Draft", "Flagged", "Seen")}
_USES = {f"\\{name.upper()}": f"\\{name}" for name in ("All", "Archive", "Drafts", "Flagged", "Junk", "Sent", "Trash")}
_STATUS = ("MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "SIZE", "DELETED")
_MOST_FLAGS = 50  # on one letter
_LONGEST_FLAG = 100
_MOST_SUBSCRIBED = 1000
SYSTEM_FLAGS = tuple(_SYSTEM.values())


def read_flags(tokens: list[Token]) -> frozenset[str]:
    """System flags in their own letters, keywords as they were written. SyntaxFault."""
    flags = set()
    for token in tokens:
        name = word(token)
        if name.startswith("\\") and name not in _SYSTEM:
            raise SyntaxFault("there is no such flag")
        flags.add(_SYSTEM.get(name) or text(token).decode("ascii"))
    if len(flags) > _MOST_FLAGS or any(len(flag) > _LONGEST_FLAG for flag in flags):
        raise SyntaxFault("too many flags")
    return frozenset(flags)


async def append(session: Session, command: Command) -> str:
    """APPEND folder [(flags)] ["date"] literal"""
    name, *options, content = arguments(command, 2, 4)
    flags = read_flags(group(options.pop(0))) if options and isinstance(options[0], Group) else frozenset()
    received = moment(options.pop(0)) if options else None
    if options or not isinstance(content, Text):
        raise SyntaxFault("APPEND takes other arguments")
    folder = session.folder(mailbox(name), code="TRYCREATE")
    letter = session.mail.append(folder, bytes(content), flags, received)
    return f"OK [APPENDUID {folder.uid_validity} {letter.uid}] done"


async def create(session: Session, command: Command) -> str:
    """CREATE name [(USE (\\Sent))] (RFC 6154 section 3)"""
    name, *options = arguments(command, 1, 2)
    uses: list[str] = []
    if options:
        parts = list(group(options[0]))
        if len(parts) != 2 or word(parts[0]) != "USE":
            raise SyntaxFault("USE is expected")
        uses = [word(token) for token in group(parts[1])]
    if not set(uses) <= _USES.keys():
        raise Refused("[USEATTR] there is no such use")
    session.mail.create(mailbox(name), tuple(_USES[use] for use in uses))
    return "OK done"


async def delete(session: Session, command: Command) -> str:
    (name,) = arguments(command, 1)
    session.mail.delete(mailbox(name))
    return "OK done"


async def rename(session: Session, command: Command) -> str:
    old, new = (mailbox(token) for token in arguments(command, 2))
    session.mail.rename(old, new)
    return "OK done"


async def subscribe(session: Session, command: Command) -> str:
    (name,) = arguments(command, 1)
    session.mail.find(mailbox(name))
    if len(session.mail.subscribed) >= _MOST_SUBSCRIBED:  # folders that are gone stay subscribed
        raise Refused("[LIMIT] too many subscriptions")
    session.mail.subscribed.add(mailbox(name))
    return "OK done"


async def unsubscribe(session: Session, command: Command) -> str:
    (name,) = arguments(command, 1)
    session.mail.subscribed.discard(mailbox(name))
    return "OK done"


async def status(session: Session, command: Command) -> str:
    name, items = arguments(command, 2)
    tell_status(session, session.folder(mailbox(name)), status_items(items))
    return "OK done"


def status_items(token: Token) -> list[str]:
    items = [word(item) for item in group(token)]
    if not items or not set(items) <= set(_STATUS) or len(items) > len(_STATUS):
        raise SyntaxFault("that cannot be asked of a folder")
    return items


def tell_status(session: Session, folder: Folder, items: list[str]) -> None:
    letters = folder.letters
    facts = {
        "MESSAGES": len(letters),
        "RECENT": sum(letter.recent for letter in letters),
        "UIDNEXT": folder.next_uid,
        "UIDVALIDITY": folder.uid_validity,
        "UNSEEN": sum("\\Seen" not in letter.flags for letter in letters),
        "SIZE": sum(len(letter.content) for letter in letters),
        "DELETED": sum("\\Deleted" in letter.flags for letter in letters),
    }
    words = " ".join(f"{item} {facts[item]}" for item in items)
    session.tell(b"STATUS ", quote_mailbox(folder.name), f" ({words})".encode())


async def namespace(session: Session, command: Command) -> str:
    """RFC 2342: one's own folders, and none of others."""
    arguments(command, 0)
    layout = session.mail.layout
    delimiter = quote(layout.delimiter.encode() or None)
    session.tell(b"NAMESPACE ((", quote_mailbox(layout.prefix), b" ", delimiter, b")) NIL NIL")
    return "OK done"


async def quota_root(session: Session, command: Command) -> str:
    (name,) = arguments(command, 1)
    session.folder(mailbox(name))
    _check_quota(session)
    session.tell(b"QUOTAROOT ", quote_mailbox(mailbox(name)), b' ""')
    _tell_quota(session)
    return "OK done"


async def quota(session: Session, command: Command) -> str:
    (root,) = arguments(command, 1)
    _check_quota(session)
    if text(root):
        raise Refused("[NONEXISTENT] there is no such quota root")
    _tell_quota(session)
    return "OK done"


def _check_quota(session: Session) -> None:
    if session.mail.layout.limit_kib is None:
        raise Refused("[CANNOT] this mailbox has no quota")


def _tell_quota(session: Session) -> None:
    session.tell(f'QUOTA "" (STORAGE {session.mail.used_kib} {session.mail.layout.limit_kib})'.encode())


HANDLERS: Handlers = {
    "APPEND": (State.KNOWN, append),
    "CREATE": (State.KNOWN, create),
    "DELETE": (State.KNOWN, delete),
    "RENAME": (State.KNOWN, rename),
    "SUBSCRIBE": (State.KNOWN, subscribe),
    "UNSUBSCRIBE": (State.KNOWN, unsubscribe),
    "STATUS": (State.KNOWN, status),
    "NAMESPACE": (State.KNOWN, namespace),
    "GETQUOTAROOT": (State.KNOWN, quota_root),
    "GETQUOTA": (State.KNOWN, quota),
}
