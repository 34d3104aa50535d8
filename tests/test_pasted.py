"""Replies found in what people paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.pasted import Pasted, replies_in

IN, OUT = Service


@pytest.mark.parametrize(
    ("text", "raw", "service", "stage"),
    [
        ("535 5.7.8 Error", "535 5.7.8 Error", OUT, None),
        (
            "b'[AUTHENTICATIONFAILED] Invalid (Failure)'",
            "[AUTHENTICATIONFAILED] Invalid (Failure)",
            IN,
            Stage.AUTHENTICATE,
        ),
        (
            "smtplib.SMTPAuthenticationError: (535, b'5.7.8 authentication failed\\r\\nagain')",
            "535 5.7.8 authentication failed again",
            OUT,
            Stage.AUTHENTICATE,
        ),
        (
            "SMTP Error: Could not authenticate. 535 Incorrect authentication data",
            "535 Incorrect authentication data",
            OUT,
            Stage.AUTHENTICATE,
        ),
        (
            "Host1 failure: Error login on [x.ru] with user [a@b] auth [LOGIN]: 2 NO [UNAVAILABLE] Later.",
            "2 NO [UNAVAILABLE] Later.",
            IN,
            Stage.AUTHENTICATE,
        ),
        ("imaplib.IMAP4.error: b'LOGIN NO [LIMIT] Rate'", "NO [LIMIT] Rate", IN, Stage.AUTHENTICATE),
        ("The server response was: 5.7.1 Relay denied", "5.7.1 Relay denied", OUT, None),
        ("535-5.7.8 A. Learn at 535 5.7.8  https://x", "535-5.7.8 A. Learn at\n535 5.7.8  https://x", OUT, None),
        (
            "The mail server responded: 5.7.60 Not this sender. Please verify that your email address is correct.",
            "5.7.60 Not this sender.",
            OUT,
            Stage.MAIL,
        ),
        ("550-a / 550-b / 550 c", "550-a\n550-b\n550 c", OUT, None),
        ("550-a\r\n550 b\r\n\r\nTraceback", "550-a\n550 b", OUT, None),
        ("2026-11-23 10:11:12 SERVER -> CLIENT: 535 no", "535 no", OUT, None),
        (
            "host mx.x.ru[192.0.2.1] said: 550 5.1.1 <a@b> unknown (in reply to RCPT TO command)",
            "550 5.1.1 <a@b> unknown",
            OUT,
            Stage.RCPT,
        ),
        ("Почтовый сервер ответил: «554 5.7.1 spam».", "554 5.7.1 spam».", OUT, None),
        ("* BYE Connection closed. 14", "* BYE Connection closed. 14", IN, None),
        (
            "NO [AUTHENTICATIONFAILED] \\xd0\\xbd\\xd0\\xb5\\xd1\\x82",
            "NO [AUTHENTICATIONFAILED] нет",
            IN,
            Stage.AUTHENTICATE,
        ),
        ("S: 550 &lt;a@b&gt; no", "550 <a@b> no", OUT, None),
        ("550", "550", OUT, None),
    ],
)
def test_the_reply_is_found(text: str, raw: str, service: Service, stage: Stage | None) -> None:
    found = replies_in(text)[0]
    assert (found.reply.raw, found.service, found.stage, found.certain) == (raw, service, stage, True)


@pytest.mark.parametrize(
    "text",
    [
        "Invalid login or password",
        "smtp.mail.ru:465 timed out",
        "the ports 465 and 587 are closed",
        "220 mail.ru ESMTP ready",
        "",
        "Счёт 450 руб оплачен",
    ],
)
def test_other_texts_are_no_certain_reply(text: str) -> None:
    assert not any(each.certain for each in replies_in(text))


def test_the_service_named_around_the_words() -> None:
    assert replies_in("IMAP: wrong password")[-1].service is IN
    assert replies_in("imap and smtp: wrong password")[-1].service is None


@given(st.text() | st.text(alphabet="b'\"()[]\\xnr450- NOBYE*.:,57 "))
def test_any_text_ends_in_itself(text: str) -> None:
    found = replies_in(text)
    assert all(isinstance(each, Pasted) for each in found)
    assert not found[-1].certain
