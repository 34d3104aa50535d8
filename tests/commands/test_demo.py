"""`mailcheck demo`: the cases by name, a check of one, servers for other programs, the tour, and how they end."""

from __future__ import annotations

import imaplib
import json
import os
import re
import signal
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailcheck.lab.scenarios import scenarios, tour
from tests.commands.program import Run, finish, on_terminal, start
from tests.servers import wait_for


@pytest.mark.parametrize("language", ["ru", "en"])
def test_list(mailcheck: Run, language: str) -> None:
    code, out, _ = mailcheck("demo", "--list", "--lang", language)
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == list(scenarios())
    assert all(scenario.title[language] in line for scenario, line in zip(scenarios().values(), lines, strict=True))


def test_a_case_is_checked(mailcheck: Run) -> None:
    code, out, _ = mailcheck("demo", "gmail-ordinary-password", "--terminal")
    assert code == 1
    assert out.startswith(scenarios()["gmail-ordinary-password"].title["en"])
    assert "Practice mode" in out
    assert "imap.gmail.com" in out, "it looks as it would with the real server"


def test_a_mailbox_in_good_order(mailcheck: Run) -> None:
    assert mailcheck("demo", "all-green")[0] == 0


def test_json_is_marked_as_practice(mailcheck: Run) -> None:
    code, out, _ = mailcheck("demo", "sent-missing", "--json")
    report = json.loads(out)
    assert (code, report["diagnoses"][0]["code"]) == (1, "sent-folder-missing")
    assert report["vantage"].startswith("This was practice")


def test_output(mailcheck: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    assert mailcheck("demo", "sent-missing", "--output", str(file))[0] == 1
    assert "This was practice" in file.read_text(encoding="utf-8").replace("\n", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gmail-pasword"], "gmail-ordinary-password"),
        (["no such thing at all"], "mailcheck demo --list"),
        (["--serve"], "No case was named"),
        (["--json"], "No case was named"),
        (["all-green", "more"], "word too many"),
        (["all-green", "--output", "report.docx"], "--output"),
    ],
)
def test_one_clear_line(mailcheck: Run, words: list[str], said: str) -> None:
    code, out, err = mailcheck("demo", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_no_loopback(mailcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_free(*_: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(socket.socket, "bind", nothing_free)
    code, _, err = mailcheck("demo", "all-green", "--json")
    assert code == 2
    assert "Address already in use" in err
    assert err.count("\n") == 1


def test_tour(mailcheck: Run) -> None:
    code, out, _ = mailcheck("demo")
    assert code == 0
    places = [out.index(scenario.title["en"]) for scenario in tour()]
    assert places == sorted(places)
    assert "Case 3 of 3" in out


def test_the_tour_waits_on_a_terminal() -> None:
    code, screen = on_terminal("demo", env={"COLUMNS": "100"})
    assert code != 0, "nobody pressed Enter, so it did not come to its end"
    assert "Случай 1 из 3" in screen
    assert "Случай 2 из 3" not in screen


@contextmanager
def serving(name: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    """A `demo --serve`, and what it printed: "Address" -> "lavka@..."."""
    process = start("demo", "--serve", name)
    assert process.stdout
    told: dict[str, str] = {}
    try:
        for line in iter(process.stdout.readline, b""):
            name_, _, value = line.decode().strip().partition(": ")
            told[name_] = value
            if "Ctrl+C" in line.decode():
                break
        yield process, told
    finally:
        process.kill()
        process.communicate()


def _port(told: str) -> int:
    found = re.search(r"port (\d+)", told)
    assert found
    return int(found[1])


def test_serve_for_other_programs() -> None:
    with serving("all-green") as (process, told):
        trusted = ssl.create_default_context(cafile=told["Whom to trust (certificate file)"])
        address, secret = told["Address"], told["Password"]
        with smtplib.SMTP_SSL("localhost", _port(told["Outgoing mail (SMTP)"]), context=trusted) as smtp:
            smtp.login(address, secret)
            smtp.sendmail(address, [address], "Subject: hello\r\n\r\nIt works.\r\n")
        with imaplib.IMAP4_SSL("localhost", _port(told["Incoming mail (IMAP)"]), ssl_context=trusted) as imap:
            imap.login(address, secret)
            imap.select("INBOX")
            assert imap.search(None, "SUBJECT", "hello")[1] == [b"1"]
        process.send_signal(signal.SIGINT)
        assert finish(process)[0] == 0
        assert not Path(told["Whom to trust (certificate file)"]).exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(how: signal.Signals) -> None:
    with serving("all-green") as (process, told):
        folder = Path(told["Whom to trust (certificate file)"]).parent
        assert folder.exists()
        process.send_signal(how)
        process.wait(10)
        assert wait_for(lambda: not folder.exists())
        with pytest.raises(OSError, match=re.escape(os.strerror(111))):
            socket.create_connection(("127.0.0.1", _port(told["Incoming mail (IMAP)"])), timeout=5)


def test_two_at_once() -> None:
    with serving("all-green") as (_, one), serving("all-green") as (_, other):
        assert one["Incoming mail (IMAP)"] != other["Incoming mail (IMAP)"]


def test_nothing_but_loopback_listens() -> None:
    with serving("all-green") as (process, told):
        listening = _listening(process.pid)
        assert {address for address, _ in listening} == {"0100007F"}, "127.0.0.1, as /proc writes it"
        assert _port(told["Incoming mail (IMAP)"]) in {port for _, port in listening}


def _listening(pid: int) -> set[tuple[str, int]]:
    """Local addresses of the TCP and UDP sockets that a process waits on."""
    inodes = {
        found[1]
        for entry in Path(f"/proc/{pid}/fd").iterdir()
        if (found := re.match(r"socket:\[(\d+)\]", entry.readlink().name))
    }
    found_addresses = set()
    for table in ("tcp", "udp", "tcp6", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[9] in inodes and words[3] in {"0A", "07"}:
                address, port = words[1].split(":")
                found_addresses.add((address, int(port, 16)))
    return found_addresses


def test_a_stage_is_told_like_its_card(mailcheck: Run) -> None:
    """Which mail service it is, and at which stage it came up, is part of the name."""
    _code, out, _ = mailcheck("demo", "yandex-not-a-robot", "--terminal")
    stages, _, cards = out.partition("\n1. ")
    title = cards.partition("\n   ")[0]
    assert " ".join(title.split()) in " ".join(stages.split())
