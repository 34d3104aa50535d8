"""A small internet on loopback: names, https servers and mail servers, as many as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, TypeVar

from dnslib import MX, SRV, A

from mailcheck.discovery.candidate import Candidate
from mailcheck.discovery.discover import discover
from mailcheck.discovery.quest import MxQuestion
from mailcheck.discovery.race import Race, Times
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.settings import Lookup, Settings
from mailcheck.probes.resolve import Resolver
from mailcheck.providers import providers
from tests.certificates import Certificates
from tests.name_server import NameServer, Records
from tests.probes.web import web
from tests.servers import SOON, Connection, Server, Talk, imap, smtp, wait_for

DOMAIN = "shop.test"
ADDRESS = f"anna.k@{DOMAIN}"
ISPDB = "autoconfig.thunderbird.net"
OWN = "/mail/config-v1.1.xml?emailaddress=anna.k%40shop.test"
WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml"
_CAPABILITIES = "IMAP4rev1 STARTTLS AUTH=PLAIN SPECIAL-USE"
_GREETING = f"* OK [CAPABILITY {_CAPABILITIES}] ready"
Pages = dict[str, str | bytes | Talk]


def config(
    incoming: str = "imap.shop.test:993:SSL", outgoing: str = "smtp.shop.test:465:SSL", more: str = "", name: str = ""
) -> str:
    """A file of Thunderbird's format: servers as "host:port:socketType", `more` inside the provider."""

    def server(tag: str, kind: str, text: str) -> str:
        host, port, socket = text.rsplit(":", 2)
        parts = {"hostname": host, "port": port, "socketType": socket, "username": name or "%EMAILADDRESS%"}
        inside = "".join(f"<{key}>{value}</{key}>" for key, value in parts.items())
        return f'<{tag} type="{kind}">{inside}<authentication>password-cleartext</authentication></{tag}>'

    servers = server("incomingServer", "imap", incoming) if incoming else ""
    servers += server("outgoingServer", "smtp", outgoing) if outgoing else ""
    return f'<clientConfig version="1.1"><emailProvider id="x">{servers}{more}</emailProvider></clientConfig>'


class World:
    """Everything is on 127.0.0.1; whatever is not set up here is not there."""

    def __init__(self, certificates: Certificates) -> None:
        self.certificates = certificates
        self.zone: Records = {}
        self.routes: dict[tuple[str, int], int] = {}
        self.servers: dict[str, Server] = {}
        self.names = NameServer(self.zone)
        self.domain(DOMAIN)

    def domain(self, name: str, *mx: str) -> None:
        self.zone[name] = [MX(host, 10 + place) for place, host in enumerate(mx)] + [A("127.0.0.1")]

    def host(self, name: str) -> None:
        self.zone.setdefault(name, []).append(A("127.0.0.1"))

    def srv(self, name: str, *targets: tuple[str, int], domain: str = DOMAIN) -> None:
        """In the order of preference."""
        self.zone[f"{name}._tcp.{domain}"] = [SRV(place, 0, port, host) for place, (host, port) in enumerate(targets)]

    def web(self, host: str, pages: Pages, names: tuple[str, ...] = ()) -> Server:
        return self._serve(host, 443, web(pages), names, implicit=True)

    def page(self, host: str, path: str, body: str | bytes | Talk) -> Server:
        return self.web(host, {path: body})

    def mail(self, *servers: str, names: tuple[str, ...] = (), days: int = 60, talk: Talk | None = None) -> Server:
        """Mail servers as "host:port/security", in good order unless `talk` is given, `names` are others' or the
        certificate's `days` are over."""
        for text in servers:
            at = endpoint(text)
            usual = smtp() if at.port in (465, 587) else imap(_GREETING, capabilities=_CAPABILITIES)
            implicit = at.security is Security.TLS
            last = self._serve(at.host, at.port, talk or usual, names, implicit=implicit, days=days)
        return last

    def settings(self, **more: Any) -> Settings:
        authorities = self.certificates.authorities
        return Settings(nameserver=self.names.address, authorities=authorities, routes=self.routes, **more)

    def unroute(self, host: str, port: int) -> None:
        """Nobody listens there any more, though the name is still in DNS."""
        self.routes.pop((host, port), None)

    def race(self, times: Times | None = None, address: str = ADDRESS, **more: Any) -> Race:
        settings = self.settings(**more)
        mx = MxQuestion(Resolver(settings.nameserver), address.rpartition("@")[2])
        mx.ask()
        return discover(address, settings, providers(), mx, times=times)

    def _serve(
        self, host: str, port: int, talk: Talk, names: Iterable[str], *, implicit: bool, days: int = 60
    ) -> Server:
        server = Server(talk, self.certificates.for_names(*(names or (host,)), days=days), implicit=implicit)
        if replaced := self.servers.pop(f"{host}:{port}", None):
            replaced.stop()
        self.servers[f"{host}:{port}"] = server
        self.routes[host, port] = server.port
        self.host(host)
        return server

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()
        self.names.stop()


def when(said: threading.Event, body: str) -> Talk:
    """A page that takes its time: until that."""

    def talk(connection: Connection) -> None:
        while not said.wait(0.01) and not connection.server.over.is_set():
            pass
        connection.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}")

    return talk


def endpoint(text: str) -> Endpoint:
    """ "host:port/security"."""
    host, _, rest = text.partition(":")
    port, _, security = rest.partition("/")
    return Endpoint(host, int(port), Security(security))


def settled(race: Race, *services: Service) -> dict[Service, Candidate | None]:
    """What a run would take; the race is over then."""
    wanted = services or tuple(Service)
    assert wait_for(lambda: all(race.settled(service) for service in wanted), SOON * 2)
    found = {service: next(iter(race.candidates(service)), None) for service in wanted}
    race.stop()
    return found


def told(candidate: Candidate | None) -> str:
    """ "imap.shop.test:993/tls srv trusted"."""
    if candidate is None:
        return ""
    return f"{candidate.endpoint} {candidate.source} {'trusted' if candidate.trusted else 'asks'}"


T = TypeVar("T")


def found(world: World, address: str = ADDRESS, lookups: frozenset[Lookup] = frozenset(Lookup)) -> tuple[str, str]:
    """What is settled for incoming and for outgoing mail."""
    both = settled(world.race(address=address, lookups=lookups))
    return told(both[Service.INCOMING]), told(both[Service.OUTGOING])


def the(found: T | None) -> T:
    """It must have been found."""
    assert found is not None
    return found


HOURS = Times(enough=3600, over=7200)
"""As the program's 3 and 8 seconds, for a test that lets them pass by itself: see `pass_by`."""


def pass_by(race: Race, seconds: float) -> None:
    """The race's clock goes on by so much, and nobody waits for it."""
    race._started -= seconds
