"""`--mask`: no name in what leaves the program, and nothing else lost."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.domain.account import Account
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.export.mask import HIDDEN, Mask, _of_this_computer
from tests.effort import little_work

ANNA = Mask(Account("anna.k@example.test", username="ann7", sender="sales@shop.ru"), ["anna.k2@example.test", None])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("<anna.k@example.test> and bob@other.test", "<•••@example.test> and •••@other.test"),
        ("user ANNA.K unknown", "user ••• unknown"),
        ("user=ann7, anna.k2", "user=•••, •••"),
        ("anna.kowalska ann7x mail.ann7.ru", "anna.kowalska ann7x mail.ann7.ru"),
        ("imap.anna.k", "imap.anna.k"),
        ("sales: refused", "•••: refused"),
        ("sales.shop.ru refused", "sales.shop.ru refused"),
        ("Адрес анна@почта.рф", "Адрес •••@почта.рф"),
        (base64.b64encode(b"anna.k@example.test").decode(), "•••=="),
        ("anna.k%40example.test", "•••%40example.test"),
    ],
)
def test_words_of_others(text: str, masked: str) -> None:
    assert ANNA.words(text) == masked


def test_sentences_of_ours_keep_their_words() -> None:
    mask = Mask(Account("mail@example.test"))
    assert mask.sentence("Open your mail at mail@example.test") == f"Open your mail at {HIDDEN}@example.test"
    assert mask.words("no mailbox for mail here") == f"no mailbox for {HIDDEN} here"
    assert ANNA.sentence("User name: anna.k") == f"User name: {HIDDEN}"


def test_evidence() -> None:
    mask = Mask(Account("imap@example.test"))
    evidence = {
        "host": "imap",
        "port": 993,
        "reply": "imap is unknown",
        "names": ["a@b.ru"],
        "deep": {"username": "imap"},
    }
    finding = Finding("x", Outcome.FAILED, Stage.GREET, evidence=evidence)
    assert mask.finding(finding).evidence == {
        "host": "imap",
        "port": 993,
        "reply": "••• is unknown",
        "names": ["•••@b.ru"],
        "deep": {"username": "•••"},
    }


def test_quoted_and_odd_addresses() -> None:
    mask = Mask(Account('"anna k"@example.test'))
    assert "anna" not in mask.words('550 <"anna k"@example.test>: anna k unknown')
    assert Mask(Account("@")).words("nothing @ all") == "nothing @ all"


@settings(deadline=None)
@given(st.from_regex(r"[a-z]{4}[a-z0-9._+-]{0,20}", fullmatch=True), st.text(max_size=30), st.text(max_size=30))
def test_no_name_is_left(name: str, before: str, after: str) -> None:
    mask = Mask(Account(f"{name}@example.test"))
    for text in (f"{before} {name}@example.test {after}", f"{before} <{name}> {after}", f"{before}'{name}'{after}"):
        assert f"{name}@" not in mask.words(text)
    assert mask.words(f"x <{name}> y") == f"x <{HIDDEN}> y"
    assert name not in mask.words(f"[{name}@example.test]")


def test_a_long_line_takes_no_time() -> None:
    """A hostile server's talk: 4,000 lines of 1,000 letters."""
    with little_work():
        assert ANNA.words("x" * 300_000) == "x" * 300_000


def test_names_of_this_computer_and_of_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server repeats how a computer calls itself; sentences of ours may hold a path."""
    monkeypatch.setenv("LOGNAME", "kovaleva")
    monkeypatch.setattr("socket.gethostname", lambda: "buh-pc.office.example")
    _of_this_computer.cache_clear()
    mask = Mask(Account("anna@example.test"))
    _of_this_computer.cache_clear()
    assert mask.words("250 hello buh-pc.office.example (buh-pc) of KOVALEVA") == "250 hello ••• (•••) of •••"
    assert mask.sentence("see /home/kovaleva/ca.pem and C:\\Users\\Ann\\ca.pem.") == "see ••• and •••"
    assert mask.words("the server keeps /var/spool/mail") == "the server keeps /var/spool/mail"


@pytest.mark.parametrize("user", ["user", "mail", "me", "x"])
def test_a_user_called_like_a_word_costs_no_sentence(monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    monkeypatch.setenv("LOGNAME", user)
    _of_this_computer.cache_clear()
    mask = Mask(Account("anna@example.test"))
    _of_this_computer.cache_clear()
    assert mask.words("Invalid user or mail me x") == "Invalid user or mail me x"
