"""At most one login per protocol and run; after a reply that locks the person out none at all."""

from __future__ import annotations

import threading

import pytest

from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import Report
from tests.mailbox import Mailbox, finding, findings, problems, stages
from tests.servers import SOON, Answer, Connection, Server, Talk, close, hang, imap, reset, smtp

WAIT = "NO [UNAVAILABLE] Too many failed login attempts, try again in 15 minutes"
WAIT_SMTP = "421 4.7.0 Too many failed login attempts, try again later"


def logins(server: Server) -> int:
    return sum(
        line.split(" ")[1:2] in (["LOGIN"], ["AUTHENTICATE"]) or line.startswith("AUTH ") for line in server.heard
    )


@pytest.mark.parametrize(
    "answer",
    [
        "NO [AUTHENTICATIONFAILED] no",
        "NO [UNAVAILABLE] try again later",
        "BAD what?",
        "* BYE too many connections",
        hang,
        close,
        reset,
        WAIT,
    ],
)
def test_imap_is_logged_in_to_once(check_mailbox: Mailbox, limit: object, answer: Answer) -> None:
    limit(Stage.AUTHENTICATE, 0.3)  # type: ignore[operator]
    check_mailbox(imap(LOGIN=answer, AUTHENTICATE=answer))
    assert logins(check_mailbox.incoming) == 1
    assert logins(check_mailbox.outgoing) <= 1


@pytest.mark.parametrize(
    "answer", ["535 5.7.8 no", "454 4.7.0 later", "500 what?", "504 5.5.4 no such mechanism", hang, close, WAIT_SMTP]
)
def test_smtp_is_logged_in_to_once(check_mailbox: Mailbox, limit: object, answer: Answer) -> None:
    limit(Stage.AUTHENTICATE, 0.3)  # type: ignore[operator]
    check_mailbox(smtp_is(answer), outgoing=smtp(AUTH=answer))
    assert logins(check_mailbox.outgoing) == 1


def smtp_is(_answer: Answer) -> Talk:
    """The other side in good order."""
    return imap()


class Turn:
    """Lets one server's greeting wait until the other has said its last word."""

    def __init__(self) -> None:
        self.said = threading.Event()

    def then(self, answer: str) -> Talk:
        def talk(connection: Connection) -> None:
            connection.line(f"{connection.tag} {answer}".strip())
            self.said.set()

        return talk

    def after(self, greeting: str) -> Talk:
        def talk(connection: Connection) -> None:
            self.said.wait(SOON)
            connection.server.over.wait(0.2)  # the answer is read and judged in that time
            connection.line(greeting)

        return talk


def _left_out(report: Report, check: str) -> bool:
    reasons = [f.evidence.get("reason") for f in findings(report, check) if f.stage is Stage.AUTHENTICATE]
    return stages(report, check)[Stage.AUTHENTICATE] == Outcome.SKIPPED and reasons == ["locked-out"]


def test_locked_out_by_imap_no_smtp_login(check_mailbox: Mailbox) -> None:
    turn = Turn()
    report = check_mailbox(imap(LOGIN=turn.then(WAIT)), smtp(turn.after("220 mail.example.test ESMTP")))
    assert problems(report, "incoming") == ["too-many-logins"]
    assert _left_out(report, "outgoing")
    assert logins(check_mailbox.outgoing) == 0
    assert finding(report, "too-many-logins").stage is Stage.AUTHENTICATE


def test_locked_out_by_smtp_no_imap_login(check_mailbox: Mailbox) -> None:
    turn = Turn()
    report = check_mailbox(
        imap(turn.after("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready")), smtp(AUTH=turn.then(WAIT_SMTP))
    )
    assert "too-many-logins" in problems(report, "outgoing")
    assert _left_out(report, "incoming")
    assert logins(check_mailbox.incoming) == 0


def test_a_plain_refusal_keeps_nobody_from_the_other_login(check_mailbox: Mailbox) -> None:
    turn = Turn()
    no = "NO [AUTHENTICATIONFAILED] no"
    report = check_mailbox(imap(LOGIN=turn.then(no)), smtp(turn.after("220 mail.example.test ESMTP")))
    assert problems(report, "incoming")
    assert logins(check_mailbox.outgoing) == 1
