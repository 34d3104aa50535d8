"""Servers that write the protocols a little differently, as real ones do: a mail program gets along with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.checks.run import LIMITS
from mailcheck.domain.account import Security
from mailcheck.domain.finding import Stage
from mailcheck.domain.report import Verdict
from tests.mailbox import Mailbox, finding, problems
from tests.servers import Connection, Gone, Talk, imap, smtp

CYRILLIC = "пароль-Ёжик"
INBOX = '() "/" INBOX'


class Rewritten(Connection):
    """Sends what a well-behaved talk says, but in other words."""

    rewrite: Callable[[bytes], bytes]

    def send(self, text: str | bytes) -> None:
        super().send(type(self).rewrite(text.encode() if isinstance(text, str) else text))


def written(talk: Talk, change: Callable[[bytes], bytes]) -> Talk:
    """The same talk with every piece that the server sends changed."""

    def changed(connection: Connection) -> None:
        connection.__class__ = type("Changed", (Rewritten,), {"rewrite": staticmethod(change)})
        talk(connection)

    return changed


def farewell(words: str) -> Callable[[Connection], None]:
    """Says that, ends, and reads nothing more. `TAG` is the tag of the command."""

    def leave(connection: Connection) -> None:
        connection.send(words.replace("TAG", connection.tag))
        raise Gone

    return leave


def asking(*prompts: str) -> Callable[[Connection], None]:
    """Answers a login with prompts, whatever comes, and lets in."""

    def ask(connection: Connection) -> None:
        for prompt in prompts:
            connection.line(prompt)
            connection.read_line()
        connection.line(f"{connection.tag} OK in" if connection.tag else "235 in")

    return ask


def lines_folded(data: bytes) -> bytes:
    return data.replace(b" OK", b" ok").replace(b"* LIST", b"* List").replace(b"* CAPABILITY", b"* capability")


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "bare line feeds": lambda data: data.replace(b"\r\n", b"\n"),
    "empty lines": lambda data: b"\r\n" + data,
    "lower case": lines_folded,
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("greeting", ["* OK ready", "* OK [CAPABILITY IMAP4rev1 SPECIAL-USE] ready"])
def test_imap_written_otherwise(check_mailbox: Mailbox, way: str, greeting: str) -> None:
    assert check_mailbox(written(imap(greeting, LOGIN="OK"), WRITTEN[way])).verdict is Verdict.READY


@pytest.mark.parametrize("way", WRITTEN)
def test_smtp_written_otherwise(check_mailbox: Mailbox, way: str) -> None:
    assert check_mailbox(outgoing=written(smtp("220 "), WRITTEN[way])).verdict is Verdict.READY


@pytest.mark.parametrize("capabilities", ["IMAP4rev2 AUTH=PLAIN", "imap4rev1", "AUTH=PLAIN"])
def test_capabilities(check_mailbox: Mailbox, capabilities: str) -> None:
    assert check_mailbox(imap("* OK hello", capabilities=capabilities)).verdict is Verdict.READY


def test_preauth_tests_no_password(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap("* PREAUTH welcome"))
    assert finding(report, "reply-malformed").evidence["reply"] == "* PREAUTH welcome"
    assert finding(report, "reply-malformed").stage is Stage.AUTHENTICATE


def test_preauth_cannot_be_encrypted(check_mailbox: Mailbox) -> None:
    talk = imap("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome")
    report = check_mailbox(talk, security=(Security.STARTTLS, Security.TLS))
    assert problems(report, "incoming") == ["starttls-not-offered"]


@pytest.mark.parametrize(
    ("capabilities", "secret", "command"),
    [
        ("LOGINDISABLED AUTH=LOGIN", "sesame-7Q", "AUTHENTICATE LOGIN"),
        ("LOGINDISABLED AUTH=CRAM-MD5", "sesame-7Q", "AUTHENTICATE CRAM-MD5"),
        ("LOGINDISABLED AUTH=PLAIN AUTH=LOGIN", "sesame-7Q", "AUTHENTICATE PLAIN"),
        ("AUTH=PLAIN AUTH=LOGIN", CYRILLIC, "AUTHENTICATE PLAIN"),
        ("AUTH=CRAM-MD5 AUTH=LOGIN", CYRILLIC, "AUTHENTICATE LOGIN"),
        ("AUTH=XOAUTH2", "sesame-7Q", 'LOGIN "anna@example.test" "sesame-7Q"'),
        ("", 'a "b" \\c', 'LOGIN "anna@example.test" "a \\"b\\" \\\\c"'),
    ],
)
def test_imap_mechanism(check_mailbox: Mailbox, capabilities: str, secret: str, command: str) -> None:
    talk = imap(f"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready", AUTHENTICATE=asking("+ PDFAdGVzdD4=", "+ "))
    assert problems(check_mailbox(talk, secret=secret), "incoming") == []
    assert [line.partition(" ")[2] for line in check_mailbox.incoming.heard if command in line] == [command]


@pytest.mark.parametrize("prompt", ["+", "+ ", "+ go ahead", "+ не base64"])
def test_imap_prompt_is_not_read(check_mailbox: Mailbox, prompt: str) -> None:
    report = check_mailbox(imap(AUTHENTICATE=asking(prompt)), secret=CYRILLIC)
    assert problems(report, "incoming") == []


def test_password_as_a_literal(check_mailbox: Mailbox) -> None:
    """A Cyrillic password, and a server that knows nothing but LOGIN."""

    def login(connection: Connection) -> None:
        for _ in range(2):
            connection.line("+ literal")
            connection.read_line()
        connection.line(f"{connection.tag} OK in")

    report = check_mailbox(imap("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello", LOGIN=login), secret=CYRILLIC)
    assert problems(report, "incoming") == []
    said = check_mailbox.incoming.heard
    assert said[0].endswith(" LOGIN {17}")
    assert said[1:3] == ["anna@example.test {21}", CYRILLIC]
    assert CYRILLIC not in str(report)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("* BYE disconnecting\r\nTAG NO Invalid credentials\r\n", "login-rejected"),
        ("TAG NO Invalid credentials", "login-rejected"),
        ("TAG no\r\n", "login-rejected"),
        ("* bye too many login failures", "too-many-logins"),
        ("TAG OK in\r\n* BYE IMAP access is disabled for this account\r\n", "imap-disabled"),
    ],
)
def test_imap_last_words(check_mailbox: Mailbox, words: str, code: str) -> None:
    """Whatever comes before, after or instead of the goodbye: the reason is heard."""
    assert problems(check_mailbox(imap(LOGIN=farewell(words))), "incoming") == [code]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("535 ", "login-rejected"),
        ("535 5.7.8 bad password", "login-rejected"),
        ("235 in\r\n421 4.7.0 Too many messages, sending limit reached\r\n", "sending-limit-reached"),
    ],
)
def test_smtp_last_words(check_mailbox: Mailbox, words: str, code: str) -> None:
    assert problems(check_mailbox(outgoing=smtp(AUTH=farewell(words))), "outgoing") == [code]


@pytest.mark.parametrize(
    ("line", "name", "asked"),
    [
        ('() "/" {4}\nSent', "Sent", "Sent"),
        ("() NIL Sent", "Sent", "Sent"),
        ('() "." "INBOX.Sent"', "INBOX.Sent", "INBOX.Sent"),
        ('() "/" Sent Items', "Sent Items", "Sent Items"),
        ('() "/" "Отправленные"', "Отправленные", "Отправленные"),
        ('() "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"', "Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
        ('() "\\\\" "INBOX\\\\Sent"', "INBOX\\Sent", "INBOX\\\\Sent"),
        ('() "/" "Sent" ("CHILDINFO" ("SUBSCRIBED"))', "Sent", "Sent"),
        ('() "/" Sent ("CHILDINFO" ("SUBSCRIBED"))', "Sent", "Sent"),
        ('() "/" "Sent"\n* LIST () "/" "Sent"', "Sent", "Sent"),
        ('() "/" "a "quoted" word"\n* LIST () "/" "half\n* LIST () "/" "\\"\n* LIST () "/" Sent', "Sent", "Sent"),
    ],
)
def test_sent_is_found(check_mailbox: Mailbox, line: str, name: str, asked: str) -> None:
    report = check_mailbox(imap(folders=(INBOX, line)))
    assert problems(report, "incoming") == ["sent-folder-unflagged"]
    assert finding(report, "sent-folder-unflagged").evidence["sent_folder"] == name
    assert [line.split(" ", 1)[1] for line in check_mailbox.incoming.heard if "EXAMINE" in line][
        1
    ] == f'EXAMINE "{asked}"'


@pytest.mark.parametrize("name", ['"R&D"', '"a \\"b\\" \\\\c"', '"(x"', "2026", "NIL", "[Gmail]/X", "{3}\na)b"])
def test_flagged_folder_of_any_name(check_mailbox: Mailbox, name: str) -> None:
    folders = (INBOX, '(\\Noselect) "/" "[Gmail]"', f'(\\HasNoChildren \\Sent) "/" {name}')
    assert check_mailbox(imap(folders=folders)).verdict is Verdict.READY


def test_name_with_a_line_end_is_no_command(check_mailbox: Mailbox) -> None:
    check_mailbox(imap(folders=(INBOX, '(\\Sent) "/" {10}\nS\nX NOOP\n')))
    assert not any(line.startswith("X NOOP") for line in check_mailbox.incoming.heard)


@pytest.mark.parametrize(
    ("root", "namespace", "code"),
    [
        ((), '(("Mail/" "/")) NIL NIL', "sent-folder-unflagged"),
        ((), '(("" "/")) NIL (("Mail/" "/"))', "sent-folder-missing"),
        (('(\\Noselect) "/" Mail',), '(("" "/")) NIL NIL', "sent-folder-unflagged"),
        (('(\\Noselect) "/" Mail',), '(("" "/")) NIL (("Mail/" "/"))', "sent-folder-missing"),
        (('(\\Noselect) "/" Mail',), "what", "sent-folder-unflagged"),
        (('(\\Noselect) "/" Mail',), '(("Mail/" NIL', "sent-folder-unflagged"),
    ],
)
def test_namespace(check_mailbox: Mailbox, root: tuple[str, ...], namespace: str, code: str) -> None:
    """One's own folders may stand under a name that opens nothing; other people's do so too."""
    answer = f"* NAMESPACE {namespace}\nOK done" if namespace != "what" else "BAD what"
    folders = (INBOX, *root, '() "/" "Mail/Sent"')
    report = check_mailbox(imap("* OK hi", folders, "IMAP4rev1 NAMESPACE", NAMESPACE=answer))
    assert problems(report, "incoming") == [code]


@pytest.mark.parametrize("capability", ["SPECIAL-USE", "XLIST"])
def test_flags_that_have_to_be_asked_for(check_mailbox: Mailbox, capability: str) -> None:
    """They are offered only after the login, and plain LIST does not bring them."""

    def listing(connection: Connection) -> None:
        asked = connection.server.heard[-1]
        flag, word = ("\\Sent", asked.split()[1]) if "SPECIAL-USE" in asked or "XLIST" in asked else ("", "LIST")
        connection.line(f'* {word} () "/" INBOX\n* {word} ({flag}) "/" Gesendetes\n{connection.tag} OK done')

    told = f"OK [CAPABILITY IMAP4rev1 {capability}] in"
    report = check_mailbox(imap("* OK [CAPABILITY IMAP4rev1] hello", LOGIN=told, LIST=listing, XLIST=listing))
    assert report.verdict is Verdict.READY
    assert not any("CAPABILITY" in line for line in check_mailbox.incoming.heard)


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 QUOTA"])
def test_one_command_at_a_time(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capabilities: str) -> None:
    """Simple servers lose whatever was sent before they had answered."""
    monkeypatch.setitem(LIMITS, Stage.QUIT, 0.2)  # a goodbye that is lost

    def forgetful(connection: Connection) -> None:
        connection.forget()
        connection.line(f"{connection.tag} OK [READ-ONLY] done")

    talk = imap(
        capabilities=capabilities, EXAMINE=forgetful, LIST="* LIST (\\Sent) NIL Sent\nOK", GETQUOTAROOT=forgetful
    )
    assert check_mailbox(talk).verdict is Verdict.READY


@pytest.mark.parametrize(
    ("mechanism", "prompts"),
    [
        ("PLAIN", ("334 ",)),
        ("PLAIN", ("334", "334 ")),
        ("LOGIN", ("334 ", "334 ")),
        ("LOGIN", ("334 Username:", "334 Пароль:")),
        ("LOGIN", ("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "334 ")),
        ("CRAM-MD5", ("334 PDFAdGVzdD4=",)),
    ],
)
def test_smtp_prompts(check_mailbox: Mailbox, mechanism: str, prompts: tuple[str, ...]) -> None:
    report = check_mailbox(outgoing=smtp(extensions=f"auth {mechanism}", AUTH=asking(*prompts)))
    assert report.verdict is Verdict.READY


def test_prompts_without_end(check_mailbox: Mailbox) -> None:
    report = check_mailbox(outgoing=smtp(AUTH=asking(*["334 "] * 99)))
    assert problems(report, "outgoing") == ["reply-malformed"]
    heard = check_mailbox.outgoing.heard
    assert len(heard[heard.index(next(line for line in heard if line.startswith("AUTH"))) :]) < 12


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"RCPT": "252 cannot verify, but will take it"}, []),
        ({"RCPT": "550\t5.1.1 no such user"}, ["recipient-unknown"]),
        ({"EHLO": "250-x\n250-AUTH=PLAIN LOGIN\n250 SIZE=10240000"}, ["size-limit-low"]),
        ({"EHLO": "502 what", "HELO": "250 fine"}, ["mechanism-not-offered"]),
        ({"MAIL": "250", "RCPT": "250 "}, []),
    ],
)
def test_smtp_replies(check_mailbox: Mailbox, answers: dict[str, str], found: list[str]) -> None:
    assert problems(check_mailbox(outgoing=smtp(**answers)), "outgoing") == found
