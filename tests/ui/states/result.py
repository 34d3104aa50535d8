"""Pictures of screen 5, from real reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from mailcheck.domain.report import Remedy, Report
from mailcheck.i18n import Language, message
from mailcheck.lab.practice import Practice
from mailcheck.lab.scenarios import scenarios
from mailcheck.providers import providers
from mailcheck.reporting import PRACTICE_VANTAGE
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal
from tests.ui.fake_runner import FakeRunner
from tests.ui.frame import framed, settle
from tests.ui.real_reports import NAMES, Reports, real_reports


def states(shell: Shell, size: tuple[int, int] = (960, 680)) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    for name in NAMES:
        yield f"result-{name}", partial(_shown, shell, name, size)
    yield "result-opened", partial(_opened, shell, size)
    yield "result-details", partial(_unfolded, shell, size)
    yield "result-changes", partial(_changed, shell, size)
    yield "result-unchanged", partial(_unchanged, shell, "no-sent", "sent-missing", size)
    yield "result-unchanged-password", partial(_unchanged, shell, "gmail", "gmail-ordinary-password", size)
    yield "result-opened-practice", partial(_opened_practice, shell, size)
    yield "result-hostile", partial(_hostile, shell, size)


def shown(
    shell: Shell, reports: Reports, draft: Draft | None = None, size: tuple[int, int] = (960, 680)
) -> tuple[QWidget, ResultPage]:
    """The window with the whole result, after a run that ended in `reports`."""
    runner = FakeRunner()
    runner.reports = reports

    class Played(ResultPage):
        @property
        def runner(self) -> FakeRunner:  # type: ignore[override]
            return runner

    wizard = framed(shell, Played, draft or Draft(address="anna@example.test"), size)
    runner.setParent(wizard)
    wizard._runner = runner  # type: ignore[assignment] # whoever asks the window for it is to hear the same
    page = next(page for page in wizard.findChildren(Page) if isinstance(page, ResultPage))
    while page.building:
        QApplication.processEvents()
    settle(wizard)
    return wizard, page


def _shown(shell: Shell, name: str, size: tuple[int, int]) -> QWidget:
    return shown(shell, real_reports(name), size=size)[0]


def _opened(shell: Shell, size: tuple[int, int]) -> QWidget:
    report: Report = next(iter(real_reports("gmail").values()))
    return shown(shell, {}, Draft(opened=report), size)[0]


def _unfolded(shell: Shell, size: tuple[int, int]) -> QWidget:
    wizard, page = shown(shell, real_reports("green"), size=size)
    for reveal in page.findChildren(Reveal):
        reveal.set_open(True)
    pane = page.details.talk
    assert pane is not None and page.details.search is not None
    while pane.filling:
        QApplication.processEvents()
    page.details.search.field.setText("ok")
    settle(wizard)
    return wizard


def _changed(shell: Shell, size: tuple[int, int]) -> QWidget:
    wizard, page = shown(shell, real_reports("no-sent"), size=size)
    before = real_reports("three-cards")[shell.speech.language]
    page.remember(before, before.address)
    page.show_report(real_reports("no-sent")[shell.speech.language])
    while page.building:
        QApplication.processEvents()
    settle(wizard)
    return wizard


def _unchanged(shell: Shell, name: str, scenario: str, size: tuple[int, int]) -> QWidget:
    report = real_reports(name)[shell.speech.language]
    draft = Draft(address=report.address, practice=Practice(scenarios()[scenario], providers()))
    wizard, page = shown(shell, real_reports(name), draft, size)
    page.remember(report, report.address)
    page.show_report(replace(report, checks=tuple(replace(each, ms=each.ms + 1) for each in report.checks)))
    while page.building:
        QApplication.processEvents()
    settle(wizard)
    return wizard


def _opened_practice(shell: Shell, size: tuple[int, int]) -> QWidget:
    vantage = message(PRACTICE_VANTAGE, Language.RU)
    report = replace(real_reports("lookalike")[Language.RU], vantage=vantage)
    return shown(shell, {}, Draft(opened=report), size)[0]


def _hostile(shell: Shell, size: tuple[int, int]) -> QWidget:
    return shown(shell, {}, Draft(opened=hostile_report()), size)[0]


def hostile_report() -> Report:
    """What a saved report of a stranger may hold: long words, markup, other scripts, very many of everything."""
    report = real_reports("three-cards")[Language.RU]
    nasty = "<b onclick=alert(1)>жирно</b> \u202eоборот שלום 😀 " + "x" * 300 + "<img src=file:///etc/passwd>"
    reply = ("550 5.7.1 " + nasty + "\n") * 20 + "y" * 6000
    card = replace(report.diagnoses[0], title=nasty[:80], what=nasty, why=nasty, reply=reply, for_admin=reply)
    card = replace(
        card, remedies=(Remedy(nasty, "javascript:alert(1)", "open"), Remedy("ok", "https://example.test/a"))
    )
    checks = tuple(
        replace(check, findings=tuple(replace(f, evidence={**f.evidence, "reply": reply}) for f in check.findings) * 20)
        for check in report.checks
    )
    talk = tuple(replace(line, line=nasty) for line in report.transcript) * 200
    return replace(report, diagnoses=(card,) * 200, checks=checks, transcript=talk, vantage=nasty, address="a" * 240)
