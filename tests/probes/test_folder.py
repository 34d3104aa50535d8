from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.imap_utf7 import encode

from mailcheck.probes.folder import argument, read_folders


def test_one_line() -> None:
    (folder,) = read_folders([rb'(\HasNoChildren \SENT) "." "INBOX.Sent"'])
    assert (folder.name, folder.delimiter, folder.raw) == ("INBOX.Sent", ".", b"INBOX.Sent")
    assert folder.flags == {"\\hasnochildren", "\\sent"}


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [(rb"() NIL x", ""), (rb"() nil x", ""), (rb'() "" x', ""), (rb'() "\\" x', "\\"), (rb'() "\" x', "\\")],
)
def test_delimiter(line: bytes, delimiter: str) -> None:
    assert read_folders([line])[0].delimiter == delimiter


def test_literals_as_imaplib_gives_them() -> None:
    data = [
        b'() "/" INBOX',
        (b'(\\Sent) "/" {9}', b'a (b" \\c{1}'),
        b"",
        (b'() "/" ~{1}', b"x"),
        b' ("A" ())',
        b'() "/" y',
    ]
    assert [folder.name for folder in read_folders(data)] == ["INBOX", 'a (b" \\c{1}', "x", "y"]


def test_a_line_that_cannot_be_read_is_left_out() -> None:
    assert [folder.name for folder in read_folders([b"((((", b'() "/" Sent', b"NIL NIL NIL"])] == ["Sent"]
    assert read_folders([]) == ()
    with pytest.raises(ValueError, match="no line"):
        read_folders([b"(((("])


def test_doubles_are_told_once() -> None:
    assert [folder.name for folder in read_folders([b'() "/" b', b'() "/" a', b'() "/" b'])] == ["b", "a"]


def test_name_that_is_no_text() -> None:
    (folder,) = read_folders([b'() "/" "\xcf\xf0"'])
    assert folder.name == "\\xcf\\xf0"
    assert argument(folder.name, folder.raw) == b'"\xcf\xf0"'


@given(st.text(min_size=1))
def test_every_name_comes_back_as_it_went(name: str) -> None:
    raw = bytes(encode(name))
    (folder,) = read_folders([b'() "/" ' + argument(name)])
    assert (folder.name, folder.raw) == (name, raw)
    assert argument(folder.name, folder.raw) == argument(name)


@given(st.binary(), st.binary())
def test_bytes_of_any_kind(line: bytes, literal: bytes) -> None:
    try:
        folders = read_folders([line, (b'() "/" {1}', literal), b"", line])
    except ValueError:
        return
    for folder in folders:
        assert not set(argument(folder.name, folder.raw)) & {0, 10, 13}
