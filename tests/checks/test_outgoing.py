"""Every answer of an SMTP server that ends in a code of its own, over a real socket."""

from __future__ import annotations

import pytest

from mailcheck.checks import outgoing
from mailcheck.domain.account import Security, Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import Verdict
from mailcheck.engine import Check
from tests.checks.dialogues import Dialogue, table
from tests.mailbox import Mailbox, diagnosis, finding, findings, problems, stages
from tests.servers import EXTENSIONS, Answer, smtp

YANDEX, GMAIL, MAIL_RU, OUTLOOK = "anna@yandex.ru", "anna@gmail.com", "anna@mail.ru", "anna@outlook.com"
NOT_SENT, RIGHTS, RECIPIENT, SPAM = (
    "not-sent-authorization",
    "insufficient-rights",
    "incorrect-recipient",
    "spam-suspected",
)
DATA = "wrong-server-data"


def says(command: str, reply: str, code: str, amocrm: str | None, name: str = "", address: str = "") -> Dialogue:
    answers: dict[str, Answer] = {command: reply}
    where = {"address": address} if address else {}
    return Dialogue(code, smtp(**answers), amocrm, name, evidence={"reply": reply}, **where)  # type: ignore[arg-type]


LOGIN = (
    says("AUTH", "535 5.7.8 Error: authentication failed", "login-rejected", NOT_SENT),
    says(
        "AUTH",
        "535-5.7.8 Username and Password not accepted.\n535 5.7.8 See https://x.test",
        "login-rejected",
        NOT_SENT,
        "lines",
    ),
    says("AUTH", "534 5.7.9 Application-specific password required", "app-password-required", NOT_SENT, address=GMAIL),
    says(
        "AUTH",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
        "smtp-login-disabled",
        NOT_SENT,
    ),
    says("AUTH", "535 5.7.8 This user does not have access rights to this service", "client-access-denied", NOT_SENT),
    says("AUTH", "535 5.7.139 basic authentication is disabled", "password-login-disabled", NOT_SENT),
    says("AUTH", "534 5.7.14 Please log in via your web browser and then try again", "web-login-required", NOT_SENT),
    says("AUTH", "535 5.7.8 You must accept the EULA first", "agreement-not-accepted", RIGHTS),
    says("AUTH", "535 5.7.8 Your password has expired", "password-expired", NOT_SENT),
    says("AUTH", "535 5.7.8 Account disabled", "account-disabled", NOT_SENT),
    says("AUTH", "535 5.7.8 Contact your administrator", "contact-administrator", NOT_SENT),
    says("AUTH", "454 4.7.0 Too many login attempts, please try again later.", "too-many-logins", NOT_SENT),
    says("AUTH", "421 4.7.0 Too many concurrent connections", "too-many-connections", NOT_SENT),
    says("AUTH", "454 4.7.0 Temporary authentication failure", "login-unavailable", NOT_SENT),
    says("AUTH", "538 5.7.11 Encryption required for requested authentication mechanism", "login-needs-tls", DATA),
    says("AUTH", "501 5.5.2 Cannot decode response", "login-not-understood", NOT_SENT),
    says("AUTH", "504 5.5.4 Unrecognized authentication type", "mechanism-not-offered", DATA, "504"),
    Dialogue("mechanism-not-offered", smtp(extensions="SIZE 52428800"), DATA, "no AUTH"),
    Dialogue(
        "password-login-disabled",
        smtp(extensions="AUTH XOAUTH2"),
        NOT_SENT,
        "only OAuth is offered",
        evidence={"source": "server", "mechanisms": "XOAUTH2"},
    ),
    Dialogue(
        "login-needs-tls",
        smtp(extensions="STARTTLS"),
        DATA,
        "AUTH only after STARTTLS",
        security=Security.NONE,
        settings={"insecure": True},
    ),
)
SENDING = (
    says("MAIL", "553 5.7.1 Sender address rejected: not owned by auth user.", "sender-not-owned", RIGHTS),
    says("MAIL", "530 5.7.0 Authentication required", "login-required", NOT_SENT),
    says("MAIL", "550 5.1.8 Sender address rejected: Domain not found", "sender-refused", RIGHTS),
    says("MAIL", "550 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org", "client-ip-refused", RIGHTS),
    says("MAIL", "554 5.7.1 Sending is disabled for this account", "sending-disabled", RIGHTS),
    says("MAIL", "550 5.4.5 Daily user sending limit exceeded", "sending-limit-reached", RIGHTS),
    says("MAIL", "552 5.3.4 Message size exceeds fixed limit", "message-too-large", RIGHTS),
    says("MAIL", "452 4.3.1 Insufficient system storage", "sending-unavailable", RIGHTS),
    says("MAIL", "554 5.7.0 no", "sending-rejected", RIGHTS),
    says("MAIL", "552 5.2.2 Mailbox full, quota exceeded", "mailbox-full", RIGHTS),
    says("RCPT", "554 5.7.1 <anna@example.test>: Relay access denied", "relay-denied", RIGHTS),
    says("RCPT", "550 5.1.1 User unknown", "recipient-unknown", RECIPIENT),
    says("RCPT", "550 5.7.1 Recipient rejected by policy", "recipient-refused", RECIPIENT),
    says("RCPT", "452 4.2.2 The recipient's mailbox is full", "recipient-mailbox-full", RECIPIENT),
    says("RCPT", "554 5.7.1 Message rejected under suspicion of SPAM", "spam-suspected", SPAM),
    says("RCPT", "550 5.7.1 Message rejected due to DMARC policy", "message-refused", SPAM),
    says("RCPT", "450 4.7.1 Greylisted, try again later", "sending-unavailable", RIGHTS, "greylisting"),
    Dialogue("size-limit-low", smtp(extensions="SIZE 10485760\nAUTH PLAIN"), None, evidence={"size_limit_mb": 10.5}),
    # enough for 20,000,000 bytes in base64, too little for 20 MiB
    Dialogue("size-limit-low", smtp(extensions="SIZE 28000000\nAUTH PLAIN"), None, evidence={"size_limit_mb": 28.0}),
)
TABLE = LOGIN + SENDING
PRODUCED = frozenset(dialogue.code for dialogue in TABLE) | {"unicode-address-not-supported"}


@pytest.mark.parametrize("dialogue", table(TABLE))
def test_code(check_mailbox: Mailbox, dialogue: Dialogue) -> None:
    report = check_mailbox(
        outgoing=dialogue.talk,
        address=dialogue.address,
        security=(Security.TLS, dialogue.security),
        **dialogue.settings,
    )
    assert problems(report, "outgoing") == [dialogue.code]
    found = finding(report, dialogue.code)
    assert dialogue.evidence == {name: found.evidence.get(name) for name in dialogue.evidence}
    assert {"host": "localhost", "port": check_mailbox.outgoing.port}.items() <= found.evidence.items()
    card = diagnosis(report, dialogue.code)
    assert card.service is Service.OUTGOING
    assert (card.amocrm[0].id if card.amocrm else None) == dialogue.amocrm
    assert card.what and card.why and len(card.remedies) >= 2
    assert report.verdict is (Verdict.NOT_READY if found.outcome is Outcome.FAILED else Verdict.READY_WITH_WARNINGS)
    assert sum(line.startswith("AUTH") for line in check_mailbox.outgoing.heard) <= 1


def test_nothing_is_sent(check_mailbox: Mailbox) -> None:
    check_mailbox()
    commands = [line.split(" ")[0].upper() for line in check_mailbox.outgoing.heard]
    assert commands == ["EHLO", "AUTH", "MAIL", "RCPT", "RSET", "QUIT"]


@pytest.mark.parametrize("mechanism", ["LOGIN", "CRAM-MD5", "PLAIN"])
def test_mechanisms(check_mailbox: Mailbox, mechanism: str) -> None:
    report = check_mailbox(outgoing=smtp(extensions=f"AUTH {mechanism} XOAUTH2"), secret="пароль-Ж1")
    assert problems(report, "outgoing") == []
    assert [f.evidence["mechanism"] for f in findings(report, "outgoing") if f.stage is Stage.AUTHENTICATE] == [
        mechanism
    ]


def test_server_that_only_knows_helo(check_mailbox: Mailbox) -> None:
    report = check_mailbox(outgoing=smtp(EHLO="502 5.5.1 what"))
    assert problems(report, "outgoing") == ["mechanism-not-offered"]
    assert "HELO" in [line.split(" ")[0].upper() for line in check_mailbox.outgoing.heard]


def test_sender_of_another_address(check_mailbox: Mailbox) -> None:
    report = check_mailbox(outgoing=smtp(RCPT="553 5.7.1 sender not owned"), sender="shop@example.test")
    found = finding(report, "sender-not-owned")
    assert found.evidence["sender"] == "shop@example.test"
    assert "MAIL FROM:<shop@example.test>" in check_mailbox.outgoing.heard


@pytest.mark.parametrize("reply", ["251 will forward", "250 fine"])
def test_accepted(check_mailbox: Mailbox, reply: str) -> None:
    assert check_mailbox(outgoing=smtp(RCPT=reply)).verdict is Verdict.READY


@pytest.mark.parametrize("reply", ["354 go ahead", "220 again", "334 ", "299 what", "199 no", "600 no", "99", "hello"])
@pytest.mark.parametrize("command", ["EHLO", "AUTH", "MAIL", "RCPT"])
def test_an_answer_to_something_else(check_mailbox: Mailbox, command: str, reply: str) -> None:
    report = check_mailbox(outgoing=smtp(**{command: reply}))
    assert problems(report, "outgoing") == ["reply-malformed"]


def test_unanswered_farewell_changes_nothing(check_mailbox: Mailbox) -> None:
    report = check_mailbox(outgoing=smtp(RSET="500 what", QUIT=b""), deadline=10)
    assert stages(report, "outgoing")[Stage.RCPT] == Outcome.PASSED
    assert report.verdict is Verdict.READY


@pytest.mark.parametrize(("extensions", "codes"), [("AUTH PLAIN", ["unicode-address-not-supported"]), (EXTENSIONS, [])])
def test_address_beyond_ascii(check_mailbox: Mailbox, extensions: str, codes: list[str]) -> None:
    """The whole plan stops at such an address; the conversation by itself tells what the server makes of it."""
    alone = (Check("outgoing", outgoing.outgoing, outgoing.STAGES, Service.OUTGOING),)
    report = check_mailbox(outgoing=smtp(extensions=extensions), address="анна@example.test", plan=alone)
    assert problems(report) == codes
