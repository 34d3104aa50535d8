"""The table of contents of the program."""

from __future__ import annotations

from mailcheck.checks.run import LIMITS
from mailcheck.domain.account import Account, Service
from mailcheck.domain.finding import Stage
from mailcheck.plan import plan_for


def test_checks_in_the_order_of_the_screen() -> None:
    assert [check.id for check in plan_for(Account("a@b.test"))] == ["address", "network", "incoming", "outgoing"]
    with_recipient = plan_for(Account("a@b.test", recipient="c@d.test"))
    assert [check.id for check in with_recipient] == ["address", "recipient", "network", "incoming", "outgoing"]


def test_nobody_waits_for_one_who_comes_later() -> None:
    seen: set[str] = set()
    for check in plan_for(Account("a@b.test", recipient="c@d.test")):
        assert set(check.after) <= seen
        seen.add(check.id)


def test_both_conversations_begin_at_once() -> None:
    talks = [check for check in plan_for(Account("a@b.test")) if check.id in tuple(Service)]
    assert [check.service for check in talks] == list(Service)
    assert {check.after for check in talks} == {("address",)}


def test_every_stage_over_the_network_has_its_limit() -> None:
    stages = {stage for check in plan_for(Account("a@b.test")) if check.id in tuple(Service) for stage in check.stages}
    assert stages - {Stage.RESOLVE} <= set(LIMITS)  # resolving has its own, in the probe
