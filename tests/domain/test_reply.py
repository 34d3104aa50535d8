"""Replies are taken apart as they were sent, or as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.domain.reply import Reply, parse_reply


@pytest.mark.parametrize(
    ("raw", "number", "enhanced", "text"),
    [
        ("550 5.1.1 No such user", 550, "5.1.1", "No such user"),
        ("550", 550, None, ""),
        ("501 5.5.2", 501, "5.5.2", ""),
        ("534-5.7.9 Password required.\n534 5.7.9 Learn more", 534, "5.7.9", "Password required. Learn more"),
        ("550-One / 550-two / 550 three", 550, None, "One two three"),
        ("550-5.1.1 One 550 5.1.1 two", 550, "5.1.1", "One two"),
        ("553 sorry, no mailbox here (#5.1.1)", 553, "5.1.1", "sorry, no mailbox here (#5.1.1)"),
        ("550 a / b 5.1.1", 550, None, "a / b 5.1.1"),
        ("just words", None, None, "just words"),
        ("", None, None, ""),
    ],
)
def test_smtp(raw: str, number: int | None, enhanced: str | None, text: str) -> None:
    reply = parse_reply(raw)
    assert (reply.number, reply.enhanced, reply.text) == (number, enhanced, text)
    assert reply.status is None
    assert reply.raw == raw


@pytest.mark.parametrize(
    ("raw", "status", "code", "text"),
    [
        ("A1 NO [AUTHENTICATIONFAILED] Wrong", "NO", "AUTHENTICATIONFAILED", "Wrong"),
        ("NO LOGIN failed.", "NO", None, "LOGIN failed."),
        ("* BYE  bye", "BYE", None, "bye"),
        ("a.2 BAD", "BAD", None, ""),
        ("[NOPERM] no", None, "NOPERM", "no"),
        ("NO [ALERT] [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED", "no"),
        ("NO [ALERT] please", "NO", "ALERT", "please"),
        ("NO [REFERRAL imap://u@h/] try", "NO", "REFERRAL", "try"),
    ],
)
def test_imap(raw: str, status: str | None, code: str | None, text: str) -> None:
    assert parse_reply(raw) == Reply(raw, text, status=status, response_code=code)


@given(st.text(max_size=10_000))
def test_any_text(raw: str) -> None:
    assert parse_reply(raw).raw == raw.strip()
