"""The network check waits for the word of both conversations."""

from __future__ import annotations

import threading

import pytest

from mailcheck.checks.connections import Connections
from mailcheck.domain.account import Service

TIMEOUT = "connection-timeout"


@pytest.mark.parametrize(
    ("incoming", "outgoing", "unanswered"),
    [
        (TIMEOUT, TIMEOUT, True),
        (TIMEOUT, "stage-passed", False),
        ("connection-refused", TIMEOUT, False),
        ("", TIMEOUT, False),
        ("", "", False),
    ],
)
def test_both_have_spoken(incoming: str, outgoing: str, unanswered: bool) -> None:
    connections = Connections()
    connections.ended(Service.INCOMING, incoming)
    connections.ended(Service.OUTGOING, outgoing)
    assert connections.all_unanswered(lambda: False) is unanswered


def test_first_word_counts() -> None:
    connections = Connections()
    connections.ended(Service.INCOMING, "stage-passed")
    connections.ended(Service.INCOMING, TIMEOUT)
    assert not connections.all_unanswered(lambda: False)


def test_waits_for_the_second() -> None:
    connections = Connections()
    connections.ended(Service.INCOMING, TIMEOUT)
    timer = threading.Timer(0.05, connections.ended, (Service.OUTGOING, TIMEOUT))
    timer.start()
    assert connections.all_unanswered(lambda: False)


def test_stop() -> None:
    stopped = threading.Event()
    threading.Timer(0.05, stopped.set).start()
    assert not Connections().all_unanswered(stopped.is_set)
