"""The picture of where the time went, as parts of its axis: whoever draws it only multiplies by its width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mailcheck.domain.account import Service
from mailcheck.domain.report import Report
from mailcheck.export import waterfall
from mailcheck.export.blocks import Bar, Lane, Tick, Timeline
from mailcheck.export.wording import time_text
from mailcheck.i18n import Language, message


def timeline(report: Report, language: Language) -> Iterator[Timeline]:
    """Nothing where no conversation was begun: a picture of nothing but gaps would only ask for a look."""
    bars = waterfall.bars(report)
    if all(bar.skipped for bar in bars):
        return
    end = max(bar.ended_ms for bar in bars) or 1
    lanes = tuple(
        Lane(message(f"check.{check}", language), tuple(_bar(bar, end, language) for bar in group))
        for check, group in groupby(bars, key=lambda bar: bar.check)
    )
    ticks = tuple(Tick(ms / end, time_text(ms, language) if ms else "0") for ms in waterfall.ticks(end))
    columns = tuple(message(f"report.column-{name}", language) for name in ("stage", "state", "bar", "time"))
    yield Timeline(_about(bars, language), lanes, ticks, columns)


def step_name(stage: str, language: Language) -> str:
    """A stage in a word or two."""
    return message(f"timeline.step-{stage}", language)


def _about(bars: tuple[waterfall.Bar, ...], language: Language) -> str:
    longest = waterfall.longest(bars)
    if longest is None:
        return message("report.waterfall-about", language, stage=None, check=None, time=None)
    conversation = longest.check in tuple(Service)
    return message(
        "report.waterfall-about",
        language,
        stage=lowered(step_name(longest.stage, language)),
        check=lowered(message(f"{'service' if conversation else 'check'}.{longest.check}", language)),
        time=time_text(longest.ms, language).replace(" ", "\u00a0"),
    )


def lowered(text: str) -> str:
    """A name that begins with a capital, inside a sentence."""
    return text[:1].lower() + text[1:]


def _bar(bar: waterfall.Bar, end: int, language: Language) -> Bar:
    name, state = step_name(bar.stage, language), message(f"state.{bar.outcome}", language)
    if bar.skipped:
        return Bar(bar.outcome, state, name, "", "")
    began = message("report.began", language, start=time_text(bar.started_ms, language))
    return Bar(bar.outcome, state, name, time_text(bar.ms, language), began, bar.started_ms / end, bar.ms / end)
