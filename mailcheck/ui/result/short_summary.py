"""A few lines about the report for a support chat, in the report's own language. No Qt."""

from __future__ import annotations

from mailcheck import i18n
from mailcheck.domain.report import Report
from mailcheck.i18n import Language, message, window_message

_MOST = 5  # problems: a chat is no place for more


def short_summary(report: Report) -> str:
    """Whose mailbox, the verdict, what was found, the servers: what support asks first."""
    from mailcheck.catalogue import endpoint_words  # noqa: PLC0415 - nothing that the window needs to open
    from mailcheck.export.json_file import tool  # noqa: PLC0415
    from mailcheck.export.plain import plain  # noqa: PLC0415

    language = Language(report.language)
    lines = [
        window_message("saving.line-mailbox", language, address=report.address, provider=report.provider),
        message(verdict_key(report), language),
    ]
    seen = seen_text(report.amocrm_error_seen)
    if seen:
        lines.append(window_message("saving.line-amocrm", language, text=seen))
    for place, found in enumerate(report.diagnoses[:_MOST], 1):
        fields = {"title": found.title, "number": found.number, "code": found.code}
        lines.append(window_message("saving.line-problem", language, place=place, **fields))
    servers = [endpoint_words(each, language) for each in (report.incoming, report.outgoing) if each]
    if servers:
        lines.append(window_message("saving.line-servers", language, servers="; ".join(servers)))
    date, time = i18n.day(report.created, language), f"{report.created:%H:%M}"
    made = window_message("saving.line-made", language, version=tool()["version"], date=date, time=time)
    return plain("\n".join([*lines, made]) + "\n")


def verdict_key(report: Report) -> str:
    """The message that tells the verdict, the same as in the text report."""
    from mailcheck.export import text_file  # noqa: PLC0415

    return text_file.verdict_key(report)


def seen_text(text_id: str | None) -> str | None:
    """What amoCRM showed, letter for letter."""
    from mailcheck.amocrm import amocrm  # noqa: PLC0415

    known = amocrm().texts.get(text_id or "")
    return known.text if known else None
