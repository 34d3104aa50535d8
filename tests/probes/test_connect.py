"""IPv6 and IPv4 raced against each other, on loopback."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from mailcheck.probes.connect import connect
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.resolve import Addresses
from tests.deaf_port import deaf_port

BOTH = Addresses(("::1",), ("127.0.0.1",))


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: int = server.getsockname()[1]
    return taken


def dial(addresses: Addresses, port: int, seconds: float = 3600.0) -> socket.socket:
    return connect(addresses, port, time.monotonic() + seconds, lambda: False)


@pytest.mark.parametrize(
    "addresses",
    [
        BOTH,
        Addresses((), ("127.0.0.1",)),
        Addresses(("ff02::1",), ("127.0.0.1",)),  # no route
        Addresses(("ff02::1", "::1"), ("224.0.0.1", "127.0.0.1")),
        Addresses(("fe80::1%nowhere",), ("127.0.0.1",)),  # no such interface
    ],
)
def test_failures_at_once_cost_no_time(addresses: Addresses, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next attempt begins with the end of the one before, and not when its turn would have come."""
    monkeypatch.setattr("mailcheck.probes.connect.ATTEMPT_DELAY", 3600)
    with dial(addresses, port) as sock:
        assert sock.getpeername()[0] == "127.0.0.1"
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_silent_address_is_overtaken() -> None:
    """::1 is open where 127.0.0.1 is deaf: the second attempt begins after a quarter of a second."""
    with deaf_port() as port, socket.socket(socket.AF_INET6) as server:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        server.bind(("::1", port))
        server.listen()
        with dial(Addresses(("127.0.0.1",), ("::1",)), port) as sock:  # any text that is tried first
            assert sock.getpeername()[0] == "::1"


@pytest.mark.parametrize(
    ("addresses", "code"),
    [
        (BOTH, "connection-refused"),
        (Addresses(("ff02::1",), ("127.0.0.1",)), "connection-refused"),
        (Addresses((), ("224.0.0.1",)), "network-offline"),
        (Addresses(("ff02::1",), ("224.0.0.1",)), "network-offline"),
        (Addresses(), "connection-timeout"),
    ],
)
def test_faults(addresses: Addresses, code: str, closed: int) -> None:
    with pytest.raises(ProbeError) as caught:
        dial(addresses, closed)
    assert caught.value.code == code


def test_timeout() -> None:
    with deaf_port() as port, pytest.raises(ProbeError) as caught:
        dial(BOTH, port, 0.4)
    assert caught.value.code == "connection-timeout"  # one address refused, the other might still have come through


def test_cancelled() -> None:
    looks = iter((False, False, True))
    with deaf_port() as port, pytest.raises(Cancelled):
        connect(BOTH, port, time.monotonic() + 3600, lambda: next(looks))


def test_many_addresses_are_tried_in_turn(port: int) -> None:
    addresses = Addresses(tuple(["::1"] * 20), tuple(["127.0.0.1"] * 2))
    with dial(addresses, port) as sock:
        assert sock.getpeername()[0] == "127.0.0.1"
