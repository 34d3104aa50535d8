"""Start a real server for the tests, wait until it answers, and leave nothing of it behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

START_LIMIT = 15.0  # seconds; a start takes 0.02 to 0.4 s, a loaded machine is given room
STOP_LIMIT = 3.0
LOOPBACK = ("127.0.0.1", "127.0.0.2")  # Dovecot takes the second one for a stranger's address
LOOPBACK_6 = "::1"
# Below the ports that the kernel gives to outgoing connections (32768 and up): none is taken in between.
PORTS = range(20000, 32000)


class Unavailable(Exception):
    """This machine cannot run the server; the message says why, in one line."""


def find_program(*names: str) -> str:
    """The path of the first of these programs that is installed. The folders of servers are not on every PATH."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin"])
    for name in names:
        found = shutil.which(name, path=folders)
        if found:
            return found
    raise Unavailable(f"{' or '.join(names)} is not installed")


def free_ports(count: int) -> list[int]:
    """Ports on which nothing listens, neither by TCP nor by UDP."""
    ports: list[int] = []
    hosts = addresses()
    for port in random.sample(PORTS, 2000):
        if all(_is_free(kind, host, port) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM) for host in hosts):
            ports.append(port)
            if len(ports) == count:
                return ports
    raise Unavailable("no free ports on the loopback addresses")


def addresses() -> tuple[str, ...]:
    """The loopback addresses to listen on; that of IPv6 only where this machine has it."""
    has_ipv6 = socket.has_ipv6 and _is_free(socket.SOCK_DGRAM, LOOPBACK_6, 0)
    return (*LOOPBACK, LOOPBACK_6) if has_ipv6 else LOOPBACK


def _is_free(kind: socket.SocketKind, host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:  # as the servers do: a closed connection's rest does not keep a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def greeting(port: int, host: str = LOOPBACK[0]) -> bytes:
    """The first bytes that a plain-text mail server says; OSError while it is not up."""
    with socket.create_connection((host, port), 5) as connection:
        return connection.recv(400)


def fill_template(template: Path, **values: object) -> str:
    """The file with each @NAME@ replaced; the servers' own configuration languages are full of $ and { }."""
    text = template.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


class Daemon:
    """A server in the foreground, as our child, in a process group of its own."""

    def __init__(self, command: Sequence[str], log: Path, ready: Callable[[], object]) -> None:
        self.log = log
        self._output = log.with_suffix(".stderr")
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*_dies_with_us(), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            self._wait(ready)
        except BaseException:
            self.stop()
            raise

    def _wait(self, ready: Callable[[], object]) -> None:
        limit = time.monotonic() + START_LIMIT
        while True:
            try:
                ready()
                return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > limit:
                    raise RuntimeError(f"{self._process.args!r} did not start: {error}\n{self.said()}") from error
                time.sleep(0.01)

    def said(self) -> str:
        """What the server wrote, for the message of a failed test."""
        files = [file for file in (self._output, self.log) if file.exists()]
        return "\n".join(file.read_text(encoding="utf-8", errors="replace")[-4000:] for file in files)

    def ask_to_stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """End the server and all its children; they may not outlive the test run."""
        self.ask_to_stop()
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)  # children that did not follow their master
        except ProcessLookupError:
            return


def _dies_with_us() -> list[str]:
    """Even a killed test run leaves no server behind (Linux: the kernel tells the child of its parent's death)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
