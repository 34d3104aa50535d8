"""The report as plain text, for a ticket or a chat: 72 columns; and its parts, which the terminal prints too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailcheck import i18n
from mailcheck.amocrm import amocrm
from mailcheck.catalogue import endpoint_words
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import AmocrmLine, CheckResult, Confidence, Diagnosis, Report, Verdict
from mailcheck.export.found_servers import found_lines
from mailcheck.export.json_file import tool
from mailcheck.export.plain import plain, wrapped
from mailcheck.i18n import Language, message

WIDTH = 72
ONLY_AMOCRM = "refused-only-by-amocrm"
_REPLY_LINES = 6


def as_text(report: Report) -> str:
    """The whole report, transcript included."""
    language = Language(report.language)
    lines = [message("report.title", language), "=" * WIDTH, *_heading(report, language), ""]
    lines += [*summary(report, language), ""]
    lines += [message("report.checks", language), "-" * WIDTH]
    for result in report.checks:
        lines += check_lines(result, report, language)
    if report.transcript:
        lines += ["", message("report.transcript", language), "-" * WIDTH]
        lines += [f"{t.at_ms:>6} {t.service.value[:3]} {t.direction} {t.line}" for t in report.transcript]
    return plain("\n".join(line.rstrip() for line in lines) + "\n")


def summary(report: Report, language: Language, width: int = WIDTH) -> list[str]:
    """The verdict, the diagnoses, the connection card, and from where all this was seen."""
    lines = [*wrapped(message(verdict_key(report), language), width)]
    for place, diagnosis in enumerate(report.diagnoses, 1):
        lines += ["", *diagnosis_lines(diagnosis, place, language, width)]
    if report.more:
        lines += ["", *wrapped(message("report.more", language, n=report.more), width)]
    lines += _checklist(report, language, width)
    if (report.incoming or report.outgoing) and not _failed(report, "address"):
        lines += ["", *card_lines(report, language, width)]
    lines += ["", *wrapped(report.vantage, width)]
    if report.verdict in (Verdict.READY, Verdict.READY_WITH_WARNINGS):
        lines += wrapped(message("report.not-tested", language), width)
    return lines


def _checklist(report: Report, language: Language, width: int) -> list[str]:
    """What to look at in amoCRM itself, where what it showed is no error of the mailbox."""
    seen = amocrm().texts.get(report.amocrm_error_seen or "")
    if not seen or not seen.is_checklist:
        return []
    lines = ["", *wrapped(seen.text, width), *wrapped(seen.explanation[language], width, "   ")]
    lines += ["", "   " + message("report.steps", language)]
    for number, step in enumerate(seen.steps[language], 1):
        lines += wrapped(step, width, f"   {number}) ", "      ")
    return lines


def verdict_key(report: Report) -> str:
    """The message that tells the verdict, or what it comes to in a special case."""
    if report.verdict is Verdict.READY_WITH_WARNINGS and _came_from_amocrm(report):
        return "report.verdict-only-amocrm"
    if report.verdict is Verdict.NOT_READY and all(check.id == "recipient" for check in _failing(report)):
        return "report.verdict-recipient"
    if report.verdict is Verdict.INCOMPLETE and _without_password(report) and not report.diagnoses:
        return "report.verdict-no-password"
    if report.verdict is Verdict.INCOMPLETE and _unconfirmed(report) and not report.diagnoses:
        return "report.verdict-unconfirmed"
    return f"verdict.{report.verdict}"


def _came_from_amocrm(report: Report) -> bool:
    return any(diagnosis.code == ONLY_AMOCRM for diagnosis in report.diagnoses)


def _failing(report: Report) -> list[CheckResult]:
    return [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.CRASHED)]


def _failed(report: Report, check: str) -> bool:
    return any(failing.id == check for failing in _failing(report))


def _logins(report: Report) -> list[Finding]:
    return [finding for check in report.checks for finding in check.findings if finding.stage is Stage.AUTHENTICATE]


def _without_password(report: Report) -> bool:
    logins = _logins(report)
    return bool(logins) and all(each.evidence.get("reason") in ("no-password", "not-asked-for") for each in logins)


def _unconfirmed(report: Report) -> bool:
    return any(login.evidence.get("reason") == "not-confirmed" for login in _logins(report))


def diagnosis_lines(diagnosis: Diagnosis, place: int, language: Language, width: int = WIDTH) -> list[str]:
    """One card: what happened, why, what to do, what amoCRM calls it, and what to hand on to others."""
    lines = [*wrapped(f"{place}. {diagnosis.title}", width, "", "   ")]
    lines += [line for text in (diagnosis.what, diagnosis.why) for line in wrapped(text, width, "   ")]
    if diagnosis.confidence is Confidence.POSSIBLE:
        lines += wrapped(message("report.possible", language), width, "   ")
    if diagnosis.reply and " ".join(diagnosis.reply.split()) not in diagnosis.what:
        lines += ["", "   " + message("report.server-said", language)]
        for line in diagnosis.reply.splitlines()[:_REPLY_LINES]:
            lines += wrapped(line, width, "   | ")
    lines += ["", "   " + message("report.steps", language)]
    for number, remedy in enumerate(diagnosis.remedies, 1):
        lines += wrapped(remedy.text, width, f"   {number}) ", "      ")
        if remedy.url:
            lines.append(f"      {remedy.url}")
    if diagnosis.amocrm and diagnosis.code != ONLY_AMOCRM:  # what that one looks like has been seen
        failed = diagnosis.outcome is Outcome.FAILED
        lines += ["", *amocrm_lines(diagnosis.amocrm, language, width, "   ", failed=failed)]
    if diagnosis.for_admin:
        lines += ["", "   " + message("report.for-admin", language), *wrapped(diagnosis.for_admin, width, "   ")]
    code = message("report.code", language, number=diagnosis.number, code=diagnosis.code)
    return [*lines, "", *wrapped(code, width, "   ")]


def amocrm_lines(
    texts: Sequence[AmocrmLine], language: Language, width: int, indent: str = "", *, failed: bool = True
) -> list[str]:
    """What amoCRM shows for it, the usual texts before the possible ones."""
    lines: list[str] = []
    for likelihood in ("usual", "possible") if failed else ("usual",):
        said = [text.text for text in texts if text.likelihood == likelihood]
        if said:
            lines.append(indent + message(f"report.amocrm-{likelihood if failed else 'perhaps'}", language))
            lines += [line for text in said for line in wrapped(f"«{text}»", width, f"{indent}  ")]
    return lines


def card_lines(report: Report, language: Language, width: int = WIDTH) -> list[str]:
    """What to type into amoCRM, as far as it is known."""
    card = report.connection_card
    lines = [message("report.card", language), "-" * min(width, WIDTH)]
    for name, endpoint in (("incoming", card.incoming), ("outgoing", card.outgoing)):
        if endpoint:
            lines += wrapped(
                message(f"report.card-{name}", language, endpoint=endpoint_words(endpoint, language)), width
            )
    lines += wrapped(message("report.card-username", language, username=card.username), width)
    lines += wrapped(message("report.card-password", language, kind=card.password_kind), width)
    if any(login.outcome is not Outcome.SKIPPED for login in _logins(report)):
        return lines  # what the notes foretell has been tried
    return [*lines, *(line for note in card.notes for line in wrapped(note, width, "• ", "  "))]


def check_lines(result: CheckResult, report: Report, language: Language) -> Iterator[str]:
    """One check: its stages with outcome and time, the codes of what is not in order, and why stages were left out."""
    state = message(f"state.{result.outcome}", language)
    yield f"{report.titles[result.id]}: {state}, {message('cli.ms', language, ms=result.ms)}"
    for finding in result.findings:
        state = message(f"state.{finding.outcome}", language)
        line = f"  {state:<9} {message(f'stage.{finding.stage}', language)}"
        if finding.outcome is Outcome.SKIPPED:
            yield f"{line}: {skip_reason(finding, result.id, language)}"
            continue
        code = f"  {finding.code}" if finding.outcome in (Outcome.FAILED, Outcome.WARNED) else ""
        yield f"{line}, {message('cli.ms', language, ms=finding.ms)}{code}"
        yield from (f"    {each}" for each in found_lines(finding, language))


def skip_reason(finding: Finding, check: str, language: Language) -> str:
    """Why a stage was left out."""
    reason = finding.evidence.get("reason")
    if reason:
        return i18n.word("skip", str(reason), language)  # a report that was read back may hold any
    if finding.because == "network":  # a conversation waits for it only to learn which server to ask
        return message("skip.no-servers", language)
    if finding.because and finding.because != check:
        return message("skip.because", language, what=message(f"check.{finding.because}", language))
    return message("skip.after-failure" if finding.evidence.get("waited_for") else "skip.not-reached", language)


def _heading(report: Report, language: Language) -> list[str]:
    date, time = i18n.day(report.created, language), f"{report.created:%H:%M}"
    about = tool()
    return [
        message("report.account", language, address=report.address, provider=report.provider),
        message("report.created", language, date=date, time=time),
        message("report.tool", language, version=about["version"], python=about["python"], system=about["system"]),
    ]
