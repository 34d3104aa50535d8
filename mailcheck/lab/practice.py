"""A scenario come to life: its servers on loopback, in one thread of their own, for as long as the `with` lasts."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType

from mailcheck.domain.account import Account, Endpoint, Secret, Service
from mailcheck.domain.settings import Settings
from mailcheck.lab import imap_server, name_server, smtp_server
from mailcheck.lab.authority import Authority
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Scenario
from mailcheck.providers import Providers

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the practice servers listen on this computer."""

    services: dict[Service, int]
    nameserver: int


class PracticeError(Exception):
    """Why practice cannot begin, in the words of the system."""


class Practice:
    """PracticeError on starting when this computer lets nothing listen on loopback."""

    ports: Ports

    def __init__(self, scenario: Scenario, known: Providers) -> None:
        self.scenario = scenario
        self.authority = Authority()
        self._known = known
        self._ready: Future[Ports] = Future()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=f"practice {scenario.id}", daemon=True)

    def __enter__(self) -> Practice:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> Practice:
        """Returns when all servers listen."""
        self._thread.start()
        self.ports = self._ready.result()
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    @property
    def account(self) -> Account:
        """The mailbox as its owner types it in."""
        scenario = self.scenario
        return Account(
            scenario.address,
            self._typed(Service.INCOMING),
            self._typed(Service.OUTGOING),
            scenario.username,
            Secret(scenario.secret),
            scenario.sender,
            scenario.recipient,
            scenario.amocrm_error,
        )

    @property
    def settings(self) -> Settings:
        """Everything is asked of the practice servers and of nobody else."""
        endpoints = {service: script.endpoint for service, script in self.scenario.scripts.items()}
        return Settings(
            nameserver=(LOOPBACK, self.ports.nameserver),
            authorities=self.authority.pem,
            deadline=self.scenario.deadline,
            routes={(at.host, at.port): self.ports.services[service] for service, at in endpoints.items()},
        )

    @property
    def right_password(self) -> str | None:
        """The one that the servers take, where it is not the one that is typed."""
        accepted = self.scenario.accepted
        return accepted[0] if accepted and self.scenario.secret not in accepted else None

    def _typed(self, service: Service) -> Endpoint | None:
        """None where the program knows the provider: nobody types its servers in."""
        typed = self.scenario.typed.get(service)
        return typed or (None if self._is_known() else self.scenario.scripts[service].endpoint)

    def _is_known(self) -> bool:
        domain = self.scenario.address.rpartition("@")[2].lower()
        records = [record.split() for record in self.scenario.zone.get(domain, ())]
        mx = [words[2].rstrip(".") for words in records if words[0] == "MX"]
        return bool(self._known.by_domain(domain) or self._known.by_mx(mx))

    # --- in the thread of the servers ----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._ready.set_exception(PracticeError(error.strerror or str(error)))
        finally:
            self._ready.cancel()  # a bug of ours: whoever waits is not left waiting

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        scenario = self.scenario
        scripts = scenario.scripts
        names = frozenset(name.lower() for name in (scenario.mailbox, scenario.address, scenario.username) if name)
        mail = Mail(scenario.layout, names, scenario.accepted)
        hosts = {script.endpoint.host: (f"A {LOOPBACK}",) for script in scripts.values()}
        contexts = {
            service: self.authority.context(script.endpoint.host, script.certificate)
            for service, script in scripts.items()
        }
        async with AsyncExitStack() as open_:
            zone = await name_server.listen({**hosts, **scenario.zone})
            open_.push_async_callback(zone.close)
            incoming = await imap_server.listen(scripts[Service.INCOMING], mail, contexts[Service.INCOMING])
            open_.push_async_callback(incoming.close)
            outgoing = await smtp_server.listen(
                scripts[Service.OUTGOING], mail, scenario.mailbox, contexts[Service.OUTGOING]
            )
            open_.push_async_callback(outgoing.close)
            ports = {Service.INCOMING: incoming.port, Service.OUTGOING: outgoing.port}
            self._ready.set_result(Ports(ports, zone.port))
            await self._over.wait()
