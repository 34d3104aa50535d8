"""Searches that have found what a picture or a test wants: real ones, with nobody to ask but us."""

from __future__ import annotations

import threading
import time

from mailcheck.discovery.answer import BOTH, Answer, Asker
from mailcheck.discovery.candidate import Candidate, Source
from mailcheck.discovery.quest import MxQuestion, Quest
from mailcheck.discovery.race import Race, Times
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.settings import Settings
from mailcheck.probes.autoconfig import Page
from mailcheck.probes.resolve import Resolver
from mailcheck.providers import providers
from mailcheck.ui.servers.search import Begin

_LONG = 1.5  # seconds
_READ = {"ru": "Настройка почтовых программ", "en": "Setting mail programs up"}
_ENABLE = Page("https://example.test/imap", {"ru": "Включите IMAP в настройках ящика", "en": "Switch IMAP on"})


def found(
    service: Service,
    host: str,
    port: int,
    source: Source,
    *,
    trusted: bool = True,
    told_by: str = "",
    username: str | None = None,
    pages: bool = False,
) -> Candidate:
    security = Security.STARTTLS if port in (143, 587) else Security.TLS
    endpoint = Endpoint(host, port, security, source.value)
    read = (Page("https://example.test/help", _READ),)
    return Candidate(
        service,
        endpoint,
        source,
        trusted,
        told_by,
        username,
        enable=(_ENABLE,) if pages else (),
        documentation=read if pages else (),
    )


def answering(*candidates: Candidate, over: bool = True, better: bool = False) -> Begin:
    """One source that says this; `over` False: another one, which may be a better one, says nothing for long."""

    def begin(address: str, settings: Settings) -> Race:
        quiet = threading.Event()

        def wait(quest: Quest) -> Answer:
            while not quest.stopped() and time.monotonic() < quest.deadline:
                quiet.wait(0.05)
            return Answer()

        mx = MxQuestion(Resolver(("127.0.0.1", 1)), "example.test")
        quest = Quest(address, settings, providers(), mx, deadline=time.monotonic() + _LONG)
        askers = [Asker(Source.SRV, BOTH, lambda _quest: Answer(candidates))]
        if not over:
            askers.insert(0 if better else 1, Asker(Source.GUESS, BOTH, wait))
        race = Race(quest, tuple(askers), Times())
        race.start()
        return race

    return begin


nobody = answering()
