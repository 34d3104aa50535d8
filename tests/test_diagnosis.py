"""What explains what: findings in, causes out. No server here; the tables of dialogues have the rest."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

import pytest

from mailcheck import diagnosis
from mailcheck.catalogue import catalogue
from mailcheck.diagnosis import EXPLAINS, amocrm_of, diagnose, verdict
from mailcheck.domain.account import Service
from mailcheck.domain.finding import PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.report import Cause, CheckResult, Confidence, Verdict
from mailcheck.i18n import Language

IN, OUT = Service.INCOMING, Service.OUTGOING
WARNINGS = {
    *("address-domain-typo", "secret-blank-at-edge", "secret-wrong-layout", "secret-not-app-password", "mx-missing"),
    *("clock-skewed", "certificate-expires-soon", "certificate-intercepted", "size-limit-low", "sent-folder-unflagged"),
}
_STAGES = {"account": Stage.ADDRESS, "network": Stage.DOMAIN, "wire": Stage.CONNECT, "login": Stage.AUTHENTICATE}
_STAGES |= {"folders": Stage.FOLDERS, "sending": Stage.MAIL}


def found(code: str, service: Service | None = None, stage: Stage | None = None, **evidence: Any) -> Finding:
    side = catalogue().problem(code).side
    outcome = Outcome.WARNED if code in WARNINGS else Outcome.FAILED
    return Finding(code, outcome, stage or _STAGES[side], service, evidence=evidence)


def passed(stage: Stage, service: Service, **evidence: Any) -> Finding:
    return Finding(PASSED, Outcome.PASSED, stage, service, evidence=evidence)


def talk(service: Service, *problems: Finding, login: bool = True, name: str = "anna@example.test") -> CheckResult:
    """A conversation: connected, let in unless a problem of the login is among the findings, to the end."""
    findings = [passed(Stage.CONNECT, service, host=f"{service}.example.test")]
    if login and not any(problem.stage is Stage.AUTHENTICATE for problem in problems):
        findings.append(passed(Stage.AUTHENTICATE, service, username=name))
    if problems and problems[0].stage is Stage.CONNECT:
        findings = []
    return CheckResult(service.value, 0, 0, (*findings, *problems))


def typed(*problems: Finding) -> CheckResult:
    return CheckResult("address", 0, 0, problems)


def network(*problems: Finding) -> CheckResult:
    return CheckResult("network", 0, 0, problems)


def causes_of(*results: CheckResult, seen: str | None = None) -> tuple[Cause, ...]:
    return diagnose(results, catalogue(), seen)


def codes(causes: tuple[Cause, ...]) -> list[str]:
    return [cause.code for cause in causes]


def test_table_names_codes_of_the_catalogue() -> None:
    for cause, consequences in EXPLAINS.items():
        assert {cause, *consequences} <= set(catalogue().codes())
        assert cause not in consequences


NO = found("login-rejected", IN), found("login-rejected", OUT)
FOLDED: tuple[tuple[str, tuple[CheckResult, ...], list[str], tuple[str, ...]], ...] = (
    (
        "one wrong password for both",
        (talk(IN, NO[0]), talk(OUT, NO[1])),
        ["login-rejected"],
        (),
    ),
    (
        "yandex: one reply for three causes, both refuse",
        (talk(IN, found("login-rejected-or-access-off", IN)), talk(OUT, NO[1])),
        ["login-rejected-or-access-off"],
        ("login-rejected",),
    ),
    (
        "the specific refusal explains the vague one",
        (talk(IN, NO[0]), talk(OUT, found("app-password-required", OUT))),
        ["app-password-required"],
        ("login-rejected",),
    ),
    (
        "the specific refusal explains the vague one, the other way round",
        (talk(IN, found("web-login-required", IN)), talk(OUT, NO[1])),
        ["web-login-required"],
        ("login-rejected",),
    ),
    (
        "IMAP switched off says nothing of the password",
        (talk(IN, found("imap-disabled", IN)), talk(OUT, NO[1])),
        ["imap-disabled", "login-rejected"],
        (),
    ),
    (
        "the wrong layout explains both refusals",
        (typed(found("secret-wrong-layout", stage=Stage.SECRET)), talk(IN, NO[0]), talk(OUT, NO[1])),
        ["secret-wrong-layout"],
        ("login-rejected",),
    ),
    (
        "a stray blank is worth its own card beside the app password",
        (
            typed(found("secret-blank-at-edge", stage=Stage.SECRET)),
            talk(IN, found("app-password-required", IN)),
            talk(OUT, found("app-password-required", OUT)),
        ),
        ["app-password-required", "secret-blank-at-edge"],
        (),
    ),
    (
        "the shape of the password is told by the refusal already",
        (typed(found("secret-not-app-password", stage=Stage.SECRET)), talk(IN, NO[0]), talk(OUT, NO[1])),
        ["login-rejected"],
        ("secret-not-app-password",),
    ),
    (
        "offline",
        (network(found("network-offline")), talk(IN, found("network-offline", IN, Stage.CONNECT), login=False)),
        ["network-offline"],
        (),
    ),
    (
        "blocked ports",
        (
            network(found("mail-ports-blocked", stage=Stage.PORTS)),
            talk(IN, found("connection-timeout", IN), login=False),
            talk(OUT, found("connection-timeout", OUT), login=False),
        ),
        ["mail-ports-blocked"],
        ("connection-timeout",),
    ),
    (
        "a typo in the domain explains that its servers are not there",
        (
            typed(found("address-domain-typo", domain="gmial.com")),
            network(found("domain-not-found", domain="gmial.com")),
            talk(IN, found("host-not-found", IN, Stage.CONNECT, host="imap.gmial.com"), login=False),
        ),
        ["address-domain-typo"],
        ("domain-not-found", "host-not-found"),
    ),
    (
        "a typo in the domain does not explain a server elsewhere",
        (
            typed(found("address-domain-typo", domain="gmial.com")),
            talk(IN, found("connection-timeout", IN, host="imap.gmail.com"), login=False),
        ),
        ["connection-timeout", "address-domain-typo"],
        (),
    ),
    (
        "a typo in the domain explains that nobody knows the user",
        (
            typed(found("address-domain-typo", domain="yandex.tu", address="a@yandex.tu")),
            talk(IN, NO[0]),
            talk(OUT, NO[1]),
        ),
        ["address-domain-typo"],
        ("login-rejected",),
    ),
    (
        "a full mailbox takes no letter to itself",
        (talk(IN, found("mailbox-full", IN)), talk(OUT, found("recipient-mailbox-full", OUT))),
        ["mailbox-full"],
        ("recipient-mailbox-full",),
    ),
    (
        "a host elsewhere is not explained by the domain",
        (
            network(found("domain-not-found", domain="nowhere.test")),
            talk(IN, found("host-not-found", IN, Stage.CONNECT, host="imap.other.test"), login=False),
        ),
        ["domain-not-found", "host-not-found"],
        (),
    ),
)


@pytest.mark.parametrize(("results", "wanted", "folded"), [row[1:] for row in FOLDED], ids=[row[0] for row in FOLDED])
def test_folding(results: tuple[CheckResult, ...], wanted: list[str], folded: tuple[str, ...]) -> None:
    causes = causes_of(*results)
    assert codes(causes) == wanted
    assert causes[0].folded == folded
    if folded:
        assert causes[0].outcome is Outcome.FAILED


@pytest.mark.parametrize("code", ["agreement-not-accepted", "client-access-denied", "account-disabled"])
def test_reason_given_by_one_server_is_the_reason_of_both(code: str) -> None:
    """amoCRM reads first: what it shows for reading comes before what it shows for sending."""
    refused = talk(IN, found("login-rejected-or-access-off", IN))
    (cause,) = causes_of(refused, talk(OUT, found(code, OUT)))
    assert (cause.code, cause.service) == (code, None)
    assert amocrm_of(cause, catalogue())[0].id == "connection-problem"


@pytest.mark.parametrize(
    ("code", "about", "shown"),
    [
        ("address-malformed", "mailbox", "connection-problem"),
        ("address-malformed", "recipient", "incorrect-recipient"),
        ("mx-missing", "mailbox", "incorrect-recipient"),  # it shows nowhere else
    ],
)
def test_an_address_is_refused_where_it_stands(code: str, about: str, shown: str) -> None:
    """One's own while connecting, a customer's while sending."""
    cause = Cause(code, None, Outcome.FAILED, Confidence.CERTAIN, {"about": about})
    assert [line.id for line in amocrm_of(cause, catalogue())] == [shown]


def test_reason_of_one_server_alone() -> None:
    (cause,) = causes_of(talk(IN), talk(OUT, found("agreement-not-accepted", OUT)))
    assert cause.service is OUT


@pytest.mark.parametrize(
    ("server_time", "code", "dates", "wanted"),
    [
        ("2026-11-23T10:00:00+00:00", "certificate-expired", ("2025-01-01", "2027-01-01"), ["clock-skewed"]),
        (
            "2026-11-23T10:00:00+00:00",
            "certificate-expired",
            ("2025-01-01", "2026-11-20"),
            ["certificate-expired", "clock-skewed"],
        ),
        ("2026-11-23T10:00:00+00:00", "certificate-not-yet-valid", ("2026-11-01", "2027-01-01"), ["clock-skewed"]),
        (
            "2026-11-23T10:00:00+00:00",
            "certificate-not-yet-valid",
            ("2026-12-01", "2027-01-01"),
            ["certificate-not-yet-valid", "clock-skewed"],
        ),
    ],
)
def test_clock_explains_a_certificate_only_if_it_is_valid_by_the_servers_clock(
    server_time: str, code: str, dates: tuple[str, str], wanted: list[str]
) -> None:
    not_before, not_after = dates
    clock = found("clock-skewed", IN, Stage.GREET, server_time=server_time, skew_minutes=9)
    certificate = found(code, IN, Stage.ENCRYPT, not_before=not_before, not_after=not_after)
    assert codes(causes_of(talk(IN, clock, certificate, login=False))) == wanted


@pytest.mark.parametrize("doubt", ["secret-blank-at-edge", "secret-wrong-layout", "secret-not-app-password"])
def test_password_that_was_accepted_is_not_doubted(doubt: str) -> None:
    results = typed(found(doubt, stage=Stage.SECRET)), talk(IN, found("login-rejected-or-access-off", IN)), talk(OUT)
    assert codes(causes_of(*results)) == ["login-rejected-or-access-off"]
    assert codes(causes_of(typed(found(doubt, stage=Stage.SECRET)), talk(IN), talk(OUT))) == []


def test_doubt_without_a_login_is_only_possible() -> None:
    causes = causes_of(typed(found("secret-wrong-layout", stage=Stage.SECRET)))
    assert [(cause.outcome, cause.confidence) for cause in causes] == [(Outcome.WARNED, Confidence.POSSIBLE)]


def test_domain_of_an_accepted_address_is_no_typo() -> None:
    typo = typed(found("address-domain-typo", domain="gmial.com", address="anna@gmial.com"))
    assert codes(causes_of(typo, talk(IN, name="anna@gmial.com"), talk(OUT, name="anna@gmial.com"))) == []
    assert codes(causes_of(typo, talk(IN, name="anna"), talk(OUT, name="anna"))) == ["address-domain-typo"]


@pytest.mark.parametrize(("refused", "other"), [(IN, OUT), (OUT, IN)])
def test_one_answer_tells_of_the_other(refused: Service, other: Service) -> None:
    (cause,) = causes_of(talk(refused, found("login-rejected", refused, reply="NO")), talk(other))
    assert cause.service is refused
    assert cause.evidence["other_login"] == "accepted"
    assert cause.evidence["other_host"] == f"{other}.example.test"
    assert cause.confidence is Confidence.LIKELY


@pytest.mark.parametrize(("second", "same"), [("mail.example.test", True), ("smtp.example.test", False)])
def test_swapped_servers_are_told_with_their_ports(second: str, same: bool) -> None:
    first = found("wrong-service", IN, Stage.GREET, host="mail.example.test", port=2465, answered="smtp")
    other = found("wrong-service", OUT, Stage.GREET, host=second, port=2993, answered="imap")
    talks = (CheckResult("incoming", 0, 0, (first,)), CheckResult("outgoing", 0, 0, (other,)))
    (cause,) = causes_of(*talks)
    evidence = cause.evidence
    assert (evidence["swapped"], evidence["same_host"], evidence["other_port"]) == (True, same, 2993)
    step = catalogue().render("wrong-service", Language.EN, evidence=evidence).remedies[0].text
    wanted = (
        "port 2993, outgoing on port 2465" if same else f"{second}, port 2993; outgoing mail.example.test, port 2465"
    )
    assert step.endswith(wanted) and step.startswith("Swap the ports" if same else "Swap the servers")


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_server_that_falls_silent_after_encryption_is_on_the_right_port(encrypted: bool) -> None:
    silent = found("reply-timeout", IN, Stage.GREET, host="imap.example.test", port=993)
    agreed = [passed(Stage.ENCRYPT, IN, host="imap.example.test")] if encrypted else []
    (cause,) = causes_of(CheckResult("incoming", 0, 0, (*agreed, silent)), talk(OUT))
    why = catalogue().render("reply-timeout", Language.EN, evidence=cause.evidence).why
    assert ("does not suit this port" in why) is not encrypted


def test_both_refuse() -> None:
    results = talk(IN, found("login-rejected", IN, reply="NO")), talk(OUT, found("login-rejected", OUT, reply="535"))
    (cause,) = causes_of(*results)
    assert cause.service is None
    assert (cause.evidence["reply"], cause.evidence["other_reply"]) == ("NO", "535")
    assert cause.evidence["other_login"] == "rejected"


@pytest.mark.parametrize(
    ("other", "confidence"),
    [
        (talk(OUT), Confidence.LIKELY),
        (talk(OUT, found("login-rejected", OUT)), Confidence.LIKELY),
        (talk(OUT, found("login-unavailable", OUT)), Confidence.POSSIBLE),
        (talk(OUT, found("connection-timeout", OUT), login=False), Confidence.POSSIBLE),
    ],
)
def test_confidence_of_one_reply_for_several_causes(other: CheckResult, confidence: Confidence) -> None:
    causes = causes_of(talk(IN, found("login-rejected-or-access-off", IN)), other)
    assert next(cause for cause in causes if cause.service is not OUT).confidence is confidence


@pytest.mark.parametrize(("said", "confidence"), [("high", Confidence.CERTAIN), ("medium", Confidence.LIKELY)])
def test_confidence_of_a_reply(said: str, confidence: Confidence) -> None:
    (cause,) = causes_of(talk(IN), talk(OUT, found("sender-not-owned", OUT, confidence=said)))
    assert cause.confidence is confidence


@pytest.mark.parametrize("code", ["resolver-failed", "domain-not-found", "network-offline"])
def test_dns_fault_is_a_remark_once_a_server_has_answered(code: str) -> None:
    (cause,) = causes_of(network(found(code)), talk(IN), talk(OUT))
    assert (cause.outcome, cause.confidence) == (Outcome.WARNED, Confidence.POSSIBLE)


def test_dns_fault_of_one_server_is_a_failure_though_the_other_answered() -> None:
    broken = found("resolver-failed", IN, Stage.RESOLVE)
    (cause,) = causes_of(network(found("resolver-failed")), CheckResult("incoming", 0, 0, (broken,)), talk(OUT))
    assert cause.outcome is Outcome.FAILED


def test_recipient_is_another_matter() -> None:
    typo = found("address-domain-typo", OUT, recipient="oleg@gmial.com", domain="gmial.com")
    recipient = CheckResult("recipient", 0, 0, (typo, found("domain-not-found", OUT, recipient="oleg@gmial.com")))
    causes = causes_of(recipient, network(found("domain-not-found", domain="example.test")), talk(IN), talk(OUT))
    assert [cause.evidence["about"] for cause in causes] == ["recipient", "mailbox"]
    assert [(cause.code, cause.outcome, cause.folded) for cause in causes] == [
        ("address-domain-typo", Outcome.FAILED, ("domain-not-found",)),
        ("domain-not-found", Outcome.WARNED, ()),
    ]


def test_order() -> None:
    results = (
        typed(found("secret-not-app-password", stage=Stage.SECRET)),
        network(found("mx-missing", stage=Stage.MX)),
        talk(IN, found("imap-disabled", IN)),
        talk(OUT, found("sender-not-owned", OUT, Stage.MAIL), login=False),
    )
    assert codes(causes_of(*results)) == ["imap-disabled", "sender-not-owned", "secret-not-app-password", "mx-missing"]
    assert codes(causes_of(*results, seen="insufficient-rights"))[0] == "sender-not-owned"


def test_amocrm_alone_refuses() -> None:
    assert codes(causes_of(talk(IN), talk(OUT), seen="connection-problem")) == ["refused-only-by-amocrm"]
    assert codes(causes_of(talk(IN), seen="connection-problem")) == []


@pytest.mark.parametrize(("seen", "service"), [("connection-problem", None), ("spam-suspected", OUT)])
def test_amocrm_alone_refuses_to_connect_or_to_send(seen: str, service: Service | None) -> None:
    (cause,) = causes_of(talk(IN), talk(OUT), seen=seen)
    assert cause.service is service
    told = catalogue().render(cause.code, Language.EN, evidence=cause.evidence, service=service)
    assert ("spam" in told.title) is (seen == "spam-suspected")


@pytest.mark.parametrize("seen", ["no-attach-button", "send-button-inactive"])
def test_checklist_of_amocrm_is_no_refusal(seen: str) -> None:
    assert causes_of(talk(IN), talk(OUT), seen=seen) == ()


STOPPED = Finding(SKIPPED, Outcome.SKIPPED, Stage.QUIT, IN, evidence={"reason": "stopped"})


@pytest.mark.parametrize(
    ("results", "whole", "wanted"),
    [
        ((talk(IN), talk(OUT)), True, Verdict.READY),
        ((talk(IN), talk(OUT, found("size-limit-low", OUT))), True, Verdict.READY_WITH_WARNINGS),
        ((talk(IN), talk(OUT, found("sender-not-owned", OUT))), True, Verdict.NOT_READY),
        ((talk(IN), talk(OUT)), False, Verdict.INCOMPLETE),
        ((talk(IN, STOPPED), talk(OUT)), True, Verdict.INCOMPLETE),
        ((talk(IN),), True, Verdict.INCOMPLETE),
        ((talk(IN, login=False), talk(OUT)), True, Verdict.INCOMPLETE),
        ((talk(IN, found("imap-disabled", IN)), talk(OUT)), False, Verdict.NOT_READY),
    ],
)
def test_verdict(results: tuple[CheckResult, ...], whole: bool, wanted: Verdict) -> None:
    assert verdict(results, causes_of(*results), whole=whole) is wanted


def test_nothing_explains_itself_by_a_detour() -> None:
    """Folding follows what explains what to its end: a circle would have none."""
    codes = catalogue().codes()
    telling = dict.fromkeys(diagnosis._TELLING, (*diagnosis._TELLS_NOTHING, "secret-not-app-password"))
    explains = {code: telling.get(code) or EXPLAINS.get(code, ()) for code in codes}
    order = list(TopologicalSorter(explains).static_order())
    assert set(order) == set(codes)
    assert all(order.index(effect) < order.index(cause) for cause, effects in explains.items() for effect in effects)
