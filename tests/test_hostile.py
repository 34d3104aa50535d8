"""Servers that mean no good, at every stage of both conversations: a finding, in time, and never a crash of ours."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailcheck.checks.run import LIMITS
from mailcheck.domain.account import Security
from mailcheck.domain.finding import Stage
from mailcheck.export.json_file import as_json
from mailcheck.export.text_file import as_text
from mailcheck.i18n import Language
from tests.mailbox import Mailbox, findings, problems
from tests.servers import Answer, Connection, Talk, close, drip, flood, garbage, hang, imap, repeat, reset, smtp

AN_HOUR = 3600.0  # nobody waits for it: what ends before has another reason
MALFORMED, DROPPED, SILENT = "reply-malformed", "connection-dropped", "reply-timeout"


def sends(data: bytes) -> Talk:
    """Says it and falls silent; `TAG` is the tag of the command that is answered."""

    def talk(connection: Connection) -> None:
        connection.send(data.replace(b"TAG", connection.tag.encode()))
        hang(connection)

    return talk


def slams(data: bytes) -> Talk:
    """Says it and closes."""

    def talk(connection: Connection) -> None:
        connection.send(data.replace(b"TAG", connection.tag.encode()))
        close(connection)

    return talk


# how both servers behave, and what may be said of it: (incoming, outgoing)
BEHAVIOURS: dict[str, tuple[Talk, Talk, set[str], set[str]]] = {
    "never answers": (hang, hang, {SILENT}, {SILENT}),
    "drips": (drip, drip, {SILENT}, {SILENT}),
    "floods": (flood, repeat(b"250-" + b"x" * 400 + b"\r\n"), {MALFORMED}, {MALFORMED}),
    "closes": (close, close, {DROPPED}, {DROPPED}),
    "resets": (reset, reset, {DROPPED}, {DROPPED}),
    "garbage": (garbage, garbage, {MALFORMED}, {MALFORMED}),
    "giant line": (repeat(b"x" * 5000), repeat(b"x" * 5000), {MALFORMED}, {MALFORMED}),
    "giant literal": (sends(b"* X {999999999999}\r\n"), sends(b"250-{999999999999}\r\n"), {MALFORMED}, {SILENT}),
    "literal that never comes": (sends(b"* X {1000}\r\nx"), sends(b"250"), {SILENT}, {SILENT}),
    "NUL bytes": (sends(b"\0" * 500 + b"\r\n"), sends(b"\0" * 500 + b"\r\n"), {MALFORMED}, {MALFORMED}),
    "unknown tag": (sends(b"ZZZZ9 OK done\r\n"), sends(b"ZZZZ9 OK\r\n"), {MALFORMED}, {MALFORMED}),
    "untagged nonsense": (sends(b"* \r\n* 12\r\n* ((((\r\n"), sends(b"999 x\r\n"), {MALFORMED, SILENT}, {MALFORMED}),
    "half a line": (slams(b"TAG O"), slams(b"25"), {DROPPED, MALFORMED}, {DROPPED, MALFORMED}),
    "an empty line": (sends(b"\r\n"), sends(b"\r\n"), {SILENT}, {SILENT}),
    "status of no status": (sends(b"TAG MAYBE so\r\n"), sends(b"999 so\r\n"), {MALFORMED}, {MALFORMED}),
}
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.GREET: ("greeting", "greeting"),
    Stage.ENCRYPT: ("STARTTLS", "STARTTLS"),
    Stage.AUTHENTICATE: ("LOGIN", "AUTH"),
    Stage.FOLDERS: ("LIST", "EHLO"),
    Stage.USE: ("EXAMINE", "MAIL"),
    Stage.RCPT: ("GETQUOTAROOT", "RCPT"),
}
SMTP_STAGES = {Stage.FOLDERS: Stage.GREET, Stage.USE: Stage.MAIL}
IMAP_STAGES = {Stage.RCPT: Stage.USE}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_behaviour(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, behaviour: str, stage: Stage) -> None:
    incoming, outgoing, of_imap, of_smtp = BEHAVIOURS[behaviour]
    for each in (stage, SMTP_STAGES.get(stage, stage), IMAP_STAGES.get(stage, stage)):
        monkeypatch.setitem(LIMITS, each, 0.3 if SILENT in of_imap | of_smtp else AN_HOUR)
    monkeypatch.setitem(LIMITS, Stage.QUIT, 0.3)
    imap_command, smtp_command = STAGES[stage]
    security = Security.STARTTLS if stage is Stage.ENCRYPT else Security.TLS
    greeting = {} if stage is Stage.GREET else {"greeting": "* OK [CAPABILITY IMAP4rev1 STARTTLS QUOTA] ready"}
    talks = imap(**{**greeting, imap_command: incoming}), smtp(**{smtp_command: outgoing})  # type: ignore[arg-type]
    report = check_mailbox(*talks, security=security, deadline=AN_HOUR)
    if imap_command == "GETQUOTAROOT":  # worth knowing, not worth failing for
        of_imap = set()
    elif stage is Stage.FOLDERS:
        of_imap = {"folder-list-timeout" if code == SILENT else code for code in of_imap}
    assert check_mailbox.engine.whole
    for check, command, allowed in (("incoming", imap_command, of_imap), ("outgoing", smtp_command, of_smtp)):
        found = [finding for finding in findings(report, check) if finding.code in problems(report, check)]
        assert len(found) == bool(allowed), (check, command)
        assert {finding.code for finding in found} <= allowed, (check, command, found)


LISTS = {
    "numbers": b'* LIST (\\Sent 99999999999) 99999999999 99999999999\r\n* LIST () "/" 2024\r\n',
    "nesting": b"* LIST " + b"(" * 20_000 + b"\r\n",
    "no utf-7": b'* LIST () "/" "&&&-&"\r\n* LIST () "/" "\xff\xfe"\r\n* LIST () "/" "&2D3-"\r\n',
    "literal name": b'* LIST () "/" {4}\r\nSent\r\n',
    "NIL": b"* LIST () NIL NIL\r\n* LIST NIL NIL NIL\r\n* LIST\r\n",
    "half a quote": b'* LIST () "/ INBOX\r\n',
    "digits": b'* LIST () "/" ' + b"9" * 6000 + b"\r\n",
}


@pytest.mark.parametrize("lines", LISTS)
def test_folders_of_no_sense(check_mailbox: Mailbox, lines: str) -> None:
    def listing(connection: Connection) -> None:
        connection.send(LISTS[lines] + f"{connection.tag} OK done\r\n".encode())

    report = check_mailbox(imap(LIST=listing))
    assert set(problems(report, "incoming")) <= {MALFORMED, "sent-folder-missing", "sent-folder-unflagged"}


@pytest.mark.parametrize("answer", ["((999999999999 9))", "((NIL NIL))", "NIL", "9", "(", '(("&&&" "/"))', ""])
def test_namespace_of_no_sense(check_mailbox: Mailbox, answer: str) -> None:
    namespace = f"* NAMESPACE {answer}\nOK done"
    talk = imap(capabilities="IMAP4rev1 NAMESPACE", NAMESPACE=namespace, folders=('() "/" INBOX',))
    assert set(problems(check_mailbox(talk), "incoming")) <= {MALFORMED, "sent-folder-missing"}
    assert any("NAMESPACE" in line for line in check_mailbox.incoming.heard)


@pytest.mark.parametrize(
    "quota",
    ["STORAGE 99 0", "STORAGE x y", "999999999999 1 2", "STORAGE", "((((", "STORAGE -1 -1", f"STORAGE {10**400} 1"],
)
def test_quota_of_no_sense(check_mailbox: Mailbox, quota: str) -> None:
    assert problems(check_mailbox(imap(quota=quota)), "incoming") == []


@pytest.mark.parametrize(
    "extensions",
    [
        "SIZE 99999999999999999999\nAUTH PLAIN",
        "SIZE x\nAUTH PLAIN",
        "AUTH PLAIN\n\n=\nAUTH=",
        "\0\nAUTH PLAIN",
        "AUTH=PLAIN",
    ],
)
def test_extensions_of_no_sense(check_mailbox: Mailbox, extensions: str) -> None:
    assert problems(check_mailbox(outgoing=smtp(extensions=extensions)), "outgoing") == []


def test_bye_in_mid_talk(check_mailbox: Mailbox) -> None:
    talk = imap(EXAMINE=slams(b"* BYE Idle for too long, closing\r\n"))
    assert problems(check_mailbox(talk), "incoming") == [DROPPED]


def test_thirty_megabytes_of_folders(check_mailbox: Mailbox) -> None:
    flood_of_folders = repeat(b'* LIST () "/" "folder-1234567890"\r\n')
    assert problems(check_mailbox(imap(LIST=flood_of_folders)), "incoming") == [MALFORMED]


def test_hundred_thousand_folders(check_mailbox: Mailbox) -> None:
    def listing(connection: Connection) -> None:
        connection.send(b"".join(b'* LIST () "/" folder-%d-of-a-very-large-mailbox\r\n' % n for n in range(100_000)))
        connection.send(f"{connection.tag} OK done\r\n")

    assert problems(check_mailbox(imap(LIST=listing)), "incoming") == [MALFORMED]


def test_no_control_character_gets_out(check_mailbox: Mailbox) -> None:
    """A terminal would obey them."""
    evil = "\x1b[2J\x07\u202eevil\0"
    report = check_mailbox(imap(LOGIN=f"NO {evil}"), smtp(AUTH=f"535 {evil}"), language=Language.RU)
    texts = [str(finding.evidence) for finding in findings(report)] + [line.line for line in report.transcript]
    texts += [card.reply or "" for card in report.diagnoses] + [as_text(report).replace("\n", "")]
    for sign in "\x1b\x07\u202e\0":
        assert not any(sign in text for text in texts)


COMMANDS = st.sampled_from(["greeting", "STARTTLS", "CAPABILITY", "LOGIN", "LIST", "EXAMINE", "GETQUOTAROOT", "LOGOUT"])
SMTP_COMMANDS = st.sampled_from(["greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "RSET"])
WORDS = '* ,TAG ,OK,NO,BAD,BYE,[,],(,),",\\,{3},\r\n,\n,LIST ,CAPABILITY ,QUOTA ,NIL,&,\0, '
NUMBERS = "220,250,250-,334 ,535 ,5.7.8,+ ,99999999999"
PIECES = st.sampled_from([*(word.encode() for word in f"{WORDS},{NUMBERS}".split(",")), b"\xff"])
BYTES = st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=14).map(b"".join))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(incoming=BYTES, outgoing=BYTES, command=COMMANDS, smtp_command=SMTP_COMMANDS, starttls=st.booleans())
def test_random_bytes(
    check_mailbox: Mailbox, incoming: bytes, outgoing: bytes, command: str, smtp_command: str, starttls: bool
) -> None:
    """Whatever is said at whatever point: the run ends by itself, and Mailbox asserts that nothing crashed."""
    answers: dict[str, Answer] = {command: slams(incoming)}
    if command != "greeting":
        answers["greeting"] = "* OK [CAPABILITY IMAP4rev1 STARTTLS QUOTA] ready"
    talks = imap(**answers), smtp(**{smtp_command: slams(outgoing)})  # type: ignore[arg-type]
    report = check_mailbox(*talks, security=Security.STARTTLS if starttls else Security.TLS, deadline=5)
    assert check_mailbox.engine.whole
    assert as_json(report) and as_text(report)


STOPS = [*STAGES, Stage.CONNECT]


@pytest.mark.parametrize("stage", STAGES)
def test_stop(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, stage: Stage) -> None:
    """From another thread, while both servers are silent: what was found stays, the end comes at once."""
    imap_command, smtp_command = STAGES[stage]
    greeting = {} if stage is Stage.GREET else {"greeting": "* OK [CAPABILITY IMAP4rev1 STARTTLS QUOTA] ready"}
    talks = imap(**{**greeting, imap_command: hang}), smtp(**{smtp_command: hang})  # type: ignore[arg-type]
    for each in LIMITS:
        monkeypatch.setitem(LIMITS, each, AN_HOUR)
    timers: list[threading.Timer] = []

    def stop_soon(event: object) -> None:
        if not timers:
            timers.append(threading.Timer(0.25, check_mailbox.engine.run.stop))
            timers[0].start()

    security = Security.STARTTLS if stage is Stage.ENCRYPT else Security.TLS
    report = check_mailbox(*talks, security=security, deadline=AN_HOUR, on_event=stop_soon)
    assert problems(report) == []
    assert report.verdict.value == "incomplete"
    for check in ("incoming", "outgoing"):
        skipped = [finding for finding in findings(report, check) if finding.code == "stage-skipped"]
        assert skipped and skipped[-1].stage is Stage.QUIT
        assert {finding.evidence.get("reason") for finding in skipped} <= {"stopped", "not-asked-for"}
        assert any(finding.code == "stage-passed" for finding in findings(report, check))


def test_deadline_of_the_whole_run(check_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (Stage.FOLDERS, Stage.RCPT):
        monkeypatch.setitem(LIMITS, each, AN_HOUR)
    report = check_mailbox(imap(LIST=hang), smtp(RCPT=hang), deadline=1)
    assert problems(report, "incoming") == ["folder-list-timeout"]
    assert problems(report, "outgoing") == [SILENT]


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.05])
def test_stop_at_any_moment(check_mailbox: Mailbox, wait: float) -> None:
    timers: list[threading.Timer] = []

    def stop_soon(event: object) -> None:
        if not timers:
            timers.append(threading.Timer(wait, check_mailbox.engine.run.stop))
            timers[0].start()

    assert problems(check_mailbox(on_event=stop_soon)) == []
