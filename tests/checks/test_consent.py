"""Asked once, waited for by both conversations, and the time of the run stands still meanwhile."""

from __future__ import annotations

import threading
import time

import pytest

from mailcheck.checks.consent import Consent
from mailcheck.domain.account import Account, Secret, Service
from mailcheck.domain.finding import Outcome, Stage
from tests.discovery.world import ADDRESS, World
from tests.mailbox import Mailbox, findings, stages
from tests.servers import wait_for

IN, OUT = Service.INCOMING, Service.OUTGOING


def never() -> bool:
    return False


def test_nobody_to_ask_is_a_no() -> None:
    consent = Consent(possible=False)
    assert not consent.given(IN, frozenset(Service), never)
    assert not consent.wanted
    assert consent.waited == 0


def asking(consent: Consent, service: Service, others: frozenset[Service], told: list[bool]) -> threading.Thread:
    """A conversation that waits for the answer."""
    thread = threading.Thread(target=lambda: told.append(consent.given(service, others, never)))
    thread.start()
    return thread


@pytest.mark.parametrize("yes", [True, False])
def test_one_answer_for_both(yes: bool) -> None:
    consent = Consent(possible=True)
    told: list[bool] = []
    threads = [asking(consent, service, frozenset(Service), told) for service in Service]
    assert wait_for(lambda: consent.wanted == set(Service))
    time.sleep(0.1)
    consent.answer(yes)
    for thread in threads:
        thread.join(2)
    assert told == [yes, yes]
    assert not consent.wanted
    assert 0.1 <= consent.waited < 2
    assert consent.given(IN, frozenset(), never) is yes  # and not asked again


@pytest.mark.parametrize("first", [True, False])
def test_what_turns_up_later_is_asked_about_anew(first: bool) -> None:
    consent = Consent(possible=True)
    told: list[bool] = []
    for service, yes in ((IN, first), (OUT, not first)):
        thread = asking(consent, service, frozenset(), told)
        assert wait_for(lambda: bool(consent.wanted))
        assert consent.wanted == {service}
        consent.answer(yes)
        thread.join(2)
    assert told == [first, not first]
    assert consent.given(IN, frozenset(), never) is first  # the second answer has not changed the first


def test_a_yes_is_for_what_was_shown() -> None:
    """The other one turns up while the person is looking at the question about the first."""
    consent = Consent(possible=True)
    told: list[bool] = []
    first = asking(consent, IN, frozenset(), told)
    assert wait_for(lambda: consent.wanted == {IN})
    second = asking(consent, OUT, frozenset(Service), told)
    time.sleep(0.15)
    assert consent.wanted == {IN}
    assert consent.waited >= 0.15
    consent.answer(True)
    first.join(2)
    assert wait_for(lambda: consent.wanted == {OUT})
    consent.answer(False)
    second.join(2)
    assert told == [True, False]


def test_a_stop_is_a_no() -> None:
    assert not Consent(possible=True).given(IN, frozenset(), lambda: True)


def test_who_thinks_long_loses_no_time(world: World, check_mailbox: Mailbox) -> None:
    """The run may take three seconds; the person takes as long."""
    imap = world.mail("imap.shop.test:993/tls")
    world.mail("smtp.shop.test:465/tls")
    asked: list[float] = []

    def think(_event: object) -> None:
        consent = check_mailbox.engine.run.consent
        if consent.wanted and not asked:
            asked.append(time.monotonic())
        elif asked and consent.wanted and time.monotonic() - asked[0] > 3:
            consent.answer(True)

    account = Account(ADDRESS, secret=Secret("sesame-7Q"))
    routes = {"nameserver": world.names.address, "routes": world.routes}
    report = check_mailbox.run(account, think, deadline=3, asks=True, **routes)  # type: ignore[arg-type]
    assert stages(report, "incoming")[Stage.FOLDERS] == Outcome.PASSED
    assert [f.code for f in findings(report) if f.outcome is Outcome.FAILED] == []
    assert any("LOGIN" in line for line in imap.heard)
