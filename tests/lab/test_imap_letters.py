"""SEARCH and FETCH: letters found by every key, and given out to the byte."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailcheck.lab.mail import Mail
from tests.certificates import Certificates
from tests.lab.imap_clients import LAYOUT, LETTER, MIXED, NAME, PASSWORD, Raw, in_inbox


@pytest.fixture
def client(certificates: Certificates) -> Iterator[Raw]:
    with in_inbox(certificates, Mail(LAYOUT, frozenset({NAME}), (PASSWORD,))) as session:
        yield session


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("ALL", b" 1 2"),
        ("1:*", b" 1 2"),
        ("7", b""),
        ("NOT 1", b" 2"),
        ("OR SUBJECT greetings TEXT nothing", b" 1"),
        ("(FROM anna SUBJECT greet)", b" 1"),
        ("FROM {8+}\r\nАнна", b" 2"),
        ("CHARSET UTF-8 BODY {12+}\r\nПривет", b" 2"),
        ("CHARSET UTF-8 BODY {12+}\r\nпРИВЕТ", b" 2"),
        ('SUBJECT "two parts"', b" 2"),
        ('HEADER subject ""', b" 1 2"),
        ('HEADER x-none ""', b""),
        ("BODY anna", b""),
        ("TEXT anna", b" 1 2"),
        ("LARGER 200", b" 2"),
        ("SMALLER 200 UNSEEN RECENT NEW", b" 1"),
        ("OLD", b""),
        ("SENTON 2-Nov-2026", b" 2"),
        ("SENTBEFORE 2-Nov-2026", b""),
        ("SENTSINCE 2-Nov-2026", b" 2"),
        ("SINCE 1-Jan-2020 BEFORE 1-Jan-2120", b" 1 2"),
        ("ON 1-Jan-2020", b""),
        ("UID 2:9 UNANSWERED", b" 2"),
        ("KEYWORD own", b""),
        ("UNKEYWORD own DELETED", b""),
    ],
)
def test_search(client: Raw, keys: str, found: bytes) -> None:
    assert client.ask(f"SEARCH {keys}") == [b"* SEARCH" + found, b"OK done"]


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("RFC822.SIZE", b"RFC822.SIZE %d)" % len(MIXED)),
        ("BODY.PEEK[]", b"BODY[] {%d}\r\n%b)" % (len(MIXED), MIXED)),
        ("BODY.PEEK[]<5.9>", b"BODY[]<5> {9}\r\n =?utf-8?)"),
        ("BODY.PEEK[]<9999.9>", b"BODY[]<9999> {0}\r\n)"),
        (
            "BODY.PEEK[HEADER.FIELDS (subject)]",
            b"BODY[HEADER.FIELDS (subject)] {24}\r\nSubject: Two\r\n parts\r\n\r\n)",
        ),
        ("BODY.PEEK[1]", b"BODY[1] {8}\r\n8NLJ18XU)"),
        ("BODY.PEEK[1.MIME]<0.12>", b"BODY[1.MIME]<0> {12}\r\nContent-Type)"),
        ("BODY.PEEK[2]", b"BODY[2] {%d}\r\n%b)" % (len(LETTER), LETTER)),
        ("BODY.PEEK[2.TEXT]", b"BODY[2.TEXT] {7}\r\nHello\r\n)"),
        ("BODY.PEEK[2.1]", b"BODY[2.1] {7}\r\nHello\r\n)"),
        ("BODY.PEEK[2.HEADER.FIELDS (To)]", b"BODY[2.HEADER.FIELDS (To)] {22}\r\nTo: b@example.test\r\n\r\n)"),
        ("BODY.PEEK[3]", b"BODY[3] NIL)"),
        ("BODY.PEEK[1.HEADER]", b"BODY[1.HEADER] NIL)"),
        (
            "ENVELOPE",
            b'ENVELOPE ("Mon, 2 Nov 2026 10:00:00 +0300" "Two parts"'
            + b' (("=?utf-8?b?0JDQvdC90LA=?=" NIL "anna" "example.test"))' * 3
            + b" NIL NIL NIL NIL NIL))",
        ),
        (
            "BODYSTRUCTURE",
            b'BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "koi8-r") NIL NIL "BASE64" 8 0 NIL NIL NIL NIL)'
            b'("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 81 (NIL "Greetings"'
            + b' (("Anna" NIL "anna" "example.test"))'
            * 3
            + b' ((NIL NIL "b" "example.test")) NIL NIL NIL NIL)'
            b' ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 7 1 NIL NIL NIL NIL) 5 NIL'
            b' ("ATTACHMENT" ("FILENAME" "x.eml")) NIL NIL)'
            b' "MIXED" ("BOUNDARY" "=b") NIL NIL NIL))',
        ),
    ],
)
def test_fetch(client: Raw, item: str, answer: bytes) -> None:
    assert b"\r\n".join(client.ask(f"FETCH 2 {item}")[:-1]) == b"* 2 FETCH (" + answer


def test_macros_and_old_names(client: Raw) -> None:
    assert client.ask("FETCH 1 FAST")[0].startswith(b"* 1 FETCH (FLAGS (\\Recent) INTERNALDATE ")
    assert client.ask("FETCH 1 (FULL)")[-1].startswith(b"BAD")
    assert b" BODY (" in client.ask("FETCH 1 FULL")[0]
    assert b"\\Seen" not in b"".join(client.ask("FETCH 1 (RFC822.HEADER FLAGS)"))
    assert client.ask("FETCH 1 RFC822.TEXT")[1:] == [b"Hello", b" FLAGS (\\Seen \\Recent))", b"OK done"]
