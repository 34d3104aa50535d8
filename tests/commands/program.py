"""The program as its user meets it: in this process where that is enough, as a process of its own where it is not."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.certificates import Certificates
from tests.name_server import NameServer
from tests.servers import Server, Talk, imap, running, smtp

ROOT = Path(__file__).parents[2]
ADDRESS = "anna.k@example.test"
SECRET = "sesame-7Q"
WITHOUT_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
Run = Callable[..., tuple[int, str, str]]


def start(*words: str, **options: object) -> subprocess.Popen[bytes]:
    """`python -m mailcheck WORDS`; keywords are those of Popen, `env` is added to the environment."""
    added = options.pop("env", {})
    assert isinstance(added, dict)
    english = {"LANG": "en_US.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    env = {**os.environ, **WITHOUT_SCREEN, **english, "PYTHONPATH": str(ROOT), "PW": SECRET}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "mailcheck", *words]
    return subprocess.Popen(command, env=env | added, **(streams | options))  # type: ignore[call-overload,no-any-return]


def finish(process: subprocess.Popen[bytes], data: bytes | None = None, within: float = 120) -> tuple[int, str, str]:
    """`within` seconds; the handbook takes a dozen of a processor."""
    out, err = process.communicate(data, timeout=within)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def on_terminal(
    *words: str, env: dict[str, str] | None = None, answer: bytes = b"", question: str = ": ", ahead: bytes = b""
) -> tuple[int, str]:
    """On a pseudo-terminal, as (exit code, everything that stood on it).

    `answer` is typed once `question` stands there, `ahead` before anything does.
    """
    pid, screen = pty.fork()
    if pid == 0:
        russian = {"TERM": "xterm", "LANG": "ru_RU.UTF-8", "LC_ALL": ""}
        settings = {**WITHOUT_SCREEN, **russian, "PYTHONPATH": str(ROOT), "PW": SECRET}
        os.environ.pop("NO_COLOR", None)
        os.execve(
            sys.executable, [sys.executable, "-m", "mailcheck", *words], {**os.environ, **settings, **(env or {})}
        )
    shown = b""
    os.write(screen, ahead)
    end = time.monotonic() + 20
    while True:
        if not select.select([screen], [], [], max(0, end - time.monotonic()))[0]:
            os.kill(pid, signal.SIGKILL)
        try:
            data = os.read(screen, 4096)
        except OSError:  # what Linux says at the end of a pseudo-terminal
            break
        if not data:
            break
        shown += data
        if answer and question.encode() in shown:
            time.sleep(0.1)  # getpass throws away what was typed before it switched the echo off
            os.write(screen, answer)
            answer = b""
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


@contextmanager
def servers(
    certificates: Certificates, name_server: NameServer, incoming: Talk | None = None, outgoing: Talk | None = None
) -> Iterator[list[str]]:
    """Two scripted servers; yields the words of a `check` against them."""
    context = certificates.good()
    both = [Server(talk, context, implicit=True) for talk in (incoming or imap(), outgoing or smtp())]
    with running(*both):
        given = [
            f"--{name}=localhost:{server.port}/tls" for name, server in zip(("incoming", "outgoing"), both, strict=True)
        ]
        host, port = name_server.address
        common = ["--ca-file", str(certificates.ca_file), "--nameserver", f"{host}:{port}", "--secret-env", "PW"]
        yield ["check", ADDRESS, *given, *common]
