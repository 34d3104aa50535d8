"""What a report shows: all of it, in order; and whatever a saved one may hold, words or nothing come of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import AmocrmLine, CheckResult, Confidence, Report, Verdict
from mailcheck.export.blocks import Facts, Problem, Quotes, Row, Stages, Steps, Text, Timeline
from mailcheck.export.content import brief, content, quotes
from mailcheck.export.wording import ONLY_AMOCRM, moment_text
from mailcheck.i18n import Language
from tests.export.fixed import fixed

B = TypeVar("B")
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    *("reply", "greeting", "mx", "domain", "host", "port", "ip_addresses", "ip_address", "tls_version", "subject"),
    *("issuer", "names", "not_before", "not_after", "fingerprint", "mechanism", "folders", "folder_count", "reason"),
)


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


def blocks(report: Report, section: str, kind: type[B]) -> list[B]:
    return [
        block
        for each in content(report).sections
        if each.id == section
        for block in each.blocks
        if isinstance(block, kind)
    ]


def test_sections_in_order(gmail: Report) -> None:
    ids = [section.id for section in content(gmail).sections]
    assert ids == [
        *("problems", "card", "checks", "waterfall", "certificates", "dns", "limits", "transcript", "about"),
    ]
    assert [section.id for section in content(gmail).sections if section.folded] == ["checks", "transcript"]
    assert [section.id for section in brief(gmail).sections] == ["problems", "card"]


def test_a_problem_from_amocrms_text_to_its_code(gmail: Report) -> None:
    (problem,) = blocks(gmail, "problems", Problem)
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


@pytest.mark.usefixtures("in_kolkata")
def test_the_clock_of_this_computer_and_of_everybody(gmail: Report) -> None:
    here = replace(gmail, tool={})
    assert moment_text(here, Language.EN) == "4 Mar 2026, 10:36 UTC+5:30 (05:06 UTC)"
    assert moment_text(gmail, Language.RU) == "04.03.2026, 05:06 UTC"  # made on another computer


def test_a_checklist_where_nothing_is_wrong_with_the_mailbox() -> None:
    report = replace(fixed("ready", Language.EN), amocrm_error_seen="send-button-inactive")
    assert [section.id for section in content(report).sections][:2] == ["checklist", "card"]
    (steps,) = blocks(report, "checklist", Steps)
    assert steps.steps[1].text.startswith("Fill in the subject")


def test_what_was_left_out_and_why(gmail: Report) -> None:
    (facts,) = blocks(gmail, "limits", Facts)
    assert [(fact.name, fact.value) for fact in facts.facts][-1] == (
        "Outgoing mail",
        "sender, recipient, goodbye: could not get any further",
    )


def test_certificates_and_dns(gmail: Report) -> None:
    first, second = blocks(gmail, "certificates", Facts)
    assert (first.title, second.title) == ("Incoming mail: imap.gmail.com", "Outgoing mail: smtp.gmail.com")
    shown = {fact.name: fact.value for fact in first.facts}
    assert shown["Issued by"] == "mailcheck practice authority"
    assert shown["Valid"] == "from 22 Nov 2026 to 21 Feb 2027"
    assert len(shown["SHA-256 fingerprint"].replace(" ", ":").split(":")) == 32
    (dns,) = blocks(gmail, "dns", Facts)
    assert [fact.name for fact in dns.facts] == [
        *("Mail for gmail.com is received by", "Addresses of imap.gmail.com", "Addresses of smtp.gmail.com"),
    ]


def test_what_dns_does_not_know(gmail: Report) -> None:
    findings = (
        Finding("domain-not-found", Outcome.FAILED, Stage.DOMAIN, None, evidence={"domain": "landysh.example"}),
        Finding("mx-missing", Outcome.WARNED, Stage.MX, None, evidence={"domain": "a.example", "null_mx": False}),
        Finding("mx-missing", Outcome.FAILED, Stage.MX, None, evidence={"domain": "b.example", "null_mx": True}),
        Finding("resolver-failed", Outcome.FAILED, Stage.DOMAIN, None, evidence={"domain": "c.example"}),
    )
    evidence = {"host": "mail.a.example"}
    gone = Finding("host-not-found", Outcome.FAILED, Stage.RESOLVE, Service.INCOMING, evidence=evidence)
    checks = (CheckResult("network", 0, 0, findings), CheckResult("incoming", 0, 0, (gone,)))
    (facts,) = blocks(replace(gmail, checks=checks), "dns", Facts)
    assert [(fact.name, fact.value) for fact in facts.facts] == [
        ("Domain landysh.example", "no such domain in DNS"),
        ("Mail for a.example is received by", "no MX records in DNS"),
        ("Addresses of mail.a.example", "no such name in DNS"),
    ]


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


def test_folders_are_counted_where_the_list_arrived(gmail: Report) -> None:
    def notes(folders: list[str]) -> str:
        evidence = {"folder_count": len(folders), "folders": folders}
        found = Finding("folder-list-timeout", Outcome.FAILED, Stage.FOLDERS, Service.INCOMING, evidence=evidence)
        (stages,) = blocks(replace(gmail, checks=(CheckResult("incoming", 0, 0, (found,)),)), "checks", Stages)
        return " ".join(stages.rows[0].notes)

    assert "folders in the mailbox: 2" in notes(["INBOX", "Sent"])
    assert "folders in the mailbox" not in notes([])


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


def test_a_check_takes_as_long_as_its_stages(gmail: Report) -> None:
    """It may have waited for another one."""
    stage = Finding("stage-passed", Outcome.PASSED, Stage.DOMAIN, None, 0, 4)
    (shown,) = blocks(replace(gmail, checks=(CheckResult("network", 0, 400, (stage,)),)), "checks", Stages)
    assert shown.time == "4 ms"


def test_bars_are_parts_of_one_axis(gmail: Report) -> None:
    (picture,) = blocks(gmail, "waterfall", Timeline)
    drawn = [bar for lane in picture.lanes for bar in lane.bars if bar.start is not None and bar.length is not None]
    assert max(bar.start + bar.length for bar in drawn if bar.start is not None and bar.length is not None) == 1
    assert picture.ticks[0].label == "0"
    assert [tick.at for tick in picture.ticks] == sorted(tick.at for tick in picture.ticks)


def test_a_problem_of_another_version_is_told_by_its_code(gmail: Report) -> None:
    odd = Finding("made-up-later", Outcome.FAILED, Stage.CONNECT, Service.INCOMING)
    (stages,) = blocks(replace(gmail, checks=(CheckResult("incoming", 0, 0, (odd,)),)), "checks", Stages)
    assert stages.rows == (
        Row(Outcome.FAILED, "failed", "Connecting to the server", "< 1 ms", (), "", "made-up-later"),
    )


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.sampled_from(Stage), st.sampled_from(Outcome))
def test_any_evidence_gives_words_or_nothing(evidence: dict[str, Any], stage: Stage, outcome: Outcome) -> None:
    finding = Finding("login-rejected", outcome, stage, Service.INCOMING, 0, 1, evidence)
    report = replace(fixed("gmail", Language.EN), checks=(CheckResult("incoming", 0, 1, (finding,)),))
    assert content(report).sections[-1].id == "about"


def test_nothing_of_amocrm_for_what_it_was_seen_to_show(gmail: Report) -> None:
    diagnosis = replace(gmail.diagnoses[0], code=ONLY_AMOCRM)
    (problem,) = blocks(replace(gmail, diagnoses=(diagnosis,)), "problems", Problem)
    assert not [block for block in problem.blocks if isinstance(block, Quotes)]
