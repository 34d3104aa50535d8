"""TCP connection with IPv6 and IPv4 raced against each other (RFC 8305, "happy eyeballs")."""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, zip_longest

from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.resolve import Addresses

ATTEMPT_DELAY = 0.25
"""Seconds between the starts of two attempts: RFC 8305 section 5 recommends 250 ms."""
_POLL = 0.1  # how often a stop is noticed


def connect(addresses: Addresses, port: int, deadline: float, cancelled: Callable[[], bool]) -> socket.socket:
    """The first TCP connection that stands; the others are closed.

    ProbeError connection-dropped, connection-refused, connection-timeout or network-offline: an answer that somebody
    gave wins over the rest, once no attempt is left that could still come through.
    """
    race = _Race(port)
    waiting = list(_interleaved(addresses))
    next_start = time.monotonic()
    try:
        while waiting or race.running:
            now = time.monotonic()
            if cancelled():
                raise Cancelled
            if now >= deadline:
                break
            if waiting and (now >= next_start or not race.running):
                race.start(waiting.pop(0))
                next_start = now + ATTEMPT_DELAY
            winner = race.winner(min(_POLL, max(deadline - now, 0))) if race.running else None
            if winner:
                return winner
        raise ProbeError(race.verdict(), ip_addresses=", ".join(addresses.ipv6 + addresses.ipv4))
    finally:
        race.close()


class _Race:
    """Attempts under way and the errors of those that ended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._selector = selectors.DefaultSelector()
        self._errors: set[int] = set()

    @property
    def running(self) -> bool:
        return bool(self._selector.get_map())

    def start(self, address: str) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # no IPv6 in this system at all
            self._errors.add(error.errno or 0)
            return
        sock.setblocking(False)
        try:
            code = sock.connect_ex((address, self._port))
        except OSError:  # "fe80::1%eth7" where there is no eth7
            code = errno.EADDRNOTAVAIL
        if code in (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)):
            self._selector.register(sock, selectors.EVENT_WRITE)
        else:
            self._errors.add(code)
            sock.close()

    def winner(self, seconds: float) -> socket.socket | None:
        for key, _ in self._selector.select(seconds):
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            self._selector.unregister(sock)
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code == 0:
                with suppress(OSError):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            self._errors.add(code)
            sock.close()
        return None

    def verdict(self) -> str:
        if self._errors & {errno.ECONNRESET, errno.ECONNABORTED} and not self.running:
            return "connection-dropped"
        if errno.ECONNREFUSED in self._errors and not self.running:
            return "connection-refused"
        unreachable = {errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETDOWN}
        if self._errors and self._errors <= unreachable and not self.running:
            return "network-offline"
        return "connection-timeout"

    def close(self) -> None:
        for key in list(self._selector.get_map().values()):
            self._selector.unregister(key.fileobj)
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()


def _interleaved(addresses: Addresses) -> chain[str]:
    """IPv6 first, then in turn (RFC 8305 section 4)."""
    pairs = zip_longest(addresses.ipv6, addresses.ipv4)
    return chain.from_iterable([address for address in pair if address] for pair in pairs)
