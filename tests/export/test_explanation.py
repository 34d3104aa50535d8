"""What `explain` says, laid out for people."""

from __future__ import annotations

import pytest

from mailcheck.catalogue import catalogue
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Verdict
from mailcheck.explain import explain
from mailcheck.export.explanation import as_lines
from mailcheck.export.wording import ONLY_AMOCRM
from mailcheck.i18n import Language, message
from mailcheck.phone_code import phone_code
from mailcheck.phoned import phoned
from tests.test_phone_code import report_with


@pytest.mark.parametrize("language", list(Language))
def test_the_best_is_told_whole_and_few_others_are_named(language: Language) -> None:
    found = explain("Неверные данные сервера", language=language)
    lines = list(as_lines(found, language, 60))
    assert lines[0] == "Неверные данные сервера  [wrong-server-data]"
    assert any(line.startswith("1) ") for line in lines)
    assert len([line for line in lines if line.startswith("• ")]) == 10
    assert f"{len(found.matches) - 11}" in lines[-3]
    assert lines[-1].endswith(f"mailcheck explain {found.matches[1].code}")
    assert all(len(line) <= 60 or " " not in line.strip() for line in lines)


@pytest.mark.parametrize("language", list(Language))
def test_a_phone_code_tells_the_verdict_of_its_report(language: Language) -> None:
    def told(verdict: Verdict, number: str, incoming: Outcome, outgoing: Outcome) -> str:
        code = phone_code(report_with(verdict, number, None, incoming, outgoing))
        found = phoned(code, language)
        assert found
        return next(iter(as_lines(found, language)))

    passed, failed = Outcome.PASSED, Outcome.FAILED
    only = catalogue().problem(ONLY_AMOCRM).number
    assert told(Verdict.READY_WITH_WARNINGS, only, passed, passed) == message("report.verdict-only-amocrm", language)
    of_recipient = told(Verdict.NOT_READY, "M-102", passed, Outcome.WARNED)
    assert of_recipient == message("phone.verdict-works", language)
    assert told(Verdict.NOT_READY, "M-401", failed, passed) == message("verdict.not-ready", language)
    assert told(Verdict.READY_WITH_WARNINGS, "M-315", passed, passed) == message(
        "verdict.ready-with-warnings", language
    )
