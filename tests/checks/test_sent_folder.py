"""Which folder holds the sent letters."""

from __future__ import annotations

import pytest

from mailcheck.checks.sent_folder import closed_roots, find_sent
from mailcheck.probes.folder import Folder
from tests.effort import little_work


def folder(name: str, *flags: str, delimiter: str = "/") -> Folder:
    return Folder(name, frozenset(flags), delimiter)


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [
        ("Sent", "/"),
        ("SENT", "/"),
        ("Отправленные", "|"),
        ("INBOX.Sent", "."),
        ("inbox.Отправленные", "."),
        ("[Gmail]/Отправленные", "/"),
        ("Sent Items", "/"),
        ("Gesendete Objekte", "/"),
    ],
)
def test_by_name(name: str, delimiter: str) -> None:
    found = find_sent([folder("INBOX"), folder(name, delimiter=delimiter)])
    assert found and (found.folder.name, found.found_by, found.usable) == (name, "name", True)


@pytest.mark.parametrize("name", ["Sentinel", "Archive/Sent", "INBOX", "Отправленные/2024", "Исходящие?", "Drafts"])
def test_not_by_name(name: str) -> None:
    assert find_sent([folder("INBOX"), folder(name)]) is None


def test_provider_and_namespace_know_more_names() -> None:
    assert find_sent([folder("Postausgang")], ["Postausgang"])
    assert find_sent([folder("Mail/Sent")]) is None
    assert find_sent([folder("Mail/Sent")], prefixes=["Mail/"])


def test_flag_beats_name_and_candidates_are_told() -> None:
    found = find_sent([folder("Sent"), folder("Gesendet von mir", "\\sent")])
    assert found and (found.folder.name, found.found_by) == ("Gesendet von mir", "flag")
    assert found.candidates == ("Gesendet von mir", "Sent")


def test_folder_that_opens_beats_one_that_does_not() -> None:
    found = find_sent([folder("Sent", "\\sent", "\\noselect"), folder("Отправленные")])
    assert found and found.usable and found.candidates == ("Отправленные",)
    found = find_sent([folder("Sent", "\\sent", "\\noselect")])
    assert found and not found.usable and found.candidates == ("Sent",)


def test_nothing() -> None:
    assert find_sent([]) is None


def test_many_closed_folders_are_no_trap() -> None:
    """Each prefix is tried on every folder: 30,000 of them would take minutes."""
    folders = [folder(f"a{i}", "\\noselect") for i in range(30_000)]
    with little_work():
        assert find_sent(folders, (), closed_roots(folders, ())) is None


@pytest.mark.parametrize(
    ("name", "delimiter", "plain"),
    [("Sent", "/", True), ("INBOX.Sent", ".", True), ("Sent", "", True), ("Отправленные", "/", False)],
)
def test_a_name_that_every_program_knows(name: str, delimiter: str, plain: bool) -> None:
    found = find_sent([folder(name, delimiter=delimiter)])
    assert found and found.called_sent is plain
