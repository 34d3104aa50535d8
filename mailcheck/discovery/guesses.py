"""Servers that nobody has named: usual names are connected to, greeted, and their certificate is verified.

Nobody logs in here: whether a password may go to one is for the person to say. A certificate that is not in order makes
a guess the last of all.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable

from mailcheck.discovery.answer import Answer, Asker
from mailcheck.discovery.candidate import Candidate, Source
from mailcheck.discovery.quest import Quest
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.host_name import is_host_name
from mailcheck.probes import tls
from mailcheck.probes.imap import Imap
from mailcheck.probes.smtp import Smtp

_MX, _ITSELF = "MX", ""
NAMES = {
    # What is put before the domain, the best first; the host that takes its mail, and the domain itself.
    Service.INCOMING: ("imap.", "mail.", _MX, _ITSELF),
    Service.OUTGOING: ("smtp.", "mail.", _MX, _ITSELF),
}
PORTS = {
    # RFC 8314 section 7. Encrypted from the first byte comes first.
    Service.INCOMING: ((993, Security.TLS), (143, Security.STARTTLS)),
    Service.OUTGOING: ((465, Security.TLS), (587, Security.STARTTLS)),
}


def guesses() -> tuple[Asker, ...]:
    """A connection each: a name with STARTTLS is still better than the next name."""
    return tuple(
        Asker(Source.GUESS, frozenset({service}), _knock(service, name, port, security))
        for service, names in NAMES.items()
        for name in names
        for port, security in PORTS[service]
    )


def _knock(service: Service, name: str, port: int, security: Security) -> Callable[[Quest], Answer]:
    def ask(quest: Quest) -> Answer:
        host = f"{name}{quest.domain}" if name != _MX else next(iter(quest.mx.hosts(quest.deadline)), "").lower()
        if not is_host_name(host):
            return Answer()
        endpoint = Endpoint(host, port, security, Source.GUESS.value)
        found = Candidate(service, endpoint, Source.GUESS, trusted=False, told_by=host)
        try:
            _greet(quest, service, endpoint)
        except ssl.SSLCertVerificationError:  # mail.firma.ru with its hoster's certificate: the check is to tell of it
            return Answer(spare=(found,))
        except ssl.SSLError:
            return Answer()
        return Answer((found,))

    return ask


def _greet(quest: Quest, service: Service, endpoint: Endpoint) -> None:
    """Returns when a mail server of this kind is there, with a certificate for this very name; ProbeError, SSLError."""
    wire = quest.wire(endpoint.host, endpoint.port)
    speak = Imap if service is Service.INCOMING else Smtp
    context = tls.system_context(quest.settings.authorities)
    try:
        if endpoint.security is Security.TLS:
            wire.start_tls(context, endpoint.host)
            speak(wire)
        else:
            speak(wire).starttls(context, endpoint.host)
    finally:
        wire.close()
