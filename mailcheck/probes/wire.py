"""One connection to a server: an absolute deadline, a byte budget, a transcript, TLS, and a way to cut it off.

A Wire quacks like a socket, so that imaplib and smtplib can speak over it. TLS runs over memory BIOs (and not over a
wrapped socket), because only then does the deadline hold inside the handshake, and the first raw bytes of a server
that does not speak TLS at all can be read.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.redact import MASK, printable

BUDGET = 4 * 1024 * 1024
"""Bytes one conversation may bring: a LIST of 20,000 folders is about 2 MB."""
MAX_LINE = 64 * 1024
"""Bytes in one line: the RFCs ask for far less; lines of real servers stay below 8 kB."""
MAX_TRANSCRIPT = 4000
"""Lines kept: enough for 2,000 folders twice."""
MAX_SHOWN = 1000
"""Characters of one line kept in the transcript: the longest that SMTP allows has 512."""
_FIRST = 512  # of a server's first bytes: enough to tell by them who it is
_CHUNK = 16 * 1024
_LOGIN = re.compile(r"(AUTH [\w-]+|[a-z]{1,5}\d+ (?:LOGIN|AUTHENTICATE [\w-]+))( .*)?", re.IGNORECASE)
_LAST_WORDS = 0.5
"""Seconds for the rest of what a server that is closing has to say: it is on its way already."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the talk: `direction` is "C" or "S", `at` is time.monotonic()."""

    at: float
    direction: str
    text: str


class WireError(OSError, ProbeError):
    """An OSError for the libraries that sit on top, a ProbeError for us."""

    def __init__(self, code: str, **evidence: object) -> None:
        ProbeError.__init__(self, code, **evidence)


class Wire:
    """A connected stream. Every read and write ends at `deadline` (time.monotonic() seconds)."""

    def __init__(self, sock: socket.socket, deadline: float, mask: Callable[[str], str] = str) -> None:
        self._sock = sock
        self._mask = mask
        self._tls: ssl.SSLObject | None = None
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._buffer = bytearray()
        self._received = 0
        self._unfinished = False  # the line that we said last has no end yet
        self.deadline = deadline
        self.first_bytes = b""  # what the server sent first, before any TLS
        self.fault: ProbeError | None = None  # what went wrong here, whatever the library above makes of it
        self.ended = False  # the server closed its side
        self.cancelled = False
        self.hide_client = False  # while a login is under way nothing that we send is written down
        self.lines: list[Line] = []
        self.heard: deque[str] = deque(maxlen=200)  # the server's lines since we last said something

    # --- what a library sees of a socket -------------------------------------------------------------------------

    def sendall(self, data: bytes) -> None:
        if not (self._unfinished and data == b"\r\n"):  # imaplib sends the end of an answer by itself
            self._note("C", data)
        self._unfinished = not data.endswith(b"\n")
        if self._tls is None:
            self._send_raw(data)
            return
        self._tls.write(data)
        self._flush()

    def recv(self, size: int) -> bytes:
        if not self._buffer:
            self._fill()
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def readline(self, limit: int = MAX_LINE) -> bytes:
        """One line with its line end; b"" at the end of the stream. A line over `limit` bytes is a fault."""
        while True:
            end = self._buffer.find(b"\n")
            if 0 <= end < limit:
                break
            if end >= limit or len(self._buffer) > limit:
                self._fail("reply-malformed", reply=printable(bytes(self._buffer)), reason="line-too-long")
            if not self._fill():
                end = len(self._buffer) - 1
                break
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        if line:
            self._note("S", line)
        return line

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes (an IMAP literal), or fewer at the end of the stream."""
        if size > BUDGET:
            self._fail("reply-malformed", reason="literal-too-long")
        while len(self._buffer) < size and self._fill():
            pass
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._note("S", data)
        return data

    def settimeout(self, value: float | None) -> None:
        """Deadlines are ours: a library's own idea of a timeout is not taken."""

    def close(self) -> None:
        self._sock.close()

    def shutdown(self, how: int = socket.SHUT_RDWR) -> None:
        with suppress(OSError):  # it may be gone already
            self._sock.shutdown(how)

    # --- what only we use ----------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Called from another thread: whoever waits in a read or a write returns at once."""
        self.cancelled = True
        self.shutdown()

    @property
    def encrypted(self) -> bool:
        return self._tls is not None

    @property
    def peer(self) -> str:
        """The server's IP address; "" when the connection is gone already."""
        try:
            return str(self._sock.getpeername()[0])
        except OSError:
            return ""

    def early_bytes(self) -> bytes:
        """What has arrived and was not asked for, without waiting."""
        if not self._buffer:
            try:
                self._sock.setblocking(False)
                return self._sock.recv(_CHUNK, socket.MSG_PEEK)
            except OSError:
                return b""
        return bytes(self._buffer)

    def hear_last_words(self) -> None:
        """A server that closes may have said why before, where nobody has looked yet, or says it after its goodbye."""
        fault, self.fault = self.fault, None
        self.deadline = min(self.deadline, time.monotonic() + _LAST_WORDS)
        with suppress(WireError):
            while self.readline():
                pass
        self.fault = fault

    def start_tls(self, context: ssl.SSLContext, host: str) -> ssl.SSLObject:
        """Shake hands. Raises ssl.SSLError when TLS cannot be agreed or verified, WireError on wire faults."""
        tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._flush()
                if not self._pull():
                    self._fail("connection-dropped")
            except ssl.SSLError:
                self._flush_quietly()  # our alert tells the server why
                raise
        self._flush()
        self._tls = tls
        return tls

    # --- inside --------------------------------------------------------------------------------------------------

    def _fill(self) -> bool:
        """Wait for more bytes; False at the end of the stream."""
        if self._tls is None:
            data = self._receive()
            self._buffer += data
            return bool(data)
        while True:
            try:
                data = self._tls.read(_CHUNK)
            except ssl.SSLWantReadError:
                self._flush()  # the server may have asked for new keys
                if not self._pull():
                    return False
                continue
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                data = b""
            except ssl.SSLError as error:
                self._fail("connection-dropped", reason=str(error.reason or "tls"))
            self.ended = not data  # TLS has an end of its own (RFC 8446 section 6.1)
            self._buffer += data
            return bool(data)

    def _pull(self) -> bool:
        """Bring encrypted bytes in; False at the end of the stream."""
        data = self._receive()
        if data:
            self._incoming.write(data)
        return bool(data)

    def _receive(self) -> bytes:
        remaining = self._remaining()
        try:
            self._sock.settimeout(remaining)
            data = self._sock.recv(_CHUNK)
        except TimeoutError:
            self._fail("reply-timeout")
        except OSError:
            self._fail("connection-dropped")
        if self.cancelled:
            raise Cancelled
        self.ended = not data
        self._received += len(data)
        if self._received > BUDGET:
            self._fail("reply-malformed", reason="too-much")
        if len(self.first_bytes) < _FIRST:
            self.first_bytes += data[:_FIRST]
        return data

    def _send_raw(self, data: bytes) -> None:
        remaining = self._remaining()
        try:
            self._sock.settimeout(remaining)
            self._sock.sendall(data)
        except TimeoutError:
            self._fail("reply-timeout")
        except OSError:
            self._fail("connection-dropped")

    def _flush(self) -> None:
        data = self._outgoing.read()
        if data:
            self._send_raw(data)

    def _flush_quietly(self) -> None:
        try:
            self._flush()
        except WireError:
            self.fault = None

    def _remaining(self) -> float:
        if self.cancelled:
            raise Cancelled
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:  # a server that drips is never silent: the clock decides, not the silence
            self._fail("reply-timeout")
        return remaining

    def _fail(self, code: str, **evidence: object) -> NoReturn:
        if self.cancelled:
            raise Cancelled
        error = WireError(code, **evidence)
        self.fault = error
        raise error

    def _note(self, direction: str, data: bytes) -> None:
        if direction == "C":
            self.heard.clear()
        now = time.monotonic()
        for part in data.rstrip(b"\r\n").split(b"\n"):
            text = printable(part.rstrip(b"\r"))
            if direction == "S":
                self.heard.append(text)
            elif self.hide_client:
                text = hidden(text)
            if len(self.lines) < MAX_TRANSCRIPT:
                self.lines.append(Line(now, direction, _shortened(self._mask(text))))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def hidden(text: str) -> str:
    """A line of a login with all but the command's name taken out."""
    command = _LOGIN.fullmatch(text)
    if not command:
        return MASK
    return f"{command[1]} {MASK}" if command[2] else command[1]
