"""What a report shows: all of it, in order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import AmocrmLine, CheckResult, Confidence, Report, Verdict
from mailcheck.export.blocks import Facts, Notes, Problem, Quotes, Steps, Text, Timeline
from mailcheck.export.content import brief, content, quotes
from mailcheck.export.wording import ONLY_AMOCRM, moment_text
from mailcheck.i18n import Language
from tests.export.fixed import blocks, fixed


@pytest.fixture
def gmail() -> Report:
    return fixed("gmail", Language.EN)


@pytest.fixture
def in_kolkata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_sections_in_order(gmail: Report) -> None:
    ids = [section.id for section in content(gmail).sections]
    assert ids == [
        *("problems", "card", "checks", "waterfall", "certificates", "dns", "limits", "about", "transcript"),
    ]
    assert [section.id for section in content(gmail).sections if section.folded] == ["checks", "transcript"]
    assert [section.id for section in brief(gmail).sections] == ["problems", "card"]


def test_badge_and_sentence_say_the_same(gmail: Report) -> None:
    """Where the mailbox is well, the badge says where the fault is."""

    def head(report: Report) -> tuple[str, str]:
        shown = content(report)
        return shown.state, shown.verdict.partition(". ")[0]

    typo = Finding("address-malformed", Outcome.FAILED, Stage.ADDRESS)
    recipient = replace(gmail, checks=(CheckResult("recipient", 0, 1, (typo,)),))
    assert head(recipient)[0] == "the recipient’s address is at fault"
    assert head(recipient)[1].startswith("No fault was found with the mailbox")
    refused = replace(gmail.diagnoses[0], code=ONLY_AMOCRM, outcome=Outcome.WARNED)
    only = replace(fixed("ready", Language.EN), verdict=Verdict.READY_WITH_WARNINGS, diagnoses=(refused,))
    assert head(only) == ("amoCRM showed an error", "The mailbox works from here, but amoCRM showed an error")
    assert head(gmail) == ("not ready", "The mailbox is not ready for amoCRM yet")
    assert head(replace(gmail, checks=())) == head(gmail)  # a report that was altered: no check has failed
    both = replace(gmail, checks=(*gmail.checks, *recipient.checks))
    assert head(both) == head(gmail)


def test_the_sentence_beside_the_verdict(gmail: Report) -> None:
    def lead(outcome: Outcome = Outcome.FAILED, more: int = 0, **changed: Any) -> str:
        first = replace(gmail.diagnoses[0], outcome=outcome, title="T", **changed)
        return content(replace(gmail, diagnoses=(first,), more=more)).lead

    assert lead() == "The cause: T."
    assert lead(more=2) == "3 causes were found. The main one: T."
    assert lead(confidence=Confidence.LIKELY) == "The most likely cause: T."
    assert lead(confidence=Confidence.POSSIBLE) == "A possible cause: T."
    assert lead(Outcome.WARNED) == "Remark: T."
    assert lead(Outcome.WARNED, code=ONLY_AMOCRM) == ""
    assert content(replace(gmail, diagnoses=(), verdict=Verdict.INCOMPLETE)).lead == ""
    assert content(fixed("ready", Language.EN)).lead.startswith("The address, the servers")


def test_what_a_mail_service_wants_is_told_until_it_has_been_seen() -> None:
    report = fixed("ready", Language.EN)
    card = replace(report.connection_card, notes=("The password is that of the mailbox.",))

    def tells(incoming: str, outgoing: str) -> bool:
        ends = {"stage-passed": Outcome.PASSED, "stage-skipped": Outcome.SKIPPED}
        checks = tuple(
            CheckResult(name, 0, 0, (Finding(code, ends.get(code, Outcome.FAILED), Stage.AUTHENTICATE, Service(name)),))
            for name, code in (("incoming", incoming), ("outgoing", outgoing))
        )
        shown = blocks(replace(report, connection_card=card, checks=checks), "card", Notes)
        assert shown in ([], [Notes(card.notes)])
        return bool(shown)

    assert not tells("stage-passed", "stage-passed")
    assert not tells("app-password-required", "stage-passed")  # the server has said what it wants
    assert tells("login-rejected", "login-rejected")
    assert tells("stage-passed", "login-rejected-or-access-off")
    assert tells("stage-skipped", "stage-skipped")


def test_a_problem_from_amocrms_text_to_its_code(gmail: Report) -> None:
    (card,) = gmail.diagnoses
    with_admin = replace(gmail, diagnoses=(replace(card, for_admin="For whoever looks after the mail."),))
    (problem,) = blocks(with_admin, "problems", Problem)
    kinds = [type(block).__name__ for block in problem.blocks]
    assert kinds == ["Quotes", "Text", "Text", "Steps", "Said", "Handout", "Text"]
    steps = problem.blocks[3]
    assert isinstance(steps, Steps)
    assert steps.steps[1].url == "https://myaccount.google.com/apppasswords"
    last = problem.blocks[-1]
    assert isinstance(last, Text)
    assert "M-403" in last.text


def test_whose_english_it_is() -> None:
    lines = (
        AmocrmLine("wrong-server-data", "Неверные данные сервера", "usual"),
        AmocrmLine("other", "Иное", "possible"),
    )
    (usual, possible) = quotes(lines, Language.EN)
    assert usual.quotes[0].text == "«Неверные данные сервера»"
    assert usual.quotes[0].english == "In English (our translation): “Invalid server data”"
    assert possible.quotes[0].english is None
    assert [quote.english for each in quotes(lines, Language.RU) for quote in each.quotes] == [None, None]


def test_how_likely_a_text_is() -> None:
    def labels(*likelihoods: str, failed: bool = True) -> list[str]:
        return [
            each.label
            for each in quotes(tuple(AmocrmLine("x", "x", n) for n in likelihoods), Language.EN, failed=failed)
        ]

    assert labels("usual", "possible") == ["In amoCRM this usually looks like:", "Less often like:"]
    assert labels("possible") == ["In amoCRM this may look like:"]
    assert labels("usual", "possible", failed=False) == ["If amoCRM notices this, it shows:"]


@pytest.mark.usefixtures("in_kolkata")
def test_the_clock_of_this_computer_and_of_everybody(gmail: Report) -> None:
    here = replace(gmail, tool={})
    assert moment_text(here, Language.EN) == "4\u00a0Mar\u00a02026, 10:36 UTC+5:30 (05:06 UTC)"
    assert moment_text(gmail, Language.RU) == "04.03.2026, 05:06 UTC"  # made on another computer


def test_a_checklist_where_nothing_is_wrong_with_the_mailbox() -> None:
    report = replace(fixed("ready", Language.EN), amocrm_error_seen="send-button-inactive")
    assert [section.id for section in content(report).sections][:2] == ["checklist", "card"]
    (steps,) = blocks(report, "checklist", Steps)
    assert steps.steps[1].text.startswith("Fill in the subject")


def test_settings_that_failed_are_not_for_amocrm(gmail: Report) -> None:
    """What the servers were reached with is typed into amoCRM; anything else is only told."""
    (section,) = (each for each in content(gmail).sections if each.id == "card")
    assert section.title == "What to type into amoCRM"
    refused = Finding("connection-refused", Outcome.FAILED, Stage.CONNECT, Service.INCOMING)
    (section,) = (
        each
        for each in content(replace(gmail, checks=(CheckResult("incoming", 0, 0, (refused,)),))).sections
        if each.id == "card"
    )
    assert section.title == "The settings of this check"
    facts = section.blocks[0]
    assert isinstance(facts, Facts)
    shown = {fact.name: fact.value for fact in facts.facts}
    assert shown["Incoming mail"].endswith("SSL/TLS (did not pass the check)")
    assert shown["Outgoing mail"].endswith("SSL/TLS")
    assert "Password" not in shown


def test_a_login_that_may_not_send_from_the_address_is_not_for_amocrm(gmail: Report) -> None:
    """The steps ask for another one."""
    refused = replace(gmail.diagnoses[0], code="sender-not-owned")
    (section,) = (each for each in content(replace(gmail, diagnoses=(refused,))).sections if each.id == "card")
    assert section.title == "The settings of this check"
    facts = section.blocks[0]
    assert isinstance(facts, Facts)
    names = [fact.name for fact in facts.facts]
    assert names == ["Incoming mail", "Outgoing mail", "User name", "Password"]


def test_that_no_message_was_sent() -> None:
    report = fixed("ready", Language.EN)
    (checks,) = (check for check in report.checks if check.id == "outgoing")

    def tells(**outcomes: Outcome) -> bool:
        findings = tuple(
            Finding("stage-passed", outcome, Stage(stage), Service.OUTGOING) for stage, outcome in outcomes.items()
        )
        shown = replace(report, verdict=Verdict.NOT_READY, checks=(replace(checks, findings=findings),))
        return any(text.text.startswith("Not tested: ") for text in blocks(shown, "limits", Text))

    assert tells(rcpt=Outcome.PASSED)
    assert not tells(rcpt=Outcome.FAILED)
    assert not tells(rcpt=Outcome.SKIPPED)
    assert tells(rcpt=Outcome.PASSED, data=Outcome.SKIPPED)
    assert not tells(rcpt=Outcome.PASSED, data=Outcome.FAILED)


def test_bars_are_parts_of_one_axis(gmail: Report) -> None:
    (picture,) = blocks(gmail, "waterfall", Timeline)
    drawn = [bar for lane in picture.lanes for bar in lane.bars if bar.start is not None and bar.length is not None]
    assert max(bar.start + bar.length for bar in drawn if bar.start is not None and bar.length is not None) == 1
    assert picture.ticks[0].label == "0"
    assert [tick.at for tick in picture.ticks] == sorted(tick.at for tick in picture.ticks)


def test_nothing_of_amocrm_for_what_it_was_seen_to_show(gmail: Report) -> None:
    diagnosis = replace(gmail.diagnoses[0], code=ONLY_AMOCRM)
    (problem,) = blocks(replace(gmail, diagnoses=(diagnosis,)), "problems", Problem)
    assert not [block for block in problem.blocks if isinstance(block, Quotes)]
