"""What may leave this computer in a report, field by field, and who could be known by it.

Every name in the evidence of a finding stands here with its rule; one that stands nowhere does not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum, auto
from typing import Any

from mailcheck.domain.finding import Finding
from mailcheck.domain.report import CheckResult, Diagnosis, Remedy, Report

Rewrite = Callable[[str], str]


class Rule(Enum):
    """Whose words they are."""

    OURS = auto()  # numbers, names of servers, words that are looked up again: as they are
    NAMES = auto()  # may name a person: hidden where names are
    SAID = auto()  # of a server, which may repeat anything: names in them, and addresses of this computer


_OURS = (
    *("host", "port", "security", "service", "stage", "confidence", "at", "reason", "waited_for", "source", "seconds"),
    *("ip_addresses", "ip_address", "family", "nameserver", "blocked_ports", "answered", "null_mx", "skew_minutes"),
    *("security_suggestion", "port_suggestion", "tls_version", "tls_reason", "interceptor", "refused_by"),
    *("russian_root", "fingerprint", "not_before", "not_after", "days_left", "days_expired", "server_time"),
    *("mechanism", "mechanisms", "found_by", "folder_count", "used_percent", "size_limit_mb", "recipient_is_own"),
    *("character", "name", "letter_script", "latin", "position", "part", "other_host", "other_port"),
    *("other_login", "amocrm_text", "room_left", "called_sent", "software", "consent", "denied", "corrected"),
)
_NAMES = (
    *("address", "username", "sender", "recipient", "suggestion", "bad_text", "good_text"),
    *("domain", "domain_ascii", "domain_unicode", "mx", "covered_host", "names", "issuer", "subject"),
    *("folders", "sent_folder", "candidates", "servers", "url"),
)
_SAID = ("reply", "other_reply", "greeting", "capabilities")
EVIDENCE: Mapping[str, Rule] = {
    **dict.fromkeys(_OURS, Rule.OURS),
    **dict.fromkeys(_NAMES, Rule.NAMES),
    **dict.fromkeys(_SAID, Rule.SAID),
}


def leaving(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """What of it may be written into a file."""
    return {name: value for name, value in evidence.items() if name in EVIDENCE}


def rewritten(report: Report, *, name: Rewrite, said: Rewrite, sentence: Rewrite) -> Report:
    """The same report, its texts replaced: what names somebody, what a server said, and sentences of ours."""
    card = report.connection_card
    return replace(
        report,
        address=name(report.address),
        username=name(report.username),
        checks=tuple(_check(check, name, said) for check in report.checks),
        diagnoses=tuple(_diagnosis(each, said, sentence) for each in report.diagnoses),
        connection_card=replace(card, username=name(card.username), notes=tuple(map(sentence, card.notes))),
        transcript=tuple(replace(line, line=said(line.line)) for line in report.transcript),
    )


def rewritten_evidence(evidence: Mapping[str, Any], *, name: Rewrite, said: Rewrite) -> dict[str, Any]:
    """By the rule of each name; one without a rule is treated as what a server said, which both are looked for in."""
    rewrites: dict[Rule, Rewrite] = {Rule.OURS: str, Rule.NAMES: name, Rule.SAID: said}
    return {key: _value(value, rewrites[EVIDENCE.get(key, Rule.SAID)]) for key, value in evidence.items()}


def _value(value: Any, rewrite: Rewrite) -> Any:
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, Mapping):
        return {key: _value(item, rewrite) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item, rewrite) for item in value]
    return value


def _check(check: CheckResult, name: Rewrite, said: Rewrite) -> CheckResult:
    return replace(check, findings=tuple(rewritten_finding(each, name=name, said=said) for each in check.findings))


def rewritten_finding(finding: Finding, *, name: Rewrite, said: Rewrite) -> Finding:
    return replace(finding, evidence=rewritten_evidence(finding.evidence, name=name, said=said))


def _diagnosis(diagnosis: Diagnosis, said: Rewrite, sentence: Rewrite) -> Diagnosis:
    return replace(
        diagnosis,
        title=sentence(diagnosis.title),
        what=sentence(diagnosis.what),
        why=sentence(diagnosis.why),
        remedies=tuple(_remedy(remedy, sentence) for remedy in diagnosis.remedies),
        for_admin=diagnosis.for_admin and sentence(diagnosis.for_admin),
        reply=diagnosis.reply and said(diagnosis.reply),
    )


def _remedy(remedy: Remedy, sentence: Rewrite) -> Remedy:
    return replace(remedy, text=sentence(remedy.text), url=remedy.url and sentence(remedy.url))
