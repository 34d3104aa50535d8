"""The action "correct": which field of the draft a suggestion belongs to, and writing it there. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.domain.report import Diagnosis, Remedy, Report

if TYPE_CHECKING:
    from mailcheck.ui.draft import Draft

_SUGGESTED = ("suggestion", "covered_host")
_OF_RECIPIENT = (Stage.ADDRESS, Stage.DOMAIN, Stage.MX)


@dataclass(frozen=True, slots=True)
class Correction:
    """`field`: address, recipient, incoming or outgoing."""

    field: str
    suggestion: str


def correction_for(remedy: Remedy, diagnosis: Diagnosis, report: Report) -> Correction | None:
    """What the step suggests: the evidence that the step's own sentence names."""
    for finding in _behind(diagnosis, report):
        for name in _SUGGESTED:
            suggestion = finding.evidence.get(name)
            if isinstance(suggestion, str) and suggestion and suggestion in remedy.text:
                field = _field(finding, diagnosis, suggestion, report)
                return Correction(field, suggestion) if field else None
    return None


def apply(correction: Correction, draft: Draft, report: Report) -> None:
    """Write it where the person would have typed it; a server keeps its port and encryption."""
    if correction.field == "address":
        draft.address, draft.corrected = correction.suggestion, _mended(correction, report)
    elif correction.field == "recipient":
        draft.recipient = correction.suggestion
    elif correction.field == Service.INCOMING:
        known = draft.incoming or report.incoming
        draft.incoming = replace(known, host=correction.suggestion, source="given") if known else None
    else:
        known = draft.outgoing or report.outgoing
        draft.outgoing = replace(known, host=correction.suggestion, source="given") if known else None


def _mended(correction: Correction, report: Report) -> str:
    """The problem that suggested it."""
    findings = (finding for check in report.checks for finding in check.findings)
    return next((each.code for each in findings if each.evidence.get("suggestion") == correction.suggestion), "")


def _behind(diagnosis: Diagnosis, report: Report) -> Iterator[Finding]:
    for check in report.checks:
        for finding in check.findings:
            same = diagnosis.service == finding.service or None in (diagnosis.service, finding.service)
            if finding.code == diagnosis.code and same:
                yield finding


def _field(finding: Finding, diagnosis: Diagnosis, suggestion: str, report: Report) -> str | None:
    if "@" in suggestion or finding.stage in _OF_RECIPIENT:
        of_recipient = "recipient" in finding.evidence and finding.stage in _OF_RECIPIENT
        return "recipient" if of_recipient else "address"
    service = finding.service or diagnosis.service
    known = {Service.INCOMING: report.incoming, Service.OUTGOING: report.outgoing}
    return service.value if service and known[service] else None
