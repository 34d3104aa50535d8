"""A check is a story: what ends it, what is recorded, what is left out."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from mailcheck.checks.run import Event, Run, StageEnded, StageStarted
from mailcheck.checks.stage import Story, StoryEnded
from mailcheck.domain.account import Account, Secret, Service
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.reply import Reply, parse_reply
from mailcheck.domain.settings import Settings
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.providers import providers

STAGES = (Stage.CONNECT, Stage.AUTHENTICATE, Stage.USE)


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def story(events: list[Event]) -> Story:
    account = Account("anna@example.test", secret=Secret("sesame-7Q"))
    run = Run(account, Settings(), providers(), events.append)
    return Story(run, "incoming", STAGES, Service.INCOMING)


def brief(story: Story) -> list[tuple[str, str]]:
    return [(finding.stage.value, finding.code) for finding in story.findings]


def test_passed(story: Story, events: list[Event]) -> None:
    story.facts["host"] = "mail.example.test"
    with story.stage(Stage.CONNECT) as step:
        step.note(ip_address="192.0.2.7", nothing=None, empty="")
    (finding,) = story.findings
    assert (finding.code, finding.outcome, finding.service) == (PASSED, Outcome.PASSED, Service.INCOMING)
    assert finding.evidence == {"host": "mail.example.test", "ip_address": "192.0.2.7"}
    assert [type(event) for event in events] == [StageStarted, StageEnded]


@pytest.mark.parametrize(
    ("error", "code", "outcome"),
    [
        (ProbeError("connection-refused", port=1), "connection-refused", Outcome.FAILED),
        (Refusal(parse_reply("NO [AUTHENTICATIONFAILED] no")), "login-rejected", Outcome.FAILED),
        (Refusal(Reply("250 fine", "fine", number=250)), "reply-malformed", Outcome.FAILED),
        (ssl.SSLError(1, "x"), "tls-handshake-failed", Outcome.FAILED),
        (Cancelled(), SKIPPED, Outcome.SKIPPED),
    ],
)
def test_their_faults_end_the_story(story: Story, error: Exception, code: str, outcome: Outcome) -> None:
    with pytest.raises(StoryEnded), story.stage(Stage.AUTHENTICATE) as step:
        step.note(mechanism="PLAIN")
        raise error
    (finding,) = story.findings
    assert (finding.code, finding.outcome) == (code, outcome)
    assert finding.evidence["mechanism"] == "PLAIN" if outcome is Outcome.FAILED else True


def test_our_bug_is_left_to_the_engine(story: Story) -> None:
    with pytest.raises(ZeroDivisionError), story.stage(Stage.USE):
        raise ZeroDivisionError
    story.crash("here:1")
    story.finish()
    assert brief(story) == [("use", CRASHED), ("connect", SKIPPED), ("authenticate", SKIPPED)]


def test_warnings_and_failures_that_do_not_end_it(story: Story) -> None:
    with story.stage(Stage.USE) as step:
        step.warn("mailbox-full", used_percent=95)
        step.fail("inbox-unusable", reply="NO")
    assert [(f.code, f.outcome) for f in story.findings] == [
        ("mailbox-full", Outcome.WARNED),
        ("inbox-unusable", Outcome.FAILED),
    ]


def test_findings_of_a_judgement(story: Story) -> None:
    """They are recorded as they are, with the story's facts and times."""
    story.facts["recipient"] = "oleg@example.test"
    judged = Finding("address-malformed", Outcome.FAILED, Stage.ADDRESS, evidence={"reason": "no-at"})
    with story.stage(Stage.ADDRESS) as step:
        step.found((judged,))
    (finding,) = story.findings
    assert (finding.code, finding.service) == ("address-malformed", Service.INCOMING)
    assert finding.evidence == {"recipient": "oleg@example.test", "reason": "no-at"}
    with story.stage(Stage.HOST) as step:
        step.found(())
    assert story.findings[-1].code == PASSED


def test_what_was_not_reached(story: Story) -> None:
    with pytest.raises(StoryEnded), story.stage(Stage.CONNECT):
        raise ProbeError("connection-refused")
    story.finish()
    skipped = story.findings[1:]
    assert [(f.stage, f.because, f.evidence) for f in skipped] == [
        (Stage.AUTHENTICATE, "incoming", {"waited_for": "connect"}),
        (Stage.USE, "incoming", {"waited_for": "connect"}),
    ]


def test_what_stood_in_the_way(story: Story) -> None:
    story.finish("address")
    assert [(f.because, f.evidence) for f in story.findings] == [("address", {})] * 3


def test_left_behind(story: Story) -> None:
    with story.stage(Stage.CONNECT):
        pass
    story.run.stop()
    assert [f.evidence.get("reason") for f in story.so_far()] == [None, "stopped", "stopped"]
    assert len(story.findings) == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("you said sesame-7Q", "you said ••••"),
        (["sesame-7Q", 5], ["••••", 5]),
        (5, 5),
        ("x" * 3000, "x" * 999 + "…"),
        ("x" * 995 + "sesame-7Q", "x" * 995 + "••••"),
    ],
)
def test_evidence_is_masked_then_cut(story: Story, value: Any, shown: Any) -> None:
    with story.stage(Stage.USE) as step:
        step.note(reply=value, username="sesame-7Q")
    assert story.findings[0].evidence == {"reply": shown, "username": "sesame-7Q"}


@pytest.mark.parametrize("stage", [s for s in Stage if s not in (Stage.ADDRESS, Stage.HOST, Stage.SECRET)])
@pytest.mark.parametrize("line", ["NO", "BAD x", "NO OK", "NO BAD day", "BYE", "421", "535 x", "599", "hello", ""])
@pytest.mark.parametrize("service", Service)
def test_every_refusal_has_a_code(story: Story, service: Service, stage: Stage, line: str) -> None:
    story.service = service
    code, confidence = story.judge(parse_reply(line), stage)
    assert code and confidence in ("high", "medium", "low")


def test_a_password_that_is_part_of_a_word_of_ours_hides_nothing() -> None:
    """ "stop" would make a reason of "stopped" that nobody has a sentence for."""
    run = Run(Account("anna@example.test", secret=Secret("stop")), Settings(), providers(), lambda event: None)
    story = Story(run, "incoming", STAGES, Service.INCOMING)
    with pytest.raises(StoryEnded), story.stage(Stage.USE):
        raise Cancelled
    assert story.findings[0].evidence["reason"] == "stopped"
