"""Check again: only what was asked for, what it depends on, and what no longer holds."""

from __future__ import annotations

from dataclasses import replace
from weakref import ref

import pytest

from mailcheck.again import Earlier, checks_again, checks_for, earlier, engine_again
from mailcheck.discovery.candidate import Source, of_provider
from mailcheck.domain.account import Account, Endpoint, Secret, Security, Service
from mailcheck.domain.finding import PASSED, SKIPPED, Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report, Verdict
from mailcheck.domain.settings import Settings
from mailcheck.i18n import Language
from mailcheck.reporting import report_of
from tests.mailbox import Mailbox, diagnosis
from tests.servers import Server, imap, running, smtp

PW = Secret("sesame-7Q")
ACCOUNT = Account(
    "anna@example.test",
    incoming=Endpoint("imap.example.test", 993, Security.TLS),
    outgoing=Endpoint("smtp.example.test", 465, Security.TLS),
    secret=PW,
)
SETTINGS = Settings()
TALKS = {"incoming", "outgoing"}


def result(name: str, *findings: Finding) -> CheckResult:
    return CheckResult(name, 0, 1, findings or (Finding(PASSED, Outcome.PASSED, Stage.QUIT),))


def before(*results: CheckResult, account: Account = ACCOUNT, secret: Secret | None = PW) -> Earlier:
    named = {one.id: one for one in results}
    every = tuple(named.get(name, result(name)) for name in ("address", "network", "incoming", "outgoing"))
    return Earlier(replace(account, secret=None), SETTINGS, ref(secret) if secret else None, every, None, {})


def again(
    *checks: str, account: Account = ACCOUNT, settings: Settings = SETTINGS, run: Earlier | None = None
) -> set[str]:
    return set(checks_again(run or before(), account, settings, frozenset(checks)))


def test_only_what_was_named_and_what_is_free() -> None:
    assert again() == {"address"}
    assert again("incoming") == {"address", "incoming"}
    assert again("incoming", "no-such-check") == {"address", "incoming"}


def test_what_changes_make_stale() -> None:
    other = Endpoint("mail.example.test", 993, Security.TLS)
    assert again(account=replace(ACCOUNT, incoming=other)) == {"address", "incoming"}
    assert again(account=replace(ACCOUNT, outgoing=other)) == {"address", "outgoing"}
    assert again(account=replace(ACCOUNT, username="anna")) == {"address", *TALKS}
    assert again(account=replace(ACCOUNT, secret=Secret("sesame-7Q"))) == {"address", *TALKS}
    assert again(account=replace(ACCOUNT, secret=None)) == {"address", *TALKS}
    assert again(account=replace(ACCOUNT, sender="boris@example.test")) == {"address", "outgoing"}
    assert again(account=replace(ACCOUNT, recipient="c@example.org")) == {"address", "recipient"}
    assert again(account=replace(ACCOUNT, address="anna@example.org")) == {"address", "network", *TALKS}
    assert again(settings=replace(SETTINGS, insecure=True)) == {"address", "network", *TALKS}
    assert again(settings=replace(SETTINGS, deadline=5)) == {"address"}


def test_whoever_waited_is_told_too() -> None:
    waited = result("incoming", Finding(SKIPPED, Outcome.SKIPPED, Stage.RESOLVE, because="network"))
    assert again("network", run=before(waited)) == {"address", "network", "incoming"}
    for_address = result("network", Finding(SKIPPED, Outcome.SKIPPED, Stage.DOMAIN, because="address"))
    assert again(run=before(for_address, waited)) == {"address", "network", "incoming"}


def test_blocked_ports_are_judged_anew_with_the_connections() -> None:
    blocked = result("network", Finding("mail-ports-blocked", Outcome.FAILED, Stage.PORTS))
    assert again("incoming", run=before(blocked)) == {"address", "network", "incoming"}


def test_no_password_is_kept() -> None:
    secret = Secret("sesame-8R")
    run = before(secret=secret)
    assert "sesame" not in repr(run) and run.has(secret) and not run.has(None)
    del secret
    assert not run.has(None) and not run.has(Secret("sesame-8R"))
    assert before(secret=None).has(None)


@pytest.mark.parametrize(
    ("folders", "code"), [(('() "/" INBOX',), "sent-folder-missing"), (('(\\Noselect) "/" Sent',), "")]
)
def test_a_card_is_checked_again(check_mailbox: Mailbox, folders: tuple[str, ...], code: str) -> None:
    """The Sent folder was missing and is there now: the other server is not asked again."""
    report = check_mailbox(imap(folders=('() "/" INBOX',)), smtp())
    assert report.verdict is Verdict.NOT_READY
    first = check_mailbox.engine
    account = first.run.account
    left = earlier(first)
    checks = checks_for(diagnosis(report, "sent-folder-missing"))
    assert checks == {"address", "incoming"}
    talk = imap(folders=folders) if code else imap()
    after, servers = run_again(check_mailbox, left, account, checks, talk)
    assert after.kept == ("network", "outgoing")
    assert [check.id for check in after.checks] == [check.id for check in report.checks]
    assert after.checks[3] == first.results()[3]
    assert [line.service for line in after.transcript if line.service is Service.OUTGOING] == []
    assert sum("LOGIN" in line for line in servers[0].heard) == 1
    assert not servers[1].heard
    codes = [card.code for card in after.diagnoses]
    assert codes == ([code] if code else [])
    assert after.verdict is (Verdict.NOT_READY if code else Verdict.READY)


def run_again(
    mailbox: Mailbox, left: Earlier, account: Account, checks: frozenset[str], *talks: object
) -> tuple[Report, list[Server]]:
    """The same ports, other servers behind them."""
    context = mailbox.certificates.good()
    servers = [Server(talk, context, implicit=True) for talk in (*talks, smtp())]  # type: ignore[arg-type]
    with running(*servers):
        ends = [Endpoint("localhost", server.port, Security.TLS) for server in servers]
        moved = replace(left, account=replace(left.account, incoming=ends[0], outgoing=ends[1]))
        account = replace(account, incoming=ends[0], outgoing=ends[1])
        engine = engine_again(moved, account, left.settings, checks)
        engine.start()
        names = {event.check for event in engine.events() if event}
        assert names <= checks_again(moved, account, left.settings, checks)
        return report_of(engine, Language.EN), servers


def test_all_that_was_taken_over_is_known_from_the_start(check_mailbox: Mailbox) -> None:
    """The provider that the network check recognised, and its servers."""
    check_mailbox()
    left = earlier(check_mailbox.engine)
    known = next(iter(check_mailbox.engine.run.known))
    left = replace(left, provider=known, discovered={Service.INCOMING: of_provider(known, Source.MX)[0]})
    engine = engine_again(left, check_mailbox.engine.run.account, left.settings, ())
    assert engine.run.provider is known and engine.run.discovered == left.discovered
    assert engine.run.servers_known.is_set()
    assert not engine.run.connections.all_unanswered(lambda: False)


def test_what_was_stopped_before_is_not_whole() -> None:
    stopped = result("network", Finding(SKIPPED, Outcome.SKIPPED, Stage.MX, evidence={"reason": "stopped"}))
    run = before(stopped)
    engine = engine_again(run, ACCOUNT, SETTINGS, ())
    engine.start()
    assert [event for event in engine.events() if event]
    assert not engine.whole
    whole = engine_again(before(), ACCOUNT, SETTINGS, ())
    whole.start()
    assert list(whole.events()) and whole.whole


@pytest.mark.parametrize(
    ("code", "service", "checks"),
    [
        ("login-rejected", Service.INCOMING, {"address", *TALKS}),
        ("secret-wrong-layout", None, {"address", *TALKS}),
        ("connection-refused", Service.OUTGOING, {"address", "outgoing"}),
        ("certificate-expired", None, {"address", *TALKS}),
        ("sent-folder-missing", Service.INCOMING, {"address", "incoming"}),
        ("sender-not-owned", Service.OUTGOING, {"address", "outgoing"}),
        ("address-domain-typo", None, {"address"}),
        ("address-lookalike-letter", Service.OUTGOING, {"address", "recipient"}),
        ("domain-not-found", None, {"address", "network"}),
        ("mx-missing", Service.OUTGOING, {"address", "recipient"}),
        ("mail-ports-blocked", None, {"address", "network", *TALKS}),
        ("host-not-found", Service.INCOMING, {"address", "incoming"}),
        ("refused-only-by-amocrm", None, {"address", *TALKS}),
        ("of-a-newer-program", None, {"address", *TALKS}),
    ],
)
def test_what_a_card_needs(check_mailbox: Mailbox, code: str, service: Service | None, checks: set[str]) -> None:
    card = check_mailbox(imap(folders=('() "/" INBOX',))).diagnoses[0]
    assert checks_for(replace(card, code=code, service=service, folded=())) == checks
    assert checks_for(replace(card, code=code, service=service, folded=("sender-refused",))) == {*checks, "outgoing"}
