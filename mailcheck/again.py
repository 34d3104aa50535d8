"""Check again: some checks of a run that has ended are done anew, the others keep their results.

What is taken over is what still holds: where the address, the servers, the password or the settings have changed, the
checks that they concern are done anew even if nobody named them. Nothing here holds a password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from weakref import ref

from mailcheck.catalogue import catalogue
from mailcheck.checks.run import Event, Run
from mailcheck.discovery.candidate import Candidate
from mailcheck.domain.account import Account, Secret, Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import CheckResult, Diagnosis
from mailcheck.domain.settings import Settings
from mailcheck.engine import Engine
from mailcheck.plan import connect_code, plan_for
from mailcheck.providers import providers

ADDRESS, RECIPIENT, NETWORK = "address", "recipient", "network"
_TALKS = frozenset(service.value for service in Service)
_BY_SIDE: Mapping[str, frozenset[str]] = {
    # Side of the catalogue -> what tells whether it is mended. Both logins are judged together.
    "account": frozenset({ADDRESS}),
    "network": frozenset({NETWORK}),
    "login": _TALKS,
    "folders": frozenset({Service.INCOMING.value}),
    "sending": frozenset({Service.OUTGOING.value}),
    "round-trip": frozenset({"round-trip"}),
    "reputation": frozenset({"reputation"}),
}
_OF_THE_NETWORK = ("resolver-failed", "network-offline", "mail-ports-blocked", "clock-skewed")
_OF_THE_DOMAIN = ("domain-not-found", "mx-missing")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a run that has ended leaves behind. `secret` only tells whether the same one is given again."""

    account: Account  # without its password
    settings: Settings
    secret: ref[Secret] | None
    results: tuple[CheckResult, ...]
    provider: Provider | None
    discovered: Mapping[Service, Candidate]

    def has(self, secret: Secret | None) -> bool:
        """Whether that run had this password: this very object, for nothing is kept of what is in it."""
        return (self.secret() if self.secret else None) is secret and (secret is None) == (self.secret is None)


def earlier(engine: Engine) -> Earlier:
    """To be asked for when the run has ended."""
    run = engine.run
    secret = ref(run.account.secret) if run.account.secret is not None else None
    account = replace(run.account, secret=None)
    return Earlier(account, run.settings, secret, engine.results(), run.provider, dict(run.discovered))


def engine_again(before: Earlier, account: Account, settings: Settings, checks: Iterable[str]) -> Engine:
    """A run of what is to be done anew, to be started like any other; its results are merged with the earlier ones."""
    anew = checks_again(before, account, settings, checks)
    plan = plan_for(account)
    kept = [result for result in before.results if result.id not in anew and result.id in {each.id for each in plan}]

    def run_with(emit: Callable[[Event], None]) -> Run:
        run = Run(account, settings, providers(), emit)
        if NETWORK not in anew:
            if run.provider is None:
                run.provider, run.discovered = before.provider, dict(before.discovered)
            run.servers_known.set()
        for result in kept:
            if result.id in _TALKS:
                run.connections.ended(Service(result.id), connect_code(result.findings))
        return run

    return Engine(plan, run_with, kept)


def checks_again(before: Earlier, account: Account, settings: Settings, checks: Iterable[str]) -> frozenset[str]:
    """The checks that are done: those named, what changes have made stale, and whatever waits for one of these."""
    results = {result.id: result for result in before.results}
    plan = [check.id for check in plan_for(account)]
    anew = {ADDRESS, *checks, *_stale(before, account, settings), *(set(plan) - results.keys())}
    ports = [f for f in results[NETWORK].findings if f.stage is Stage.PORTS] if NETWORK in results else []
    if anew & _TALKS and any(finding.evidence.get("reason") != "not-needed" for finding in ports):
        anew.add(NETWORK)  # it judged why nobody answered
    while waiting := {result.id for result in before.results if result.id not in anew and _waits_for(anew, result)}:
        anew |= waiting
    return frozenset(anew & set(plan))


def _waits_for(anew: set[str], result: CheckResult) -> bool:
    return any(finding.because in anew for finding in result.findings)


def checks_for(diagnosis: Diagnosis) -> frozenset[str]:
    """The checks that tell whether a card's problem is mended."""
    codes = (diagnosis.code, *diagnosis.folded)
    return frozenset(name for code in codes for name in _checks_of(code, diagnosis.service)) | {ADDRESS}


def _checks_of(code: str, service: Service | None) -> frozenset[str]:
    talks = frozenset({service.value}) if service else _TALKS
    side = catalogue().problem(code).side if code in catalogue().codes() else "vantage"
    if code in _OF_THE_NETWORK:
        return _TALKS | {NETWORK}
    if service is Service.OUTGOING and (code.startswith("address-") or code in _OF_THE_DOMAIN):
        return frozenset({RECIPIENT})  # said of the address one wants to write to
    if code.startswith("secret-"):
        return _TALKS
    if code in _OF_THE_DOMAIN:
        return frozenset({NETWORK})
    if side == "network" or code.startswith("host-"):
        return talks
    return _BY_SIDE.get(side, talks)


def _stale(before: Earlier, account: Account, settings: Settings) -> Iterator[str]:
    """What no longer holds after what was typed or chosen anew."""
    old = before.account
    if account.address != old.address or replace(settings, deadline=0) != replace(before.settings, deadline=0):
        yield from (NETWORK, RECIPIENT, *_TALKS)
    if account.username != old.username or not before.has(account.secret):
        yield from _TALKS
    for service in Service:
        if account.endpoint(service) != old.endpoint(service):
            yield service.value
    if account.sender != old.sender:
        yield Service.OUTGOING.value
    if account.recipient != old.recipient:
        yield RECIPIENT
