"""DNS facts of a domain, and whether this computer's network lets mail through at all."""

from __future__ import annotations

import errno
import queue
import socket
import threading
import time

from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import MxRecord

STAGES = (Stage.DOMAIN, Stage.MX, Stage.PORTS)
_WEB_PORT = 443
_WEB_LIMIT = 3.0  # seconds: a web server that is open answers a connection in far less


def network(run: Run, story: Story) -> None:
    """The domain, its MX, the provider behind it; at the end, if connections failed, whether mail ports are blocked."""
    domain = run.account.address.rpartition("@")[2]
    try:
        records = domain_and_mx(run, story, domain)
        run.recognise(run.known.by_mx([record.host for record in records]), source="mx")
    finally:
        run.servers_known.set()
    _ports(run, story, domain)


def domain_and_mx(run: Run, story: Story, domain: str) -> tuple[MxRecord, ...]:
    """One question answers both: NXDOMAIN says that there is no domain (RFC 8020), no data that it has no MX.

    Said of a known mail service's own domain, NXDOMAIN tells of the DNS that was asked, and not of the domain.
    """
    story.facts["domain"] = domain
    with story.stage(Stage.DOMAIN):
        try:
            records = run.resolver.mx(_ascii(domain))
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


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ProbeError("domain-not-found", domain=domain) from None
