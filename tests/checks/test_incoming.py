"""Every answer of an IMAP server that ends in a code of its own, over a real socket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.domain.account import Security, Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import Verdict
from tests.checks.dialogues import Dialogue, table
from tests.mailbox import Mailbox, diagnosis, finding, problems, stages
from tests.servers import drip, hang, imap

YANDEX, GMAIL, MAIL_RU, OUTLOOK = "anna@yandex.ru", "anna@gmail.com", "anna@mail.ru", "anna@outlook.com"
PROBLEM, DATA, LISTING, SENT = "connection-problem", "wrong-server-data", "folder-list-timeout", "sent-folder-missing"
INBOX_ONLY = ('(\\HasNoChildren) "/" INBOX',)


def inbox_and(*folders: str) -> tuple[str, ...]:
    return (*INBOX_ONLY, *folders)


def no(words: str, name: str = "", code: str = "", amocrm: str = PROBLEM, **more: str) -> Dialogue:
    """The login is answered with NO."""
    return Dialogue(code, imap(LOGIN=f"NO {words}"), amocrm, name, evidence={"reply": f"NO {words}"}, **more)  # type: ignore[arg-type]


LOGIN = (
    no("[AUTHENTICATIONFAILED] Authentication failed.", code="login-rejected", amocrm=DATA),
    no("Неверное имя пользователя или пароль", "russian", code="login-rejected", amocrm=DATA),
    no(
        "[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled sc=abc",
        code="login-rejected-or-access-off",
        address=YANDEX,
    ),
    no("[ALERT] Application-specific password required", code="app-password-required", address=GMAIL),
    no("[ALERT] Your account is not enabled for IMAP use.", code="imap-disabled", address=GMAIL),
    no("[AUTHORIZATIONFAILED] this service is not allowed for this user", code="client-access-denied"),
    no("Basic authentication is disabled. Use OAuth2.", code="password-login-disabled"),
    no("[ALERT] Please log in via your web browser", code="web-login-required", address=GMAIL),
    no("You must accept the license agreement first", code="agreement-not-accepted"),
    no("[EXPIRED] password has expired", code="password-expired", amocrm=DATA),
    no("Your account has been suspended", code="account-disabled"),
    no("[CONTACTADMIN] call us", code="contact-administrator"),
    no("[LIMIT] Too many login attempts, try again in 15 minutes", code="too-many-logins"),
    no("[LIMIT] Too many simultaneous connections", code="too-many-connections"),
    no("[UNAVAILABLE] Temporary authentication failure.", code="login-unavailable", amocrm=LISTING),
    no("[PRIVACYREQUIRED] use TLS", code="login-needs-tls", amocrm=DATA),
    no("Mailbox is over quota [OVERQUOTA]", code="mailbox-full"),
    Dialogue("login-not-understood", imap(LOGIN="BAD Command syntax error"), DATA),
    Dialogue(
        "mechanism-not-offered",
        imap("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] ready"),
        DATA,
        evidence={"mechanisms": "GSSAPI"},
    ),
    Dialogue(
        "password-login-disabled",
        imap("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2 AUTH=OAUTHBEARER] ready"),
        PROBLEM,
        "only OAuth is offered",
        evidence={"source": "server", "mechanisms": "OAUTHBEARER, XOAUTH2"},
    ),
    Dialogue("password-login-disabled", imap(), PROBLEM, "provider is known", OUTLOOK, evidence={"source": "provider"}),
    Dialogue(
        "login-needs-tls",
        imap("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] ready"),
        DATA,
        "LOGINDISABLED before STARTTLS",
        security=Security.NONE,
        settings={"insecure": True},
    ),
    Dialogue("too-many-connections", imap("* BYE Too many connections from your IP"), PROBLEM, "at the greeting"),
    Dialogue("login-unavailable", imap(LOGIN="* BYE Server is shutting down for maintenance"), LISTING, "BYE"),
)
FOLDERS = (
    Dialogue("folder-list-refused", imap(LIST="NO I will not"), LISTING, evidence={"reply": "NO I will not"}),
    Dialogue(
        "mailbox-not-opened",
        imap(LIST="BAD User is authenticated but not connected."),
        PROBLEM,
    ),
    Dialogue("reading-unavailable", imap(LIST="NO [UNAVAILABLE] try again later"), LISTING, "LIST"),
    Dialogue("reading-unavailable", imap(EXAMINE_INBOX="NO [INUSE] Mailbox is busy, try later"), LISTING, "EXAMINE"),
    Dialogue("inbox-unusable", imap(EXAMINE_INBOX="NO [NOPERM] permission denied"), PROBLEM, "no rights"),
    Dialogue("inbox-unusable", imap(EXAMINE_INBOX="NO no"), PROBLEM, "no reason"),
    Dialogue("sent-folder-missing", imap(folders=INBOX_ONLY), SENT, evidence={"folders": ["INBOX"], "folder_count": 1}),
    Dialogue("sent-folder-missing", imap(folders=()), SENT, "no folder at all", evidence={"folder_count": 0}),
    Dialogue(
        "sent-folder-unflagged",
        imap(folders=inbox_and('() "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"')),
        SENT,
        evidence={"sent_folder": "Отправленные", "found_by": "name"},
    ),
    Dialogue(
        "sent-folder-ambiguous",
        imap(folders=inbox_and('(\\Sent) "/" Sent', '() "/" "Sent Items"')),
        SENT,
        evidence={"candidates": ["Sent", "Sent Items"]},
    ),
    Dialogue("sent-folder-unusable", imap(folders=inbox_and('(\\Sent \\Noselect) "/" Sent')), SENT, "Noselect"),
    Dialogue(
        "sent-folder-unusable",
        imap(EXAMINE_Sent="NO [NONEXISTENT] no such mailbox"),
        SENT,
        "cannot be opened",
        evidence={"sent_folder": "Sent", "reply": "NO [NONEXISTENT] no such mailbox"},
    ),
    Dialogue("sent-folder-unusable", imap(EXAMINE_Sent="NO no"), SENT, "no reason", evidence={"sent_folder": "Sent"}),
    Dialogue("mailbox-full", imap(quota="STORAGE 95 100"), PROBLEM, evidence={"used_percent": 95}),
    Dialogue("mailbox-full", imap(EXAMINE_INBOX="NO [OVERQUOTA] Quota exceeded"), PROBLEM, "refused"),
)
TABLE = LOGIN + FOLDERS
PRODUCED = frozenset({dialogue.code for dialogue in TABLE} | {"folder-list-timeout"})


@pytest.mark.parametrize("dialogue", table(TABLE))
def test_code(check_mailbox: Mailbox, dialogue: Dialogue) -> None:
    report = check_mailbox(
        dialogue.talk,
        address=dialogue.address,
        security=(dialogue.security, Security.TLS),
        **dialogue.settings,
    )
    assert problems(report, "incoming") == [dialogue.code]
    found = finding(report, dialogue.code)
    assert dialogue.evidence == {name: found.evidence.get(name) for name in dialogue.evidence}
    assert {"host": "localhost", "port": check_mailbox.incoming.port}.items() <= found.evidence.items()
    card = diagnosis(report, dialogue.code)
    assert card.service is Service.INCOMING or dialogue.address == OUTLOOK
    assert (card.amocrm[0].id if card.amocrm else None) == dialogue.amocrm
    assert card.what and card.why and len(card.remedies) >= 2
    assert report.verdict is (Verdict.NOT_READY if found.outcome is Outcome.FAILED else Verdict.READY_WITH_WARNINGS)
    assert sum("LOGIN" in line or "AUTHENTICATE" in line for line in check_mailbox.incoming.heard) <= 1


@pytest.mark.parametrize("behaviour", [hang, drip], ids=["hang", "drip"])
def test_slow_list(check_mailbox: Mailbox, limit: Callable[..., None], behaviour: Callable[..., None]) -> None:
    limit(Stage.FOLDERS)

    def slow(connection: object) -> None:
        connection.line("\n".join(f'* LIST () "/" folder-{number}' for number in range(300)))  # type: ignore[attr-defined]
        behaviour(connection)

    report = check_mailbox(imap(LIST=slow))
    assert problems(report, "incoming") == ["folder-list-timeout"]
    assert finding(report, "folder-list-timeout").evidence["folder_count"] == 300
    assert diagnosis(report, "folder-list-timeout").amocrm[0].id == LISTING
    assert stages(report, "incoming")[Stage.USE] == Outcome.SKIPPED


def test_all_green(check_mailbox: Mailbox) -> None:
    report = check_mailbox()
    assert problems(report) == []
    assert set(stages(report, "incoming").values()) == {Outcome.PASSED}
    assert report.verdict is Verdict.READY and not report.diagnoses


def test_no_password(check_mailbox: Mailbox) -> None:
    report = check_mailbox(secret=None)
    assert stages(report, "incoming")[Stage.AUTHENTICATE] == Outcome.SKIPPED
    assert report.verdict is Verdict.INCOMPLETE
    assert not any("LOGIN" in line for line in check_mailbox.incoming.heard)


def test_no_password_where_none_would_help(check_mailbox: Mailbox) -> None:
    """Asking for it would send the person after something that cannot work."""
    report = check_mailbox(address=OUTLOOK, secret=None)
    assert report.verdict is Verdict.NOT_READY
    assert report.diagnoses[0].code == "password-login-disabled"
    assert not any("LOGIN" in line for line in check_mailbox.incoming.heard)


def test_both_folders_refused_end_in_both_codes(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(EXAMINE_INBOX="NO no", EXAMINE_Sent="NO no"))
    assert problems(report, "incoming") == ["inbox-unusable", "sent-folder-unusable"]


def test_cyrillic_password_by_plain(check_mailbox: Mailbox) -> None:
    report = check_mailbox(secret="пароль-Ж1")
    assert report.verdict is Verdict.READY
    assert any("AUTHENTICATE PLAIN" in line for line in check_mailbox.incoming.heard)


def test_answers_without_text_are_answers(check_mailbox: Mailbox) -> None:
    """`A1 OK` breaks RFC 9051's grammar and is what some servers say."""
    report = check_mailbox(imap(LOGIN="OK", EXAMINE="OK", LOGOUT="OK"))
    assert report.verdict is Verdict.READY


def test_untagged_read_only(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(EXAMINE="* OK [READ-ONLY] so\n* 3 EXISTS\nOK [READ-ONLY] done", quota="STORAGE 1 100"))
    assert report.verdict is Verdict.READY
    assert [f.evidence.get("used_percent") for f in report.checks[2].findings if f.stage is Stage.USE] == [1]


def test_sent_named_by_a_number_of_no_sense(check_mailbox: Mailbox) -> None:
    """imapclient parses bare numbers; none of them may become a size of memory."""
    listing = '* LIST (\\Sent 99999999999) 99999999999 INBOX\n* LIST () "/" 2024\n* LIST () "/" 99999999999\nOK done'
    report = check_mailbox(imap(LIST=listing))
    assert "stage-crashed" not in problems(report)
