"""Sentences that everything which shows a report has in common."""

from __future__ import annotations

from datetime import UTC

from mailcheck import i18n
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Diagnosis, Report, Verdict, logins
from mailcheck.export.waterfall import time_words
from mailcheck.i18n import Language, message

ONLY_AMOCRM = "refused-only-by-amocrm"
OUTCOMES = {
    Verdict.READY: Outcome.PASSED,
    Verdict.READY_WITH_WARNINGS: Outcome.WARNED,
    Verdict.NOT_READY: Outcome.FAILED,
    Verdict.INCOMPLETE: Outcome.SKIPPED,
}
"""The colour and the sign of a verdict."""
_STATES = {"recipient": "report.outcome-recipient", "only-amocrm": "report.outcome-only-amocrm"}
_WITHOUT_REASON = ("login-rejected", "login-rejected-or-access-off")
_ANOTHER_LOGIN = "sender-not-owned"
_REACHING = (Stage.RESOLVE, Stage.CONNECT, Stage.ENCRYPT, Stage.GREET)


def verdict_key(report: Report) -> str:
    """The message that tells the verdict, or what it comes to in a special case."""
    if report.verdict is Verdict.READY_WITH_WARNINGS and _came_from_amocrm(report):
        return "report.verdict-only-amocrm"
    if report.verdict is Verdict.NOT_READY and {check.id for check in _failing(report)} == {"recipient"}:
        return "report.verdict-recipient"
    if report.verdict is Verdict.INCOMPLETE and _without_password(report) and not report.diagnoses:
        return "report.verdict-no-password"
    if report.verdict is Verdict.INCOMPLETE and lacks_consent(report) and not report.diagnoses:
        return "report.verdict-unconfirmed"
    return f"verdict.{report.verdict}"


def headline(report: Report) -> Diagnosis | None:
    """The problem that leads, where one does: the worst of what failed, or that only amoCRM met one."""
    if report.verdict is Verdict.NOT_READY:
        return next(iter(report.diagnoses), None)
    if report.verdict is Verdict.READY_WITH_WARNINGS:
        return next((each for each in report.diagnoses if each.code == ONLY_AMOCRM), None)
    return None


def verdict_case(report: Report) -> str:
    """Its name alone, "ready" or "recipient": other texts than the verdict itself are named by it."""
    return verdict_key(report).removeprefix("verdict.").removeprefix("report.verdict-")


def state_text(report: Report, language: Language) -> str:
    """The verdict in a word or two, beside its sign; it says nothing that the sentence does not say."""
    return message(_STATES.get(verdict_case(report), f"report.outcome-{OUTCOMES[report.verdict]}"), language)


def provider_name(provider_id: str | None, language: Language) -> str | None:
    """The mail service as people know it; None where none was recognised, or this program does not know it."""
    from mailcheck.providers import providers  # noqa: PLC0415 - nothing that the window needs to open

    known = providers().by_id(provider_id)
    return known.name[language] if known else None


def has_failed(report: Report, check: str) -> bool:
    return any(failing.id == check for failing in _failing(report))


def out_of_reach(report: Report) -> frozenset[str]:
    """The services that were not reached with the settings that were tried: no talk of mail came about."""
    return frozenset(
        check.id
        for check in report.checks
        for finding in check.findings
        if check.id in tuple(Service) and finding.stage in _REACHING and finding.outcome is Outcome.FAILED
    )


def only_tried(report: Report) -> bool:
    """Whether the settings are only told, and not for amoCRM: a server was not reached with them, or the address one
    sends from wants another login.
    """
    return bool(out_of_reach(report)) or any(each.code == _ANOTHER_LOGIN for each in report.diagnoses)


def notes_help(report: Report) -> bool:
    """Whether it is worth saying what a mail service wants: not once a login was tried, unless it was refused without a
    reason; whatever else was foretold has been seen, and stands in the problem.
    """
    tried = [login for login in logins(report.checks) if login.outcome is not Outcome.SKIPPED]
    return not tried or any(login.code in _WITHOUT_REASON for login in tried)


def _came_from_amocrm(report: Report) -> bool:
    return any(diagnosis.code == ONLY_AMOCRM for diagnosis in report.diagnoses)


def _failing(report: Report) -> list[CheckResult]:
    return [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.CRASHED)]


def _without_password(report: Report) -> bool:
    reasons = [login.evidence.get("reason") for login in logins(report.checks)]
    return bool(reasons) and all(reason in ("no-password", "not-asked-for") for reason in reasons)


def lacks_consent(report: Report) -> bool:
    """Whether a login was left out because nobody has confirmed the server that was found."""
    return any(login.evidence.get("reason") == "not-confirmed" for login in logins(report.checks))


def skip_reason(finding: Finding, check: str, language: Language) -> str:
    """Why a stage was left out."""
    reason = finding.evidence.get("reason")
    if reason:
        return i18n.word("skip", str(reason), language)  # a report that was read back may hold any
    if finding.because == "network" != check:  # a conversation waits for it only to learn which server to ask
        return message("skip.no-servers", language)
    if finding.because and finding.because != check:
        return message("skip.because", language, what=message(f"check.{finding.because}", language))
    return message("skip.after-failure" if finding.evidence.get("waited_for") else "skip.not-reached", language)


def time_text(ms: int, language: Language) -> str:
    key, fields = time_words(ms)
    return message(key, language, **fields)


def moment_text(report: Report, language: Language) -> str:
    """When it was made: by the clock of this computer too, unless it was made on another."""
    there = report.created.astimezone(UTC) if report.tool else report.created.astimezone()
    date, time = i18n.day(there, language), f"{there:%H:%M}"
    offset = f"{there:%z}"  # +0330
    if offset == "+0000":
        return message("report.moment", language, date=date, time=time, offset=None, utc=None)
    short = offset[:3].replace("+0", "+").replace("-0", "-") + (f":{offset[3:]}" if offset[3:] != "00" else "")
    short = short.replace("-", "−")
    return message("report.moment", language, date=date, time=time, offset=short, utc=f"{report.created:%H:%M}")
