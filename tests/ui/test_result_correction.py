"""The action "correct": what a step suggests, and the field of the draft it belongs to."""

from __future__ import annotations

from dataclasses import replace

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Remedy, Report
from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft
from mailcheck.ui.result.correction import Correction, apply, correction_for
from tests.ui.real_reports import real_reports

STEP = Remedy("Впишите имя сервера mail.good.test", None, "correct")


def report_with(finding: Finding, service: Service | None) -> Report:
    whole = real_reports("no-sent")[Language.RU]
    card = replace(whole.diagnoses[0], code=finding.code, service=service)
    return replace(whole, checks=(CheckResult("incoming", 0, 1, (finding,)),), diagnoses=(card,))


def found(stage: Stage, service: Service | None, **evidence: str) -> Finding:
    return Finding("some-code", Outcome.FAILED, stage, service, evidence=evidence)


def test_a_server_keeps_its_port_and_encryption() -> None:
    finding = found(Stage.ENCRYPT, Service.OUTGOING, covered_host="mail.good.test")
    report = report_with(finding, Service.OUTGOING)
    correction = correction_for(STEP, report.diagnoses[0], report)
    assert correction == Correction("outgoing", "mail.good.test")
    draft = Draft(outgoing=Endpoint("old.test", 2525, Security.STARTTLS))
    apply(correction, draft, report)
    assert draft.outgoing == Endpoint("mail.good.test", 2525, Security.STARTTLS)
    assert draft.incoming is None


def test_a_recipient() -> None:
    finding = found(Stage.ADDRESS, Service.OUTGOING, recipient="x@y.test", suggestion="x@z.test")
    report = report_with(finding, None)
    correction = correction_for(Remedy("Исправьте адрес на x@z.test"), report.diagnoses[0], report)
    assert correction == Correction("recipient", "x@z.test")
    draft = Draft(address="a@b.test", recipient="x@y.test")
    apply(correction, draft, report)
    assert (draft.address, draft.recipient) == ("a@b.test", "x@z.test")


def test_nothing_to_write_is_no_correction() -> None:
    finding = found(Stage.HOST, Service.INCOMING, suggestion="elsewhere.test")
    report = report_with(finding, Service.INCOMING)
    assert correction_for(STEP, report.diagnoses[0], report) is None  # the step names another server
    finding = found(Stage.HOST, Service.INCOMING, suggestion="mail.good.test")
    report = replace(report_with(finding, Service.INCOMING), incoming=None)
    assert correction_for(STEP, report.diagnoses[0], report) is None  # no server is known to be corrected
