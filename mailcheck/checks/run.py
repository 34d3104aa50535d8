"""One run of the checks: what is tested, how, since when, and the way to stop it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mailcheck.checks.connections import Connections
from mailcheck.checks.consent import Consent
from mailcheck.discovery.candidate import Candidate, Source, of_provider
from mailcheck.domain.account import Account, Credentials, Endpoint, Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import TranscriptLine
from mailcheck.domain.settings import Settings
from mailcheck.probes.dial import Dialler
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
        self.discovered: dict[Service, Candidate] = {}
        self.consent = Consent(possible=settings.asks)
        self.locked_out = threading.Event()  # a server wants no more logins for now
        self.servers_known = threading.Event()  # set when the network check has found what it could
        self.connections = Connections()
        local_part = account.address.rpartition("@")[0]
        self.mask = Redactor(account.secret, account.address, local_part, account.username or "")
        self.started = time.monotonic()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._wires: list[tuple[Service, Wire]] = []
        self._dialler = Dialler(self.resolver, settings.routes, self.stopped)
        self.recognise(known.by_domain(account.address.rpartition("@")[2]), Source.PROVIDER)
        for endpoint in filter(None, (account.incoming, account.outgoing)):
            self.recognise(known.by_host(endpoint.host), Source.PROVIDER)

    def ms(self, at: float | None = None) -> int:
        """Milliseconds from the start of the run to `at` (time.monotonic() seconds), or to now."""
        return round(((time.monotonic() if at is None else at) - self.started) * 1000)

    def until(self, stage: Stage) -> float:
        """The deadline of a stage that begins now, as time.monotonic() seconds."""
        return min(time.monotonic() + LIMITS[stage], self.ends - RESERVE)

    @property
    def ends(self) -> float:
        """When the whole run is over, as time.monotonic() seconds: later for each moment that the person was asked."""
        return self.started + self.settings.deadline + self.consent.waited

    def endpoint(self, service: Service) -> Endpoint | None:
        found = self.account.endpoint(service) or self.discovered.get(service)
        return found.endpoint if isinstance(found, Candidate) else found

    def recognise(self, provider: Provider | None, source: Source) -> None:
        """The first who recognises the provider is right; its servers are taken where none were given."""
        if provider is None or self.provider is not None:
            return
        self.provider = provider
        for candidate in reversed(of_provider(provider, source)):
            self.discovered[candidate.service] = candidate

    def take(self, found: Candidate) -> None:
        """A server that somebody else has named: whose it is explains its replies."""
        self.provider = self.provider or self.known.by_host(found.endpoint.host)
        self.discovered[found.service] = found

    def unconfirmed(self) -> frozenset[Service]:
        """Services whose server neither the person nor anybody to be trusted has named."""
        found = {service for service, candidate in self.discovered.items() if not candidate.trusted}
        return frozenset(service for service in found if self.account.endpoint(service) is None)

    def may_have_secret(self, service: Service) -> bool:
        """Waits for the person's word where a server needs it: one question for both."""
        if service not in self.unconfirmed():
            return True
        while not self.servers_known.wait(0.05) and not self.stopped():
            pass
        return self.consent.given(service, self.unconfirmed(), self.stopped)

    def credentials(self, service: Service) -> Credentials:
        """The login for a service: the name that was given, else in the form the provider wants."""
        name = self.account.username
        if name is None:
            address = self.account.address
            found = self.discovered.get(service)
            told = found.username if found and self.account.endpoint(service) is None else None
            name = told or (self.provider.username_for(service, address) if self.provider else address)
        return Credentials(name, self.account.secret if self.settings.login else None)

    def connect(self, host: str, port: int, addresses: Addresses, deadline: float) -> socket.socket:
        """A TCP connection; ProbeError as connect() has it. In practice it leads to the server that plays `host`."""
        return self._dialler.connect(host, port, addresses, deadline)

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
