"""How to test, as the person or practice mode wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Lookup(StrEnum):
    """A question that is asked to find the servers of a domain nobody has listed. Each can be left out."""

    SRV = "srv"  # more records of the domain, asked of DNS
    AUTOCONFIG = "autoconfig"  # the domain's own website is asked, and told the address
    ISPDB = "ispdb"  # Thunderbird's list is told the domain, and the one that takes its mail
    GUESS = "guess"  # servers with usual names are connected to


EVERY_LOOKUP = frozenset(Lookup)
OFFLINE_LOOKUPS = frozenset({Lookup.SRV})
"""What is left with --offline-discovery: DNS has to be asked by the check itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`routes` is for practice alone: with it nothing but these ports of this computer is ever connected to."""

    nameserver: tuple[str, int] | None = None
    authorities: str = ""  # PEM: trusted besides those of this computer
    insecure: bool = False  # consent, for this run, to an unverified certificate or no encryption
    login: bool = True  # False stops before the password
    deadline: float = 60.0  # seconds for the whole run
    lookups: frozenset[Lookup] = EVERY_LOOKUP
    asks: bool = False  # somebody answers when the run wants a consent, see checks/consent.py
    routes: Mapping[tuple[str, int], int] | None = None  # (host, port) that is played -> port on loopback

    @property
    def practice(self) -> bool:
        return self.routes is not None
