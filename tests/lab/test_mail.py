"""The practice mailbox itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.lab.mail import MOST_FOLDERS, MOST_LETTERS, FolderError, Mail, OverQuotaError
from mailcheck.lab.scenario import Layout


def mail(**layout: object) -> Mail:
    folders = {"Sent": ("\\Sent",), "Work/Old": ()}
    return Mail(Layout(**{"folders": folders, **layout}), frozenset({"anna@example.test"}), ("secret", "пароль"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "password", "accepted"),
    [
        ("anna@example.test", "secret", True),
        ("Anna@Example.Test", "пароль", True),
        ("anna@example.test", "Secret", False),
        ("anna", "secret", False),
        ("", "", False),
        ("anna@example.test", "\udcff", False),
    ],
)
def test_who_may_enter(name: str, password: str, accepted: bool) -> None:
    assert mail().accepts(name, password) is accepted


def test_what_comes_goes_to_the_inbox() -> None:
    box = mail()
    box.deliver(b"a letter")
    (letter,) = box.folders["INBOX"].letters
    assert (letter.content, letter.uid, letter.flags, letter.recent) == (b"a letter", 1, frozenset(), True)


@pytest.mark.parametrize(("keeps", "kept"), [(True, [b"sent"]), (False, [])])
def test_what_is_sent_is_kept_where_the_server_keeps_it(keeps: bool, kept: list[bytes]) -> None:
    box = mail(keeps_sent=keeps)
    box.keep_sent(b"sent")
    assert [letter.content for letter in box.folders["Sent"].letters] == kept
    assert all(letter.flags == {"\\Seen"} for letter in box.folders["Sent"].letters)


def test_nothing_is_kept_where_there_is_no_folder_for_it() -> None:
    box = mail(keeps_sent=True, folders={})
    box.keep_sent(b"sent")
    assert not box.folders["INBOX"].letters


def test_a_full_mailbox_takes_no_more() -> None:
    box = mail(used_kib=9, limit_kib=10)
    box.deliver(b"x" * 1024)
    assert box.used_kib == 10
    with pytest.raises(OverQuotaError):
        box.deliver(b"x")
    box.folders["INBOX"].remove(box.folders["INBOX"].letters)
    box.deliver(b"x")


def test_there_is_an_end_to_letters_and_folders() -> None:
    box = mail()
    for _ in range(MOST_LETTERS):
        box.folders["INBOX"].put(b"", (), box.append(box.folders["Sent"], b"").received)
        box.folders["Sent"].remove(box.folders["Sent"].letters)
    with pytest.raises(OverQuotaError):
        box.deliver(b"")
    with pytest.raises(FolderError, match="LIMIT"):
        for number in range(MOST_FOLDERS):
            box.create(f"folder {number}")


def test_the_folders_above_are_there() -> None:
    box = mail()
    assert not box.folders["Work"].selectable
    box.create("a/b/c/")
    assert box.folders["a/b"].selectable
    assert box.children("a") == ["a/b", "a/b/c"]


def test_without_a_delimiter_no_folder_is_in_another() -> None:
    box = mail(delimiter="", folders={"a/b": ()})
    assert list(box.folders) == ["INBOX", "a/b"]
    assert box.parents("a/b") == box.children("a") == []


@pytest.mark.parametrize("name", ["", "/", "a//b", "/a", "a\nb", "a\ud800", "x" * 201])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(FolderError, match="CANNOT"):
        mail().create(name)


def test_folders_are_renamed_with_what_is_in_them() -> None:
    box = mail()
    box.create("Work/Old/Older")
    box.rename("Work/Old", "Archive/New")
    assert {"Archive", "Archive/New", "Archive/New/Older"} <= box.folders.keys()
    assert box.folders["Archive/New"].name == "Archive/New"
    assert "Work/Old" not in box.folders


def test_the_inbox_gives_its_letters_away_and_stays() -> None:
    box = mail()
    box.deliver(b"x")
    box.rename("INBOX", "Old")
    assert not box.folders["INBOX"].letters
    assert len(box.folders["Old"].letters) == 1


def test_what_cannot_be_done_with_folders() -> None:
    box = mail()
    refused: list[tuple[Callable[[], None], str]] = [
        (lambda: box.create("Sent"), "ALREADYEXISTS"),
        (lambda: box.delete("none"), "NONEXISTENT"),
        (lambda: box.delete("INBOX"), "CANNOT"),
        (lambda: box.delete("Work"), "HASCHILDREN"),
        (lambda: box.rename("Sent", "Sent/in itself"), "CANNOT"),
        (lambda: box.rename("Sent", "INBOX"), "ALREADYEXISTS"),
    ]
    for act, code in refused:
        with pytest.raises(FolderError, match=code):
            act()


def test_who_watches_a_folder_is_told() -> None:
    box, told = mail(), []
    box.folders["INBOX"].watchers.add(lambda: told.append("changed"))
    box.deliver(b"x")
    box.folders["INBOX"].remove(box.folders["INBOX"].letters)
    assert told == ["changed", "changed"]
