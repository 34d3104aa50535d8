"""A whole run of the real engine against two scripted servers."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

from mailcheck.checks.run import Event, Run
from mailcheck.domain.account import Account, Endpoint, Secret, Security, Service
from mailcheck.domain.finding import CRASHED, Finding, Outcome, Stage
from mailcheck.domain.report import Diagnosis, Report
from mailcheck.domain.settings import Settings
from mailcheck.engine import Engine, Plan
from mailcheck.i18n import Language
from mailcheck.plan import plan_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of
from tests.certificates import Certificates
from tests.name_server import NameServer
from tests.servers import Server, Talk, close, imap, running, smtp

SECRET = "sesame-7Q"
ADDRESS = "anna@example.test"
_SETTINGS = {field.name for field in Settings.__dataclass_fields__.values()}


class Mailbox:
    """`check_mailbox(imap(...), smtp(...))` runs everything and returns the report; what was seen stays here.

    An Endpoint that nobody scripted may stand in a server's place. Keywords are fields of Account and Settings.
    """

    engine: Engine
    incoming: Server  # of the run that is over
    outgoing: Server

    def __init__(self, certificates: Certificates, name_server: NameServer) -> None:
        self.certificates = certificates
        self.name_server = name_server
        self.events: list[Event] = []

    def __call__(
        self,
        incoming: Talk | Endpoint | None = None,
        outgoing: Talk | Endpoint | None = None,
        *,
        address: str = ADDRESS,
        secret: str | None = SECRET,
        host: str = "localhost",
        security: Security | tuple[Security, Security] = Security.TLS,
        context: ssl.SSLContext | None = None,
        plain: bool = False,
        on_event: Callable[[Event | None], None] = lambda event: None,
        language: Language = Language.EN,
        plan: Plan | None = None,
        **more: Any,
    ) -> Report:
        """`plain`: the servers do not encrypt by themselves, whatever `security` the endpoints say."""
        securities = security if isinstance(security, tuple) else (security, security)
        context = context or self.certificates.good()
        talks = (incoming or imap(), outgoing or smtp())
        servers = [
            Server(talk if callable(talk) else close, context, implicit=wanted is Security.TLS and not plain)
            for talk, wanted in zip(talks, securities, strict=True)
        ]
        self.incoming, self.outgoing = servers
        first, second = (
            Endpoint(host, server.port, wanted) if callable(talk) else talk
            for talk, server, wanted in zip(talks, servers, securities, strict=True)
        )
        settings = {name: more.pop(name) for name in _SETTINGS & set(more)}
        account = Account(address, first, second, secret=None if secret is None else Secret(secret), **more)
        with running(*servers):
            report = self.run(account, on_event, language, plan, **settings)
        assert CRASHED not in [found.code for found in findings(report)]
        return report

    @property
    def heard(self) -> list[str]:
        """What both servers were told."""
        return self.incoming.heard + self.outgoing.heard

    def run(
        self,
        account: Account,
        on_event: Callable[[Event | None], None] = lambda event: None,
        language: Language = Language.EN,
        plan: Plan | None = None,
        **settings: Any,
    ) -> Report:
        """Any account, scripted servers or not."""
        ours: dict[str, Any] = {"nameserver": self.name_server.address, "authorities": self.certificates.authorities}
        chosen = Settings(**ours | settings)
        self.engine = Engine(plan or plan_for(account), lambda emit: Run(account, chosen, providers(), emit))
        self.events = []
        self.engine.start()
        for event in self.engine.events():
            if event:
                self.events.append(event)
            on_event(event)
        return report_of(self.engine, language)


def problems(report: Report, service: Service | str | None = None) -> list[str]:
    """The codes of what is not in order, in the order of the report; of one check, if it is named."""
    return [
        finding.code for finding in findings(report, service) if finding.outcome in (Outcome.WARNED, Outcome.FAILED)
    ]


def findings(report: Report, check: str | None = None) -> list[Finding]:
    return [finding for result in report.checks if check in (None, result.id) for finding in result.findings]


def finding(report: Report, code: str) -> Finding:
    return next(found for found in findings(report) if found.code == code)


def diagnosis(report: Report, code: str) -> Diagnosis:
    return next(found for found in report.diagnoses if found.code == code)


def stages(report: Report, check: str) -> dict[Stage, str]:
    """Stage -> outcome of one check; the worst where a stage has several findings."""
    order = list(Outcome)
    outcomes: dict[Stage, str] = {}
    for found in findings(report, check):
        worst = max(outcomes.get(found.stage, Outcome.PASSED), found.outcome, key=lambda o: order.index(Outcome(o)))
        outcomes[found.stage] = str(worst)
    return outcomes
