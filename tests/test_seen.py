"""What a run says of a text that amoCRM showed: no more than was seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.domain.account import Service
from mailcheck.domain.finding import SKIPPED, Outcome, Stage
from mailcheck.domain.report import CheckResult
from mailcheck.i18n import Language
from mailcheck.reporting import retold
from mailcheck.seen import _NOT_SEEN, _STEPS, Seen, seen
from tests.mailbox import Mailbox
from tests.servers import imap

NO_SENT = imap(folders=('() "/" INBOX',))


def steps(found: Seen | None) -> Mapping[str, list[Stage]]:
    assert found
    return {
        check: [line.stage for line in found.ruled_out if line.check == check]
        for check in dict.fromkeys(line.check for line in found.ruled_out)
    }


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text_id", list(amocrm().texts))
def test_every_text(check_mailbox: Mailbox, text_id: str, language: Language) -> None:
    report = check_mailbox(amocrm_error=text_id, recipient="boris@example.test")
    found = seen(report, language)
    assert found and found.text.id == text_id
    assert not found.found and found.not_reached is None and found.not_seen
    lines = [*(line.words for line in found.ruled_out), *found.not_seen]
    assert len(found.ruled_out) <= 8
    for line in lines:
        assert line.endswith(".") and not re.search(r"[{}]|\[\[|None|  ", line)
    for ruled_out in found.ruled_out:
        for code in ruled_out.codes:
            sides = catalogue().problem(code).amocrm
            assert any(text_id in sides[service] for service in Service)


def test_the_login_is_evidence(check_mailbox: Mailbox) -> None:
    found = seen(check_mailbox(amocrm_error="not-sent-authorization"), Language.RU)
    assert found
    line, sending = found.ruled_out
    assert sending.codes == ("login-required",)
    assert line.check == "outgoing" and line.stage is Stage.AUTHENTICATE and "login-rejected" in line.codes
    assert line.words.startswith("Вход принят сервером localhost, логин anna@example.test")
    assert "too-many-logins" not in line.codes  # passes by itself


def test_what_was_mended_in_the_address_is_what_amocrm_may_still_have(check_mailbox: Mailbox) -> None:
    """The run cannot find it any more, in either language, and rules nothing out of the address as it was."""
    report = check_mailbox(amocrm_error="connection-problem", corrected="address-lookalike-letter")
    (diagnosis,) = report.diagnoses
    assert diagnosis.title == "Most likely it is the address: corrected, the mailbox works"
    assert "anna@example.test" in diagnosis.remedies[0].text
    (other,) = retold(report, Language.RU).diagnoses
    assert other.title.replace("\u00a0", " ") == "Скорее всего, дело в адресе: с исправленным ящик работает"
    found = seen(report, Language.RU)
    assert found and [(each.code, each.likelihood) for each in found.found] == [("refused-only-by-amocrm", "usual")]
    assert "address" not in steps(found) and "incoming" in steps(found)


@pytest.mark.parametrize(
    ("text_id", "corrected"),
    [("folder-list-timeout", "address-lookalike-letter"), ("connection-problem", "no-such-problem")],
)
def test_what_the_address_cannot_explain_is_not_put_down_to_it(
    check_mailbox: Mailbox, text_id: str, corrected: str
) -> None:
    report = check_mailbox(amocrm_error=text_id, corrected=corrected)
    assert "address" not in report.diagnoses[0].title
    found = seen(report, Language.RU)
    assert found and not found.found


def test_found_and_ruled_out(check_mailbox: Mailbox) -> None:
    found = seen(check_mailbox(NO_SENT), Language.EN, "connection-problem")
    assert found
    assert [(one.code, one.likelihood, one.number) for one in found.found] == [
        ("sent-folder-missing", "possible", catalogue().problem("sent-folder-missing").number)
    ]
    assert steps(found) == {"address": [Stage.ADDRESS], "incoming": [Stage.GREET, Stage.AUTHENTICATE]}
    assert found.not_reached is None  # the folders were looked through in spite of it


def test_what_was_not_reached_rules_nothing_out(check_mailbox: Mailbox) -> None:
    refused = seen(check_mailbox(imap(LOGIN="NO no")), Language.EN, "connection-problem")
    assert refused and steps(refused)["incoming"] == [Stage.GREET]
    assert refused.not_reached and "Signing in" in refused.not_reached and "outgoing" not in refused.not_reached
    assert [one.code for one in refused.found] == ["login-rejected"]
    unasked = seen(check_mailbox(secret=None), Language.EN, "connection-problem")
    assert unasked and steps(unasked)["incoming"] == [Stage.GREET]
    assert unasked.not_reached and "without a password" in unasked.not_reached


@pytest.mark.parametrize("language", Language)
def test_a_login_that_was_not_agreed_to_was_not_tried(check_mailbox: Mailbox, language: Language) -> None:
    report = check_mailbox()
    said = {"incoming": "not-confirmed", "outgoing": "locked-out"}
    checks = tuple(_without_login(each, said[each.id]) if each.id in said else each for each in report.checks)
    found = seen(replace(report, checks=checks), language, "connection-problem")
    assert found and not found.found and found.not_reached
    assert steps(found) == {"address": [Stage.ADDRESS], "incoming": [Stage.GREET]}
    assert ("was not tried" if language is Language.EN else "вход не\u00a0испытан") in found.not_reached
    assert ("consent" if language is Language.EN else "огласия") in found.not_reached
    sending = seen(replace(report, checks=checks), language, "not-sent-authorization")
    assert sending and sending.not_reached
    assert ("asked to wait" if language is Language.EN else "попросил подождать") in sending.not_reached


def _without_login(check: CheckResult, reason: str) -> CheckResult:
    """As checks/login.py leaves it when nothing may be sent."""
    stages = [finding.stage for finding in check.findings]
    place = stages.index(Stage.AUTHENTICATE)
    left = [replace(each, code=SKIPPED, outcome=Outcome.SKIPPED, evidence={}) for each in check.findings[place:]]
    left[0] = replace(left[0], evidence={"reason": reason})
    return replace(check, findings=(*check.findings[:place], *left))


def test_a_warning_takes_its_sentence_away(check_mailbox: Mailbox) -> None:
    found = seen(
        check_mailbox(imap(quota="STORAGE 95 100"), recipient="b@gmial.com"), Language.EN, "incorrect-recipient"
    )
    assert found and "recipient" not in {line.check for line in found.ruled_out if line.stage is Stage.ADDRESS}
    full = seen(check_mailbox(imap(quota="STORAGE 95 100")), Language.EN, "connection-problem")
    assert full and "room" not in " ".join(line.words for line in full.ruled_out)
    free = seen(check_mailbox(imap(quota="STORAGE 5 100")), Language.EN, "connection-problem")
    assert free and "5% is used" in " ".join(line.words for line in free.ruled_out)


def test_a_sender_that_is_judged_late_is_not_ruled_out(check_mailbox: Mailbox) -> None:
    def codes(address: str) -> set[str]:
        found = seen(check_mailbox(address=address), Language.EN, "insufficient-rights")
        assert found
        return {code for line in found.ruled_out for code in line.codes}

    assert "sender-not-owned" in codes("anna@example.test")
    assert "sender-not-owned" not in codes("anna@mail.ru")


def test_the_recipient(check_mailbox: Mailbox) -> None:
    without = seen(check_mailbox(), Language.EN, "incorrect-recipient")
    assert without and not without.ruled_out and "was not given" in without.not_seen[0]
    given = seen(check_mailbox(recipient="boris@example.test"), Language.EN, "incorrect-recipient")
    assert given and steps(given) == {"recipient": [Stage.ADDRESS, Stage.MX]}
    assert "boris@example.test" in given.ruled_out[0].words


def test_no_text_no_answer(check_mailbox: Mailbox) -> None:
    report = check_mailbox()
    assert seen(report, Language.EN) is None
    assert seen(report, Language.EN, "of-a-newer-program") is None


def test_the_tables_name_what_exists() -> None:
    assert set(_NOT_SEEN) == set(amocrm().texts)
    codes = {code for each in _STEPS.values() for step in each for code in step.codes}
    assert codes <= set(catalogue().codes())
