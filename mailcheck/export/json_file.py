"""The report as JSON: schema 1, described by resources/report.schema.json."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from typing import Any

from mailcheck import __version__
from mailcheck.domain.account import Endpoint
from mailcheck.domain.finding import Finding
from mailcheck.domain.report import CheckResult, Diagnosis, Report
from mailcheck.export.leaving import leaving
from mailcheck.export.plain import dumps
from mailcheck.export.summary import report_number
from mailcheck.phone_code import phone_code

SCHEMA = 1


def as_json(report: Report) -> str:
    return dumps(as_dict(report))


def as_dict(report: Report) -> dict[str, Any]:
    card = report.connection_card
    return {
        "schema": SCHEMA,
        "number": report_number(report),
        "phone_code": phone_code(report),
        "created": report.created.isoformat(timespec="seconds"),
        "tool": dict(report.tool) or tool(),  # of a report that was read: what made it
        "language": report.language,
        "vantage": report.vantage,
        "verdict": report.verdict.value,
        "account": {
            "address": report.address,
            "username": report.username,
            "provider": report.provider,
            "incoming": endpoint(report.incoming),
            "outgoing": endpoint(report.outgoing),
        },
        "amocrm_error_seen": report.amocrm_error_seen,
        "checks": [_check(result, report.titles) for result in report.checks],
        "diagnoses": [_diagnosis(diagnosis) for diagnosis in report.diagnoses],
        "connection_card": {
            "incoming": endpoint(card.incoming),
            "outgoing": endpoint(card.outgoing),
            "username": card.username,
            "password_kind": card.password_kind,
            "notes": list(card.notes),
        },
        "transcript": [
            {"service": line.service.value, "at_ms": line.at_ms, "direction": line.direction, "line": line.line}
            for line in report.transcript
        ],
    }


def tool() -> dict[str, str]:
    """What made the report: no names of users or computers."""
    return {
        "name": "mailcheck",
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}"
        if sys.platform != "win32"
        else platform.platform(terse=True),
    }


def endpoint(value: Endpoint | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"host": value.host, "port": value.port, "security": value.security.value, "source": value.source}


def _check(result: CheckResult, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": titles[result.id],
        "outcome": result.outcome.value,
        "started_ms": result.started_ms,
        "ms": result.ms,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "outcome": finding.outcome.value,
        "service": finding.service.value if finding.service else None,
        "stage": finding.stage.value,
        "started_ms": finding.started_ms,
        "ms": finding.ms,
        "evidence": leaving(finding.evidence),
        "because": finding.because,
    }


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "code": diagnosis.code,
        "service": diagnosis.service.value if diagnosis.service else None,
        "title": diagnosis.title,
        "what": diagnosis.what,
        "why": diagnosis.why,
        "remedies": [{"text": r.text, "url": r.url, "action": r.action} for r in diagnosis.remedies],
        "for_admin": diagnosis.for_admin,
        "amocrm": [{"id": a.id, "text": a.text, "likelihood": a.likelihood} for a in diagnosis.amocrm],
        "confidence": diagnosis.confidence.value,
        "folded": list(diagnosis.folded),
        "number": diagnosis.number,
    }
