"""Reports in which nothing changes from run to run, and what is to be seen of any report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Diagnosis, Report, TranscriptLine
from mailcheck.export.content import content
from mailcheck.export.json_reader import read_report_file
from mailcheck.i18n import Language
from mailcheck.reporting import retold

B = TypeVar("B")
GOLDEN = Path(__file__).parent / "golden"
NAMES = ("gmail", "ready", "lookalike")
_UNSEEN = frozenset({"id", "language", "columns", "began", "folded"})


@cache
def fixed(name: str, language: Language) -> Report:
    """A practice run that was saved: Gmail with the ordinary password, all in order, a Cyrillic letter."""
    return retold(read_report_file(GOLDEN / f"{name}.json"), language)


def said_everywhere(said: str) -> Report:
    """A report in which a server's words stand wherever words of a server can."""
    report = fixed("gmail", Language.EN)
    evidence = {"reply": said, "greeting": said, "mx": [said], "domain": said, "folders": [said]}
    odd = {"issuer": said, "subject": said, "names": [said], "host": said, "tls_version": said}
    findings = (
        Finding("login-rejected", Outcome.FAILED, Stage.AUTHENTICATE, Service.INCOMING, 1, 2, evidence),
        Finding("stage-passed", Outcome.PASSED, Stage.ENCRYPT, Service.INCOMING, 1, 2, odd),
    )
    first: Diagnosis = replace(report.diagnoses[0], reply=said, what=said, title=said, for_admin=said)
    return replace(
        report,
        diagnoses=(first, replace(first, what="other")),
        checks=(CheckResult("incoming", 0, 3, findings),),
        transcript=(TranscriptLine(Service.INCOMING, 5, "S", said),),
        address=said,
    )


def large() -> Report:
    """200 folders, and 2,000 lines of a conversation."""
    report = fixed("ready", Language.RU)
    names = [f"Клиенты|Проект {number:03}|Переписка за год" for number in range(200)]
    lines = [
        f'* LIST (\\HasNoChildren) "|" "&BBoEOwQ4BDUEPQRCBEs-|{number:03}|&BB8ENQRABDUEPwQ4BEEEOgQw-"'
        for number in range(2000)
    ]
    checks = tuple(
        replace(
            check,
            findings=tuple(
                replace(finding, evidence={**finding.evidence, "folders": names, "folder_count": 200})
                if finding.stage is Stage.FOLDERS
                else finding
                for finding in check.findings
            ),
        )
        for check in report.checks
    )
    talk = tuple(TranscriptLine(Service.INCOMING, at, "S", line) for at, line in enumerate(lines))
    return replace(report, checks=checks, transcript=talk)


def blocks(report: Report, section: str, kind: type[B]) -> list[B]:
    """Those of one kind in one section."""
    return [
        block
        for each in content(report).sections
        if each.id == section
        for block in each.blocks
        if isinstance(block, kind)
    ]


def texts(value: Any) -> Iterator[str]:
    """Every text of a content that somebody is to see, whatever it is drawn in."""
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _UNSEEN:
                yield from texts(getattr(value, field.name))


def squeezed(text: str) -> str:
    """Without any blank: where lines end is not the same everywhere."""
    return re.sub(r"\s+", "", text)
