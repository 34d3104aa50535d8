"""The stages a reply may belong to."""

from __future__ import annotations

import pytest

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import parse_reply
from mailcheck.likely_stages import likely_stages


@pytest.mark.parametrize(
    ("reply", "stage"),
    [
        ("535 no", Stage.AUTHENTICATE),
        ("501 5.5.2", Stage.AUTHENTICATE),
        ("503 5.5.4 Error: send AUTH command first.", Stage.MAIL),
        ("553 5.7.1 Sender address rejected: not owned by auth user.", Stage.MAIL),
        ("550 5.1.8 no", Stage.MAIL),
        ("550 5.1.1 no", Stage.RCPT),
        ("550", Stage.RCPT),
        ("550 spam message rejected", Stage.DATA),
        ("552 5.3.4 too big", Stage.DATA),
        ("554 SMTP service not available", Stage.GREET),
        ("550 5.7.30 Basic authentication is not supported", Stage.AUTHENTICATE),
    ],
)
def test_the_likeliest(reply: str, stage: Stage) -> None:
    stages = likely_stages(parse_reply(reply), Service.OUTGOING)
    assert stages[0] is stage
    assert len(set(stages)) == len(stages) >= 3


def test_a_refused_letter_is_no_refused_login() -> None:
    assert Stage.AUTHENTICATE not in likely_stages(parse_reply("550 unknown error"), Service.OUTGOING)
    assert Stage.AUTHENTICATE in likely_stages(parse_reply("550 authentication required"), Service.OUTGOING)


def test_incoming_begins_with_the_login() -> None:
    assert likely_stages(parse_reply("NO"), Service.INCOMING)[0] is Stage.AUTHENTICATE
