"""What a run says of a text that amoCRM showed: which of its causes were found, which are ruled out and by what, and
what cannot be seen from here. Nothing is claimed that was not seen: a step that was not gone through rules nothing out,
and faults that pass by themselves are never ruled out for the moment when amoCRM met them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mailcheck.amocrm import AmocrmText, amocrm
from mailcheck.catalogue import amocrm_lines, catalogue, known_of
from mailcheck.diagnosis import amocrm_of, diagnose
from mailcheck.domain.account import Service
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Evidence, Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report
from mailcheck.i18n import Language, message
from mailcheck.providers import providers

_ONLY_AMOCRM = "refused-only-by-amocrm"
_GONE_THROUGH = (Outcome.PASSED, Outcome.WARNED)
_LEFT_OUT_ON_PURPOSE = ("not-needed", "not-asked-for")
_SENDER_JUDGED_LATE = frozenset({"mail-ru", "zoho"})  # families that refuse a foreign sender only after the letter


@dataclass(frozen=True, slots=True)
class FoundCause:
    code: str
    number: str
    service: Service | None
    title: str
    outcome: Outcome
    likelihood: str  # "usual" or "possible": how often it turns into this text


@dataclass(frozen=True, slots=True)
class RuledOut:
    """One step that was gone through: `words` is the evidence, `codes` the causes that it rules out."""

    words: str
    check: str
    stage: Stage
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    text: AmocrmText
    found: tuple[FoundCause, ...]
    ruled_out: tuple[RuledOut, ...]
    not_reached: str | None  # where the checks stopped, if they did
    not_seen: tuple[str, ...]  # what cannot be seen from here, whatever was tested


@dataclass(frozen=True, slots=True)
class _Step:
    """Stages that were all gone through rule these causes out."""

    key: str  # of its sentence
    stages: tuple[Stage, ...]
    codes: tuple[str, ...]


_ADDRESS = _Step(
    "address",
    (Stage.ADDRESS,),
    (
        "address-malformed",
        "address-lookalike-letter",
        "address-not-ascii",
        "address-idn-domain",
        "address-invisible-character",
        "address-domain-typo",
    ),
)
_DOMAIN = _Step("domain", (Stage.DOMAIN,), ("domain-not-found",))
_MX = _Step("mx", (Stage.DOMAIN, Stage.MX), ("domain-not-found", "mx-missing"))
_CONNECTED = _Step(
    "connected",
    (Stage.RESOLVE, Stage.CONNECT),
    ("host-malformed", "host-is-ip-address", "host-not-found", "connection-refused"),
)
_OPENED = _Step(
    "opened",
    (Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET),
    (
        *_CONNECTED.codes,
        "port-speaks-plaintext",
        "port-expects-tls",
        "wrong-service",
        "starttls-not-offered",
        "starttls-injection",
        "tls-handshake-failed",
        "tls-too-old",
        "certificate-expired",
        "certificate-not-yet-valid",
        "certificate-self-signed",
        "certificate-unknown-authority",
        "certificate-wrong-host",
    ),
)
_LOGIN = _Step(
    "login",
    (Stage.AUTHENTICATE,),
    (
        "login-rejected",
        "login-rejected-or-access-off",
        "app-password-required",
        "imap-disabled",
        "smtp-login-disabled",
        "password-login-disabled",
        "web-login-required",
        "agreement-not-accepted",
        "password-expired",
        "account-disabled",
        "contact-administrator",
        "login-needs-tls",
        "mechanism-not-offered",
        "login-not-understood",
        "secret-blank-at-edge",
        "secret-wrong-layout",
        "secret-not-app-password",
    ),
)
_FOLDERS = _Step("folders", (Stage.FOLDERS,), ("folder-list-refused", "sent-folder-missing"))
_USE = _Step("use", (Stage.FOLDERS, Stage.USE), ("inbox-unusable", "mailbox-not-opened", "sent-folder-unusable"))
_ROOM = _Step("room", (Stage.USE,), ("mailbox-full",))
_SENDER = _Step("sender", (Stage.MAIL, Stage.RCPT), ("sender-not-owned", "sender-refused", "login-required"))

_UNTRIED: Mapping[str, str] = {
    # why there was no login: the key of its sentence
    "no-password": "no-password",
    "not-asked-for": "no-password",
    "not-confirmed": "not-confirmed",
    "not-encrypted": "not-encrypted",
    "locked-out": "locked-out",
}
_SPOTLESS = (_ADDRESS, _DOMAIN, _MX)
"""Their sentences would be false beside a warning."""
_STEPS: Mapping[str, tuple[_Step, ...]] = {
    "address": (_ADDRESS,),
    "recipient": (_ADDRESS, _MX),
    "network": (_DOMAIN,),
    "incoming": (_CONNECTED, _OPENED, _LOGIN, _FOLDERS, _USE, _ROOM),
    "outgoing": (_CONNECTED, _OPENED, _LOGIN, _SENDER),
}
_NOT_SEEN: Mapping[str, tuple[str, ...]] = {
    "spam-suspected": ("letter", "trust", "addresses"),
    "not-sent-authorization": ("stored-password", "sign-in-page", "moment", "addresses"),
    "insufficient-rights": ("letter", "addresses", "moment"),
    "incorrect-recipient": ("recipient", "recipient-mailbox"),
    "folder-list-timeout": ("stored-password", "moment", "addresses"),
    "connection-problem": ("typed", "stored-password", "sign-in-page", "moment", "addresses"),
    "wrong-server-data": ("typed", "stored-password", "moment", "addresses"),
    "sent-folder-missing": ("choice",),
    "no-attach-button": ("checklist",),
    "send-button-inactive": ("checklist",),
}


def seen(report: Report, language: Language, text_id: str | None = None) -> Seen | None:
    """`text_id`: the text in question, else the one that the report was made for. None when there is none."""
    text = amocrm().texts.get(text_id or report.amocrm_error_seen or "")
    if text is None:
        return None
    checks = tuple(_known_only(check) for check in report.checks)
    return Seen(
        text=text,
        found=tuple(_found(text.id, checks, report, language)),
        ruled_out=tuple(_ruled_out(text.id, checks, report, language)),
        not_reached=_not_reached(text.id, checks, language),
        not_seen=tuple(_not_seen(text.id, checks, language)),
    )


def _known_only(check: CheckResult) -> CheckResult:
    """Without what only a newer program has words for."""
    codes = {PASSED, SKIPPED, CRASHED, *catalogue().codes()}
    return replace(check, findings=tuple(finding for finding in check.findings if finding.code in codes))


def _codes(text_id: str, service: Service) -> list[str]:
    words = catalogue()
    return [code for code in words.codes() if text_id in words.problem(code).amocrm[service]]


def _found(text_id: str, checks: tuple[CheckResult, ...], report: Report, language: Language) -> Iterator[FoundCause]:
    words = catalogue()
    provider = providers().by_id(report.provider)
    for cause in diagnose(checks, words, text_id):
        problem, corrected = words.problem(cause.code), str(cause.evidence.get("corrected", ""))
        if cause.code == _ONLY_AMOCRM and not corrected:
            continue
        lines = amocrm_lines(words.problem(corrected), Service.INCOMING) if corrected else amocrm_of(cause, words)
        line = next((line for line in lines if line.id == text_id), None)
        if line is None:
            continue
        evidence = {**known_of(report.address), **cause.evidence}
        told = words.render(cause.code, language, evidence=evidence, service=cause.service, provider=provider)
        yield FoundCause(cause.code, problem.number, cause.service, told.title, cause.outcome, line.likelihood)


def _ruled_out(text_id: str, checks: tuple[CheckResult, ...], report: Report, language: Language) -> Iterator[RuledOut]:
    late = _family(report) in _SENDER_JUDGED_LATE
    for check in checks:
        met = {finding.code for finding in check.findings}
        wanted = _wanted(text_id, check.id) - met
        done = [step for step in _STEPS.get(check.id, ()) if _is_done(step, check)]
        for step in done:
            codes = tuple(code for code in step.codes if code in wanted and not (late and code == "sender-not-owned"))
            if codes and not (step is _CONNECTED and _OPENED in done):
                words = message(f"seen.{step.key}", language, **_fields(step, check))
                yield RuledOut(words, check.id, step.stages[-1], codes)


def _family(report: Report) -> str | None:
    provider = providers().by_id(report.provider)
    return provider.family if provider else None


def _wanted(text_id: str, check: str) -> set[str]:
    """The codes that can turn into the text if this check finds them. Whom one writes to is a check of its own."""
    if check in tuple(Service):
        return set(_codes(text_id, Service(check)))
    outgoing = set(_codes(text_id, Service.OUTGOING))
    return outgoing if check == "recipient" else set(_codes(text_id, Service.INCOMING))


def _is_done(step: _Step, check: CheckResult) -> bool:
    by_stage = {stage: [finding for finding in check.findings if finding.stage is stage] for stage in step.stages}
    if not all(found and all(f.outcome in _GONE_THROUGH for f in found) for found in by_stage.values()):
        return False
    codes = {finding.code for found in by_stage.values() for finding in found}
    if step in _SPOTLESS:  # of an address that was corrected before nobody knows what amoCRM has
        return codes == {PASSED} and "corrected" not in _evidence(step, check)
    if step is _OPENED:  # with consent a refused certificate is passed over, too
        return not any(code.startswith("certificate-") and code != "certificate-expires-soon" for code in codes)
    return step is not _ROOM or "used_percent" in _evidence(step, check)


def _evidence(step: _Step, check: CheckResult) -> dict[str, Any]:
    found: Iterable[Evidence] = (finding.evidence for finding in check.findings if finding.stage in step.stages)
    return {name: value for evidence in found for name, value in evidence.items()}


def _fields(step: _Step, check: CheckResult) -> dict[str, Any]:
    """What the sentence may name; what is not known is left out of it."""
    names = ("host", "port", "username", "sent_folder", "sender", "domain", "recipient", "mx", "used_percent")
    evidence = _evidence(step, check)
    fields: dict[str, Any] = {name: evidence.get(name) for name in names}
    mx = fields["mx"]
    fields["mx"] = mx[0] if isinstance(mx, list) and mx and isinstance(mx[0], str) else None
    return fields


def _not_reached(text_id: str, checks: tuple[CheckResult, ...], language: Language) -> str | None:
    sentences = []
    for service in Service:
        check = next((check for check in checks if check.id == service.value), None)
        last = _stopped_at(check) if check and _codes(text_id, service) else None
        if last is None:
            continue
        key = _UNTRIED.get(str(last.evidence.get("reason")), "stopped-at")
        name, stage = message(f"service.{service}", language), message(f"stage.{last.stage}", language)
        sentences.append(message(f"seen.{key}", language, service=name, stage=stage))
    return " ".join(sentences) or None


def _stopped_at(check: CheckResult) -> Finding | None:
    """The stage beyond which nothing was seen."""
    for finding in check.findings:
        if finding.stage is Stage.AUTHENTICATE and finding.evidence.get("reason") in _UNTRIED:
            return finding
        left_out = finding.evidence.get("reason") in _LEFT_OUT_ON_PURPOSE
        if finding.outcome not in _GONE_THROUGH and finding.stage is not Stage.QUIT and not left_out:
            return finding if _rest_is_skipped(check, finding) else None
    return None


def _rest_is_skipped(check: CheckResult, finding: Finding) -> bool:
    """A fault that did not end the conversation hides nothing."""
    rest = check.findings[check.findings.index(finding) :]
    return any(other.outcome is Outcome.SKIPPED and other.stage is not Stage.QUIT for other in rest)


def _not_seen(text_id: str, checks: tuple[CheckResult, ...], language: Language) -> Iterator[str]:
    has_recipient = any(check.id == "recipient" for check in checks)
    for key in _NOT_SEEN.get(text_id, ("addresses",)):
        if key != "recipient" or not has_recipient:
            yield message(f"seen.unseen-{key}", language)
