"""The table of contents of the program: which checks an account gets, in the order of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mailcheck.checks import incoming, network, outgoing, typed
from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Account, Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.domain.settings import Settings
from mailcheck.engine import Check, Engine, Plan
from mailcheck.providers import providers

Tell = Callable[[Run, Story], None]


def plan_for(account: Account) -> Plan:
    """Both conversations begin at once where their servers are known, else as soon as the network check knows them."""
    # what is wrong with an address one writes to shows when one sends
    recipient = Check("recipient", typed.recipient, typed.RECIPIENT_STAGES, Service.OUTGOING)
    return (
        Check("address", typed.typed, typed.STAGES),
        *((recipient,) if account.recipient else ()),
        Check("network", network.network, network.STAGES, after=("address",), blocked_by=_wrong_address),
        _conversation(Service.INCOMING, incoming.incoming, incoming.STAGES),
        _conversation(Service.OUTGOING, outgoing.outgoing, outgoing.STAGES),
    )


def engine_for(account: Account, settings: Settings) -> Engine:
    """A whole run of an account's plan, to be started."""
    return Engine(plan_for(account), lambda emit: Run(account, settings, providers(), emit))


def _conversation(service: Service, tell: Tell, stages: tuple[Stage, ...]) -> Check:
    def tell_when_known(run: Run, story: Story) -> None:
        try:
            tell(run, story)
        finally:
            run.connections.ended(service, connect_code(story.findings))

    return Check(
        service.value,
        tell_when_known,
        stages,
        service,
        after=("address",),
        blocked_by=lambda run: _blocked(run, service),
    )


def _blocked(run: Run, service: Service) -> str | None:
    """The check that makes this conversation pointless; whoever waits for its connection is told."""
    because = _wrong_address(run) or _wrong_host(run, service) or _no_server(run, service)
    if because:
        run.connections.ended(service, "")
    return because


def _wrong_address(run: Run) -> str | None:
    return None if run.address_usable else "address"


def _wrong_host(run: Run, service: Service) -> str | None:
    return "address" if service in run.unusable_hosts else None


def _no_server(run: Run, service: Service) -> str | None:
    """Waits for the network check where nothing else has told which server to ask."""
    while run.endpoint(service) is None and not run.stopped():
        if run.servers_known.wait(0.05):
            break
    return None if run.endpoint(service) else "network"


def connect_code(findings: Iterable[Finding]) -> str:
    """What became of a conversation's attempt to connect, as Connections wants to hear it."""
    return next((finding.code for finding in findings if finding.stage is Stage.CONNECT), "")
