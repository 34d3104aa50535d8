"""A port on loopback and the conversations held there: how many at once, and how all of them end.

A practice server is closed in the middle of whatever a client does; nothing of it may stay behind.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

CONNECTIONS = 50
"""At once on one port; the rest are closed as they come."""
LINE_LIMIT = 64 * 1024
"""Bytes that a reader looks through for the end of a line; then readline raises ValueError."""
HANDSHAKE = 20.0
"""Seconds for a client to begin TLS."""
_FLUSH = 1.0
"""Seconds for a client to take the last words; then the connection is cut."""
_FULL = 0.1
"""Seconds until accepting is tried again when the system has no descriptor to give."""

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""One conversation, from the greeting on; the connection is closed when it returns.

`writer.start_tls(context)` works in it. OSError (a client that went away) and EOFError may be left to pass.
"""
Converse = Callable[[socket.socket], Awaitable[None]]
"""The same for those that bring a protocol of their own; it closes the socket however it ends."""


class Listener:
    """Built by `start` or `start_with`; belongs to the loop it was started in."""

    def __init__(self, converse: Converse) -> None:
        self._converse = converse
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=CONNECTIONS)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self._closing = False
        self._open: set[asyncio.Task[None]] = set()
        self._accepting = asyncio.get_running_loop().create_task(self._accept())

    @classmethod
    async def start(cls, talk: Talk, context: ssl.SSLContext | None = None) -> Listener:
        """Hold `talk` with each client; with a context TLS begins with the first byte."""

        async def converse(client: socket.socket) -> None:
            await _over_streams(client, talk, context)

        return cls(converse)

    @classmethod
    async def start_with(cls, converse: Converse) -> Listener:
        return cls(converse)

    async def close(self) -> None:
        """Stop listening and end every conversation at once; may be called twice."""
        self._closing = True
        await self._stop_accepting()
        self._socket.close()
        for _ in range(3):  # what was just begun takes its socket first: a task that never ran would leave it open
            await asyncio.sleep(0)
        tasks = list(self._open)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for _ in range(3):  # transports say their farewells in steps of the loop
            await asyncio.sleep(0)

    async def _stop_accepting(self) -> None:
        """By a knock: to cancel sock_accept may lose a connection that it has just taken, and leave it open."""
        with socket.socket() as knock:
            knock.setblocking(False)
            if not self._accepting.done():
                knock.connect_ex(("127.0.0.1", self.port))
            await self._accepting

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._closing:
            try:
                client, _ = await loop.sock_accept(self._socket)
            except OSError:
                await asyncio.sleep(_FULL)
                continue
            if self._closing or len(self._open) >= CONNECTIONS:
                client.close()
                continue
            client.setblocking(False)
            # asyncio does it for sockets it makes itself: without it an answer of two pieces takes 40 ms
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = loop.create_task(self._hold(client))
            self._open.add(task)
            task.add_done_callback(self._ended)

    async def _hold(self, client: socket.socket) -> None:
        with suppress(OSError, EOFError):  # what a client can do to us; ssl.SSLError and TimeoutError are OSErrors
            await self._converse(client)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault of ours is told, and the other conversations go on."""
        self._open.discard(task)
        if not task.cancelled() and (error := task.exception()):
            context = {"message": "a practice server failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)


async def part(writer: asyncio.StreamWriter) -> None:
    """Close when the client has taken the last words; TimeoutError when it does not."""
    writer.close()
    async with asyncio.timeout(_FLUSH):
        await writer.wait_closed()


def cut(writer: asyncio.StreamWriter) -> None:
    """End the connection now, whatever is still to be written."""
    with suppress(AttributeError):  # asyncio's own, where a transport closed itself after its last write
        writer.transport.abort()


async def _over_streams(client: socket.socket, talk: Talk, context: ssl.SSLContext | None) -> None:
    loop = asyncio.get_running_loop()
    made: list[asyncio.StreamWriter] = []
    reader = asyncio.StreamReader(LINE_LIMIT)
    # with this callback the protocol is one of a server: StreamWriter.start_tls asks it for its side
    protocol = asyncio.StreamReaderProtocol(reader, lambda _, writer: made.append(writer))
    timeout = HANDSHAKE if context else None
    await loop.connect_accepted_socket(lambda: protocol, client, ssl=context, ssl_handshake_timeout=timeout)
    writer = made[0]
    try:
        await talk(reader, writer)
        await part(writer)
    finally:
        cut(writer)
        with suppress(OSError):
            await writer.wait_closed()
