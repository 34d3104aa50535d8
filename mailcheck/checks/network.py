"""DNS facts of a domain, the search for its servers, and whether this computer's network lets mail through at all."""

from __future__ import annotations

import errno
import queue
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story
from mailcheck.discovery.candidate import Candidate, Source
from mailcheck.discovery.quest import MxQuestion, ascii_domain
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import MxRecord

if TYPE_CHECKING:
    from mailcheck.discovery.race import Race

STAGES = (Stage.DOMAIN, Stage.MX, Stage.SERVERS, Stage.PORTS)
_LOOK_EVERY = 0.05  # seconds, while servers are looked for
_WEB_PORT = 443
_WEB_LIMIT = 3.0  # seconds: a web server that is open answers a connection in far less


def network(run: Run, story: Story) -> None:
    """The domain, its MX, the provider behind it, its servers; at the end, if connections failed, whether mail ports
    are blocked."""
    domain = run.account.address.rpartition("@")[2]
    mx = MxQuestion(run.resolver, domain)
    mx.ask()
    race = _race(run, mx)
    try:
        records = domain_and_mx(run, story, domain, mx.answer)
        run.recognise(run.known.by_mx([record.host for record in records]), Source.MX)
        _servers(run, story, race)
    finally:
        if race:
            race.stop()
        run.servers_known.set()
    _ports(run, story, domain)


def domain_and_mx(
    run: Run, story: Story, domain: str, ask: Callable[[], tuple[MxRecord, ...]] | None = None
) -> tuple[MxRecord, ...]:
    """One question answers both: NXDOMAIN says that there is no domain (RFC 8020), no data that it has no MX.

    Said of a known mail service's own domain, NXDOMAIN tells of the DNS that was asked, and not of the domain.
    """
    story.facts["domain"] = domain
    with story.stage(Stage.DOMAIN):
        try:
            records = ask() if ask else run.resolver.mx(ascii_domain(domain))
        except ProbeError as error:
            if error.code == "resolver-failed" and run.settings.nameserver is None and not _has_route():
                raise ProbeError("network-offline") from error
            if error.code == "domain-not-found" and run.known.by_domain(domain):
                raise ProbeError("resolver-failed", denied=True, **error.evidence) from error
            raise
    with story.stage(Stage.MX) as step:
        step.note(mx=[record.host for record in records])
        null_mx = [record.host for record in records] == ["."]
        if null_mx or not records:
            step.warn("mx-missing", null_mx=null_mx, nameserver=run.resolver.names())
    return () if null_mx else records


def _race(run: Run, mx: MxQuestion) -> Race | None:
    """Where all is known there is nothing to look for: a provider that has no servers for programs has none."""
    missing = frozenset(_missing(run))
    if run.provider or not missing:
        return None
    from mailcheck.discovery.discover import discover  # noqa: PLC0415 - XML and https are needed for this alone

    try:
        return discover(run.account.address, run.settings, run.known, mx, wanted=missing)
    except ProbeError:  # a domain that cannot be one is told by the stage of its own
        return None


def _servers(run: Run, story: Story, race: Race | None) -> None:
    """A conversation begins as soon as its server is settled. Where no program is let in, there is none to be found."""
    if run.provider and not run.provider.lets_programs_in and _missing(run):
        with story.stage(Stage.SERVERS) as step:
            step.fail("password-login-disabled", source="provider")
        return
    if race is None and not _found(run):
        story.skip(Stage.SERVERS, None, reason="not-needed")
        return
    with story.stage(Stage.SERVERS) as step:
        while race and (missing := _missing(run)) and not run.stopped():
            settled = [service for service in missing if race.settled(service)]
            for service in settled:
                for found in race.candidates(service)[:1]:
                    run.take(found)
            if len(settled) == len(missing):
                break
            race.wait(_LOOK_EVERY)
        step.note(servers=[_told(found) for found in _found(run)])


def _missing(run: Run) -> list[Service]:
    return [service for service in Service if run.endpoint(service) is None]


def _found(run: Run) -> list[Candidate]:
    """What was taken, and was not given."""
    return [found for service, found in sorted(run.discovered.items()) if run.account.endpoint(service) is None]


def _told(found: Candidate) -> dict[str, Any]:
    """As evidence."""
    at = found.endpoint
    facts = {"host": at.host, "port": at.port, "security": at.security.value, "source": found.source.value}
    told = {"told_by": found.told_by, "trusted": found.trusted, "takes_password": found.takes_password}
    return {"service": found.service.value, **facts, **told}


def _ports(run: Run, story: Story, domain: str) -> None:
    """Asked only when no connection came about: is the web open from here while the mail ports are not?"""
    if not run.connections.all_unanswered(run.stopped):
        story.skip(Stage.PORTS, None, reason="not-needed")
        return
    with story.stage(Stage.PORTS) as step:
        hosts = {endpoint.host for service in Service if (endpoint := run.endpoint(service))} | {domain}
        web_open = _any_web_answers(run, hosts)
        ports = ", ".join(dict.fromkeys(str(e.port) for service in Service if (e := run.endpoint(service))))
        step.note(blocked_ports=ports)
        if web_open:
            raise ProbeError("mail-ports-blocked", blocked_ports=ports)


def _any_web_answers(run: Run, hosts: set[str]) -> bool:
    """All are asked at once; one that answers is enough, and nobody waits for the others."""
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
    for host in hosts:
        threading.Thread(target=_ask_web, args=(run, host, answers), name=f"web {host}", daemon=True).start()
    return any(answers.get() for _ in hosts)


def _ask_web(run: Run, host: str, answers: queue.SimpleQueue[bool]) -> None:
    open_ = False
    try:
        run.connect(host, _WEB_PORT, run.resolver.addresses(host), time.monotonic() + _WEB_LIMIT).close()
        open_ = True
    except ProbeError:
        pass
    finally:
        answers.put(open_)


def _has_route() -> bool:
    """Whether this computer has a way out. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        try:
            sock.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737
        except OSError as error:
            return error.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
    return True
