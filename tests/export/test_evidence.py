"""What the checks saw, in words; and whatever a saved report may hold, words or nothing come of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.domain.account import Service
from mailcheck.domain.finding import PASSED, Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report
from mailcheck.export.blocks import Facts, Row, Stages
from mailcheck.export.content import content
from mailcheck.i18n import Language
from tests.export.fixed import blocks, fixed

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    *("reply", "greeting", "mx", "domain", "host", "port", "ip_addresses", "ip_address", "tls_version", "subject"),
    *("issuer", "names", "not_before", "not_after", "fingerprint", "mechanism", "folders", "folder_count", "reason"),
    "corrected",
)


@pytest.fixture
def gmail() -> Report:
    return fixed("gmail", Language.EN)


def stage_rows(report: Report, *findings: Finding) -> tuple[Row, ...]:
    (shown,) = blocks(replace(report, checks=(CheckResult("incoming", 0, 0, findings),)), "checks", Stages)
    return shown.rows


def test_a_stage_has_the_title_of_its_card(gmail: Report) -> None:
    """Other words are used for other services and other moments: the stage has those of its card."""
    (card,) = gmail.diagnoses
    found = Finding(card.code, Outcome.FAILED, Stage.AUTHENTICATE, Service.INCOMING)
    shown = replace(gmail, diagnoses=(replace(card, title="As on the card", service=Service.INCOMING),))
    assert stage_rows(shown, found)[0].notes == ("As on the card",)
    without = replace(gmail, diagnoses=())
    assert stage_rows(without, found)[0].notes == (card.title,)  # by its mail service


def test_a_stage_without_a_card_is_named_by_its_moment(gmail: Report) -> None:
    def title(stage: Stage) -> str:
        finding = Finding("spam-suspected", Outcome.FAILED, stage, Service.OUTGOING)
        return stage_rows(replace(gmail, diagnoses=()), finding)[0].notes[0]

    assert title(Stage.RCPT) != title(Stage.DATA)


def test_what_the_title_says_is_not_said_again(gmail: Report) -> None:
    where = {"host": "mail.a.example", "port": 993, "ip_address": "192.0.2.1"}
    refused = Finding("connection-refused", Outcome.FAILED, Stage.CONNECT, Service.INCOMING, evidence=where)
    gone = Finding("host-not-found", Outcome.FAILED, Stage.RESOLVE, Service.INCOMING, evidence={"host": "a.example"})
    other = replace(gone, evidence={"host": "a.example", "ip_addresses": ["192.0.2.1"]})
    fine = replace(refused, code="stage-passed", outcome=Outcome.PASSED)
    assert [row.notes for row in stage_rows(replace(gmail, diagnoses=()), refused, gone, other, fine)] == [
        ("The port is closed on the server: mail.a.example, port\u00a0993", "address 192.0.2.1"),
        ("The server a.example was not found",),
        ("The server a.example was not found", "addresses: 192.0.2.1"),
        ("mail.a.example; port 993; address 192.0.2.1",),
    ]


def test_a_problem_of_another_version_is_told_by_its_code(gmail: Report) -> None:
    odd = Finding("made-up-later", Outcome.FAILED, Stage.CONNECT, Service.INCOMING)
    (stages,) = blocks(replace(gmail, checks=(CheckResult("incoming", 0, 0, (odd,)),)), "checks", Stages)
    assert stages.rows == (
        Row(Outcome.FAILED, "failed", "Connecting to the server", "< 1 ms", (), "", "made-up-later"),
    )


def test_that_the_address_was_mended_before_is_told(gmail: Report) -> None:
    found = Finding(PASSED, Outcome.PASSED, Stage.ADDRESS, evidence={"corrected": "address-lookalike-letter"})
    assert stage_rows(gmail, found)[0].notes == ("a mistake in the address was mended before the check",)


def test_folders_are_counted_where_the_list_arrived(gmail: Report) -> None:
    def notes(folders: list[str]) -> str:
        evidence = {"folder_count": len(folders), "folders": folders}
        found = Finding("folder-list-timeout", Outcome.FAILED, Stage.FOLDERS, Service.INCOMING, evidence=evidence)
        (stages,) = blocks(replace(gmail, checks=(CheckResult("incoming", 0, 0, (found,)),)), "checks", Stages)
        return " ".join(stages.rows[0].notes)

    assert "folders in the mailbox: 2" in notes(["INBOX", "Sent"])
    assert "folders in the mailbox" not in notes([])


def check_shown(report: Report, *findings: Finding) -> Stages:
    (shown,) = blocks(replace(report, checks=(CheckResult("outgoing", 0, 0, findings),)), "checks", Stages)
    return shown


def test_a_check_takes_as_long_as_its_stages(gmail: Report) -> None:
    """It may have waited for another one."""
    stage = Finding("stage-passed", Outcome.PASSED, Stage.DOMAIN, None, 0, 4)
    (shown,) = blocks(replace(gmail, checks=(CheckResult("network", 0, 400, (stage,)),)), "checks", Stages)
    assert shown.time == "4 ms"


def test_a_check_that_was_left_out_took_no_time(gmail: Report) -> None:
    left_out = Finding("stage-skipped", Outcome.SKIPPED, Stage.RESOLVE, Service.OUTGOING, because="address")
    assert check_shown(gmail, left_out).ended == "skipped"


@pytest.mark.parametrize("reason", ["locked-out", "no-password", "not-confirmed"])
def test_a_check_that_was_cut_short_is_not_done(reason: str, gmail: Report) -> None:
    connected = Finding("stage-passed", Outcome.PASSED, Stage.CONNECT, Service.OUTGOING, 0, 7)
    kept_out = Finding("stage-skipped", Outcome.SKIPPED, Stage.AUTHENTICATE, Service.OUTGOING, 7, 0, {"reason": reason})
    shown = check_shown(gmail, connected, kept_out)
    assert (shown.outcome, shown.ended) == (Outcome.SKIPPED, "not finished, 7 ms")
    assert check_shown(gmail, connected).ended == "done, 7 ms"
    by_the_way = replace(kept_out, stage=Stage.ENCRYPT, evidence={"reason": "not-asked-for"})
    assert check_shown(gmail, by_the_way, connected).ended == "done, 7 ms"
    failed = replace(connected, code="connection-refused", outcome=Outcome.FAILED)
    assert check_shown(gmail, failed, kept_out).ended == "failed, 7 ms"


def test_certificates_and_dns(gmail: Report) -> None:
    first, second = blocks(gmail, "certificates", Facts)
    assert (first.title, second.title) == ("Incoming mail: imap.gmail.com", "Outgoing mail: smtp.gmail.com")
    shown = {fact.name: fact.value for fact in first.facts}
    assert shown["Issued by"] == "mailcheck practice authority"
    assert shown["Valid"] == "from 22\u00a0Nov\u00a02026 to 21\u00a0Feb\u00a02027"
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
        ("Mail for a.example", "no MX records (who receives it) in DNS"),
        ("Addresses of mail.a.example", "no such name in DNS"),
    ]


def test_what_was_left_out_and_why(gmail: Report) -> None:
    (facts,) = blocks(gmail, "limits", Facts)
    assert [(fact.name, fact.value) for fact in facts.facts][-1] == (
        "Outgoing mail",
        "sender, recipient, goodbye (could not get any further)",
    )


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.sampled_from(Stage), st.sampled_from(Outcome))
def test_any_evidence_gives_words_or_nothing(evidence: dict[str, Any], stage: Stage, outcome: Outcome) -> None:
    finding = Finding("login-rejected", outcome, stage, Service.INCOMING, 0, 1, evidence)
    report = replace(fixed("gmail", Language.EN), checks=(CheckResult("incoming", 0, 1, (finding,)),))
    assert content(report).sections[-1].id == "transcript"
