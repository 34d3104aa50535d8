"""The IMAP probe against a scripted server, without TLS: what is asked, what is understood."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mailcheck.domain.account import Credentials, Secret
from mailcheck.probes.errors import ProbeError, Refusal
from mailcheck.probes.imap import Imap, Quota
from mailcheck.probes.wire import Wire
from tests.servers import Server, Talk, close, imap, running

ANNA = Credentials("anna@example.test", Secret("sesame"))


@contextmanager
def session(talk: Talk, *, login: bool = True) -> Iterator[tuple[Imap, Server]]:
    with running(Server(talk)) as (server,):
        wire = Wire(socket.create_connection(("127.0.0.1", server.port)), time.monotonic() + 2)
        try:
            probe = Imap(wire)
            if login:
                probe.login(ANNA, "LOGIN")
            yield probe, server
        finally:
            wire.close()


def test_greeting_and_capabilities() -> None:
    with session(imap("* OK [CAPABILITY IMAP4rev1 auth=plain] Привет\x07"), login=False) as (probe, server):
        assert probe.greeting == "* OK [CAPABILITY IMAP4rev1 auth=plain] Привет\\x07"
        assert {"IMAP4REV1", "AUTH=PLAIN"} <= probe.capabilities
        assert server.heard == []
    with session(imap("* OK hello"), login=False) as (probe, server):
        assert "AUTH=PLAIN" in probe.capabilities
        assert [line.split(" ")[1] for line in server.heard] == ["CAPABILITY"]


def test_folders() -> None:
    listing = (
        '(\\HasNoChildren) "/" INBOX',
        '(\\HasNoChildren \\SENT) "." "INBOX.Sent"',
        '() "|" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"',
        '() NIL "a \\"b\\" \\\\c"',
        '() "/" 2024',
        '() "/" "Отправленные"',
    )
    with session(imap(folders=listing)) as (probe, _):
        folders = probe.list_folders()
    names = [folder.name for folder in folders]
    assert names == ["INBOX", "INBOX.Sent", "Отправленные", 'a "b" \\c', "2024"]  # the last names the same as the third
    assert "\\sent" in folders[1].flags
    assert [folder.delimiter for folder in folders] == ["/", ".", "|", "", "/"]


def test_flags_are_asked_for_where_they_do_not_come_by_themselves() -> None:
    with session(imap(folders=('() "/" INBOX', '() "/" Gesendet'))) as (probe, server):
        probe.list_folders()
        assert any("(SPECIAL-USE)" in line for line in server.heard)
    with session(imap(capabilities="IMAP4rev1 XLIST", greeting="* OK hi", folders=('() "/" INBOX',))) as (
        probe,
        server,
    ):
        probe.list_folders()
        assert any("XLIST" in line for line in server.heard)


def test_examine() -> None:
    with session(imap(EXAMINE_Gone="NO [NONEXISTENT] gone")) as (probe, server):
        assert probe.examine("INBOX") is None
        refused = probe.examine("Gone")
        assert refused and (refused.raw, refused.response_code) == ("NO [NONEXISTENT] gone", "NONEXISTENT")
        probe.examine('Отправленные "x"')
    assert server.heard[-1].endswith('EXAMINE "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1- \\"x\\""')


@pytest.mark.parametrize(
    ("quota", "understood"),
    [
        ("STORAGE 10 100", Quota(10, 100)),
        ("MESSAGE 5 9 STORAGE 10 100", Quota(10, 100)),
        ("MESSAGE 5 9", None),
        ("STORAGE 10 0", None),
    ],
)
def test_quota(quota: str, understood: Quota | None) -> None:
    with session(imap(quota=quota)) as (probe, _):
        assert probe.quota() == understood


def test_quota_is_not_asked_of_one_who_has_none() -> None:
    with session(imap("* OK [CAPABILITY IMAP4rev1] hi", capabilities="IMAP4rev1")) as (probe, server):
        assert probe.quota() is None
        assert not any("QUOTA" in line for line in server.heard)


@pytest.mark.parametrize(
    ("answer", "raw"),
    [
        ("NO [AUTHENTICATIONFAILED] no", "NO [AUTHENTICATIONFAILED] no"),
        ("NO OK bye", "NO OK bye"),
        ("BAD x", "BAD x"),
        ("NO", "NO"),
    ],
)
def test_refusal_is_verbatim(answer: str, raw: str) -> None:
    with pytest.raises(Refusal) as caught, session(imap(LOGIN=answer)):
        pass
    assert caught.value.reply.raw.strip() == raw
    assert caught.value.reply.status == raw.split(" ", 1)[0]


@pytest.mark.parametrize("greeting", ["hello", "* NO", "A1 OK", "+ go on", "* 12 EXISTS"])
def test_no_greeting_of_imap(greeting: str) -> None:
    with pytest.raises(ProbeError) as caught, session(imap(greeting), login=False):
        pass
    assert caught.value.code == "reply-malformed"


def test_login_in_literals() -> None:
    """What cannot stand in quotes goes as bytes: nothing in it is a command."""
    heard: list[str] = []

    def talk(connection: object) -> None:
        connection.line("* OK [CAPABILITY IMAP4rev1] hi")  # type: ignore[attr-defined]
        tag = connection.read_line().split(" ")[0]  # type: ignore[attr-defined]
        for _ in range(2):
            connection.line("+ go on")  # type: ignore[attr-defined]
            heard.append(connection.read_line())  # type: ignore[attr-defined]
        connection.line(f"{tag} OK in")  # type: ignore[attr-defined]
        close(connection)  # type: ignore[arg-type]

    with session(talk, login=False) as (probe, _):
        probe.login(Credentials("anna", Secret("пароль")), "LOGIN")
    assert heard == ["anna {12}", "пароль"]
