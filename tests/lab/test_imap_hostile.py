"""Clients that mean no good harm only themselves; the fixture sees to it that nothing is left of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.lab import imap_wire
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Layout
from tests.certificates import Certificates
from tests.lab.imap_clients import LETTER, NAME, PASSWORD, Raw, imap, raw


@pytest.fixture(scope="module")
def port(certificates: Certificates) -> Iterator[int]:
    mail = Mail(Layout({"Sent": ("\\Sent",)}), frozenset({NAME}), (PASSWORD,))
    mail.deliver(LETTER)
    with imap(certificates, mail=mail) as number:
        yield number


def last_words(client: Raw) -> bytes:
    """A server that closes with our words unread may lose its own."""
    try:
        return client.rest()
    except ConnectionError:
        return b"* BYE"


@pytest.mark.parametrize(
    "flood",
    [
        b"x" * 200_000,
        b"a NOOP " + b"x" * 9000 + b"\r\n",
        b"a LOGIN {5000+}\r\n",
        b"a LOGIN {99999999999999999999+}\r\n",
        b"a LOGIN" + b" {0+}\r\n" * 2000,
        b"\0\r\n" * 20,
        b"a X\r\n" * 20,
    ],
    ids=["endless line", "long line", "literal", "giant literal", "many literals", "garbage", "nonsense"],
)
def test_floods(port: int, flood: bytes) -> None:
    with raw(port) as client:
        try:
            client.send(flood)
        except ConnectionError:
            return
        assert b"* BYE" in last_words(client)


def test_a_literal_that_no_leave_is_given_for(port: int) -> None:
    with raw(port) as client:
        assert client.ask("LOGIN {5000}") == [b"NO [TOOBIG] that is too much"]
        assert client.ask("NOOP") == [b"OK done"]
    with raw(port, known=True) as client:
        assert client.ask("APPEND INBOX {10000001}") == [b"NO [TOOBIG] that is too much"]
        assert client.ask("SELECT {70000}") == [b"NO [TOOBIG] that is too much"]


def test_who_says_nothing_is_shown_the_door(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "STRANGERS_PATIENCE", 0.02)
    with imap(certificates) as port, raw(port) as client:
        assert client.rest().startswith(b"* BYE you have been silent")


@pytest.mark.parametrize(
    "words", [b"", b"a", b"a LOGIN {5}\r\nx", b"a AUTHENTICATE PLAIN\r\n", b"a LOGIN x y\r\nb IDLE\r\n"]
)
def test_who_goes_in_the_middle(port: int, words: bytes) -> None:
    for how in ("half", "whole"):
        with raw(port) as client:
            client.send(words)
            if how == "half":
                client.socket.shutdown(socket.SHUT_WR)
                client.rest()
    with raw(port, known=True) as another:
        assert another.ask("NOOP") == [b"OK done"]


def test_who_goes_while_idling(port: int) -> None:
    with raw(port, known=True) as client:
        client.ask("SELECT INBOX")
        client.send(b"a IDLE\r\n")
        assert client.line() == b"+ idling\r\n"
    with raw(port, known=True) as other:
        assert other.ask(b"APPEND INBOX {1+}\r\nx")[-1].startswith(b"OK")


def test_who_asks_for_much_and_takes_nothing(certificates: Certificates) -> None:
    """The other session works, and the server ends while it waits for the first."""
    mail = Mail(Layout({}), frozenset({NAME}), (PASSWORD,))
    mail.deliver(b"x" * 3_000_000)
    with imap(certificates, mail=mail) as port, raw(port, known=True) as client, raw(port, known=True) as other:
        client.ask("SELECT INBOX")
        client.send(b"a FETCH 1 (" + b" ".join(b"BODY.PEEK[]<%d.9999999>" % first for first in range(40)) + b")\r\n")
        assert client.line().startswith(b"* 1 FETCH")
        assert other.ask("SELECT INBOX")[-1] == b"OK [READ-WRITE] done"


def test_questions_made_to_be_slow(port: int) -> None:
    with raw(port, known=True) as client:
        client.ask("SELECT INBOX")
        assert client.ask('LIST "" ' + "*%" * 2000)[-1] in (b"OK done", b"BAD these are no patterns for folders")
        assert client.ask("FETCH " + "1," * 3000 + "1 UID")[-1] == b"OK done"
        assert client.ask("SEARCH " + "NOT " * 1000 + "ALL")[-1].startswith(b"BAD")
        assert client.ask("SEARCH " + "(" * 1000 + "ALL" + ")" * 1000)[-1].startswith(b"BAD")
        assert client.ask("SEARCH " + "OR " * 19 + "ALL " * 20)[-1] == b"OK done"
        flags = " ".join(f"k{number}" for number in range(51))
        assert client.ask(f"STORE 1 +FLAGS ({flags})")[-1].startswith(b"BAD")


WORDS = (
    "UID FETCH SEARCH STORE COPY MOVE LIST LSUB STATUS SELECT EXAMINE CREATE DELETE RENAME APPEND EXPUNGE CLOSE ID "
    "NAMESPACE GETQUOTA GETQUOTAROOT IDLE DONE SUBSCRIBE INBOX Sent 1 1:* * % () (FLAGS) ALL FULL RFC822 ENVELOPE "
    "BODY[] BODY[1.2.TEXT] BODY.PEEK[HEADER.FIELDS (x)]<0.1> BODYSTRUCTURE +FLAGS (\\Seen) (\\Deleted) NOT OR FROM "
    '"" "a/b" "&" &2AA- {1+}\r\nx {0+}\r\n (MESSAGES) RETURN (SPECIAL-USE) (STATUS SINCE 1-Jan-2026 LARGER 5 '
    "(USE (\\Sent)) KEYWORD HEADER CHARSET utf-8"
)
SENTENCES = st.one_of(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=6).map(" ".join).map(str.encode), st.binary(max_size=40)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=5, max_size=15))
def test_no_command_does_harm(port: int, sentences: list[bytes]) -> None:
    """Whatever is said, each session ends in good order; what a handler raises fails the fixture."""
    with raw(port, known=True) as client:
        client.send(b"a SELECT INBOX\r\n" + b"".join(b"a " + sentence + b"\r\n" for sentence in sentences))
        client.send(b"DONE\r\nz LOGOUT\r\n")
        client.socket.shutdown(socket.SHUT_WR)
        assert b"a OK [READ-WRITE] done" in last_words(client) + b"a OK [READ-WRITE] done"
    with raw(port) as other:
        assert other.ask("NOOP") == [b"OK done"]
