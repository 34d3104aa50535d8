"""One server that may be the mailbox's: who named it, and whether a password may go there without asking."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.provider import Provider

if TYPE_CHECKING:  # its reader of XML is not needed where a provider is known
    from mailcheck.probes.autoconfig import Page


_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"(?=.{{4,253}}\Z)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}")
"""A server's name in lower case, as strangers' answers may have it: no bare word, no IP address."""


class Source(StrEnum):
    """Who named a server; the best first."""

    PROVIDER = "provider"  # our list, by the domain
    MX = "mx"  # our list, by the hosts that take the domain's mail
    SRV = "srv"
    AUTOCONFIG = "autoconfig"
    ISPDB = "ispdb"
    ISPDB_MX = "ispdb-mx"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`told_by` is the host, domain or record that said so; `username` None means: the address.

    `enable` are pages where something is to be switched on before, `documentation` pages to read.
    """

    service: Service
    endpoint: Endpoint
    source: Source
    trusted: bool
    told_by: str = ""
    username: str | None = None
    enable: tuple[Page, ...] = ()
    documentation: tuple[Page, ...] = ()


def of_provider(provider: Provider, source: Source) -> tuple[Candidate, ...]:
    """The servers of an entry of our list, in its order."""
    return tuple(
        Candidate(service, replace(endpoint, source=source.value), source, trusted=True, told_by=provider.id)
        for service in Service
        for endpoint in provider.endpoints(service)
    )
