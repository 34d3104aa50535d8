"""By name to a real port; in practice to the port that plays it, and to nothing else."""

from __future__ import annotations

import socket
import time

import pytest

from mailcheck.probes.dial import Dialler
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import Resolver
from tests.name_server import NameServer


def never() -> bool:
    return False


def test_a_name_is_looked_up(name_server: NameServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        dialler = Dialler(Resolver(name_server.address), None, never)
        dialler.dial("mail.example.test", port, time.monotonic() + 2).close()
        with pytest.raises(ProbeError) as caught:
            dialler.dial("nowhere.test", port, time.monotonic() + 2)
        assert caught.value.code == "host-not-found"


def test_in_practice_only_what_is_played_is_there(name_server: NameServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        routes = {("mail.example.test", 993): port, ("localhost", 993): port}
        dialler = Dialler(Resolver(name_server.address), routes, never)
        dialler.dial("MAIL.example.test", 993, time.monotonic() + 2).close()
        name_server.asked.clear()
        for host, at in (("mail.example.test", port), ("autoconfig.example.test", 443)):
            with pytest.raises(ProbeError) as caught:
                dialler.dial(host, at, time.monotonic() + 2)
            assert caught.value.code == "connection-refused"
        assert name_server.asked == []  # nor is anybody asked where it would be
