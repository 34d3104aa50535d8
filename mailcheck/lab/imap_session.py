"""One client's session: who it is, which folder is open, and what all commands have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from enum import IntEnum
from typing import TypeAlias

from mailcheck.domain.account import Security
from mailcheck.lab.imap_syntax import Command, SyntaxFault, Token
from mailcheck.lab.imap_view import View
from mailcheck.lab.imap_wire import OWNERS_PATIENCE, Wire
from mailcheck.lab.mail import Folder, FolderError, Mail
from mailcheck.lab.scenario import Script

_NUMBERS_STAY = {"FETCH", "STORE", "SEARCH"}  # RFC 3501 section 7.4.1: no EXPUNGE while they are answered
_BEFORE_LOGIN = ("IMAP4", "AUTH=", "SASL-IR", "ID", "LITERAL+", "LITERAL-")


class State(IntEnum):
    """What a command needs before it may be given."""

    ANY = 0
    KNOWN = 1  # after the login
    OPEN = 2  # with a folder open


class Refused(Exception):
    """The answer is NO; the text says why."""


class Session:
    """Lives as long as the connection."""

    def __init__(self, script: Script, mail: Mail, wire: Wire) -> None:
        self.script = script
        self.mail = mail
        self.wire = wire
        self.encrypted = script.endpoint.security is Security.TLS
        self.view: View | None = None
        self.over = False
        self.bad = 0  # commands that were none
        self._idle = False

    @property
    def state(self) -> State:
        if not self.wire.known:
            return State.ANY
        return State.OPEN if self.view else State.KNOWN

    @property
    def capabilities(self) -> str:
        """After the login what the script says; before it what matters before it."""
        if self.wire.known:
            return " ".join(self.script.offers)
        told = [word for word in self.script.offers if _tells_a_stranger(word)]
        if self.may_start_tls:
            told = [word for word in told if not word.startswith("AUTH=")] + ["STARTTLS", "LOGINDISABLED"]
        return " ".join(dict.fromkeys(["IMAP4rev1", *told]))

    @property
    def may_start_tls(self) -> bool:
        return self.script.endpoint.security is Security.STARTTLS and not self.encrypted

    @property
    def opened(self) -> View:
        assert self.view  # State.OPEN was asked for
        return self.view

    def enter(self) -> None:
        """The client has proved who it is."""
        self.wire.known = True
        self.wire.patience = OWNERS_PATIENCE

    def tell(self, *parts: bytes) -> None:
        """An untagged response."""
        self.wire.write(b"* " + b"".join(parts) + b"\r\n")

    def tell_news(self, command: Command) -> None:
        if self.view:
            for line in self.view.news(expunge=command.uid or command.name not in _NUMBERS_STAY):
                self.tell(line)

    # --- the open folder -------------------------------------------------------------------------------------------

    def open(self, folder: Folder, *, read_only: bool) -> View:
        self.leave()
        self.view = View(folder, read_only=read_only)
        folder.watchers.add(self._news)
        return self.view

    def leave(self) -> None:
        if self.view:
            self.view.folder.watchers.discard(self._news)
            self.view = None

    async def idle(self) -> bytes:
        """Tell what happens as it happens, until the client says something."""
        self._idle = True
        self._news()
        try:
            return await self.wire.read_line()
        finally:
            self._idle = False

    def _news(self) -> None:
        if self._idle and self.view:
            for line in self.view.news(expunge=True):
                self.tell(line)

    def folder(self, name: str, *, code: str = "NONEXISTENT") -> Folder:
        """One that can hold letters. Refused."""
        try:
            folder = self.mail.find(name)
        except FolderError:
            raise Refused(f"[{code}] there is no such folder") from None
        if not folder.selectable:
            raise Refused("[CANNOT] this folder holds no letters, only folders")
        return folder


Handler: TypeAlias = Callable[[Session, Command], Awaitable[str]]
"""Does the command and returns the answer without its tag. SyntaxFault, Refused, FolderError, OverQuotaError."""
Handlers: TypeAlias = Mapping[str, tuple[State, Handler]]


def arguments(command: Command, least: int, most: int | None = None) -> tuple[Token, ...]:
    """As many as the command takes: exactly `least`, unless `most` is told."""
    if not least <= len(command.arguments) <= (least if most is None else most):
        raise SyntaxFault(f"{command.name} takes other arguments")
    return command.arguments


def _tells_a_stranger(word: str) -> bool:
    upper = word.upper()
    return upper in _BEFORE_LOGIN or upper.startswith(("AUTH=", "IMAP4REV"))
