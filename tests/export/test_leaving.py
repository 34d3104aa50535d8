"""Nothing gets out by being forgotten: every name that evidence can have is on the list, and only those are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mailcheck
from mailcheck.catalogue import catalogue
from mailcheck.export.json_file import as_dict
from mailcheck.export.leaving import EVIDENCE, leaving
from mailcheck.i18n import Language
from mailcheck.lab.practice import Practice
from mailcheck.lab.scenarios import scenarios
from mailcheck.plan import engine_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of
from tests.ui.real_reports import real_reports

_ROOT = Path(mailcheck.__file__).parent
_MAKERS = {"note", "warn", "fail", "skip", "lookalike", "ProbeError", "WireError", "Refusal", "_refuse", "_fail"}
_MAPPINGS = {"evidence", "facts"}


def _names(tree: ast.AST) -> Iterator[str]:
    """What the code gives as evidence: keywords of the calls that make it, keys of the mappings that become it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of = getattr(node.func.value, "attr", "") if isinstance(node.func, ast.Attribute) else ""
            if called in _MAKERS or (called == "update" and of in _MAPPINGS):
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            name = getattr(node.value, "attr", getattr(node.value, "id", ""))
            if name in _MAPPINGS and isinstance(node.slice.value, str):
                yield node.slice.value
        elif isinstance(node, ast.keyword) and node.arg == "evidence" and isinstance(node.value, ast.Dict):
            yield from (str(key.value) for key in node.value.keys if isinstance(key, ast.Constant))


def test_every_name_in_the_code_is_on_the_list() -> None:
    files = [*_ROOT.glob("checks/*.py"), *_ROOT.glob("probes/*.py"), _ROOT / "engine.py"]
    names = {name for file in files for name in _names(ast.parse(file.read_text(encoding="utf-8")))}
    assert len(names) > 40
    assert not names - EVIDENCE.keys()


@pytest.mark.parametrize("name", scenarios())
def test_every_practice_run_has_only_names_on_the_list(name: str) -> None:
    with Practice(scenarios()[name], providers()) as practice:
        engine = engine_for(practice.account, practice.settings)
        engine.start()
        for _ in engine.events():
            pass
        report = report_of(engine, Language.RU)
    findings = [finding for check in report.checks for finding in check.findings]
    assert {key for finding in findings for key in finding.evidence} <= EVIDENCE.keys()


def test_what_is_on_no_list_stays_here() -> None:
    assert leaving({"host": "h", "local_address": "192.168.1.5", "reply": "r"}) == {"host": "h", "reply": "r"}


def test_a_file_holds_what_the_texts_need() -> None:
    """A report that is read back is told in the other language from its evidence."""
    report = real_reports("three-cards")[Language.RU]
    written = as_dict(report)["checks"]
    kept = {key for check in written for finding in check["findings"] for key in finding["evidence"]}
    assert kept == {key for check in report.checks for finding in check.findings for key in finding.evidence}
    assert catalogue()
