"""Hides the network addresses of this computer, which servers like to repeat: “Hello host.isp.example [203.0.113.7]”.

Nobody tells a program behind a router by what address the world knows it. So in what a server says every address is
taken for ours that is not one of the servers': those that DNS gave, that were typed, or that are known to all.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from itertools import islice

from mailcheck.domain.report import Report
from mailcheck.export.leaving import rewritten

HIDDEN = "•.•.•.•"
_V4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)", re.ASCII)
_V6 = re.compile(
    r"(?:(?<=IPv6:)|(?<![\w:.]))[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])",
    re.ASCII | re.IGNORECASE,
)
_NAME = r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,10}"
_NAMED = re.compile(rf"(?<![\w.@-])({_NAME})\.?(?=[ ]?[(\[]{{1,2}}(?:IPv6:)?{re.escape(HIDDEN)})", re.ASCII)
_MOST = 20  # addresses whose names are looked for: this computer has one or two, a hostile server says thousands
_HOST_OF_SERVER = ("host", "nameserver", "ip_addresses", "ip_address", "other_host", "suggestion")


def without_own_addresses(report: Report) -> Report:
    """The same report, as it leaves this computer unless the person asks for more."""
    known = {text.lower() for text in _servers(report)}
    found: dict[str, None] = {}

    def look(text: str) -> str:
        found.update((m[0], None) for m in _V4.finditer(text) if _is_foreign(m[0], known))
        return text

    rewritten(report, name=str, said=look, sentence=look)
    names = [name for address in islice(found, _MOST) for name in _reverse_names(address)]

    def hide(text: str) -> str:
        for name in names:
            text = name.sub(HIDDEN, text)
        for pattern in (_V4, _V6):
            text = pattern.sub(lambda match: HIDDEN if _is_foreign(match[0], known) else match[0], text)
        return _NAMED.sub(lambda match: match[0] if match[1].lower() in known else HIDDEN, text)

    return rewritten(report, name=str, said=hide, sentence=hide)


def _is_foreign(text: str, known: set[str]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or str(address) in known or text.lower() in known)


def _reverse_names(address: str) -> Iterator[re.Pattern[str]]:
    """Names that providers make of an address: 203-0-113-7.pool.isp.example, and its numbers backwards."""
    parts = address.split(".")
    for numbers in (parts, parts[::-1]):
        digits = "[.-]".join(f"0{{0,2}}{number}" for number in numbers)
        yield re.compile(rf"(?<![\w.-])(?:[\w.-]{{0,200}}[A-Za-z_.-])?{digits}(?!\d)[\w.-]{{0,200}}", re.ASCII)


def _servers(report: Report) -> Iterator[str]:
    """Names and addresses of servers, as they were typed, found in DNS or connected to."""
    for endpoint in (report.incoming, report.outgoing, report.connection_card.incoming):
        if endpoint:
            yield endpoint.host
    for finding in (finding for check in report.checks for finding in check.findings):
        for name in (*_HOST_OF_SERVER, "mx"):
            value = finding.evidence.get(name)
            for item in value if isinstance(value, list | tuple) else [value]:
                if isinstance(item, str):
                    yield from re.split(r"[\s,]+", item)
