"""Begins the search for the servers of an address: who is asked, by what the person allows."""

from __future__ import annotations

import time
from collections.abc import Iterator

from mailcheck.discovery.answer import BOTH, Asker
from mailcheck.discovery.files import ispdb, own_files
from mailcheck.discovery.guesses import guesses
from mailcheck.discovery.quest import MxQuestion, Quest
from mailcheck.discovery.race import Race, Times
from mailcheck.discovery.sources import listed, records
from mailcheck.domain.account import Service
from mailcheck.domain.settings import Lookup, Settings
from mailcheck.providers import Providers

ASKERS = ((Lookup.SRV, records), (Lookup.AUTOCONFIG, own_files), (Lookup.ISPDB, ispdb), (Lookup.GUESS, guesses))


def discover(
    address: str,
    settings: Settings,
    known: Providers,
    mx: MxQuestion,
    *,
    wanted: frozenset[Service] = BOTH,
    times: Times | None = None,
) -> Race:
    """Everybody is asked at once; look at the race for what they say, and stop() it when that is not wanted any more.

    `wanted`: about the other service nobody is asked. `mx` is to be asked already. Our list by the domain itself is not
    looked into here: Providers.by_domain needs no waiting. ProbeError domain-not-found for what cannot be a domain.
    """
    times = times or Times()
    quest = Quest(address, settings, known, mx, deadline=time.monotonic() + times.over)
    askers = tuple(asker for asker in _askers(settings.lookups) if asker.services & wanted)
    race = Race(quest, askers, times)
    race.start()
    return race


def _askers(lookups: frozenset[Lookup]) -> Iterator[Asker]:
    """The best first."""
    yield from listed()
    for lookup, made in ASKERS:
        if lookup in lookups:
            yield from made()
