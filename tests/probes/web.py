"""Https servers on loopback that answer whatever a test wants, and the way to ask them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from mailcheck.probes import https
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.https import Fetched
from tests.certificates import Certificates
from tests.servers import SOON, Connection, Server, Talk

LIMIT = 1000


def web(pages: dict[str, str | bytes | Talk]) -> Talk:
    """An https server: by path, a body, the bytes of a whole answer, or something to do instead."""

    def talk(connection: Connection) -> None:
        path = connection.read_line().split(" ")[1]
        while connection.read_line():
            pass
        answer = pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")
        if callable(answer):
            answer(connection)
        elif isinstance(answer, bytes):
            connection.send(answer)
        else:
            connection.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer.encode())}\r\n\r\n{answer}")

    return talk


def after(first: bytes, then: Talk) -> Talk:
    def talk(connection: Connection) -> None:
        connection.send(first)
        then(connection)

    return talk


def moved(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n".encode()


class Web:
    """Servers of one test, and how they are asked: every host is on loopback, at the port of its name."""

    def __init__(self, certificates: Certificates) -> None:
        self.certificates = certificates
        self.servers: list[Server] = []
        self.asked: list[tuple[str, int]] = []

    def serve(self, pages: dict[str, str | bytes | Talk], context: str = "good", names: tuple[str, ...] = ()) -> Server:
        made = self.certificates.for_names(*names) if names else getattr(self.certificates, context)()
        self.servers.append(Server(web(pages), made, implicit=True))
        return self.servers[-1]

    def answering(self, answer: str | bytes | Talk, context: str = "good") -> str:
        """The address of a page that answers so."""
        return f"https://localhost:{self.serve({'/': answer}, context).port}/"

    def connect(self, host: str, port: int, deadline: float) -> socket.socket:
        self.asked.append((host, port))
        return socket.create_connection(("127.0.0.1", port), deadline - time.monotonic())

    def get(self, url: str, seconds: float = SOON, stopped: Callable[[], bool] = lambda: False) -> Fetched:
        deadline = time.monotonic() + seconds
        authorities = self.certificates.authorities
        return https.get(url, self.connect, authorities=authorities, deadline=deadline, limit=LIMIT, stopped=stopped)

    def failure(self, url: str, seconds: float = SOON) -> ProbeError:
        with pytest.raises(ProbeError) as caught:
            self.get(url, seconds)
        return caught.value

    def stop(self) -> None:
        for server in self.servers:
            server.stop()
