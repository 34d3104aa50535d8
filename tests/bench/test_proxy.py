"""The delay proxy keeps its promises: the benchmark stands on them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.bench.proxy import Proxy


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that greets, then says everything back to one client after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        finished = threading.Event()

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if finished.is_set():
                        return
                    connection.sendall(b"hello")
                    while data := connection.recv(1000):
                        connection.sendall(data)

        thread = threading.Thread(target=serve)
        thread.start()
        port: int = listener.getsockname()[1]
        yield port
        finished.set()
        socket.create_connection(("127.0.0.1", port), 5).close()  # wakes it up to see that it is finished
        thread.join()


def test_bytes_pass_unchanged(echo: int) -> None:
    letter = bytes(range(256)) * 40
    with Proxy(echo) as proxy, socket.create_connection(("127.0.0.1", proxy.port), 5) as client:
        assert client.recv(100) == b"hello"
        client.sendall(letter)
        answer = b""
        while len(answer) < len(letter):
            answer += client.recv(1000)
        assert answer == letter


def test_every_round_trip_takes_twice_the_delay(echo: int) -> None:
    started = time.monotonic()
    with Proxy(echo, delay=0.05) as proxy, socket.create_connection(("127.0.0.1", proxy.port), 5) as client:
        assert client.recv(100) == b"hello"
        greeted = time.monotonic()
        client.sendall(b"ping")
        assert client.recv(100) == b"ping"
        answered = time.monotonic()
    assert 0.1 <= greeted - started < 0.2
    assert 0.1 <= answered - greeted < 0.2


def test_the_end_of_the_server_reaches_the_client(echo: int) -> None:
    with Proxy(echo) as proxy, socket.create_connection(("127.0.0.1", proxy.port), 5) as client:
        assert client.recv(100) == b"hello"
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""


def test_silence_after_a_word(echo: int) -> None:
    with (
        Proxy(echo, silent_after=b"LIST") as proxy,
        socket.create_connection(("127.0.0.1", proxy.port), 5) as client,
    ):
        assert client.recv(100) == b"hello"
        client.sendall(b"A1 NOOP\r\n")
        assert client.recv(100) == b"A1 NOOP\r\n"
        client.settimeout(0.2)
        client.sendall(b"A2 LIST\r\n")
        with pytest.raises(TimeoutError):
            client.recv(100)


def test_leaving_ends_open_talks(echo: int) -> None:
    with Proxy(echo) as proxy:
        client = socket.create_connection(("127.0.0.1", proxy.port), 5)
        assert client.recv(100) == b"hello"
    with client:
        assert client.recv(100) == b""
