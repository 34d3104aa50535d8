"""A practice mailbox in memory: its folders, its letters and the room in it. One per run, shared by IMAP and SMTP.

All servers of a run live in one event loop, so that nothing here needs a lock.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from mailcheck.lab.scenario import Layout

MOST_BYTES = 50_000_000
MOST_LETTERS = 2000
MOST_FOLDERS = 500
_LONGEST_NAME = 200
INBOX = "INBOX"


class OverQuotaError(Exception):
    """There is no room for that."""


class FolderError(Exception):
    """What cannot be done with a folder; the text begins with a code of RFC 5530 in brackets."""


@dataclass(eq=False, slots=True)
class Letter:
    """`recent`: no session has been told of it yet (RFC 3501 section 2.3.2)."""

    uid: int
    content: bytes
    flags: frozenset[str]
    received: datetime
    recent: bool = True


@dataclass(eq=False)
class Folder:
    """`watchers` are called after every change."""

    name: str
    attributes: tuple[str, ...]
    uid_validity: int
    letters: list[Letter] = field(default_factory=list)
    next_uid: int = 1
    watchers: set[Callable[[], None]] = field(default_factory=set)

    @property
    def selectable(self) -> bool:
        return not {"\\noselect", "\\nonexistent"} & {attribute.lower() for attribute in self.attributes}

    def put(self, content: bytes, flags: Iterable[str], received: datetime) -> Letter:
        letter = Letter(self.next_uid, content, frozenset(flags), received)
        self.next_uid += 1
        self.letters.append(letter)
        return letter

    def remove(self, letters: Iterable[Letter]) -> None:
        gone = set(letters)
        self.letters[:] = [letter for letter in self.letters if letter not in gone]
        self.changed()

    def changed(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()


class Mail:
    """The whole mailbox of one person."""

    def __init__(self, layout: Layout, names: frozenset[str], passwords: tuple[str, ...]) -> None:
        """The names of the folders are whole ones, with the prefix of the namespace; all are subscribed."""
        self.layout = layout
        self.folders: dict[str, Folder] = {}
        self._names = names
        self._passwords = passwords
        # a mail program that saw the practice mailbox of yesterday must not take this one for the same
        self._validity = count(int(time.time()))
        self._add(INBOX, layout.folders.get(INBOX, ()))
        for name, attributes in layout.folders.items():
            for parent in self.parents(name):
                if parent not in self.folders and parent not in layout.folders:
                    self._add(parent, ("\\Noselect",))
            if name != INBOX:
                self._add(name, attributes)
        self.subscribed = {name for name, folder in self.folders.items() if folder.selectable}

    def accepts(self, name: str, password: str) -> bool:
        known = [hmac.compare_digest(password.encode("utf-8", "replace"), each.encode()) for each in self._passwords]
        return name.lower() in self._names and any(known)

    def deliver(self, content: bytes) -> None:
        """A letter from outside. OverQuotaError."""
        self.append(self.folders[INBOX], content)

    def keep_sent(self, content: bytes) -> None:
        """A copy of what was sent, where the server keeps them. OverQuotaError."""
        if self.layout.keeps_sent:
            for folder in self.folders.values():
                if "\\sent" in {attribute.lower() for attribute in folder.attributes}:
                    self.append(folder, content, ("\\Seen",))
                    return

    # --- letters ---------------------------------------------------------------------------------------------------

    def append(
        self, folder: Folder, content: bytes, flags: Iterable[str] = (), received: datetime | None = None
    ) -> Letter:
        self.check_room([content])
        letter = folder.put(content, flags, received or datetime.now(UTC))
        folder.changed()
        return letter

    def check_room(self, contents: list[bytes]) -> None:
        """Raise OverQuotaError unless all of them can be added."""
        size = sum(map(len, contents))
        letters = sum(len(folder.letters) for folder in self.folders.values())
        limit = self.layout.limit_kib
        if letters + len(contents) > MOST_LETTERS or self._stored() + size > MOST_BYTES:
            raise OverQuotaError
        if limit is not None and self._used() + size > limit * 1024:
            raise OverQuotaError

    @property
    def used_kib(self) -> int:
        return -(-self._used() // 1024)

    def _used(self) -> int:
        """What the layout says is used cannot be seen, nor removed: the letters come on top of it."""
        return (self.layout.used_kib or 0) * 1024 + self._stored()

    def _stored(self) -> int:
        return sum(len(letter.content) for folder in self.folders.values() for letter in folder.letters)

    # --- folders ---------------------------------------------------------------------------------------------------

    def parents(self, name: str) -> list[str]:
        """The names above it, the highest first."""
        if not self.layout.delimiter:
            return []
        steps = name.split(self.layout.delimiter)
        return [self.layout.delimiter.join(steps[:depth]) for depth in range(1, len(steps))]

    def children(self, name: str) -> list[str]:
        below = name + self.layout.delimiter
        return [other for other in self.folders if self.layout.delimiter and other.startswith(below)]

    def find(self, name: str) -> Folder:
        folder = self.folders.get(name)
        if folder is None:
            raise FolderError("[NONEXISTENT] there is no such folder")
        return folder

    def create(self, name: str, attributes: tuple[str, ...] = ()) -> None:
        """The folders above it are made too (RFC 3501 section 6.3.3)."""
        if self.layout.delimiter:
            name = name.removesuffix(self.layout.delimiter)
        self._check_new(name)
        for parent in self.parents(name):
            if parent not in self.folders:
                self._add(parent, ())
        self._add(name, attributes)

    def delete(self, name: str) -> None:
        folder = self.find(name)
        if name == INBOX:
            raise FolderError("[CANNOT] INBOX stays")
        if self.children(name):
            raise FolderError("[HASCHILDREN] there are folders in it")
        del self.folders[name]
        folder.remove(list(folder.letters))

    def rename(self, old: str, new: str) -> None:
        """The folders in it go along; INBOX stays and gives its letters away (RFC 3501 section 6.3.5)."""
        self.find(old)
        if old == INBOX:
            self.create(new)
            letters = list(self.folders[INBOX].letters)
            self.folders[INBOX].remove(letters)
            for letter in letters:
                self.folders[new].put(letter.content, letter.flags, letter.received)
            return
        if self.layout.delimiter and new.startswith(old + self.layout.delimiter):
            raise FolderError("[CANNOT] a folder cannot be put into itself")
        below = self.children(old)
        self.create(new)
        for name in (old, *below):
            target = new + name[len(old) :]
            self.folders[target] = self.folders.pop(name)
            self.folders[target].name = target

    def _check_new(self, name: str) -> None:
        if name in self.folders:
            raise FolderError("[ALREADYEXISTS] there is such a folder")
        steps = name.split(self.layout.delimiter) if self.layout.delimiter else [name]
        if not all(steps) or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise FolderError("[CANNOT] that is no name for a folder")
        if len(self.folders) + len(steps) > MOST_FOLDERS:
            raise FolderError("[LIMIT] too many folders")

    def _add(self, name: str, attributes: tuple[str, ...]) -> None:
        self.folders[name] = Folder(name, attributes, next(self._validity))
