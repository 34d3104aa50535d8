"""Files in Thunderbird's format: the domain's own, over https alone, and those of Thunderbird's list (ISPDB)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from mailcheck.discovery.answer import BOTH, Answer, Asker, Word, candidates
from mailcheck.discovery.candidate import Candidate, Source
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.probes.autoconfig import ClientConfig, ServerEntry, fill, parse, query
from mailcheck.probes.base_domain import base_domain
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.https import Fetched, get

ISPDB = "autoconfig.thunderbird.net"
_OUTSIDE = "outside"
_PASSWORDS = frozenset({"password-cleartext", "password-encrypted", "plain", "secure"})
"""Ways of signing in with a password, by the format's names of today and of before."""


def own_files() -> tuple[Asker, ...]:
    return (Asker(Source.AUTOCONFIG, BOTH, _autoconfig), Asker(Source.AUTOCONFIG, BOTH, _well_known))


def ispdb() -> tuple[Asker, ...]:
    return (Asker(Source.ISPDB, BOTH, _by_domain), Asker(Source.ISPDB_MX, BOTH, _by_mx))


def _autoconfig(quest: Quest) -> Answer:
    """The only place that is told the address. Where it sends us out of the domain, we go without it."""
    page = f"https://autoconfig.{quest.domain}/mail/config-v1.1.xml"
    try:
        fetched = _get(quest, f"{page}?emailaddress={query(quest.address)}", inside=True)
    except ProbeError as error:
        if error.evidence.get("reason") != _OUTSIDE:
            raise
        fetched = _get(quest, page)
    return _own(quest, fetched)


def _well_known(quest: Quest) -> Answer:
    return _own(quest, _get(quest, f"https://{quest.domain}/.well-known/autoconfig/mail/config-v1.1.xml"))


def _by_domain(quest: Quest) -> Answer:
    return _listed(quest, quest.domain, Source.ISPDB)


def _by_mx(quest: Quest) -> Answer:
    """By the MX host's name without its first label, and by the one it is registered under: of Microsoft's two mail
    services only the longer name tells which it is. Nobody is asked about what belongs to all: co.uk, msk.ru."""
    host = next(iter(quest.mx.hosts(quest.deadline)), "").lower()
    names = dict.fromkeys((host.partition(".")[2], base_domain(host) or ""))
    for name in names:
        if base_domain(name) and name != quest.domain:
            try:
                answer = _listed(quest, name, Source.ISPDB_MX)
            except ProbeError:
                continue
            if answer.candidates:
                return answer
    return Answer()


def _own(quest: Quest, fetched: Fetched) -> Answer:
    hosts = [urlsplit(url).hostname or "" for url in (*fetched.redirects, fetched.url)]
    return _read(quest, fetched, Word(Source.AUTOCONFIG, hosts[-1], vouched=all(map(quest.is_own, hosts))))


def _listed(quest: Quest, name: str, source: Source) -> Answer:
    fetched = _get(quest, f"https://{ISPDB}/v1.1/{name}")
    at_home = all(urlsplit(url).hostname == ISPDB for url in (*fetched.redirects, fetched.url))
    return _read(quest, fetched, Word(source, name, vouched=at_home and source is Source.ISPDB))


def _get(quest: Quest, url: str, *, inside: bool = False) -> Fetched:
    """`inside`: a host outside the domain is not even connected to."""

    def connect(host: str, port: int, deadline: float) -> socket.socket:
        if inside and not quest.is_own(host):
            raise ProbeError("page-unavailable", reason=_OUTSIDE)
        return quest.connect(host, port, deadline)

    authorities = quest.settings.authorities
    return get(url, connect, authorities=authorities, deadline=quest.deadline, stopped=quest.stopped)


def _read(quest: Quest, fetched: Fetched, word: Word) -> Answer:
    config = parse(fetched.body)
    if config is None:
        return Answer()
    sides = ((Service.INCOMING, config.incoming), (Service.OUTGOING, config.outgoing))
    found = [(service, entry) for service, entries in sides for entry in sorted(entries, key=_of_little_use)]
    return Answer(tuple(each for service, entry in found for each in _of_entry(quest, service, entry, config, word)))


def _of_little_use(entry: ServerEntry) -> bool:
    """amoCRM signs in with a password, and nobody should send one in the open."""
    return entry.security is Security.NONE or not _takes_password(entry)


def _takes_password(entry: ServerEntry) -> bool:
    return not entry.authentication or bool(_PASSWORDS & {each.lower() for each in entry.authentication})


def _of_entry(
    quest: Quest, service: Service, entry: ServerEntry, config: ClientConfig, word: Word
) -> Iterator[Candidate]:
    """POP3 is of no use to amoCRM. A host has the domain in it as DNS knows it, a user name as the person writes it."""
    host = fill(entry.host, f"x@{quest.domain}")
    if entry.kind == "pop3" or host is None:
        return
    username = fill(entry.username, quest.address) or None
    own_name = username if username != quest.address else None
    takes_password, pages = _takes_password(entry), (config.enable, config.documentation)
    for found in candidates(quest, service, (Endpoint(host, entry.port, entry.security),), word):
        yield replace(found, username=own_name, enable=pages[0], documentation=pages[1], takes_password=takes_password)
