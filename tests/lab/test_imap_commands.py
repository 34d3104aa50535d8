"""Every command of the practice IMAP server, line by line, and two sessions that see each other's work."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Layout
from tests.certificates import Certificates
from tests.lab.imap_clients import LAYOUT, LETTER, NAME, PASSWORD, Raw, imap, in_inbox, raw

QUOTED = '"pa ss\\"wörd\\\\"'


@pytest.fixture(scope="module")
def port(certificates: Certificates) -> Iterator[int]:
    with imap(certificates) as number:
        yield number


@pytest.fixture
def mail() -> Mail:
    return Mail(LAYOUT, frozenset({NAME}), (PASSWORD,))


@pytest.fixture
def client(certificates: Certificates, mail: Mail) -> Iterator[Raw]:
    with in_inbox(certificates, mail) as session:
        yield session


@pytest.fixture
def two(certificates: Certificates, mail: Mail) -> Iterator[tuple[Raw, Raw]]:
    mail.deliver(LETTER)
    mail.deliver(LETTER)
    with ExitStack() as stack:
        number = stack.enter_context(imap(certificates, mail=mail))
        one, other = (stack.enter_context(raw(number, known=True)) for _ in range(2))
        one.ask("SELECT INBOX")
        other.ask("SELECT INBOX")
        yield one, other


def test_before_the_login(port: int) -> None:
    with raw(port) as client:
        assert client.ask("CAPABILITY")[0] == b"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR LITERAL+ ID"
        assert client.ask('ID ("name" "x")') == [b'* ID ("name" "mailcheck practice server")', b"OK done"]
        assert client.ask("NOOP") == [b"OK done"]
        assert client.ask('LIST "" *') == [b"BAD log in first"]
        assert client.ask("STARTTLS")[-1].startswith(b"BAD")
        assert client.ask("LOGOUT") == [b"* BYE see you", b"OK done"]
        assert client.rest() == b""


def sasl(*parts: str) -> str:
    return base64.b64encode("\0".join(parts).encode()).decode()


def test_every_way_to_log_in(port: int) -> None:
    for command, *answers in (
        (f"AUTHENTICATE PLAIN {sasl('', NAME, PASSWORD)}",),
        ("AUTHENTICATE PLAIN", sasl("", NAME, PASSWORD)),
        ("AUTHENTICATE LOGIN", sasl(NAME), sasl(PASSWORD)),
        (f"authenticate login {sasl(NAME.upper())}", sasl(PASSWORD)),
        (
            f"LOGIN {{{len(NAME)}}}",
            f'{NAME} "{PASSWORD.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"',
        ),
    ):
        with raw(port) as client:
            client.send(b"a " + command.encode() + b"\r\n")
            for answer in answers:
                assert client.line().startswith(b"+ ")
                client.send(answer.encode() + b"\r\n")
            assert client.line().startswith(b"a OK [CAPABILITY IMAP4rev1 ")
            assert client.ask("NAMESPACE") == [b'* NAMESPACE (("" "/")) NIL NIL', b"OK done"]
            assert client.ask("LOGIN a b")[-1].startswith(b"BAD")


def test_logins_that_fail(port: int) -> None:
    with raw(port) as client:
        assert client.ask("LOGIN anna wrong") == [b"NO [AUTHENTICATIONFAILED] wrong"]
        assert client.ask(f"AUTHENTICATE PLAIN {sasl('', NAME, 'x')}") == [b"NO [AUTHENTICATIONFAILED] wrong"]
        assert client.ask("AUTHENTICATE CRAM-MD5")[-1].startswith(b"NO [CANNOT]")
        for nonsense in ("*", "=x", sasl("a", "b"), "\xff"):
            client.send(b"a AUTHENTICATE PLAIN\r\n")
            assert client.line() == b"+ \r\n"
            client.send(nonsense.encode() + b"\r\n")
            assert client.line().startswith(b"a BAD")


def test_folders(client: Raw) -> None:
    names = client.ask('LIST "" *')
    assert names[:2] == [b'* LIST (\\HasNoChildren) "/" "INBOX"', b'* LIST (\\Sent \\HasNoChildren) "/" "Sent"']
    assert client.ask('LIST "" ""')[0] == b'* LIST (\\Noselect) "/" ""'
    assert client.ask("LIST Work/ %") == [b'* LIST (\\HasNoChildren) "/" "Work/Old"', b"OK done"]
    special = client.ask('LIST (SPECIAL-USE) "" (S% "Work/%") RETURN (SUBSCRIBED STATUS (MESSAGES UNSEEN))')
    assert special == [
        b'* LIST (\\Sent \\HasNoChildren \\Subscribed) "/" "Sent"',
        b'* STATUS "Sent" (MESSAGES 0 UNSEEN 0)',
        b"OK done",
    ]
    assert client.ask('CREATE "New" (USE (\\Archive))') == [b"OK done"]
    assert client.ask('LIST "" new') == [b"OK done"]
    assert client.ask('LIST "" New') == [b'* LIST (\\Archive \\HasNoChildren) "/" "New"', b"OK done"]
    assert client.ask("SUBSCRIBE New") == client.ask("RENAME New Newer") == [b"OK done"]
    assert client.ask('LIST (SUBSCRIBED) "" N*') == [b'* LIST (\\NonExistent \\Subscribed) "/" "New"', b"OK done"]
    assert client.ask("UNSUBSCRIBE New") == client.ask("DELETE Newer") == [b"OK done"]
    assert client.ask('LSUB "" W%')[0] == b'* LSUB (\\Noselect) "/" "Work"'


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("SELECT nowhere", b"NO [NONEXISTENT]"),
        ("SELECT Work", b"NO [CANNOT]"),
        ("CREATE Sent", b"NO [ALREADYEXISTS]"),
        ("CREATE x (USE (\\Nonsense))", b"NO [USEATTR]"),
        ("DELETE INBOX", b"NO [CANNOT]"),
        ("SUBSCRIBE nowhere", b"NO [NONEXISTENT]"),
        ("APPEND nowhere {1+}\r\nx", b"NO [TRYCREATE]"),
        ("COPY 1 nowhere", b"NO [TRYCREATE]"),
        ("SEARCH CHARSET koi8-r ALL", b"NO [BADCHARSET"),
        ('GETQUOTA "x"', b"NO [NONEXISTENT]"),
        ("STATUS INBOX (NONSENSE)", b"BAD"),
        ("STATUS INBOX", b"BAD"),
        ("FETCH 9 FLAGS", b"BAD"),
        ("FETCH 1 NONSENSE", b"BAD"),
        ("FETCH 1 ()", b"BAD"),
        ("STORE 1 FLAGS (\\Nonsense)", b"BAD"),
        ("SEARCH", b"BAD"),
        ("SEARCH NONSENSE", b"BAD"),
        ("SEARCH BEFORE 99-Jan-2026", b"BAD"),
        ("SEARCH NOT", b"BAD"),
        ("APPEND INBOX x", b"BAD"),
        ("LIST", b"BAD"),
        ('LIST "" * RETURN (NONSENSE)', b"BAD"),
        ("UID NOOP", b"BAD"),
        ("NOOP x", b"BAD"),
        ("X", b"BAD"),
    ],
)
def test_refusals(client: Raw, command: str, answer: bytes) -> None:
    assert client.ask(command)[-1].startswith(answer)


def test_select_and_examine(client: Raw, mail: Mail) -> None:
    validity = mail.folders["INBOX"].uid_validity
    lines = client.ask("EXAMINE INBOX")
    assert lines[1:4] == [b"* 2 EXISTS", b"* 0 RECENT", b"* OK [UNSEEN 1] the first one"]
    assert f"* OK [UIDVALIDITY {validity}] of this folder".encode() in lines
    assert lines[-1] == b"OK [READ-ONLY] done"
    assert client.ask("STORE 1 +FLAGS \\Seen")[-1] == client.ask("EXPUNGE")[-1]
    assert client.ask("FETCH 1 BODY[TEXT]")[0].startswith(b"* 1 FETCH (BODY[TEXT] ")
    assert client.ask("UNSELECT") == [b"OK done"]
    assert client.ask("CLOSE") == [b"BAD open a folder first"]


def test_a_letter_put_in(client: Raw, mail: Mail) -> None:
    client.send(b'a APPEND Sent (\\seen own) " 2-Nov-2026 10:00:00 +0300" {%d}\r\n' % len(LETTER))
    assert client.line() == b"+ go on\r\n"
    client.send(LETTER + b"\r\n")
    folder = mail.folders["Sent"]
    assert client.line() == b"a OK [APPENDUID %d 1] done\r\n" % folder.uid_validity
    assert folder.letters[0].flags == {"\\Seen", "own"}
    client.ask("SELECT Sent")
    assert client.ask("UID FETCH 1 (INTERNALDATE)")[0] == b'* 1 FETCH (UID 1 INTERNALDATE "02-Nov-2026 10:00:00 +0300")'


def test_a_full_mailbox(client: Raw) -> None:
    assert client.ask("GETQUOTAROOT INBOX") == [b'* QUOTAROOT "INBOX" ""', b'* QUOTA "" (STORAGE 11 100)', b"OK done"]
    assert client.ask('GETQUOTA ""')[-1] == b"OK done"
    too_big = b"APPEND INBOX {92000+}\r\n" + b"x" * 92_000
    assert client.ask(too_big)[-1].startswith(b"NO [OVERQUOTA]")
    assert client.ask(b"APPEND INBOX {60000+}\r\n" + b"x" * 60_000)[-1].startswith(b"OK")
    assert client.ask("COPY 3 Sent")[-1].startswith(b"NO [OVERQUOTA]")


def test_no_quota(certificates: Certificates) -> None:
    with imap(certificates, layout=Layout({})) as port, raw(port, known=True) as client:
        assert client.ask("GETQUOTAROOT INBOX")[-1].startswith(b"NO")


def test_a_namespace_with_a_prefix(certificates: Certificates) -> None:
    layout = Layout({"INBOX.Sent": ("\\Sent",)}, delimiter=".", prefix="INBOX.")
    with imap(certificates, layout=layout) as port, raw(port, known=True) as client:
        assert client.ask("NAMESPACE")[0] == b'* NAMESPACE (("INBOX." ".")) NIL NIL'
        assert client.ask('LIST "" %') == [b'* LIST (\\HasChildren) "." "INBOX"', b"OK done"]
        assert client.ask('LIST "" INBOX.%')[0] == b'* LIST (\\Sent \\HasNoChildren) "." "INBOX.Sent"'


def test_flags_and_expunge(client: Raw) -> None:
    assert client.ask("STORE 1:2 +FLAGS (\\deleted Own)")[0] == b"* 1 FETCH (FLAGS (Own \\Deleted \\Recent))"
    assert client.ask("STORE 1 -FLAGS.SILENT Own") == [b"OK done"]
    assert (
        client.ask("UID STORE 1 FLAGS (\\Deleted \\Seen)")[0] == b"* 1 FETCH (UID 1 FLAGS (\\Deleted \\Seen \\Recent))"
    )
    assert client.ask("UID EXPUNGE 2:9") == [b"* 2 EXPUNGE", b"OK done"]
    assert client.ask("EXPUNGE") == [b"* 1 EXPUNGE", b"OK done"]
    assert client.ask("STORE 1:* FLAGS ()") == [b"OK done"]


def test_copy_and_move(client: Raw, mail: Mail) -> None:
    validity = mail.folders["Sent"].uid_validity
    assert client.ask("UID COPY 2 Sent") == [b"OK [COPYUID %d 2 1] done" % validity]
    moved = [b"* OK [COPYUID %d 1,2 2,3] moved" % validity, b"* 2 EXPUNGE", b"* 1 EXPUNGE", b"OK done"]
    assert client.ask("MOVE 1:2 Sent") == moved
    assert client.ask("UID COPY 9 Sent") == [b"OK done"]


def test_close_expunges_in_silence(client: Raw, mail: Mail) -> None:
    client.ask("STORE 1 +FLAGS \\Deleted")
    assert client.ask("CLOSE") == [b"OK done"]
    assert len(mail.folders["INBOX"].letters) == 1


def test_two_sessions_see_each_other(two: tuple[Raw, Raw]) -> None:
    one, other = two
    one.ask("STORE 1 FLAGS (\\Seen)")
    assert other.ask("NOOP") == [b"* 1 FETCH (UID 1 FLAGS (\\Seen))", b"OK done"]
    one.ask(b"APPEND INBOX {%d+}\r\n%b" % (len(LETTER), LETTER))
    assert other.ask("CHECK") == [b"* 3 EXISTS", b"* 0 RECENT", b"OK done"]
    one.ask("STORE 1:2 +FLAGS.SILENT (\\Deleted)")
    one.ask("EXPUNGE")
    assert b"EXPUNGE" not in b"".join(other.ask("FETCH 3 UID"))  # numbers stay while they are used
    assert other.ask("FETCH 1 (BODY.PEEK[TEXT])")[1] == b"Hello"
    assert other.ask("UID FETCH 3 UID") == [b"* 3 FETCH (UID 3)", b"* 2 EXPUNGE", b"* 1 EXPUNGE", b"OK done"]
    one.ask("RENAME INBOX Old")
    assert other.ask("NOOP") == [b"* 1 EXPUNGE", b"OK done"]


def test_idle(two: tuple[Raw, Raw]) -> None:
    one, other = two
    other.send(b"i IDLE\r\n")
    assert other.line() == b"+ idling\r\n"
    one.ask(b"APPEND INBOX {%d+}\r\n%b" % (len(LETTER), LETTER))
    assert (other.line(), other.line()) == (b"* 3 EXISTS\r\n", b"* 1 RECENT\r\n")
    one.ask("STORE 1 +FLAGS (\\Deleted)")
    assert other.line() == b"* 1 FETCH (UID 1 FLAGS (\\Deleted))\r\n"
    one.ask("EXPUNGE")
    assert other.line() == b"* 1 EXPUNGE\r\n"
    other.send(b"DONE\r\n")
    assert other.line() == b"i OK done\r\n"
    assert other.ask("IDLE\r\nnonsense")[-1].startswith(b"BAD")


def test_a_folder_that_goes_away(two: tuple[Raw, Raw]) -> None:
    one, other = two
    one.ask("CREATE x")
    one.ask(b"APPEND x {1+}\r\nx")
    other.ask("SELECT x")
    one.ask("DELETE x")
    assert other.ask("NOOP") == [b"* 1 EXPUNGE", b"OK done"]
