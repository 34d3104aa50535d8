"""A proxy on the loopback that makes the way to a server long, or stops in mid-talk. It runs in a thread of its own.

This stands in for the kernel's network emulation, which containers and CI machines do not have.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

CHUNK = 65536
Chunk = tuple[float, bytes]  # when it may go on, and what; b"" is the end of the stream


@dataclass(frozen=True)
class Encryption:
    """TLS ends in the proxy, so that it can read along: `server` meets the client, `client` goes on to the server."""

    server: ssl.SSLContext
    client: ssl.SSLContext


class Proxy:
    """`with Proxy(port, delay=0.05) as proxy:` carries 127.0.0.1:proxy.port to 127.0.0.1:port.

    `delay`: seconds that every byte is under way, in each direction; the set-up of a connection takes both ways.
    `silent_after`: once the client has sent this, nothing of the server comes back any more (needs `encryption` on TLS
    ports, else it is never seen). A word that arrives in two pieces is not recognised: mail clients send whole lines.
    """

    def __init__(
        self, port: int, *, delay: float = 0.0, silent_after: bytes = b"", encryption: Encryption | None = None
    ) -> None:
        self._target = port
        self._delay = delay
        self._silent_after = silent_after
        self._encryption = encryption
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy")
        self._talks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Proxy:
        self._thread.start()
        context = self._encryption.server if self._encryption else None
        listening = asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            # A cancelled handler is logged by asyncio as an error, so the end of the talk stays in here.
            with suppress(OSError, asyncio.CancelledError):
                await self._carry(reader, writer)
        finally:
            writer.transport.abort()
            self._talks.discard(talk)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The kernel has already answered the client's SYN: the round trip that it would have cost is paid here,
        # one way now and the other on the server's first bytes.
        await asyncio.sleep(self._delay)
        context = self._encryption.client if self._encryption else None
        name = "localhost" if context else None
        there, back = await asyncio.open_connection("127.0.0.1", self._target, ssl=context, server_hostname=name)
        spoken = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, back, spoken, from_client=True))
                both.create_task(self._pump(there, writer, spoken, from_client=False))
        except* OSError:
            pass  # one side went away without a good-bye: the other one is hung up on
        finally:
            back.transport.abort()

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, spoken: asyncio.Event, *, from_client: bool
    ) -> None:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Chunk] = asyncio.Queue()
        sending = loop.create_task(self._send(queue, sink))
        try:
            while True:
                data = await source.read(CHUNK)
                if from_client and self._silent_after and self._silent_after in data:
                    spoken.set()
                if not from_client and spoken.is_set():
                    await asyncio.Event().wait()  # until the talk is cancelled
                queue.put_nowait((loop.time() + self._delay, data))
                if not data:
                    break
            await sending
        finally:
            sending.cancel()

    async def _send(self, queue: asyncio.Queue[Chunk], sink: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, data = await queue.get()
            await asyncio.sleep(due - loop.time())
            if not data:
                if sink.can_write_eof():
                    sink.write_eof()
                else:  # TLS knows no half-closed connection
                    sink.close()
                return
            sink.write(data)
            await sink.drain()
