"""Two reports side by side: what is mended, new, remaining and not known, and which settings are others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mailcheck import __version__, i18n
from mailcheck.catalogue import endpoint_words
from mailcheck.changes import Change, Changes, Setting, changed_settings, changes, unknown_codes
from mailcheck.domain.account import Endpoint
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report
from mailcheck.export.blocks import Block, Content, Fact, Facts, Notes, Section, Text, plainly
from mailcheck.export.content import OUTCOMES
from mailcheck.export.json_file import endpoint
from mailcheck.export.plain import dumps
from mailcheck.export.summary import report_number
from mailcheck.export.wording import verdict_key
from mailcheck.i18n import Language, message
from mailcheck.providers import providers

SCHEMA = 1
GROUPS = ("mended", "new", "remaining", "unclear")


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Report
    after: Report
    changes: Changes
    settings: tuple[Setting, ...]
    unknown: tuple[str, ...]  # codes of problems that this program has no words for

    @property
    def is_settled(self) -> bool:
        """Nothing is left of what was found, and nothing new has come."""
        return not (self.changes.new or self.changes.remaining or self.changes.unclear or self.unknown)

    @property
    def is_of_one_mailbox(self) -> bool:
        return self.before.address.casefold() == self.after.address.casefold()

    def group(self, name: str) -> tuple[Change, ...]:
        group: tuple[Change, ...] = getattr(self.changes, name)
        return group


def compare(before: Report, after: Report, language: Language) -> Comparison:
    found = changes(before, after, language)
    return Comparison(before, after, found, changed_settings(before, after), unknown_codes(before, after))


def as_json(found: Comparison) -> str:
    """`compare --json`, described by resources/compare.schema.json."""
    return dumps(
        {
            "schema": SCHEMA,
            "before": _report(found.before),
            "after": _report(found.after),
            "same_mailbox": found.is_of_one_mailbox,
            **{name: [_change(change) for change in found.group(name)] for name in GROUPS},
            "settings": [_setting_values(setting) for setting in found.settings],
            "unknown": list(found.unknown),
        }
    )


def _report(report: Report) -> dict[str, str]:
    return {
        "number": report_number(report),
        "created": report.created.isoformat(timespec="seconds"),
        "version": report.tool.get("version", __version__),
        "verdict": report.verdict.value,
        "address": report.address,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "code": change.code,
        "number": change.number,
        "service": change.service.value if change.service else None,
        "outcome": change.outcome.value,
        "title": change.title,
    }


def _setting_values(setting: Setting) -> dict[str, Any]:
    return {"name": setting.name, "before": _value(setting.before), "after": _value(setting.after)}


def _value(value: str | Endpoint | None) -> Any:
    return endpoint(value) if isinstance(value, Endpoint) else value


def as_content(found: Comparison, language: Language) -> Content:
    """The same for people: what web page and text are drawn from."""
    made = message("compare.one-report", language, **_about(found.after, language))
    return plainly(
        Content(
            language=language.value,
            name=message("compare.name", language, address=found.after.address),
            made=made,
            title=message("compare.title", language),
            outcome=OUTCOMES[found.after.verdict],
            state=_state(found, language),
            verdict=_verdict(found, language),
            lead=" ".join(_lead(found, language)),
            head=tuple(_head(found, language)),
            sections=tuple(section for section in _sections(found, language) if section.blocks),
        )
    )


def _state(found: Comparison, language: Language) -> str:
    """How the second report ended, and that it is the second."""
    key = "compare.state" if found.is_of_one_mailbox else "compare.state-other"
    return message(key, language, state=message(f"report.outcome-{OUTCOMES[found.after.verdict]}", language))


def _verdict(found: Comparison, language: Language) -> str:
    if not found.is_of_one_mailbox:
        return message("compare.other-mailbox", language)
    counts: dict[str, str | None] = {name: str(len(found.group(name))) for name in GROUPS}
    if found.is_settled:
        return message("compare.all-mended" if found.changes.mended else "compare.nothing", language)
    return message("compare.some", language, **(counts if found.changes.unclear else {**counts, "unclear": None}))


def _lead(found: Comparison, language: Language) -> Iterator[str]:
    before, after = found.before, found.after
    if not found.is_of_one_mailbox and found.changes.mended:
        yield message("compare.other-mailbox-about", language)
    if report_number(before) == report_number(after):
        yield message("compare.same-report", language)
    elif after.created < before.created:
        yield message("compare.turned-round", language)
    if found.unknown:
        yield message("compare.unknown", language, codes=found.unknown)


def _head(found: Comparison, language: Language) -> Iterator[Fact]:
    if found.is_of_one_mailbox:
        yield Fact(message("compare.mailbox", language), found.after.address, foreign=True)
    for name, report in (("before", found.before), ("after", found.after)):
        told = message("compare.one-report", language, **_about(report, language))
        yield Fact(message(f"compare.{name}", language), told)


def _about(report: Report, language: Language) -> dict[str, str]:
    """The verdict in few words, and which report it is."""
    name = verdict_key(report).removeprefix("verdict.").removeprefix("report.verdict-")
    return {
        "verdict": message(f"summary.{name}", language),
        "report": report_number(report),
        "date": i18n.day(report.created, language),
        "time": f"{report.created:%H:%M}",
        "version": report.tool.get("version", __version__),
    }


def _sections(found: Comparison, language: Language) -> Iterator[Section]:
    for name in GROUPS:
        blocks: tuple[Block, ...] = ()
        if found.group(name):
            blocks = (Notes(tuple(_problem(change, language) for change in found.group(name))),)
            if name == "unclear":
                blocks = (Text(message("compare.unclear-about", language)), *blocks)
        yield Section(name, message(f"compare.{name}", language), blocks)
    facts = tuple(Fact(message(f"compare.{s.name}", language), _setting(s, language)) for s in found.settings)
    yield Section("settings", message("compare.settings", language), (Facts(facts),) if facts else ())


def _problem(change: Change, language: Language) -> str:
    service = message(f"check.{change.service}", language) if change.service else None
    key = "compare.remark" if change.outcome is Outcome.WARNED else "compare.problem"
    return message(key, language, title=change.title, number=change.number, service=service)


def _setting(setting: Setting, language: Language) -> str:
    before, after = (_words(setting.name, value, language) for value in (setting.before, setting.after))
    return message("compare.changed", language, before=before, after=after)


def _words(name: str, value: str | Endpoint | None, language: Language) -> str:
    if isinstance(value, Endpoint):
        return endpoint_words(value, language)
    if name == "provider":
        known = providers().by_id(value)
        value = known.name[language] if known else value
    return value or message("compare.absent", language)
