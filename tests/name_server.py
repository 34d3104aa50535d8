"""A DNS server on loopback for the tests: a small zone, and the faults that a real one shows."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from dnslib import AAAA, MX, QTYPE, RCODE, RR, SRV, A, DNSRecord

Records = dict[str, list[MX | A | AAAA | SRV]]

ZONE: Records = {
    "example.test": [MX("mail.example.test", 10)],
    "mail.example.test": [A("127.0.0.1")],
    "mailless.test": [MX("mx.mailless.test", 10)],  # and nothing else is there
    "nomx.test": [A("127.0.0.1")],
    "nullmx.test": [MX(".", 0)],
    "both.test": [AAAA("::1"), A("127.0.0.1")],
    "only6.test": [AAAA("::1")],
    # dnslib takes priority, weight, port, host
    "_imaps._tcp.example.test": [
        SRV(20, 0, 993, "spare.example.test"),
        SRV(10, 5, 993, "light.example.test"),
        SRV(10, 60, 1993, "heavy.example.test"),
    ],
    "_imap._tcp.example.test": [SRV(0, 0, 0, ".")],
    # a multicast address takes no TCP: the system says "network is unreachable" at once, as it does without a route
    "unreachable6.test": [AAAA("ff02::1")],
    "unreachable6-open4.test": [AAAA("ff02::1"), A("127.0.0.1")],
    "unreachable.test": [A("224.0.0.1")],
}
SERVFAIL, SILENT = "broken.test", "silent.test"
DENIED: frozenset[str] = frozenset()
"""Domains beyond .test of which it says all the same that there are none."""


class NameServer:
    """Names of the zone; NXDOMAIN for the rest of .test and for DENIED; all others have an MX of their own name.

    `zone`: another one than ZONE, to be changed at any moment; nothing is said about the names in `silent`.
    """

    def __init__(self, zone: Records | None = None) -> None:
        self.zone = zone
        self.silent = {SILENT}
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="name server")
        self._thread.start()

    def _serve(self) -> None:
        while not self._over.is_set():
            data, client = self._socket.recvfrom(4096)
            if data and (answer := self._answer(data)):
                with suppress(OSError):
                    self._socket.sendto(answer, client)

    def _answer(self, data: bytes) -> bytes:
        request = DNSRecord.parse(data)
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        self.asked.append(f"{name} {kind}")
        reply = request.reply()
        zone = ZONE if self.zone is None else self.zone
        if name in self.silent:
            return b""
        if name == SERVFAIL:
            reply.header.rcode = RCODE.SERVFAIL
        elif name not in DENIED and (name in zone or not name.endswith(".test")):
            for data in zone.get(name, [MX(f"mx.{name}", 10)]):
                if type(data).__name__ == kind:
                    reply.add_answer(RR(name, request.q.qtype, rdata=data, ttl=1))
        else:
            reply.header.rcode = RCODE.NXDOMAIN
        packed: bytes = reply.pack()
        return packed

    @staticmethod
    def mx(host: str) -> list[MX | A | AAAA | SRV]:
        return [MX(host, 10)]

    def stop(self) -> None:
        self._over.set()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as knock:
            knock.sendto(b"", self.address)
        self._thread.join(5)
        self._socket.close()
