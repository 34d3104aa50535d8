"""Findings -> causes: what explains what, what one conversation's answer says of the other's, and how sure that is.

No words here: reporting.py puts a Cause into a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mailcheck.catalogue import Catalogue
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import Cause, CheckResult, Confidence, Verdict

SHOWN = 3
"""Cards at most: whoever gets a list of twelve problems mends none. The findings keep the rest."""

_CONNECTING = ("connection-timeout", "connection-refused", "connection-dropped", "host-not-found")
_NAMES = ("host-not-found", "domain-not-found", "mx-missing")
EXPLAINS: Mapping[str, tuple[str, ...]] = {
    # cause: what it brings about
    "network-offline": ("resolver-failed", *_NAMES, *_CONNECTING),
    "resolver-failed": _NAMES,
    "mail-ports-blocked": ("connection-timeout", "connection-refused"),
    "address-domain-typo": (*_NAMES, *_CONNECTING),
    "domain-not-found": ("host-not-found", "mx-missing"),
    "host-malformed": ("host-not-found",),
    "host-is-ip-address": ("certificate-wrong-host",),
    "address-lookalike-letter": ("address-not-ascii", "address-idn-domain", "address-domain-typo"),
    "address-malformed": ("address-domain-typo",),
    "mailbox-full": ("recipient-mailbox-full",),  # the only recipient that is ever asked about is oneself
    "clock-skewed": ("certificate-not-yet-valid", "certificate-expired"),
    "secret-wrong-layout": ("login-rejected", "login-rejected-or-access-off", "secret-not-app-password"),
    "secret-blank-at-edge": ("login-rejected", "login-rejected-or-access-off", "secret-not-app-password"),
}
_TELLING = (
    # A login refused with a reason that holds for the whole mailbox, best first: it explains what the other
    # conversation met without a reason. "IMAP is off" and its like are not here: they hold for one service only.
    "agreement-not-accepted",
    "password-login-disabled",
    "web-login-required",
    "account-disabled",
    "password-expired",
    "too-many-logins",
    "client-access-denied",
    "contact-administrator",
    "app-password-required",
    "login-rejected-or-access-off",
)
_TELLS_NOTHING = ("login-rejected-or-access-off", "login-rejected")
_SECRET_DOUBTS = ("secret-blank-at-edge", "secret-wrong-layout", "secret-not-app-password")
_HERE_ONLY = ("resolver-failed", "network-offline", "mail-ports-blocked", "domain-not-found")
"""Faults that are a mere remark once a server has answered."""
_BY_CONFIDENCE = {"high": Confidence.CERTAIN, "medium": Confidence.LIKELY, "low": Confidence.POSSIBLE}
_SIDES = ("account", "network", "wire", "login", "folders", "sending", "round-trip", "reputation", "vantage")


def diagnose(results: Sequence[CheckResult], catalogue: Catalogue, seen: str | None = None) -> tuple[Cause, ...]:
    """The causes, worst first, consequences folded into them. `seen` is the id of the text that amoCRM showed."""
    logins = {service: _login(results, service) for service in Service}
    causes = [_cause(group, logins) for group in _groups(results)]
    causes = _without_doubts(causes, logins)
    causes = _fold(causes)
    if _reached(results):
        causes = [_remark(cause) for cause in causes]
    if seen and not any(cause.outcome is Outcome.FAILED for cause in causes) and _came_through(results):
        causes.append(Cause("refused-only-by-amocrm", None, Outcome.WARNED, Confidence.LIKELY, {}))
    return tuple(sorted(causes, key=lambda cause: _rank(cause, catalogue, seen)))


def verdict(results: Sequence[CheckResult], causes: Sequence[Cause], *, whole: bool) -> Verdict:
    """Ready only when everything was tried."""
    if any(cause.outcome is Outcome.FAILED for cause in causes):
        return Verdict.NOT_READY
    if not whole or not _came_through(results) or any(r.outcome is Outcome.CRASHED for r in results):
        return Verdict.INCOMPLETE
    return Verdict.READY_WITH_WARNINGS if causes else Verdict.READY


def _groups(results: Iterable[CheckResult]) -> list[list[Finding]]:
    """The same code twice is one problem: several wrong letters, or both servers with the same answer."""
    groups: dict[tuple[str, bool], list[Finding]] = {}
    for result in results:
        for finding in result.findings:
            if finding.outcome in (Outcome.FAILED, Outcome.WARNED):
                groups.setdefault((finding.code, result.id == "recipient"), []).append(finding)
    return list(groups.values())


def _cause(group: list[Finding], logins: Mapping[Service, str | None]) -> Cause:
    first = next((finding for finding in group if finding.outcome is Outcome.FAILED), group[0])
    services = {finding.service for finding in group}
    service = first.service if len(services) == 1 else None
    evidence: dict[str, Any] = {**first.evidence, "stage": first.stage.value}
    if first.stage is Stage.AUTHENTICATE and first.service:
        other = Service.OUTGOING if first.service is Service.INCOMING else Service.INCOMING
        evidence["other_login"] = logins[other]
    if len(group) > 1 and service is None:
        evidence["other_host"] = group[-1].evidence.get("host")
    confidence = _BY_CONFIDENCE.get(str(first.evidence.get("confidence")), Confidence.CERTAIN)
    if first.code in _TELLS_NOTHING:
        confidence = Confidence.LIKELY if evidence.get("other_login") else confidence
    if first.code == "login-rejected-or-access-off" and not evidence.get("other_login"):
        confidence = Confidence.POSSIBLE
    if first.code in _SECRET_DOUBTS or first.code == "mail-ports-blocked":
        confidence = Confidence.LIKELY
    return Cause(first.code, service, first.outcome, confidence, evidence)


def _login(results: Sequence[CheckResult], service: Service) -> str | None:
    """ "accepted", "rejected" (the password was judged and not taken), or None: not tried, or nothing was judged."""
    for result in results:
        for finding in result.findings:
            if finding.service is service and finding.stage is Stage.AUTHENTICATE:
                if finding.outcome is Outcome.PASSED:
                    return "accepted"
                if finding.code in (*_TELLS_NOTHING, "app-password-required", "client-access-denied"):
                    return "rejected"
    return None


def _without_doubts(causes: list[Cause], logins: Mapping[Service, str | None]) -> list[Cause]:
    """A password that a server took has proved itself, however odd it looks."""
    if "accepted" not in logins.values():
        return causes
    return [cause for cause in causes if cause.code not in _SECRET_DOUBTS]


def _fold(causes: list[Cause]) -> list[Cause]:
    codes = {cause.code for cause in causes}
    explained: dict[str, set[str]] = {}
    gone: set[str] = set()
    for cause in causes:
        for code in _consequences(cause.code, codes):
            if code in codes and code not in gone and cause.code not in gone:
                explained.setdefault(cause.code, set()).add(code)
                gone.add(code)
    return [
        Cause(c.code, c.service, _worst(c, causes, explained), c.confidence, c.evidence, _all_folded(c.code, explained))
        for c in causes
        if c.code not in gone
    ]


def _consequences(code: str, codes: set[str]) -> tuple[str, ...]:
    if code in _TELLING:
        weaker = tuple(other for other in _TELLS_NOTHING if other != code)
        if code == "login-rejected-or-access-off":
            weaker = ("login-rejected",)
        doubts = _SECRET_DOUBTS if code not in _TELLS_NOTHING else ("secret-not-app-password",)
        return (*weaker, *doubts)
    if code == "login-rejected" and not codes & set(_TELLING):
        return ("secret-not-app-password",)
    return EXPLAINS.get(code, ())


def _worst(cause: Cause, causes: list[Cause], explained: Mapping[str, set[str]]) -> Outcome:
    """A doubt that explains a failure is a failure."""
    outcomes = {cause.outcome} | {c.outcome for c in causes if c.code in explained.get(cause.code, ())}
    return Outcome.FAILED if Outcome.FAILED in outcomes else cause.outcome


def _all_folded(code: str, explained: Mapping[str, set[str]]) -> tuple[str, ...]:
    found: list[str] = []
    for consequence in sorted(explained.get(code, ())):
        found += [consequence, *_all_folded(consequence, explained)]
    return tuple(found)


def _came_through(results: Sequence[CheckResult]) -> bool:
    """Both conversations went to their end and nothing in them failed."""
    talks = [result for result in results if result.id in tuple(Service)]
    return len(talks) == len(Service) and all(
        result.outcome in (Outcome.PASSED, Outcome.WARNED)
        and any(f.stage is Stage.AUTHENTICATE and f.outcome is Outcome.PASSED for f in result.findings)
        and not any(f.evidence.get("reason") == "stopped" for f in result.findings)
        for result in talks
    )


def _reached(results: Sequence[CheckResult]) -> bool:
    """Somebody answered, if only to say no: then DNS or the network cannot be what stands in the way."""
    attempts = (finding for result in results for finding in result.findings if finding.stage is Stage.CONNECT)
    return any(finding.outcome is Outcome.PASSED or finding.code == "connection-refused" for finding in attempts)


def _remark(cause: Cause) -> Cause:
    if cause.code not in _HERE_ONLY:
        return cause
    return Cause(cause.code, cause.service, Outcome.WARNED, Confidence.POSSIBLE, cause.evidence, cause.folded)


def _rank(cause: Cause, catalogue: Catalogue, seen: str | None) -> tuple[int, int, int, int]:
    """Failures first; then what could have become the text that was seen; then by how early it strikes."""
    problem = catalogue.problem(cause.code)
    services = (cause.service,) if cause.service else tuple(Service)
    fits = any(seen in problem.amocrm[service] for service in services)
    return (
        0 if cause.outcome is Outcome.FAILED else 1,
        0 if fits else 1,
        _SIDES.index(problem.side),
        1 if cause.service is Service.OUTGOING else 0,
    )
