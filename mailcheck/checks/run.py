"""One run of the checks: what is tested, how, since when, and the way to stop it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mailcheck.checks.connections import Connections
from mailcheck.domain.account import Account, Credentials, Endpoint, Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import TranscriptLine
from mailcheck.domain.settings import Settings
from mailcheck.probes.connect import connect
from mailcheck.probes.errors import Cancelled
from mailcheck.probes.redact import Redactor
from mailcheck.probes.resolve import Addresses, Resolver
from mailcheck.probes.wire import Wire
from mailcheck.providers import Providers

LIMITS: dict[Stage, float] = {
    # Seconds a stage may take, and a second look at the server, to learn why it failed, once more.
    # Mail programs wait 30 to 60 s; people complain about anything above 10.
    Stage.CONNECT: 10,
    Stage.ENCRYPT: 10,
    Stage.GREET: 15,  # Postfix's postscreen holds its greeting back for 6 s, tar pits for more
    Stage.AUTHENTICATE: 20,  # servers delay the answer to a wrong password on purpose
    Stage.FOLDERS: 25,
    Stage.USE: 15,
    Stage.MAIL: 10,
    Stage.RCPT: 15,  # the server may be asking another one about the recipient
    Stage.QUIT: 2,
}
RESERVE = 0.4
"""Seconds kept back from the deadline of the whole run, to say what was found."""


_LOOPBACK = Addresses(ipv4=("127.0.0.1",))
_NOBODY = 1
"""A port of this computer on which nobody listens (TCPMUX, RFC 1078)."""


@dataclass(frozen=True, slots=True)
class StageStarted:
    check: str
    service: Service | None
    stage: Stage
    at_ms: int


@dataclass(frozen=True, slots=True)
class StageEnded:
    check: str
    findings: tuple[Finding, ...]  # at least one, all of the same stage


Event = StageStarted | StageEnded


class Run:
    """Shared by the threads of a run. Facts that one check finds for another stand in the plain attributes."""

    def __init__(self, account: Account, settings: Settings, known: Providers, emit: Callable[[Event], None]) -> None:
        self.account = account
        self.settings = settings
        self.known = known
        self.emit = emit
        self.resolver = Resolver(settings.nameserver)
        self.provider: Provider | None = None
        self.address_usable = True
        self.unusable_hosts: set[Service] = set()
        self.discovered: dict[Service, Endpoint] = {}
        self.servers_known = threading.Event()  # set when the network check has found what it could
        self.connections = Connections()
        local_part = account.address.rpartition("@")[0]
        self.mask = Redactor(account.secret, account.address, local_part, account.username or "")
        self.started = time.monotonic()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._wires: list[tuple[Service, Wire]] = []
        self.recognise(known.by_domain(account.address.rpartition("@")[2]), source="provider")
        for endpoint in filter(None, (account.incoming, account.outgoing)):
            self.recognise(known.by_host(endpoint.host), source="provider")

    def ms(self, at: float | None = None) -> int:
        """Milliseconds from the start of the run to `at` (time.monotonic() seconds), or to now."""
        return round(((time.monotonic() if at is None else at) - self.started) * 1000)

    def until(self, stage: Stage) -> float:
        """The deadline of a stage that begins now, as time.monotonic() seconds."""
        return min(time.monotonic() + LIMITS[stage], self.started + self.settings.deadline - RESERVE)

    def endpoint(self, service: Service) -> Endpoint | None:
        return self.account.endpoint(service) or self.discovered.get(service)

    def recognise(self, provider: Provider | None, source: str) -> None:
        """The first who recognises the provider is right; its servers are taken where none were given."""
        if provider is None or self.provider is not None:
            return
        self.provider = provider
        for service in Service:
            for endpoint in provider.endpoints(service)[:1]:
                self.discovered[service] = replace(endpoint, source=source)

    def credentials(self, service: Service) -> Credentials:
        """The login for a service: the name that was given, else in the form the provider wants."""
        name = self.account.username
        if name is None:
            address = self.account.address
            name = self.provider.username_for(service, address) if self.provider else address
        return Credentials(name, self.account.secret if self.settings.login else None)

    def connect(self, host: str, port: int, addresses: Addresses, deadline: float) -> socket.socket:
        """A TCP connection; ProbeError as connect() has it. In practice it leads to the server that plays `host`."""
        routes = self.settings.routes
        if routes is not None:
            addresses, port = _LOOPBACK, routes.get((host.lower(), port), _NOBODY)
        return connect(addresses, port, deadline, self.stopped)

    # --- stopping ------------------------------------------------------------------------------------------------

    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        """Cut every connection off; whoever waits returns at once."""
        self._stopped.set()
        with self._lock:
            for _, wire in self._wires:
                wire.cancel()

    def watch(self, service: Service, wire: Wire) -> None:
        """Make a wire part of the run: it will be stopped with it and its talk becomes part of the transcript."""
        with self._lock:
            self._wires.append((service, wire))
        if self.stopped():
            raise Cancelled

    def transcript(self) -> tuple[TranscriptLine, ...]:
        """Everything that was said, by time."""
        with self._lock:
            wires = list(self._wires)
        lines = []
        for service, wire in wires:
            said = list(wire.lines)
            texts = self.mask.lines(line.text for line in said)  # once more: a secret may run over several lines
            lines += [(line.at, service, line.direction, text) for line, text in zip(said, texts, strict=True)]
        lines.sort(key=lambda line: line[0])
        return tuple(TranscriptLine(service, self.ms(at), direction, text) for at, service, direction, text in lines)
