"""What every source needs to ask its question, and what all of them share: the answer about MX, and the way to stop."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import CancelledError, Future
from contextlib import suppress

from mailcheck.domain.account import Service
from mailcheck.domain.settings import Settings
from mailcheck.probes.dial import Dialler
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.resolve import MxRecord, Resolver
from mailcheck.probes.wire import Wire
from mailcheck.providers import Providers


class MxQuestion:
    """Asked once, on a thread of its own, for everybody who wants to know."""

    def __init__(self, resolver: Resolver, domain: str) -> None:
        self._answer: Future[tuple[MxRecord, ...]] = Future()
        self._resolver = resolver
        self._domain = domain

    def ask(self) -> None:
        """Without waiting. Only once."""
        threading.Thread(target=self._ask, name=f"MX of {self._domain}", daemon=True).start()

    def answer(self) -> tuple[MxRecord, ...]:
        """Wait for it. ProbeError domain-not-found, resolver-failed; CancelledError after a fault of ours."""
        return self._answer.result()

    def hosts(self, deadline: float) -> tuple[str, ...]:
        """Those that take the mail, best first; none when there are none, or when it is not known in time."""
        try:
            records = self._answer.result(max(deadline - time.monotonic(), 0))
        except (ProbeError, TimeoutError, CancelledError):
            return ()
        return tuple(record.host for record in records if record.host != ".")

    def _ask(self) -> None:
        try:
            self._answer.set_result(self._resolver.mx(ascii_domain(self._domain)))
        except ProbeError as error:
            self._answer.set_exception(error)
        finally:
            self._answer.cancel()  # only where there is none: a fault of ours must not leave everybody waiting


class Quest:
    """For one address. `deadline` (time.monotonic() seconds) is when nobody waits any more."""

    def __init__(self, address: str, settings: Settings, known: Providers, mx: MxQuestion, *, deadline: float) -> None:
        self.address = address
        self.domain = ascii_domain(address.rpartition("@")[2]).lower()
        self.settings = settings
        self.known = known
        self.resolver = Resolver(settings.nameserver)
        self.mx = mx
        self.deadline = deadline
        self._dialler = Dialler(self.resolver, settings.routes, self.stopped)
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._wires: list[Wire] = []

    def connect(self, host: str, port: int, deadline: float) -> socket.socket:
        """ProbeError when the host is not found or does not answer."""
        return self._dialler.dial(host, port, min(deadline, self.deadline))

    def wire(self, host: str, port: int) -> Wire:
        """A connection that is cut off when the quest is stopped; to be closed by whoever asked for it."""
        wire = Wire(self.connect(host, port, self.deadline), self.deadline)
        with self._lock:
            self._wires.append(wire)
        if self.stopped():
            wire.close()
            raise Cancelled
        return wire

    def is_own(self, host: str) -> bool:
        """Whether a host lies inside the address's domain. One beside it may be a stranger's: of the hosters that give
        each customer a name below their own, many are missing from the public suffix list."""
        return f".{host.lower()}".endswith(f".{self.domain}")

    def is_listed(self, host: str) -> bool:
        """Whether it is one of our list's servers, and confirmed: letter for letter, for a customer's own may stand in
        the same domain."""
        provider = self.known.by_host(host)
        sure = [service for service in Service if provider and provider.vouches_for(service)]
        return provider is not None and host.lower() in {end.host for each in sure for end in provider.endpoints(each)}

    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        """Whoever waits for a server returns at once."""
        self._stopped.set()
        with self._lock:
            for wire in self._wires:
                with suppress(OSError):
                    wire.cancel()


def ascii_domain(domain: str) -> str:
    """As DNS is asked for it. ProbeError domain-not-found for what cannot be a name."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ProbeError("domain-not-found", domain=domain) from None
