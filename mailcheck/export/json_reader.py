"""Reads a report back from its JSON. Nothing in a file is trusted: types are checked, lengths and numbers bounded.

What the report does not hold (how bad a diagnosis is, the server's words beside it, how many more there were) is worked
out from its findings. A code that this program does not know is kept; a stage, a check or an outcome it does not know
is refused, for nothing could be shown of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.catalogue_file import ACTIONS
from mailcheck.diagnosis import SHOWN, diagnose
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.report import (
    AmocrmLine,
    Cause,
    CheckResult,
    Confidence,
    ConnectionCard,
    Diagnosis,
    Remedy,
    Report,
    TranscriptLine,
    Verdict,
)
from mailcheck.export.json_file import SCHEMA
from mailcheck.export.json_table import LATEST, Table, WrongError, anything
from mailcheck.i18n import Language
from mailcheck.usage import UsageError, shown

LARGEST = 20_000_000
"""Bytes: a report of a whole run has 30 to 300 kB."""
CHECKS = ("address", "recipient", "network", "incoming", "outgoing", "round-trip", "reputation")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"M-\d{3}", re.ASCII)


class UnreadableReportError(UsageError):
    """`key` and `fields` make one line of the section [usage]; nothing of the file's content is in it."""


def read_report_file(path: Path) -> Report:
    name = shown(path.name)
    try:
        if path.is_dir():
            raise UnreadableReportError("file-folder", file=name)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableReportError("file-missing", file=name) from None
    except PermissionError:
        raise UnreadableReportError("file-denied", file=name) from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise UnreadableReportError("file", file=name, reason=getattr(error, "strerror", None)) from None
    return read_report(data, name)


def read_report(data: bytes, name: str = "") -> Report:
    """`name` is the file's, for the line that tells why it cannot be read."""
    name = name or "JSON"
    if len(data) > LARGEST:
        raise UnreadableReportError("report-large", file=name)
    content = _json(data, name)
    if not isinstance(content, dict) or "schema" not in content or "checks" not in content:
        raise UnreadableReportError("report-other", file=name)
    schema = content["schema"]
    if isinstance(schema, int) and not isinstance(schema, bool) and SCHEMA < schema < LATEST:
        raise UnreadableReportError("report-newer", file=name)
    try:
        if schema != SCHEMA or isinstance(schema, bool):
            raise WrongError("schema")
        return _report(Table(content, ""))
    except WrongError as place:
        raise UnreadableReportError("report-wrong", file=name, place=str(place)) from None


def _json(data: bytes, name: str) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableReportError("report-no-json", file=name) from None
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        cut = text.lstrip().startswith("{") and not text[error.pos :].strip("\"' \r\n")
        cut = cut or (error.msg.startswith("Unterminated string") and text.lstrip().startswith("{"))
        raise UnreadableReportError("report-cut" if cut else "report-no-json", file=name) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, NaN, thousands of brackets
        raise UnreadableReportError("report-no-json", file=name) from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _report(table: Table) -> Report:
    account, checks = table.table("account"), table.each("checks", _check)
    if len({result.id for result, _ in checks}) < len(checks):
        raise WrongError("checks")
    report = Report(
        created=_moment(table.text("created")),
        language=table.one_of("language", Language).value,
        vantage=table.text("vantage"),
        verdict=table.one_of("verdict", Verdict),
        address=account.text("address"),
        username=account.text("username"),
        provider=account.text_or_none("provider", _CODE),
        incoming=_endpoint(account, "incoming"),
        outgoing=_endpoint(account, "outgoing"),
        amocrm_error_seen=table.text_or_none("amocrm_error_seen", _CODE),
        checks=tuple(result for result, _ in checks),
        diagnoses=table.each("diagnoses", _diagnosis),
        connection_card=_card(table.table("connection_card")),
        transcript=table.each("transcript", _line),
        titles={result.id: title for result, title in checks},
        tool={name: table.table("tool").text(name) for name in ("name", "version", "python", "system")},
    )
    if len(report.diagnoses) > SHOWN:
        raise WrongError("diagnoses")
    causes = _causes(report)
    diagnoses = tuple(_worked_out(diagnosis, causes) for diagnosis in report.diagnoses)
    more = max(len(causes) - SHOWN, 0) if len(diagnoses) == SHOWN else 0
    return replace(report, diagnoses=diagnoses, more=more)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise WrongError("created") from None


def _endpoint(table: Table, name: str) -> Endpoint | None:
    if table.value(name) is None:
        return None
    entry = table.table(name)
    security, source = entry.one_of("security", Security), entry.text("source", _CODE)
    return Endpoint(entry.text("host"), entry.number("port", 1, 65535), security, source)


def _check(table: Table) -> tuple[CheckResult, str]:
    name = table.text("id")
    if name not in CHECKS:
        raise WrongError(table.at("id"))
    findings = table.each("findings", _finding)
    return CheckResult(name, table.number("started_ms"), table.number("ms"), findings), table.text("title")


def _finding(table: Table) -> Finding:
    because = table.text_or_none("because")
    if because is not None and because not in CHECKS:
        raise WrongError(table.at("because"))
    evidence = table.value("evidence")
    if not isinstance(evidence, dict):
        raise WrongError(table.at("evidence"))
    return Finding(
        code=table.text("code", _CODE),
        outcome=table.one_of("outcome", Outcome),
        stage=table.one_of("stage", Stage),
        service=table.service(),
        started_ms=table.number("started_ms"),
        ms=table.number("ms"),
        evidence=anything(evidence, table.at("evidence")),
        because=because,
    )


def _diagnosis(table: Table) -> Diagnosis:
    return Diagnosis(
        code=table.text("code", _CODE),
        number=table.text("number", _NUMBER),
        service=table.service(),
        outcome=Outcome.FAILED,  # both are worked out below
        confidence=table.one_of("confidence", Confidence),
        title=table.text("title"),
        what=table.text("what"),
        why=table.text("why"),
        remedies=table.each("remedies", _remedy),
        for_admin=table.text_or_none("for_admin"),
        amocrm=table.each("amocrm", _amocrm_line),
        folded=table.texts("folded", _CODE),
        reply=None,
    )


def _remedy(table: Table) -> Remedy:
    """A page is opened at a click: no other address than one of the web."""
    url, action = table.text_or_none("url"), table.text_or_none("action")
    if url is not None and not url.startswith(("https://", "http://")):
        raise WrongError(table.at("url"))
    if action is not None and action not in ACTIONS:
        raise WrongError(table.at("action"))
    return Remedy(table.text("text"), url, action)


def _amocrm_line(table: Table) -> AmocrmLine:
    likelihood = table.text("likelihood")
    if likelihood not in ("usual", "possible"):
        raise WrongError(table.at("likelihood"))
    return AmocrmLine(table.text("id", _CODE), table.text("text"), likelihood)


def _card(table: Table) -> ConnectionCard:
    return ConnectionCard(
        incoming=_endpoint(table, "incoming"),
        outgoing=_endpoint(table, "outgoing"),
        username=table.text("username"),
        password_kind=table.text("password_kind"),
        notes=table.texts("notes"),
    )


def _line(table: Table) -> TranscriptLine:
    direction = table.text("direction")
    if direction not in ("C", "S"):
        raise WrongError(table.at("direction"))
    return TranscriptLine(table.one_of("service", Service), table.number("at_ms"), direction, table.text("line"))


def _causes(report: Report) -> tuple[Cause, ...]:
    """What this program makes of the findings that it knows."""
    codes = {PASSED, SKIPPED, CRASHED, *catalogue().codes()}
    checks = [replace(check, findings=tuple(f for f in check.findings if f.code in codes)) for check in report.checks]
    seen = report.amocrm_error_seen
    return diagnose(checks, catalogue(), seen if seen in amocrm().texts else None)


def _worked_out(diagnosis: Diagnosis, causes: Sequence[Cause]) -> Diagnosis:
    """How bad it is and what the server said, which the file does not tell."""
    of_code = [cause for cause in causes if cause.code == diagnosis.code]
    cause = next((cause for cause in of_code if cause.service is diagnosis.service), of_code[0] if of_code else None)
    if cause is None:
        return diagnosis
    reply = cause.evidence.get("reply")
    return replace(diagnosis, outcome=cause.outcome, reply=str(reply) if reply else None)
