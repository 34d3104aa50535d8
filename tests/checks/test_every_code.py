"""The catalogue contains no lie: every code that a server or a typing person can bring about comes of a dialogue."""

from __future__ import annotations

from mailcheck.catalogue import catalogue
from tests.checks import test_encryption, test_incoming, test_network, test_opening, test_outgoing, test_typed

SIDES = {"account", "network", "wire", "login", "folders", "sending"}
PRODUCED = (
    test_typed.PRODUCED
    | test_network.PRODUCED
    | test_opening.PRODUCED
    | test_encryption.PRODUCED
    | test_incoming.PRODUCED
    | test_outgoing.PRODUCED
)


def test_every_code_is_produced() -> None:
    wanted = {code for code in catalogue().codes() if catalogue().problem(code).side in SIDES}
    assert wanted - PRODUCED == set()
    assert PRODUCED - wanted == set()
