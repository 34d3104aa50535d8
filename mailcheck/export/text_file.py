"""The report as plain text, for a ticket or a chat: 72 columns; and its parts, which the terminal prints too."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck import i18n
from mailcheck.domain.account import Endpoint
from mailcheck.domain.finding import Finding, Outcome
from mailcheck.domain.report import CheckResult, Diagnosis, Report
from mailcheck.export.json_file import tool
from mailcheck.export.plain import plain, wrapped
from mailcheck.i18n import Language, message

WIDTH = 72


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
    lines = [*wrapped(message(f"verdict.{report.verdict}", language), width)]
    for place, diagnosis in enumerate(report.diagnoses, 1):
        lines += ["", *diagnosis_lines(diagnosis, place, language, width)]
    if report.more:
        lines += ["", *wrapped(message("report.more", language, n=report.more), width)]
    if report.incoming or report.outgoing:
        lines += ["", *card_lines(report, language, width)]
    return [*lines, "", *wrapped(report.vantage, width), *wrapped(message("report.not-tested", language), width)]


def diagnosis_lines(diagnosis: Diagnosis, place: int, language: Language, width: int = WIDTH) -> list[str]:
    """One card: what happened, why, what to do, what amoCRM calls it."""
    head = f"{place}. {diagnosis.title}  [{diagnosis.number} {diagnosis.code}]"
    lines = [*wrapped(head, width, "", "   ")]
    lines += [line for text in (diagnosis.what, diagnosis.why) for line in wrapped(text, width, "   ")]
    if diagnosis.confidence.value != "certain":
        lines += wrapped(message(f"report.{diagnosis.confidence}", language), width, "   ")
    if diagnosis.reply:
        lines += ["", "   " + message("report.server-said", language)]
        lines += [f"   | {line}" for line in diagnosis.reply.splitlines()[:12]]
    lines += ["", "   " + message("report.steps", language)]
    for number, remedy in enumerate(diagnosis.remedies, 1):
        lines += wrapped(remedy.text, width, f"   {number}) ", "      ")
        if remedy.url:
            lines.append(f"      {remedy.url}")
    if diagnosis.for_admin:
        lines += ["", *wrapped(f"{message('report.for-admin', language)} {diagnosis.for_admin}", width, "   ")]
    if diagnosis.amocrm:
        lines.append("")
        for text in diagnosis.amocrm:
            said = message(f"report.amocrm-{text.likelihood}", language, text=f"«{text.text}»")
            lines += wrapped(said, width, "   ", "     ")
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


def skip_reason(finding: Finding, check: str, language: Language) -> str:
    """Why a stage was left out."""
    reason = finding.evidence.get("reason")
    if reason:
        return message(f"skip.{reason}", language)
    if finding.because and finding.because != check:
        return message("skip.because", language, what=message(f"check.{finding.because}", language))
    return message("skip.after-failure" if finding.evidence.get("waited_for") else "skip.not-reached", language)


def endpoint_words(endpoint: Endpoint, language: Language) -> str:
    """ "imap.yandex.ru, порт 993, SSL/TLS"."""
    security = message(f"security.{endpoint.security}", language)
    return message("endpoint.full", language, host=endpoint.host, port=endpoint.port, security=security)


def _heading(report: Report, language: Language) -> list[str]:
    date, time = i18n.day(report.created, language), f"{report.created:%H:%M}"
    about = tool()
    return [
        message("report.account", language, address=report.address, provider=report.provider),
        message("report.created", language, date=date, time=time),
        message("report.tool", language, version=about["version"], python=about["python"], system=about["system"]),
    ]
