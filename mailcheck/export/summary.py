"""The short summary of a report, six lines for a support chat, and the number by which its copies are known as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from mailcheck import __version__, i18n
from mailcheck.amocrm import amocrm
from mailcheck.catalogue import endpoint_words
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Diagnosis, Report, Verdict
from mailcheck.export.plain import one_line
from mailcheck.export.wording import verdict_key
from mailcheck.i18n import Language, message
from mailcheck.phone_code import ALPHABET, phone_code
from mailcheck.providers import providers

_LONGEST = 600  # characters of a line, and of a server's words in it: a chat is no place for more
_LONGEST_REPLY = 300
_SYMBOLS = 4


def report_number(report: Report) -> str:
    """As "261123-7KMP": the day (UTC), and four symbols drawn from what was measured.

    The same for a report with its address hidden, in the other language, or read back from its file: nothing of the
    person is in it.
    """
    facts = [
        report.created.replace(microsecond=0).isoformat(),
        report.verdict.value,
        *(f"{check.id} {check.started_ms} {check.ms}" for check in report.checks),
        *(f"{f.code} {f.outcome} {f.started_ms} {f.ms}" for check in report.checks for f in check.findings),
    ]
    value = int.from_bytes(hashlib.sha256("\n".join(facts).encode()).digest()[:8], "big")
    symbols = ""
    for _ in range(_SYMBOLS):
        value, place = divmod(value, len(ALPHABET))
        symbols += ALPHABET[place]
    return f"{report.created:%y%m%d}-{symbols}"


def short_summary(report: Report) -> str:
    """Six lines: verdict, mailbox, amoCRM's text, cause, the server's words, the phone code with the servers."""
    return "\n".join(_line(text) for text in _lines(report, Language(report.language))) + "\n"


def _lines(report: Report, language: Language) -> Iterator[str]:
    first = report.diagnoses[0] if report.diagnoses else None
    yield message("summary.head", language, report=report_number(report), verdict=_verdict(report, language))
    yield _mailbox(report, language)
    yield _amocrm(report, first, language)
    yield _cause(report, first, language)
    reply = _line(first.reply or "", _LONGEST_REPLY) if first else ""
    yield message("summary.reply", language, reply=reply) if reply else message("summary.reply-none", language)
    yield message(
        "summary.last",
        language,
        code=phone_code(report),
        servers="; ".join(endpoint_words(each, language) for each in (report.incoming, report.outgoing) if each),
        version=report.tool.get("version", __version__),
        date=i18n.day(report.created, language),
        time=f"{report.created:%H:%M}",
    )


def _verdict(report: Report, language: Language) -> str:
    name = verdict_key(report).removeprefix("verdict.").removeprefix("report.verdict-")
    return message(f"summary.{name}", language)


def _mailbox(report: Report, language: Language) -> str:
    known = providers().by_id(report.provider)
    name = known.name[language] if known else report.provider
    key = "summary.mailbox" if name else "summary.mailbox-other"
    return message(key, language, address=_line(report.address), provider=name)


def _amocrm(report: Report, first: Diagnosis | None, language: Language) -> str:
    """What it was seen to show; else what it usually makes of the cause, where that stops the mailbox."""
    seen = amocrm().texts.get(report.amocrm_error_seen or "")
    if seen:
        return message("summary.amocrm-seen", language, text=seen.text)
    for likelihood in ("usual", "possible"):
        for text in first.amocrm if first and first.outcome is Outcome.FAILED else ():
            if text.likelihood == likelihood:
                return message(f"summary.amocrm-{likelihood}", language, text=text.text)
    return message("summary.amocrm-none", language)


def _cause(report: Report, first: Diagnosis | None, language: Language) -> str:
    if first is None:
        unknown = report.verdict in (Verdict.INCOMPLETE, Verdict.NOT_READY)
        return message("summary.cause-unknown" if unknown else "summary.cause-none", language)
    remark = "summary.remark" if first.outcome is Outcome.WARNED else "summary.cause"
    key = remark if first.confidence == "certain" else f"summary.cause-{first.confidence}"
    line = message(key, language, title=first.title, number=first.number)
    others = len(report.diagnoses) - 1 + report.more
    return message("summary.others", language, line=line, n=others) if others else line


def _line(text: str, longest: int = _LONGEST) -> str:
    """Of whatever length and with whatever line ends: one line."""
    text = one_line(text.replace("\r\n", "\n"))
    return text if len(text) <= longest else text[: longest - 1] + "…"
