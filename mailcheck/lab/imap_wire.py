"""One client's connection in bytes: lines and literals within limits, and no more output than the client takes."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from mailcheck.lab.imap_syntax import announced, tag_of

T = TypeVar("T")

LONGEST_LINE = 8192
STRANGERS_LITERAL = 4096  # before the login
OWNERS_LITERAL = 65_536
LARGEST_LETTER = 10_000_000
STRANGERS_PATIENCE = 60.0  # seconds
OWNERS_PATIENCE = 30 * 60.0  # RFC 3501 section 5.4
_TAKING = 60.0  # seconds for a client to take what it asked for
_UNREAD = 20_000_000  # bytes it may leave untaken while others make news for it
_APPEND = re.compile(rb"\S+ +APPEND ", re.IGNORECASE)


class Flood(Exception):
    """The client sends more than any client has to."""


class LiteralTooBig(Exception):
    """The client waits for leave to send it, and gets none; the text is the tag of its command."""


class Wire:
    """`patience`: seconds that a client may be silent (TimeoutError). EOFError and OSError: it went away."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.patience = STRANGERS_PATIENCE
        self.known = False  # the client has logged in

    async def read_command(self) -> bytes:
        """A line, and the literals and lines that follow on it."""
        pieces = [await self.read_line()]
        left = self._largest_literal(pieces[0])
        room = LONGEST_LINE - len(pieces[0])
        while literal := announced(pieces[-1]):
            size, waits = literal
            if size > left:
                raise LiteralTooBig(tag_of(pieces[0])) if waits else Flood
            if waits:
                self.write(b"+ go on\r\n")
                await self.drain()
            pieces += [await self._patiently(self._reader.readexactly(size)), await self.read_line()]
            left -= size
            room -= len(pieces[-1])
            if room < 0:
                raise Flood
        return b"".join(pieces)

    async def read_line(self) -> bytes:
        try:
            line = await self._patiently(self._reader.readuntil(b"\n"))
        except asyncio.LimitOverrunError:
            raise Flood from None
        if len(line) > LONGEST_LINE:
            raise Flood
        return line

    def write(self, data: bytes) -> None:
        if self._writer.transport.is_closing():  # asyncio would log it
            return
        self._writer.write(data)
        if self._writer.transport.get_write_buffer_size() > _UNREAD:
            self._writer.transport.abort()

    async def drain(self) -> None:
        async with asyncio.timeout(_TAKING):
            await self._writer.drain()

    async def swallow(self) -> None:
        """Take what comes and say nothing, until the client has gone or has said too much."""
        with suppress(EOFError, OSError):
            left = LARGEST_LETTER
            while left > 0 and (data := await self._patiently(self._reader.read(65_536))):
                left -= len(data)

    async def start_tls(self, context: ssl.SSLContext, leave: bytes) -> None:
        """`leave` is the answer to STARTTLS. What came before it was sent counts for nothing (RFC 3501 6.2.1)."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0):  # what is there comes at once, and nothing is waited for
                await self._reader.read(1_000_000)
        self.write(leave)
        await self._writer.start_tls(context)

    def _largest_literal(self, line: bytes) -> int:
        if not self.known:
            return STRANGERS_LITERAL
        return LARGEST_LETTER if _APPEND.match(line) else OWNERS_LITERAL

    async def _patiently(self, reading: Awaitable[T]) -> T:
        async with asyncio.timeout(self.patience):
            return await reading
