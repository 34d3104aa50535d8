"""A DNS server on loopback for one practice run: the zone of a scenario, and the faults that a real server shows.

UDP alone: a practice zone is small, and an answer of any size goes through loopback in one datagram.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

SERVFAIL, SILENT = "SERVFAIL", "SILENT"
"""Stand in the place of a record: the name is answered with a failure, or never."""
_TTL = 60


class NameServer:
    """Built by `listen`."""

    def __init__(self, transport: asyncio.DatagramTransport) -> None:
        self._transport = transport
        self.port: int = transport.get_extra_info("sockname")[1]

    async def close(self) -> None:
        self._transport.abort()
        await asyncio.sleep(0)  # the socket is closed in the next step of the loop


async def listen(zone: Mapping[str, tuple[str, ...]]) -> NameServer:
    """ValueError for a record that is none."""
    answers = Answers(zone)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Protocol(answers), local_addr=("127.0.0.1", 0))
    return NameServer(transport)


class _Protocol(asyncio.DatagramProtocol):
    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)  # no subclass before Python 3.12

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._answers.to(data)
        if answer:
            self._transport.sendto(answer, addr)


class Answers:
    """The zone, as it is asked."""

    def __init__(self, zone: Mapping[str, tuple[str, ...]]) -> None:
        self._faults: dict[dns.name.Name, str] = {}
        self._records: dict[dns.name.Name, list[dns.rdata.Rdata]] = {}
        for text, records in zone.items():
            name = dns.name.from_text(text)
            self._records[name] = [_record(record) for record in records if record not in (SERVFAIL, SILENT)]
            self._faults.update((name, record) for record in records if record in (SERVFAIL, SILENT))

    def to(self, data: bytes) -> bytes | None:
        """None for what is no question, and for names that are never answered."""
        try:
            question = dns.message.from_wire(data)
            reply = dns.message.make_response(question, recursion_available=True)
        except dns.exception.DNSException:
            return None
        if question.opcode() != dns.opcode.QUERY or len(question.question) != 1:
            return None
        if self._faults.get(question.question[0].name) == SILENT:
            return None
        self._fill(reply, question.question[0])
        return reply.to_wire(prefer_truncation=True)

    def _fill(self, reply: dns.message.Message, asked: dns.rrset.RRset) -> None:
        reply.flags |= dns.flags.AA
        if asked.name in self._faults:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif not self._exists(asked.name):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif records := [r for r in self._records.get(asked.name, ()) if r.rdtype == asked.rdtype]:
            reply.answer.append(dns.rrset.from_rdata_list(asked.name, _TTL, records))

    def _exists(self, name: dns.name.Name) -> bool:
        """A name exists also by what stands below it (RFC 8020 section 2)."""
        return any(known.is_subdomain(name) for known in self._records)


def _record(text: str) -> dns.rdata.Rdata:
    kind, _, data = text.partition(" ")
    try:
        return dns.rdata.from_text(dns.rdataclass.IN, kind, data, origin=dns.name.root, relativize=False)
    except dns.exception.DNSException as error:
        raise ValueError(text) from error
