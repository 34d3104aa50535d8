"""What the threads of a run share."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from mailcheck.checks.run import LIMITS, RESERVE, Run
from mailcheck.domain.account import Account, Endpoint, Secret, Security, Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.settings import Settings
from mailcheck.probes.errors import Cancelled
from mailcheck.probes.wire import Wire
from mailcheck.providers import providers

GIVEN = Endpoint("imap.example.test", 993, Security.TLS)


def run_of(address: str = "anna@example.test", settings: Settings | None = None, **account: Any) -> Run:
    return Run(Account(address, **account), settings or Settings(), providers(), lambda event: None)


def test_endpoints_of_a_known_domain() -> None:
    run = run_of("anna@yandex.ru")
    assert run.provider and run.provider.id == "yandex"
    incoming = run.endpoint(Service.INCOMING)
    assert incoming and (incoming.host, incoming.source) == ("imap.yandex.ru", "provider")
    assert run_of("anna@yandex.ru", incoming=GIVEN).endpoint(Service.INCOMING) == GIVEN
    assert run_of().endpoint(Service.INCOMING) is None


def test_provider_by_the_server_that_was_given() -> None:
    run = run_of(incoming=Endpoint("imap.yandex.ru", 993, Security.TLS))
    assert run.provider and run.provider.id == "yandex"


def test_username() -> None:
    assert run_of(secret=Secret("x")).credentials(Service.INCOMING).username == "anna@example.test"
    assert run_of(username="anna").credentials(Service.OUTGOING).username == "anna"


def test_no_secret_without_login() -> None:
    secret = Secret("sesame")
    assert run_of(secret=secret).credentials(Service.INCOMING).secret is secret
    assert run_of(secret=secret, settings=Settings(login=False)).credentials(Service.INCOMING).secret is None


def test_deadlines() -> None:
    run = run_of()
    limit, before = LIMITS[Stage.CONNECT], time.monotonic()
    assert before + limit <= run.until(Stage.CONNECT) <= time.monotonic() + limit
    short = run_of(settings=Settings(deadline=2))
    assert short.until(Stage.CONNECT) == pytest.approx(short.started + 2 - RESERVE)


def test_stop_cuts_wires_of_now_and_later() -> None:
    run = run_of()
    ours, theirs = socket.socketpair()
    late, later = socket.socketpair()
    with ours, theirs, late, later:
        run.watch(Service.INCOMING, Wire(ours, time.monotonic() + 9))
        run.stop()
        assert theirs.recv(1) == b""
        with pytest.raises(Cancelled):
            run.watch(Service.INCOMING, Wire(late, time.monotonic() + 9))


def test_transcript_is_in_the_order_of_time() -> None:
    run = run_of()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wires = {service: Wire(ours, time.monotonic() + 9) for service in Service}
        for service, wire in wires.items():
            run.watch(service, wire)
        for number, service in enumerate((Service.OUTGOING, Service.INCOMING, Service.OUTGOING)):
            wires[service].sendall(f"{number}\r\n".encode())
    assert [line.line for line in run.transcript()] == ["0", "1", "2"]
    assert [line.service for line in run.transcript()] == [Service.OUTGOING, Service.INCOMING, Service.OUTGOING]
