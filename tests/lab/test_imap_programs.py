"""The practice IMAP server and the programs people use: imapclient, Python's imaplib, curl, and Thunderbird's words."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from imapclient.response_types import Address, Envelope

from mailcheck.domain.account import Security
from mailcheck.lab.mail import Mail
from tests.certificates import Certificates
from tests.lab.imap_clients import LAYOUT, LETTER, MIXED, NAME, PASSWORD, imap, imapclient, imaplib_client, raw, script


@pytest.fixture
def mail() -> Mail:
    return Mail(LAYOUT, frozenset({NAME}), (PASSWORD, "plain"))


@pytest.fixture
def port(certificates: Certificates, mail: Mail) -> Iterator[int]:
    with imap(certificates, mail=mail) as number:
        yield number


# --- imapclient ----------------------------------------------------------------------------------------------------


def test_imapclient_and_folders(port: int) -> None:
    with imapclient(port) as client:
        assert client.namespace().personal == (("", "/"),)
        assert client.find_special_folder(b"\\Drafts") == "Черновики"
        client.create_folder("Счета & 2026")
        client.subscribe_folder("Счета & 2026")
        assert "Счета & 2026" in [name for _, _, name in client.list_sub_folders()]
        client.rename_folder("Счета & 2026", "Work/Счета")
        assert client.folder_status("Work/Счета")[b"MESSAGES"] == 0
        assert client.get_quota()[0].limit == 100
        client.delete_folder("Work/Счета")


def test_imapclient_and_letters(port: int) -> None:
    when = datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=3)))
    with imapclient(port, "INBOX") as client:
        client.normalise_times = False
        client.append("INBOX", MIXED, flags=["\\Seen", "own"], msg_time=when)
        data = client.fetch(1, ["ENVELOPE", "BODYSTRUCTURE", "FLAGS", "INTERNALDATE", "BODY[]", "BODY[2.HEADER]"])[1]
        anna = (Address(b"=?utf-8?b?0JDQvdC90LA=?=", None, b"anna", b"example.test"),)
        assert data[b"ENVELOPE"] == Envelope(when, b"Two parts", anna, anna, anna, None, None, None, None, None)
        assert data[b"BODYSTRUCTURE"].is_multipart
        assert data[b"INTERNALDATE"] == when
        assert data[b"BODY[]"] == MIXED
        assert set(data[b"FLAGS"]) == {b"\\Seen", b"own", b"\\Recent"}
        assert client.search(["SUBJECT", "two", "SINCE", when.date()]) == [1]
        assert client.search(["TEXT", "привет"], charset="UTF-8") == [1]
        client.add_flags([1], ["\\Flagged"])
        client.copy([1], "Sent")
        client.delete_messages([1])
        assert client.expunge()[1] == [(1, b"EXPUNGE")]


def test_imapclient_idles(port: int, mail: Mail) -> None:
    with imapclient(port, "INBOX") as client, imapclient(port) as other:
        client.idle()
        other.append("INBOX", LETTER)
        assert (1, b"EXISTS") in client.idle_check(timeout=5)
        client.idle_done()
        client.move([1], "Sent")
        assert [letter.content for letter in mail.folders["Sent"].letters] == [LETTER]


# --- imaplib -------------------------------------------------------------------------------------------------------


def test_imaplib(port: int) -> None:
    with imaplib_client(port) as client:
        assert client.select("Sent") == ("OK", [b"0"])
        assert client.append("Sent", "(\\Seen)", "", LETTER)[0] == "OK"
        assert client.noop()[0] == "OK"
        assert client.search(None, "FROM", '"anna"') == ("OK", [b"1"])
        assert client.fetch("1", "(RFC822)")[1][0] == (b"1 (RFC822 {%d}" % len(LETTER), LETTER)
        assert client.store("1", "+FLAGS", "\\Deleted")[1] == [b"1 (FLAGS (\\Deleted \\Seen \\Recent))"]
        assert client.expunge() == ("OK", [b"1"])
        assert client.getquotaroot("INBOX")[1][1] == [b'"" (STORAGE 10 100)']
        assert client.close()[0] == "OK"


# --- curl ----------------------------------------------------------------------------------------------------------

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")


def curl(certificates: Certificates, *words: str) -> bytes:
    command = ["curl", "-sS", "--max-time", "5", "--cacert", str(certificates.ca_file), "-u", f"{NAME}:plain", *words]
    return subprocess.run(command, check=True, capture_output=True).stdout


@needs_curl
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_curl(certificates: Certificates, mail: Mail, security: Security, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(LETTER)
    scheme, words = ("imaps", ()) if security is Security.TLS else ("imap", ("--ssl-reqd",))
    with imap(certificates, script(security), mail=mail) as port:
        url = f"{scheme}://localhost:{port}"
        assert b'* LIST (\\Sent \\HasNoChildren) "/" "Sent"\r\n' in curl(certificates, *words, url)
        curl(certificates, *words, f"{url}/INBOX", "-T", str(tmp_path / "letter"))
        assert mail.folders["INBOX"].letters[0].content == LETTER
        assert curl(certificates, *words, f"{url}/INBOX;MAILINDEX=1") == LETTER
        assert curl(certificates, *words, f"{url}/INBOX;UID=1;SECTION=TEXT") == b"Hello\r\n"
        assert curl(certificates, *words, f"{url}/INBOX?SUBJECT%20greetings") == b"* SEARCH 1\r\n"
        assert curl(certificates, *words, url, "-X", "EXAMINE Sent").startswith(b"* FLAGS")


# --- Thunderbird ---------------------------------------------------------------------------------------------------

HEADERS = (
    "From To Cc Bcc Subject Date Message-ID Priority X-Priority References Newsgroups In-Reply-To Content-Type Reply-To"
)
FIRST_CONNECTION = (
    ('ID ("name" "Thunderbird" "version" "140.0")', b'* ID ("name" "mailcheck practice server")'),
    ("namespace", b'* NAMESPACE (("" "/")) NIL NIL'),
    ('list (subscribed) "" "*" return (special-use)', b'* LIST (\\HasNoChildren \\Subscribed) "/" "INBOX"'),
    ('list "" "INBOX"', b'* LIST (\\HasNoChildren) "/" "INBOX"'),
    ('lsub "" "*"', b'* LSUB (\\HasNoChildren) "/" "INBOX"'),
    ('select "INBOX"', b"* FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)"),
    ('getquotaroot "INBOX"', b'* QUOTAROOT "INBOX" ""'),
    ("UID fetch 1:* (FLAGS)", b"* 1 FETCH (UID 1 FLAGS (\\Recent))"),
    (
        f"UID fetch 1 (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS ({HEADERS})])",
        f"* 1 FETCH (UID 1 RFC822.SIZE 81 FLAGS (\\Recent) BODY[HEADER.FIELDS ({HEADERS})] {{74}}".encode(),
    ),
    ("UID fetch 1 (UID RFC822.SIZE BODY[]<0.40960>)", b"* 1 FETCH (UID 1 RFC822.SIZE 81 BODY[]<0> {81}"),
    ("uid store 1 +Flags (\\Seen)", b"* 1 FETCH (UID 1 FLAGS (\\Seen \\Recent))"),
    ('create "Trash"', b"OK done"),
    ('subscribe "Trash"', b"OK done"),
    ('uid move 1 "Trash"', b"* OK [COPYUID"),
    ('STATUS "Trash" (UIDNEXT MESSAGES UNSEEN RECENT)', b'* STATUS "Trash" (UIDNEXT 2 MESSAGES 1 UNSEEN 0 RECENT 1)'),
    ("close", b"OK done"),
    ("logout", b"* BYE see you"),
)


def test_what_thunderbird_says_at_first(port: int, mail: Mail) -> None:
    mail.deliver(LETTER)
    with raw(port) as client:
        client.ask("capability")
        client.send(b"1 authenticate PLAIN\r\n")
        assert client.line() == b"+ \r\n"
        client.send(b"AGFubmFAZXhhbXBsZS50ZXN0AHBsYWlu\r\n")
        assert client.line().startswith(b"1 OK [CAPABILITY ")
        for command, answer in FIRST_CONNECTION:
            lines = client.ask(command)
            assert lines[0].startswith(answer), command
            assert lines[-1].startswith(b"OK"), command
    assert len(mail.folders["Trash"].letters) == 1
