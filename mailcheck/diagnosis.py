"""Findings -> causes: what explains what, what one conversation's answer says of the other's, and how sure that is.

No words here: reporting.py puts a Cause into a language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mailcheck.amocrm import AmocrmText, amocrm
from mailcheck.catalogue import Catalogue, amocrm_lines
from mailcheck.catalogue_file import SIDES
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import AmocrmLine, Cause, CheckResult, Confidence, Verdict

SHOWN = 3
"""Cards at most: whoever gets a list of twelve problems mends none. The findings keep the rest."""

_CONNECTING = ("connection-timeout", "connection-refused", "connection-dropped", "host-not-found")
_NAMES = ("host-not-found", "domain-not-found", "mx-missing")
_TELLS_NOTHING = ("login-rejected-or-access-off", "login-rejected")
_SECRET_DOUBTS = ("secret-blank-at-edge", "secret-wrong-layout", "secret-not-app-password")
EXPLAINS: Mapping[str, tuple[str, ...]] = {
    # cause: what it brings about
    "network-offline": ("resolver-failed", *_NAMES, *_CONNECTING),
    "resolver-failed": _NAMES,
    "mail-ports-blocked": ("connection-timeout", "connection-refused"),
    "address-domain-typo": (*_NAMES, *_CONNECTING, *_TELLS_NOTHING),
    "domain-not-found": ("host-not-found", "mx-missing"),
    "host-malformed": ("host-not-found",),
    "host-is-ip-address": ("certificate-wrong-host",),
    "address-lookalike-letter": ("address-not-ascii", "address-idn-domain", "address-domain-typo"),
    "address-malformed": ("address-domain-typo",),
    "mailbox-full": ("recipient-mailbox-full",),  # the only recipient that is ever asked about is oneself
    "clock-skewed": ("certificate-not-yet-valid", "certificate-expired"),
    "secret-wrong-layout": (*_TELLS_NOTHING, "secret-not-app-password"),
    "secret-blank-at-edge": (*_TELLS_NOTHING, "secret-not-app-password"),
    "login-rejected-or-access-off": ("login-rejected", "secret-not-app-password"),
    "login-rejected": ("secret-not-app-password",),
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
)
_HERE_ONLY = ("resolver-failed", "network-offline", "mail-ports-blocked", "domain-not-found")
"""Faults that the network check finds and that are a mere remark once a server has answered."""
_OF_ADDRESS = (Stage.ADDRESS, Stage.DOMAIN, Stage.MX)
_SWAPPED = frozenset({(Service.INCOMING, "smtp"), (Service.OUTGOING, "imap")})
"""Who answered where: each server stands in the other's place."""
_BY_CONFIDENCE = {"high": Confidence.CERTAIN, "medium": Confidence.LIKELY, "low": Confidence.POSSIBLE}


def diagnose(results: Sequence[CheckResult], catalogue: Catalogue, seen: str | None = None) -> tuple[Cause, ...]:
    """The causes, worst first, consequences folded into them. `seen` is the id of the text that amoCRM showed."""
    talks = {service: _Talk.of(results, service) for service in Service}
    causes = [_cause(group, talks) for group in _groups(results)]
    causes = _fold([cause for cause in causes if not _disproved(cause, talks)])
    failed = any(cause.outcome is Outcome.FAILED for cause in causes)
    text = amocrm().texts[seen] if seen else None
    if text and not text.is_checklist and not failed and _came_through(results):
        causes.append(_only_amocrm(text, results, catalogue))
    return tuple(sorted(causes, key=lambda cause: _rank(cause, catalogue, seen)))


def _only_amocrm(text: AmocrmText, results: Sequence[CheckResult], catalogue: Catalogue) -> Cause:
    """Nothing here explains the text, unless it is what was mended in the address before the run."""
    service = Service.OUTGOING if text.stage == "send" else None
    evidence: dict[str, object] = {"amocrm_text": text.id}
    for corrected in _corrected(results) & set(catalogue.codes()):
        if text.id in catalogue.problem(corrected).amocrm[Service.INCOMING]:
            service, evidence = None, {**evidence, "corrected": corrected, "was_corrected": True}
    return Cause("refused-only-by-amocrm", service, Outcome.WARNED, Confidence.LIKELY, evidence)


def _corrected(results: Sequence[CheckResult]) -> set[str]:
    """Of the mailbox's own address; one at most, in a report that this program made."""
    findings = (finding for result in results if result.id == "address" for finding in result.findings)
    return {each for finding in findings if isinstance(each := finding.evidence.get("corrected"), str)}


def verdict(results: Sequence[CheckResult], causes: Sequence[Cause], *, whole: bool) -> Verdict:
    """Ready only when everything was tried."""
    if any(cause.outcome is Outcome.FAILED for cause in causes):
        return Verdict.NOT_READY
    if not whole or not _came_through(results) or any(r.outcome is Outcome.CRASHED for r in results):
        return Verdict.INCOMPLETE
    return Verdict.READY_WITH_WARNINGS if causes else Verdict.READY


def _groups(results: Sequence[CheckResult]) -> list[list[Finding]]:
    """The same code twice is one problem: several wrong letters, or both servers with the same answer."""
    groups: dict[tuple[str, bool], list[Finding]] = {}
    reached = _reached(results)
    for result in results:
        for finding in result.findings:
            if finding.outcome in (Outcome.FAILED, Outcome.WARNED):
                remark = reached and result.id == "network" and finding.code in _HERE_ONLY
                found = replace(finding, outcome=Outcome.WARNED) if remark else finding
                groups.setdefault((finding.code, result.id == "recipient"), []).append(found)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Talk:
    """What one conversation says to the other's findings."""

    host: str | None
    port: int | None
    username: str
    login: str | None  # "accepted", "rejected" (the password was judged and not taken), None: nothing was judged
    reply: str | None
    encrypted: bool  # it was agreed on, though something else may have gone wrong later

    @classmethod
    def of(cls, results: Sequence[CheckResult], service: Service) -> _Talk:
        findings = [finding for result in results if result.id == service for finding in result.findings]
        host, port = (
            next((finding.evidence[name] for finding in findings if name in finding.evidence), None)
            for name in ("host", "port")
        )
        encrypted = any(f.stage is Stage.ENCRYPT and f.outcome in (Outcome.PASSED, Outcome.WARNED) for f in findings)
        for finding in findings:
            if finding.stage is Stage.AUTHENTICATE:
                said = finding.evidence
                return cls(host, port, said.get("username", ""), _login(finding), said.get("reply"), encrypted)
        return cls(host, port, "", None, None, encrypted)


def _login(finding: Finding) -> str | None:
    if finding.outcome is Outcome.PASSED:
        return "accepted"
    judged = (*_TELLS_NOTHING, "app-password-required", "client-access-denied")
    return "rejected" if finding.code in judged else None


def _cause(group: list[Finding], talks: Mapping[Service, _Talk]) -> Cause:
    first = next((finding for finding in group if finding.outcome is Outcome.FAILED), group[0])
    services = {finding.service for finding in group}
    service = first.service if len(services) == 1 else None
    evidence: dict[str, Any] = {**first.evidence, "stage": first.stage.value}
    if first.service and (first.stage is Stage.AUTHENTICATE or service is None):
        other = talks[Service.OUTGOING if first.service is Service.INCOMING else Service.INCOMING]
        evidence |= {"other_host": other.host, "other_login": other.login, "other_reply": other.reply}
        evidence |= {"other_port": other.port, "same_host": other.host == first.evidence.get("host")}
    if first.stage in _OF_ADDRESS:
        evidence["about"] = "recipient" if "recipient" in evidence else "mailbox"
    if first.service and talks[first.service].encrypted:
        evidence["encrypted"] = True
    if {(finding.service, str(finding.evidence.get("answered"))) for finding in group} >= _SWAPPED:
        evidence["swapped"] = True
    return Cause(first.code, service, first.outcome, _confidence(first, evidence), evidence)


def _confidence(finding: Finding, evidence: Mapping[str, Any]) -> Confidence:
    if finding.code in _TELLS_NOTHING and evidence.get("other_login"):
        return Confidence.LIKELY  # two answers to the same password
    if finding.code in ("login-rejected-or-access-off", "address-domain-typo", *_SECRET_DOUBTS):
        return Confidence.POSSIBLE
    if finding.code in _HERE_ONLY and finding.outcome is Outcome.WARNED:
        return Confidence.POSSIBLE
    if finding.code == "mail-ports-blocked":
        return Confidence.LIKELY
    return _BY_CONFIDENCE.get(str(finding.evidence.get("confidence")), Confidence.CERTAIN)


def _disproved(cause: Cause, talks: Mapping[Service, _Talk]) -> bool:
    """A password that a server took has proved itself, however odd it looks; and so has the domain in its user name."""
    names = [talk.username for talk in talks.values() if talk.login == "accepted"]
    if cause.code == "address-domain-typo" and not is_of_recipient(cause):
        return any(name and name == cause.evidence.get("address") for name in names)
    return bool(names) and cause.code in _SECRET_DOUBTS


def _fold(causes: list[Cause]) -> list[Cause]:
    """Each consequence goes to the best that explains it, and with it what it explains itself."""
    under: dict[int, list[Cause]] = {index: [] for index in range(len(causes))}
    above: dict[int, int] = {}
    for index, cause in enumerate(causes):
        explaining = [i for i, other in enumerate(causes) if _explains(other, cause)]
        if explaining:
            above[index] = min(explaining, key=lambda i: causes[i].outcome is not Outcome.FAILED)
    for index, cause in enumerate(causes):
        root = index
        while root in above:
            root = above[root]
        if root != index:
            under[root].append(cause)
    return [_with_folded(cause, under[index]) for index, cause in enumerate(causes) if index not in above]


def _with_folded(cause: Cause, folded: list[Cause]) -> Cause:
    """A doubt that explains a failure is a failure, and more than a doubt."""
    if not folded:
        return cause
    worst = Outcome.FAILED if any(f.outcome is Outcome.FAILED for f in folded) else cause.outcome
    confidence = Confidence.LIKELY if cause.confidence is Confidence.POSSIBLE else cause.confidence
    codes = tuple(dict.fromkeys(f.code for f in folded))
    # One reason for two refused logins: amoCRM shows its text for reading as well as the one for sending.
    refused = {f.service for f in folded if f.code in _TELLS_NOTHING}
    service = cause.service if refused <= {cause.service} else None
    return replace(cause, service=service, outcome=worst, confidence=confidence, folded=codes)


def _explains(cause: Cause, other: Cause) -> bool:
    if is_of_recipient(cause) != is_of_recipient(other):
        return False
    if cause.code in _TELLING:
        return other.code in (*_TELLS_NOTHING, "secret-not-app-password")
    if other.code not in EXPLAINS.get(cause.code, ()):
        return False
    if cause.code == "clock-skewed":
        return _valid_by_their_clock(str(cause.evidence.get("server_time", ""))[:10], other)
    if cause.code in ("domain-not-found", "address-domain-typo") and other.code in _CONNECTING:
        return _within(str(other.evidence.get("host", "")), str(cause.evidence.get("domain", "")))
    return True


def _valid_by_their_clock(day: str, certificate: Cause) -> bool:
    """ISO dates compare as texts."""
    evidence = certificate.evidence
    return str(evidence.get("not_before", "")) <= day <= str(evidence.get("not_after", ""))


def _within(host: str, domain: str) -> bool:
    """A server of the domain, or one that nobody named; a server elsewhere has faults of its own."""
    return not host or not domain or f".{host}".lower().endswith(f".{domain}".lower())


def amocrm_of(cause: Cause, words: Catalogue) -> tuple[AmocrmLine, ...]:
    """What amoCRM shows for it, best first. With a fault in one's own address it does not come to sending, and a
    recipient's has nothing to do with connecting.
    """
    problem, service = words.problem(cause.code), cause.service
    if cause.evidence.get("about"):
        side = Service.OUTGOING if is_of_recipient(cause) else Service.INCOMING
        service = side if problem.amocrm[side] else service
    return amocrm_lines(problem, service)


def is_of_recipient(cause: Cause) -> bool:
    """Whether it is about the address one wants to write to, and not about the mailbox."""
    return cause.evidence.get("about") == "recipient"


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


def _rank(cause: Cause, catalogue: Catalogue, seen: str | None) -> tuple[int, int, int, int, int]:
    """Failures first; then what could be the text that was seen; the mailbox before a recipient; then the earliest."""
    problem = catalogue.problem(cause.code)
    services = (cause.service,) if cause.service else tuple(Service)
    fits = any(seen in problem.amocrm[service] for service in services)
    return (
        0 if cause.outcome is Outcome.FAILED else 1,
        0 if fits else 1,
        1 if is_of_recipient(cause) else 0,
        SIDES[problem.side],
        1 if cause.service is Service.OUTGOING else 0,
    )
