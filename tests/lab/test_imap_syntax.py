"""Commands in letters: whatever comes is understood or refused, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_response

from mailcheck.lab.imap_list import matches
from mailcheck.lab.imap_mime import fields, readable, readable_body, take_apart
from mailcheck.lab.imap_structure import envelope, structure
from mailcheck.lab.imap_syntax import (
    Atom,
    Group,
    SyntaxFault,
    Text,
    mailbox,
    moment,
    parse,
    quote,
    quote_mailbox,
    tag_of,
    text,
    written_moment,
)
from mailcheck.lab.imap_view import View
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Layout


def test_tokens() -> None:
    items = b'(FLAGS BODY.PEEK[HEADER.FIELDS (TO FROM)]<0.9> ("x\\"y" {3}\r\na\r\n))'
    command = parse(b"a1 uid fetch 1:* " + items + b" [Gmail]/x\r\n")
    assert (command.tag, command.name, command.uid) == ("a1", "FETCH", True)
    read = [b"FLAGS", b"BODY.PEEK[HEADER.FIELDS (TO FROM)]<0.9>", [b'x"y', b"a\r\n"]]
    assert list(command.arguments) == [b"1:*", read, b"[Gmail]/x"]
    assert isinstance(command.arguments[0], Atom)
    assert isinstance(command.arguments[1], Group)


@pytest.mark.parametrize(
    "line",
    [
        b"\r\n",
        b"a\r\n",
        b"a (\r\n",
        b"+ NOOP\r\n",
        b"\xff NOOP\r\n",
        b"a NOOP (\r\n",
        b"a NOOP )\r\n",
        b'a LOGIN "x\r\n',
        b'a LOGIN "x""y"\r\n',
        b"a LOGIN {9}\r\nx\r\n",
        b"a LOGIN {x}\r\n",
        b"a LOGIN \x01\r\n",
        b"a UID\r\n",
        b"a X " + b"(" * 5000 + b"\r\n",
    ],
)
def test_what_is_no_command(line: bytes) -> None:
    with pytest.raises(SyntaxFault):
        parse(line)


@given(st.one_of(st.binary(max_size=200), st.text('a1 ()"{}[]\\+*%~\r\n', max_size=80).map(str.encode)))
def test_no_input_does_harm(data: bytes) -> None:
    for line in (data, b"a1 X " + data):
        try:
            command = parse(line)
        except SyntaxFault:
            assert tag_of(line)
        else:
            assert command.tag == tag_of(line)


@given(st.binary(max_size=50), st.binary(min_size=1001, max_size=1010))
def test_strings_come_back(short: bytes, long: bytes) -> None:
    (first, (second,)) = parse(b"a X " + quote(short) + b" (" + quote(long) + b")\r\n").arguments
    assert (first, second) == (short, long)
    assert isinstance(first, Text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_names_of_folders_come_back(name: str) -> None:
    (token,) = parse(b"a X " + quote_mailbox(name) + b"\r\n").arguments
    assert mailbox(token) == ("INBOX" if name.upper() == "INBOX" else name)


@pytest.mark.parametrize(
    ("raw", "name"),
    [(b"inbox", "INBOX"), (b"a & b", "a & b"), (b"&2AA-", "&2AA-"), ("Почта".encode(), "Почта"), (b"&-", "&")],
)
def test_names_as_clients_write_them(raw: bytes, name: str) -> None:
    assert mailbox(Text(raw)) == name


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_moments_come_back(when: datetime) -> None:
    assert moment(Text(written_moment(when)[1:-1])) == when.replace(microsecond=0)


@pytest.mark.parametrize("when", [b"", b"32-Jan-2026 00:00:00 +0000", b"01-Foo-2026 00:00:00 +0000", b"1-Jan-2026"])
def test_moments_that_never_were(when: bytes) -> None:
    with pytest.raises(SyntaxFault):
        moment(Text(when))


@pytest.mark.parametrize(
    ("numbers", "uid", "found"),
    [
        (b"1", False, [1]),
        (b"2:1,3", False, [1, 2, 3]),
        (b"*", False, [3]),
        (b"20:*", True, [2, 3]),
        (b"99:*", True, [3]),
        (b"1:4294967295", True, [1, 2, 3]),
        (b"11", True, []),
        (b"30,10,30", True, [1, 3]),
    ],
)
def test_sets(numbers: bytes, uid: bool, found: list[int]) -> None:
    folder = Mail(Layout({}), frozenset(), ()).folders["INBOX"]
    for uid_of_it in (10, 20, 30):
        folder.next_uid = uid_of_it
        folder.put(b"", (), datetime.now(UTC))
    view = View(folder, read_only=False)
    assert [number for number, _ in view.pick(numbers, uid=uid)] == found


@pytest.mark.parametrize("numbers", [b"", b"0", b"4", b"1:", b"a", b"1;2", b"1:9", b"99999999999"])
def test_sets_that_are_none(numbers: bytes) -> None:
    folder = Mail(Layout({}), frozenset(), ()).folders["INBOX"]
    folder.put(b"", (), datetime.now(UTC))
    with pytest.raises(SyntaxFault):
        View(folder, read_only=False).pick(numbers, uid=False)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*", "a/b", True),
        ("%", "a/b", False),
        ("%/%", "a/b", True),
        ("a*", "a", True),
        ("a/%", "a/b/c", False),
        ("a/%*", "a/b/c", True),
        ("inbox", "INBOX", True),
        ("sent", "Sent", False),
        ("*a" * 60 + "*b", "a" * 200, False),
    ],
)
def test_patterns(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name, "/") is fits


MIME_LINES = (
    "Content-Type: multipart/mixed; boundary=b",
    "Content-Type: message/rfc822",
    "--b",
    "--b--",
    "From: a <b@c>",
    "x:",
    " y",
    "",
)
LETTERS = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(MIME_LINES)).map("\r\n".join).map(str.encode))


@given(LETTERS)
def test_no_letter_does_harm(content: bytes) -> None:
    part = take_apart(content)
    assert part.header + part.body == content
    for each in part.walk():
        readable_body(each)
        for _, value in fields(each.header):
            readable(value)
    for shown in (envelope(part), structure(part, extended=True), structure(part, extended=False)):
        assert len(parse_response(as_imaplib_reads(shown))) == 1


def as_imaplib_reads(data: bytes) -> list[Any]:
    """Lines, and with each literal the line that announces it."""
    found: list[Any] = []
    while match := re.search(rb"\{(\d+)\}\r\n", data):
        end = match.end() + int(match[1])
        found.append((data[: match.end() - 2], data[match.end() : end]))
        data = data[end:]
    return [*found, data]


def test_a_letter_of_very_many_parts_and_a_very_deep_one() -> None:
    many = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000
    assert len(take_apart(many).parts) < 500
    assert len(list(take_apart(b"Content-Type: message/rfc822\r\n\r\n" * 500).walk())) < 20


def test_an_address_of_very_deep_comments() -> None:
    assert envelope(take_apart(b"From: " + b"(" * 3900 + b"\r\n\r\n")).startswith(b"(NIL NIL NIL")


def test_text_of_a_token() -> None:
    with pytest.raises(SyntaxFault):
        text(Group())
