"""Open a folder, and what is done in an open one: flags, copies, removal, waiting for news."""

from __future__ import annotations

from mailcheck.lab.imap_folders import SYSTEM_FLAGS, read_flags
from mailcheck.lab.imap_session import Handlers, Refused, Session, State, arguments
from mailcheck.lab.imap_syntax import Command, Group, SyntaxFault, mailbox, text, word
from mailcheck.lab.imap_view import View
from mailcheck.lab.mail import Folder, Letter

_MOST_FLAGS = 50


async def select(session: Session, command: Command) -> str:
    """SELECT and EXAMINE. A folder that was open is closed in any case (RFC 3501 section 6.3.1)."""
    (name,) = arguments(command, 1)
    session.leave()
    read_only = command.name == "EXAMINE"
    view = session.open(session.folder(mailbox(name)), read_only=read_only)
    _tell_folder(session, view)
    return f"OK [{'READ-ONLY' if read_only else 'READ-WRITE'}] done"


def _tell_folder(session: Session, view: View) -> None:
    keywords = sorted({flag for letter in view.letters for flag in letter.flags if not flag.startswith("\\")})
    flags = " ".join([*SYSTEM_FLAGS, *keywords])
    unseen = next((n for n, letter in enumerate(view.letters, 1) if "\\Seen" not in letter.flags), None)
    session.tell(f"FLAGS ({flags})".encode())
    session.tell(f"{len(view.letters)} EXISTS".encode())
    session.tell(f"{len(view.recent)} RECENT".encode())
    if unseen:
        session.tell(f"OK [UNSEEN {unseen}] the first one".encode())
    lasting = "" if view.read_only else f"{flags} \\*"
    session.tell(f"OK [PERMANENTFLAGS ({lasting})] these last".encode())
    session.tell(f"OK [UIDNEXT {view.folder.next_uid}] the next one".encode())
    session.tell(f"OK [UIDVALIDITY {view.folder.uid_validity}] of this folder".encode())


async def close(session: Session, command: Command) -> str:
    """Removes what is marked as deleted, and does not tell this session (RFC 3501 section 6.4.2)."""
    arguments(command, 0)
    view = session.opened
    session.leave()
    if not view.read_only:
        view.folder.remove(_deleted(view.folder.letters))
    return "OK done"


async def unselect(session: Session, command: Command) -> str:
    arguments(command, 0)
    session.leave()
    return "OK done"


async def expunge(session: Session, command: Command) -> str:
    """UID EXPUNGE (RFC 4315) removes those of the set alone."""
    view = _writable(session)
    letters = view.folder.letters
    if command.uid:
        (numbers,) = arguments(command, 1)
        letters = [letter for _, letter in view.pick(text(numbers), uid=True)]
    else:
        arguments(command, 0)
    view.folder.remove(_deleted(letters))
    return "OK done"


async def store(session: Session, command: Command) -> str:
    """STORE 1:3 +FLAGS.SILENT (\\Seen)"""
    numbers, operation, *rest = arguments(command, 3, 3 + _MOST_FLAGS)
    view = _writable(session)
    action, _, silent = word(operation).partition(".")
    if action not in ("FLAGS", "+FLAGS", "-FLAGS") or silent not in ("", "SILENT"):
        raise SyntaxFault("flags can be set, added and taken away")
    flags = read_flags(list(rest[0]) if isinstance(rest[0], Group) and len(rest) == 1 else list(rest))
    chosen = view.pick(text(numbers), uid=command.uid)
    changed = {letter: _changed(letter.flags, action, flags) for _, letter in chosen}
    if any(len(result) > _MOST_FLAGS for result in changed.values()):
        raise Refused("[LIMIT] too many flags")
    for number, letter in chosen:
        view.change_flags(letter, changed[letter], silent=bool(silent))
        if not silent:
            uid = b"UID %d " % letter.uid if command.uid else b""
            session.tell(b"%d FETCH (%bFLAGS %b)" % (number, uid, view.flags(letter)))
            view.mark_told(letter)
    view.folder.changed()
    return "OK done"


def _changed(flags: frozenset[str], action: str, by: frozenset[str]) -> frozenset[str]:
    if action == "FLAGS":
        return by
    return flags | by if action == "+FLAGS" else flags - by


async def copy(session: Session, command: Command) -> str:
    numbers, target = arguments(command, 2)
    letters = [letter for _, letter in session.opened.pick(text(numbers), uid=command.uid)]
    folder = session.folder(mailbox(target), code="TRYCREATE")
    session.mail.check_room([letter.content for letter in letters])
    return f"OK {_copied(session.opened.folder, letters, folder)}done"


async def move(session: Session, command: Command) -> str:
    """RFC 6851: the new UIDs are told before the old letters go."""
    numbers, target = arguments(command, 2)
    view = _writable(session)
    letters = [letter for _, letter in view.pick(text(numbers), uid=command.uid)]
    there = set(view.folder.letters)
    letters = [letter for letter in letters if letter in there]
    folder = session.folder(mailbox(target), code="TRYCREATE")
    code = _copied(view.folder, letters, folder)
    if code:
        session.tell(f"OK {code}moved".encode())
    view.folder.remove(letters)
    return "OK done"


def _copied(source: Folder, letters: list[Letter], target: Folder) -> str:
    """Flags and dates go along (RFC 3501 section 6.4.7). The code that tells the UIDs, and a blank."""
    if not letters:
        return ""
    copies = [target.put(letter.content, letter.flags, letter.received) for letter in letters]
    target.changed()
    old = ",".join(str(letter.uid) for letter in letters)
    new = ",".join(str(letter.uid) for letter in copies)
    return f"[COPYUID {target.uid_validity} {old} {new}] "


async def idle(session: Session, command: Command) -> str:
    """RFC 2177: may be asked for without an open folder too; then there is no news."""
    arguments(command, 0)
    session.wire.write(b"+ idling\r\n")
    await session.wire.drain()
    line = await session.idle()
    if line.strip().upper() != b"DONE":
        raise SyntaxFault("DONE is expected")
    return "OK done"


def _writable(session: Session) -> View:
    if session.opened.read_only:
        raise Refused("[READ-ONLY] the folder is open for reading only")
    return session.opened


def _deleted(letters: list[Letter]) -> list[Letter]:
    return [letter for letter in letters if "\\Deleted" in letter.flags]


HANDLERS: Handlers = {
    "SELECT": (State.KNOWN, select),
    "EXAMINE": (State.KNOWN, select),
    "CLOSE": (State.OPEN, close),
    "UNSELECT": (State.OPEN, unselect),
    "EXPUNGE": (State.OPEN, expunge),
    "STORE": (State.OPEN, store),
    "COPY": (State.OPEN, copy),
    "MOVE": (State.OPEN, move),
    "IDLE": (State.KNOWN, idle),
}
