"""DNS questions: dnspython for records, the system's own resolver for host names unless a name server was given.

Nothing here caches: a run asks each question once.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.name
import dns.resolver

from mailcheck.probes.errors import ProbeError

LIFETIME = 3.0
"""Seconds for one question, all tries together: a healthy resolver answers in well under one."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """IP addresses of a host as text, in the order of the resolver."""

    ipv6: tuple[str, ...] = ()
    ipv4: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """ "ipv6-only", "ipv4-only" or "both"."""
        if not self.ipv4:
            return "ipv6-only"
        return "both" if self.ipv6 else "ipv4-only"


@dataclass(frozen=True, slots=True)
class MxRecord:
    """RFC 5321 section 5: the lower the preference, the earlier it is used. "." as host is a null MX (RFC 7505)."""

    preference: int
    host: str


@dataclass(frozen=True, slots=True)
class SrvRecord:
    """RFC 2782: where a service of a domain is. "." as host says: decidedly not offered at this domain."""

    priority: int
    weight: int
    port: int
    host: str


class Resolver:
    """Asks `nameserver` ("IP" or "IP:port" taken apart), or this computer's own when it is None."""

    def __init__(self, nameserver: tuple[str, int] | None = None) -> None:
        self.nameserver = nameserver

    def mx(self, domain: str) -> tuple[MxRecord, ...]:
        """MX records, best first; empty when the domain has none. ProbeError domain-not-found, resolver-failed."""
        answer = self._ask(domain, "MX")
        records = [MxRecord(r.preference, r.exchange.to_text(omit_final_dot=True) or ".") for r in answer]
        return tuple(sorted(records, key=lambda record: (record.preference, record.host)))

    def srv(self, name: str) -> tuple[SrvRecord, ...]:
        """SRV records of a name ("_imaps._tcp.example.ru"); empty when there are none. ProbeError resolver-failed.

        By priority, the heaviest first. RFC 2782 draws lots by weight, so that many clients share out their load: a
        diagnosis that is run twice is to look at the same server twice.
        """
        try:
            answer = self._ask(name, "SRV")
        except ProbeError as error:
            if error.code == "domain-not-found":  # most domains have no such name, which says nothing about the domain
                return ()
            raise
        records = {SrvRecord(r.priority, r.weight, r.port, r.target.to_text(omit_final_dot=True)) for r in answer}
        return tuple(sorted(records, key=lambda record: (record.priority, -record.weight, record.host, record.port)))

    def exists(self, domain: str) -> bool:
        """Whether the name exists in DNS with whatever records."""
        try:
            self._ask(domain, "SOA")
        except ProbeError as error:
            if error.code == "domain-not-found":
                return False
            raise
        return True

    def addresses(self, host: str) -> Addresses:
        """A and AAAA of a host. ProbeError host-not-found, resolver-failed."""
        literal = _literal(host)
        if literal:
            return literal
        if host.rstrip(".").lower() == "localhost":  # RFC 6761 section 6.3: never asked of a name server
            return Addresses(("::1",), ("127.0.0.1",))
        return self._addresses_by_dns(host) if self.nameserver else _addresses_by_system(host)

    def _addresses_by_dns(self, host: str) -> Addresses:
        try:
            found = [tuple(str(r) for r in self._ask(host, kind)) for kind in ("AAAA", "A")]
        except ProbeError as error:
            if error.code == "domain-not-found":
                raise ProbeError("host-not-found", host=host, nameserver=self.names()) from error
            raise
        if not any(found):
            raise ProbeError("host-not-found", host=host, nameserver=self.names())
        return Addresses(*found)

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            resolver = self._resolver()
            answer = resolver.resolve(dns.name.from_text(name), kind, search=False)
        except dns.resolver.NoAnswer:
            return []
        except (dns.resolver.NXDOMAIN, dns.name.EmptyLabel, dns.name.LabelTooLong, dns.name.NameTooLong) as error:
            raise ProbeError("domain-not-found", domain=name, nameserver=self.names()) from error
        except (dns.exception.DNSException, OSError) as error:
            raise ProbeError("resolver-failed", domain=name, nameserver=self.names()) from error
        return list(answer)

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=self.nameserver is None)
        if self.nameserver:
            resolver.nameservers = [self.nameserver[0]]
            resolver.port = self.nameserver[1]
        resolver.lifetime = LIFETIME
        resolver.timeout = LIFETIME / 2  # a lost datagram is asked again once
        return resolver

    def names(self) -> str:
        """Who is asked, as text."""
        if self.nameserver:
            return self.nameserver[0]
        try:
            return ", ".join(str(server) for server in dns.resolver.Resolver().nameservers)
        except dns.exception.DNSException:
            return ""


def _literal(host: str) -> Addresses | None:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    return Addresses(ipv6=(str(address),)) if address.version == 6 else Addresses(ipv4=(str(address),))


def _addresses_by_system(host: str) -> Addresses:
    """getaddrinfo cannot be interrupted: it runs in a thread of its own that is left behind at the deadline."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=LIFETIME)
    except queue.Empty:
        raise ProbeError("resolver-failed", host=host) from None
    if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN:
        raise ProbeError("resolver-failed", host=host) from answer
    if isinstance(answer, Exception) or not answer:
        raise ProbeError("host-not-found", host=host)
    unique = tuple(dict.fromkeys(answer))
    return Addresses(tuple(a for a in unique if ":" in a), tuple(a for a in unique if ":" not in a))
