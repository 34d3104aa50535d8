"""One server that may be the mailbox's: who named it, and whether a password may go there without asking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.provider import Provider

if TYPE_CHECKING:  # its reader of XML is not needed where a provider is known
    from mailcheck.probes.autoconfig import Page


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

    `enable` are pages where something is to be switched on before, `documentation` pages to read. `takes_password` is
    False where whoever named it knows of no way to sign in with one: the server itself has the last word.
    """

    service: Service
    endpoint: Endpoint
    source: Source
    trusted: bool
    told_by: str = ""
    username: str | None = None
    enable: tuple[Page, ...] = ()
    documentation: tuple[Page, ...] = ()
    takes_password: bool = True

    @property
    def is_listed(self) -> bool:
        """Whether it is our own list that names it."""
        return self.source in (Source.PROVIDER, Source.MX)


def of_provider(provider: Provider, source: Source) -> tuple[Candidate, ...]:
    """The servers of an entry of our list, in its order; those that are not confirmed are for the person to confirm."""
    return tuple(
        Candidate(service, replace(endpoint, source=source.value), source, provider.vouches_for(service), provider.id)
        for service in Service
        for endpoint in provider.endpoints(service)
    )
