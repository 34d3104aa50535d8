"""Causes put into words: nothing left unfilled that is known, nothing of the computer, the right card."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from mailcheck.domain.account import Endpoint, Security
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Diagnosis, Verdict
from mailcheck.i18n import Language
from mailcheck.reporting import report_of
from tests.checks import test_incoming, test_outgoing
from tests.checks.dialogues import Dialogue, table
from tests.mailbox import Mailbox
from tests.servers import Talk, close, imap, smtp

DIALOGUES = [
    *((dialogue, "incoming") for dialogue in test_incoming.TABLE if dialogue.security is Security.TLS),
    *((dialogue, "outgoing") for dialogue in test_outgoing.TABLE if dialogue.security is Security.TLS),
]


def words_of(card: Diagnosis) -> str:
    parts = [card.title, card.what, card.why, card.for_admin or "", *(remedy.text for remedy in card.remedies)]
    return "\n".join(parts)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("dialogue", "side"), DIALOGUES[::6])
def test_words(check_mailbox: Mailbox, dialogue: Dialogue, side: str, language: Language) -> None:
    report = check_mailbox(**{side: dialogue.talk}, address=dialogue.address, language=language)  # type: ignore[arg-type]
    for card in report.diagnoses:
        words = words_of(card)
        assert not re.search(r"[{}]|\[\[|\]\]|None|  |«»|\(\)", words)
        assert all(re.match(r"\w|«", remedy.text) for remedy in card.remedies)
        assert card.number.startswith("M-")
    assert report.language == language


def test_what_is_known_stands_in_the_words(check_mailbox: Mailbox) -> None:
    """Address, user name, server, the server's words and the other server are all in the card's evidence."""
    report = check_mailbox(imap(LOGIN="NO [AUTHENTICATIONFAILED] so not"), language=Language.RU)
    (card,) = report.diagnoses
    assert card.code == "login-rejected"
    assert card.reply == "NO [AUTHENTICATIONFAILED] so not"
    words = words_of(card)
    assert "localhost" in words and "so not" in words
    assert "тот же пароль принял" in words  # the other login was accepted: the variant for it


def test_provider_is_named(check_mailbox: Mailbox) -> None:
    report = check_mailbox(imap(LOGIN="NO [AUTHENTICATIONFAILED] no"), address="anna@yandex.ru", language=Language.RU)
    assert report.provider == "yandex"
    assert any(remedy.url and "yandex" in remedy.url for remedy in report.diagnoses[0].remedies)


def test_three_cards_at_most(check_mailbox: Mailbox) -> None:
    report = check_mailbox(
        imap(folders=('() "/" INBOX',), EXAMINE="NO [NOPERM] no", quota="STORAGE 95 100"),
        smtp(extensions="SIZE 1000000\nAUTH PLAIN", MAIL="553 5.7.1 sender not owned"),
        address="anna@nomx.test",
    )
    assert len(report.diagnoses) == 3 and report.more >= 2
    assert [card.outcome for card in report.diagnoses] == [Outcome.FAILED] * 3


def test_text_that_was_seen_comes_first(check_mailbox: Mailbox) -> None:
    talks = imap(folders=('() "/" INBOX',)), smtp(MAIL="553 5.7.1 sender not owned")
    assert check_mailbox(*talks).diagnoses[0].code == "sent-folder-missing"
    assert check_mailbox(*talks, amocrm_error="insufficient-rights").diagnoses[0].code == "sender-not-owned"


def test_refused_only_by_amocrm(check_mailbox: Mailbox) -> None:
    report = check_mailbox(amocrm_error="connection-problem")
    assert [card.code for card in report.diagnoses] == ["refused-only-by-amocrm"]
    assert report.verdict is Verdict.READY_WITH_WARNINGS


def test_usual_and_possible(check_mailbox: Mailbox) -> None:
    (card,) = check_mailbox(imap(LOGIN="NO no"), smtp(AUTH="535 no")).diagnoses
    assert card.service is None
    assert card.amocrm[0].likelihood == "usual"
    assert len({text.id for text in card.amocrm}) == len(card.amocrm)


def test_connection_card(check_mailbox: Mailbox) -> None:
    report = check_mailbox(Endpoint("imap.nowhere.test", 993, Security.TLS), username="anna")
    card = report.connection_card
    assert card.incoming == Endpoint("imap.nowhere.test", 993, Security.TLS)
    assert card.username == report.username == "anna"
    assert card.password_kind


def test_the_password_that_was_taken_is_the_one(check_mailbox: Mailbox) -> None:
    """What has worked needs no rule of the mail service's; until then its rule is told."""

    def kind(incoming: Talk | None = None, outgoing: Talk | None = None, **more: Any) -> str:
        report = check_mailbox(incoming, outgoing, address="anna@yandex.ru", **more)
        return report.connection_card.password_kind

    rule = "an app password, not the ordinary one"
    assert kind() == "the one that signed in during this check"
    assert kind(outgoing=close) == "the one that signed in during this check"
    assert kind(outgoing=smtp(AUTH="535 no")) == rule
    assert kind(imap(LOGIN="NO no"), smtp(AUTH="535 no")) == rule
    assert kind(secret=None) == rule


def test_created_is_utc(check_mailbox: Mailbox) -> None:
    check_mailbox()
    zone = datetime.timezone(datetime.timedelta(hours=3))
    report = report_of(check_mailbox.engine, Language.EN, datetime.datetime(2026, 11, 23, 1, 0, tzinfo=zone))
    assert report.created.isoformat() == "2026-11-22T22:00:00+00:00"


def test_table_of_dialogues_is_not_empty() -> None:
    assert len(table(dialogue for dialogue, _ in DIALOGUES)) > 60
