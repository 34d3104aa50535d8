"""A practice server in a loop of its own while a test talks to it; nothing may be left of it afterwards."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar


class Closable(Protocol):
    @property
    def port(self) -> int: ...

    async def close(self) -> None: ...


class Fault(Exception):
    """What the loop was told of."""


S = TypeVar("S", bound=Closable)


@contextmanager
def serving(start: Callable[[], Awaitable[S]]) -> Iterator[S]:
    """The server that `start` makes. A fault of the loop, or a task left behind, fails the test."""
    ready: Future[tuple[S, asyncio.AbstractEventLoop]] = Future()
    over = asyncio.Event()
    faults: list[dict[str, Any]] = []
    left: set[asyncio.Task[Any]] = set()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: faults.append(context))
        server = await start()
        ready.set_result((server, loop))
        await over.wait()
        await server.close()
        left.update(asyncio.all_tasks() - {asyncio.current_task()})

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="practice")
    thread.start()
    server, loop = ready.result(5)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(5)
    assert not thread.is_alive()
    if faults:
        raise Fault(faults)
    assert not left
