"""What has changed between two reports: nothing is mended by silence."""

from __future__ import annotations

from mailcheck.changes import Change, changes
from mailcheck.domain.account import Service
from mailcheck.domain.report import Report
from mailcheck.i18n import Language
from tests.mailbox import Mailbox
from tests.servers import imap, smtp

NO_SENT = imap(folders=('() "/" INBOX',))
REFUSED = imap(LOGIN="NO [AUTHENTICATIONFAILED] no")


def told(before: Report, after: Report) -> dict[str, list[str]]:
    found = changes(before, after, Language.EN)
    named = {"mended": found.mended, "new": found.new, "remaining": found.remaining, "unclear": found.unclear}
    return {name: [change.code for change in those] for name, those in named.items() if those}


def test_mended(check_mailbox: Mailbox) -> None:
    before, after = check_mailbox(NO_SENT), check_mailbox()
    assert told(before, after) == {"mended": ["sent-folder-missing"]}
    assert told(after, before) == {"new": ["sent-folder-missing"]}
    assert told(before, before) == {"remaining": ["sent-folder-missing"]}
    assert told(after, after) == {}
    (change,) = changes(before, after, Language.RU).mended
    assert isinstance(change, Change) and change.service is Service.INCOMING
    assert "папк" in change.title


def test_a_step_that_was_not_reached_says_nothing(check_mailbox: Mailbox) -> None:
    before, after = check_mailbox(NO_SENT), check_mailbox(REFUSED)
    assert told(before, after) == {"new": ["login-rejected"], "unclear": ["sent-folder-missing"]}
    no_password = check_mailbox(secret=None)
    assert told(after, no_password) == {"unclear": ["login-rejected"]}


def test_the_same_step_with_another_answer(check_mailbox: Mailbox) -> None:
    before = check_mailbox(REFUSED)
    after = check_mailbox(imap(LOGIN="NO [UNAVAILABLE] later"))
    assert told(before, after) == {"new": ["login-unavailable"], "unclear": ["login-rejected"]}


def test_one_of_two_servers_mended_remains(check_mailbox: Mailbox) -> None:
    before = check_mailbox(imap(LOGIN="NO no"), smtp(AUTH="535 no"))
    assert told(before, check_mailbox(imap(LOGIN="NO no"))) == {"remaining": ["login-rejected"]}


def test_a_doubt_that_the_login_disproved_is_mended(check_mailbox: Mailbox) -> None:
    before = check_mailbox(imap(LOGIN="NO no"), smtp(AUTH="535 no"), secret="sesame ")
    after = check_mailbox(secret="sesame ")
    assert told(before, after) == {"mended": ["secret-blank-at-edge"]}


def test_what_has_become_a_consequence_stands_in_none(check_mailbox: Mailbox) -> None:
    before = check_mailbox(imap(LOGIN="NO no"), smtp(AUTH="535 no"))
    after = check_mailbox(imap(LOGIN="NO no"), smtp(AUTH="535 no"), secret="sesame ")
    assert told(before, after) == {"new": ["secret-blank-at-edge"]}


def test_the_recipient_is_another_matter(check_mailbox: Mailbox) -> None:
    before = check_mailbox(recipient="anna@mаil.ru")
    after = check_mailbox(recipient="anna@example.test")
    assert told(before, after) == {"mended": ["address-lookalike-letter"]}
    assert told(before, check_mailbox()) == {"unclear": ["address-lookalike-letter"]}
