"""Conversations on loopback: how many, and how they end."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import suppress

import pytest

from mailcheck.lab import listener
from mailcheck.lab.authority import Authority
from mailcheck.lab.listener import Listener
from tests.lab.serving import Fault, serving

AUTHORITY = Authority()
CONTEXT = AUTHORITY.context("mail.example", "good")


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"hello\n")
    while line := await reader.readline():
        if line == b"fail\n":
            raise ZeroDivisionError
        if line == b"gone\n":
            raise ConnectionResetError
        if line == b"quit\n":
            writer.write(b"bye\n")
            return
        if line == b"tls\n":
            writer.write(b"go\n")
            await writer.start_tls(CONTEXT)
        writer.write(line)
        await writer.drain()


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 5)


def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cadata=AUTHORITY.pem)


def test_a_conversation_ends_with_its_last_words() -> None:
    with serving(lambda: Listener.start(_echo)) as server, _connect(server.port) as client:
        client.sendall(b"one\nquit\n")
        assert client.makefile("rb").read() == b"hello\none\nbye\n"


def test_tls_from_the_first_byte() -> None:
    with (
        serving(lambda: Listener.start(_echo, CONTEXT)) as server,
        _trusting().wrap_socket(_connect(server.port), server_hostname="mail.example") as client,
    ):
        client.sendall(b"one\nquit\n")
        assert client.makefile("rb").read() == b"hello\none\nbye\n"


def test_tls_in_the_middle() -> None:
    with serving(lambda: Listener.start(_echo)) as server, _connect(server.port) as plain:
        plain.sendall(b"tls\n")
        assert [plain.makefile("rb", 0).readline() for _ in range(2)] == [b"hello\n", b"go\n"]
        with _trusting().wrap_socket(plain, server_hostname="mail.example") as client:
            client.sendall(b"quit\n")
            assert client.makefile("rb").read() == b"tls\nbye\n"


@pytest.mark.parametrize("context", [None, CONTEXT])
def test_closing_ends_whatever_goes_on(context: ssl.SSLContext | None) -> None:
    with serving(lambda: Listener.start(_echo, context)) as server:
        clients = [_connect(server.port) for _ in range(10)]
        if context is None:
            assert clients[0].recv(1) == b"h"
    for client in clients:
        with client:
            assert _ended(client)


def test_closing_in_the_middle_of_tls() -> None:
    with serving(lambda: Listener.start(_echo, CONTEXT)) as server:
        client = _trusting().wrap_socket(_connect(server.port), server_hostname="mail.example")
        assert client.recv(5)
    with client:
        assert _ended(client)


def test_closing_twice() -> None:
    async def run() -> None:
        server = await Listener.start(_echo)
        await server.close()
        await server.close()

    asyncio.run(run())


def test_one_connection_more_than_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "CONNECTIONS", 3)
    with serving(lambda: Listener.start(_echo)) as server:
        clients = [_connect(server.port) for _ in range(3)]
        assert all(client.makefile("rb", 0).readline() == b"hello\n" for client in clients)
        with _connect(server.port) as refused:
            assert _ended(refused)
        clients[0].sendall(b"quit\n")
        assert clients[0].makefile("rb").read() == b"bye\n"
        for client in clients:
            client.close()


def test_one_that_failed_harms_no_other() -> None:
    """The fault is of ours, and told."""
    with pytest.raises(Fault, match="ZeroDivisionError"), serving(lambda: Listener.start(_echo)) as server:
        with _connect(server.port) as client:
            client.sendall(b"fail\n")
            assert client.makefile("rb").read() == b"hello\n"
        with _connect(server.port) as client:
            client.sendall(b"quit\n")
            assert client.makefile("rb").read() == b"hello\nbye\n"


def test_a_client_that_goes_is_no_fault() -> None:
    with serving(lambda: Listener.start(_echo)) as server, _connect(server.port) as client:
        client.sendall(b"gone\n")
        assert client.makefile("rb").read() == b"hello\n"


def test_what_is_no_tls() -> None:
    with serving(lambda: Listener.start(_echo, CONTEXT)) as server:
        with _connect(server.port) as client:
            client.sendall(b"EHLO there\r\n")
            assert _ended(client)
        with _connect(server.port):
            pass


def test_a_client_that_reads_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(50_000_000))  # more than the system takes over

    monkeypatch.setattr(listener, "_FLUSH", 0.02)
    with serving(lambda: Listener.start(flood)) as server, _connect(server.port) as client:
        assert _ended(client)


def test_a_protocol_of_ones_own() -> None:
    async def converse(client: socket.socket) -> None:
        with client:
            await asyncio.get_running_loop().sock_sendall(client, b"mine")

    with serving(lambda: Listener.start_with(converse)) as server, _connect(server.port) as client:
        assert client.makefile("rb").read() == b"mine"


def _ended(client: socket.socket) -> bool:
    """A client that waits for ever runs into its timeout, which is no ConnectionError."""
    with suppress(ConnectionError):
        while client.recv(1 << 20):
            pass
    return True
