"""Connects to a host by its name. In practice every name leads to this computer."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

from mailcheck.probes.connect import connect
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import Addresses, Resolver

_LOOPBACK = Addresses(ipv4=("127.0.0.1",))
_NOBODY = 1
"""A port of this computer on which nobody listens (TCPMUX, RFC 1078)."""


class Dialler:
    """`routes`: (host, port) that is played -> port on loopback; with them nothing else is ever connected to."""

    def __init__(
        self, resolver: Resolver, routes: Mapping[tuple[str, int], int] | None, stopped: Callable[[], bool]
    ) -> None:
        self._resolver = resolver
        self._routes = routes
        self._stopped = stopped

    def connect(self, host: str, port: int, addresses: Addresses, deadline: float) -> socket.socket:
        """A TCP connection to a host whose addresses are known; ProbeError as connect() has it."""
        if self._routes is not None:
            addresses, port = _LOOPBACK, self._routes.get((host.lower(), port), _NOBODY)
        return connect(addresses, port, deadline, self._stopped)

    def dial(self, host: str, port: int, deadline: float) -> socket.socket:
        """The same for one that is still to be looked up; ProbeError as Resolver.addresses() has it too."""
        if self._routes is not None and (host.lower(), port) not in self._routes:
            raise ProbeError("connection-refused", host=host)
        return self.connect(host, port, self._resolver.addresses(host), deadline)
