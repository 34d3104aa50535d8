"""The question about MX, asked once for everybody; the rest of a quest is tried by those who ask."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError

import pytest

from mailcheck.crash_log import CrashLog
from mailcheck.discovery.quest import MxQuestion
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.resolve import Resolver
from tests.discovery.world import DOMAIN, World
from tests.servers import SOON


def asked(world: World, domain: str) -> MxQuestion:
    question = MxQuestion(Resolver(world.names.address), domain)
    question.ask()
    return question


def soon() -> float:
    return time.monotonic() + SOON


def test_one_answer_for_everybody(world: World) -> None:
    world.domain(DOMAIN, "mx1.shop.test", "mx2.shop.test")
    question = asked(world, DOMAIN)
    assert question.hosts(soon()) == ("mx1.shop.test", "mx2.shop.test")
    assert [record.host for record in question.answer()] == ["mx1.shop.test", "mx2.shop.test"]
    assert world.names.asked == [f"{DOMAIN} MX"]


@pytest.mark.parametrize("domain", ["nowhere.test", "a" * 64 + ".test"])
def test_no_such_domain(world: World, domain: str) -> None:
    question = asked(world, domain)
    assert question.hosts(soon()) == ()
    with pytest.raises(ProbeError, match="domain-not-found"):
        question.answer()


def test_not_known_in_time(world: World) -> None:
    """Nobody has answered yet: it was never asked."""
    question = MxQuestion(Resolver(world.names.address), DOMAIN)
    assert question.hosts(time.monotonic()) == ()


@pytest.mark.logs
def test_a_fault_of_ours_leaves_nobody_waiting(world: World, monkeypatch: pytest.MonkeyPatch, fault: CrashLog) -> None:
    monkeypatch.setattr(Resolver, "mx", lambda *_: 1 // 0)
    question = asked(world, DOMAIN)
    with pytest.raises(CancelledError):
        question.answer()
    assert question.hosts(soon()) == ()
