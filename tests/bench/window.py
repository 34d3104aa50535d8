"""The measures of the window, each beside a bare QWizard of the same PySide6 in the same minute.

    cold start     to the first painted page; at most 1.25 times the bare one's
    memory         of the process at the result screen; at most 1.6 times
    stalls         of the event loop while a check runs: the longest below 50 ms, 99 of 100 below 16 ms; the longest
                   also on the way there, while the program makes its later screens ready
    Stop           until no thread of the run is left and `ended` has been told; below 0.2 s

Every figure comes from a process of its own, whose modules are compiled as pip leaves them; the servers are scripted,
on loopback, and 50 ms away. Exits with 1 when a bound is passed. It is no test: a busy machine must not fail one.
"""

from __future__ import annotations

import atexit
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.measure import ONE_WAY, tell
from tests.bench.proxy import Proxy
from tests.bench.window_child import BORN
from tests.certificates import Certificates
from tests.name_server import NameServer
from tests.servers import Server, hang, imap, running, smtp

RUNS = 7


@dataclass(frozen=True)
class Servers:
    """What a child needs to reach them."""

    incoming: int
    outgoing: int
    nameserver: int
    authorities: Path


def child(mode: str, servers: Servers | None = None) -> dict[str, Any]:
    """What a process of its own measured."""
    words = [str(getattr(servers, name)) for name in Servers.__dataclass_fields__] if servers else []
    command = [sys.executable, "-m", "tests.bench.window_child", mode, *words]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": home, BORN: str(time.time())}
        environment |= {"PYTHONPYCACHEPREFIX": _compiled(), "PYTHONDONTWRITEBYTECODE": ""}
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)
    measured = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(measured, dict)
    return measured


@cache
def _compiled() -> str:
    """Where children find their modules compiled, as pip leaves them: by the first one, which is not counted."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def in_turns(key: str, ours: tuple[str, Servers | None]) -> tuple[float, float]:
    """Medians of ours and of the bare one, after one warm-up each."""
    pairs = [(child(*ours)[key], child("bare")[key]) for _ in range(RUNS + 1)][1:]
    mine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return mine, bare


def cold_start() -> bool:
    mine, bare = in_turns("started", ("start", None))
    return tell(f"first page: {mine * 1000:.0f} ms, bare QWizard {bare * 1000:.0f} ms, ratio", mine / bare, 1.25)


def memory(servers: Servers) -> bool:
    mine, bare = in_turns("memory", ("run", servers))
    return tell(f"memory at the result: {mine:.0f} MB, bare QWizard {bare:.0f} MB, ratio", mine / bare, 1.6)


def stalls(servers: Servers) -> Iterator[bool]:
    measured = [child("run", servers) for _ in range(RUNS)]

    def middle(key: str) -> float:
        return float(statistics.median(each[key] for each in measured)) * 1000

    yield tell("longest stall of the event loop while a check runs", middle("longest"), 50, " ms")
    yield tell("99 of 100 turns of the event loop while a check runs", middle("percentile"), 16, " ms")
    yield tell("longest stall of the event loop from the first screen to the third", middle("walk_longest"), 50, " ms")


def stop(servers: Servers) -> bool:
    worst = max(child("stop", servers)["silent"] for _ in range(RUNS))
    return tell("Stop until silence, the slowest", worst, 0.2, " s")


@contextmanager
def scripted(folder: Path, *, hanging: bool) -> Iterator[Servers]:
    certificates = Certificates(folder)
    authorities = folder / "authorities.pem"
    authorities.write_text(certificates.authorities)
    context = certificates.good()
    talks = (imap(greeting=hang) if hanging else imap(), smtp())
    names = NameServer()
    servers = [Server(talk, context, implicit=True) for talk in talks]
    try:
        with running(*servers), ExitStack() as proxies:
            ports = [proxies.enter_context(Proxy(server.port, delay=ONE_WAY)).port for server in servers]
            yield Servers(ports[0], ports[1], names.address[1], authorities)
    finally:
        names.stop()


def main() -> int:
    good = [cold_start()]
    with tempfile.TemporaryDirectory() as folder, scripted(Path(folder), hanging=False) as servers:
        good += [memory(servers), *stalls(servers)]
    with tempfile.TemporaryDirectory() as folder, scripted(Path(folder), hanging=True) as servers:
        good.append(stop(servers))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
