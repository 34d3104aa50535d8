"""A DNS server with faults, in this process: what nsd cannot be talked into."""

from __future__ import annotations

import errno
import threading
from enum import StrEnum
from types import TracebackType

from dnslib import RCODE, RR, DNSError, DNSRecord
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer


class Fault(StrEnum):
    SERVFAIL = "SERVFAIL"
    REFUSED = "REFUSED"
    SILENCE = "silence"  # no answer at all: the client's time runs out
    TRUNCATED = "truncated"  # by UDP only: the client must ask again by TCP


class FaultyDns:
    """`with FaultyDns({"broken.test": Fault.SERVFAIL}, zone="...") as dns:` listens on dns.address until the end.

    A fault holds for its name and everything below it. The zone is in master file form; other names do not exist.
    """

    def __init__(self, faults: dict[str, Fault], zone: str = "") -> None:
        resolver = _Resolver(faults, RR.fromZone(zone))
        logger = DNSLogger("-request,-reply,-truncated,-error,-recv,-send,-data", prefix=False)
        self._tcp, self._udp = _on_one_port(resolver, logger)
        self.port: int = self._tcp.server.server_address[1]
        self.address = f"127.0.0.1:{self.port}"
        # our own threads: dnslib's look for the end of the server only twice a second
        self._threads = [
            threading.Thread(target=server.server.serve_forever, args=(0.02,)) for server in (self._udp, self._tcp)
        ]

    def __enter__(self) -> FaultyDns:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server, thread in zip((self._udp.server, self._tcp.server), self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def _on_one_port(resolver: BaseResolver, logger: DNSLogger) -> tuple[DNSServer, DNSServer]:
    """TCP and UDP servers on the same port: the system picks it for TCP, its UDP twin may be taken."""
    while True:
        tcp = DNSServer(resolver, address="127.0.0.1", port=0, tcp=True, logger=logger)
        try:
            udp = DNSServer(resolver, address="127.0.0.1", port=tcp.server.server_address[1], logger=logger)
        except OSError as error:
            tcp.server.server_close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return tcp, udp


class _Resolver(BaseResolver):  # type: ignore[misc]  # dnslib has no types
    def __init__(self, faults: dict[str, Fault], records: list[RR]) -> None:
        self._faults = {f"{name}.": fault for name, fault in faults.items()}
        self._records = records

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        name = str(request.q.qname).lower()
        fault = self._fault(name)
        reply = request.reply()
        if fault is Fault.SILENCE:
            raise DNSError("this server says nothing")  # dnslib then sends nothing
        if fault is Fault.TRUNCATED and handler.protocol == "udp":
            reply.header.tc = 1
            return reply
        if fault in {Fault.SERVFAIL, Fault.REFUSED}:
            reply.header.rcode = getattr(RCODE, fault.value)
            return reply
        here = [record for record in self._records if str(record.rname).lower() == name]
        reply.add_answer(*(record for record in here if record.rtype == request.q.qtype))
        if not here:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply

    def _fault(self, name: str) -> Fault | None:
        return next((fault for end, fault in self._faults.items() if name == end or name.endswith("." + end)), None)
