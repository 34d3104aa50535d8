"""Two scripted servers and what the window needs to reach them: an account and settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from mailcheck.domain.account import Account, Endpoint, Secret, Security
from mailcheck.domain.settings import Settings
from tests.certificates import Certificates
from tests.mailbox import ADDRESS, SECRET
from tests.name_server import NameServer
from tests.servers import Server, Talk, imap, running, smtp


@dataclass(frozen=True)
class Play:
    account: Account
    settings: Settings
    incoming: Server
    outgoing: Server


class Stage:
    """`with stage.play(imap(LOGIN=hang)) as play:` lets the servers play for as long as the block lasts."""

    def __init__(self, certificates: Certificates, name_server: NameServer) -> None:
        self._certificates = certificates
        self._name_server = name_server

    @contextmanager
    def play(self, incoming: Talk | None = None, outgoing: Talk | None = None, **account: Any) -> Iterator[Play]:
        context = self._certificates.good()
        servers = [Server(talk, context, implicit=True) for talk in (incoming or imap(), outgoing or smtp())]
        first, second = (Endpoint("localhost", server.port, Security.TLS) for server in servers)
        typed: dict[str, Any] = {"address": ADDRESS, "secret": Secret(SECRET), **account}
        settings = Settings(nameserver=self._name_server.address, authorities=self._certificates.authorities)
        with running(*servers):
            yield Play(Account(incoming=first, outgoing=second, **typed), settings, *servers)
