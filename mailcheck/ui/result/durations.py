"""Stages and times in words, for the eye and for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding
from mailcheck.domain.report import Report
from mailcheck.export.waterfall import Bar, time_words

if TYPE_CHECKING:
    from mailcheck.ui.speech import Speech


def duration(ms: int, speech: Speech) -> str:
    """12 ms, 1.4 s, 60 s."""
    key, fields = time_words(ms)
    return speech.say(key, **fields)


def step_name(bar: Bar, speech: Speech) -> str:
    return speech.say(f"timeline.step-{bar.stage}")


def side_words(bar: Bar, speech: Speech) -> str:
    """Whose stage it is, inside a sentence."""
    if bar.check in tuple(Service):
        return speech.say(f"service.{bar.check}")
    return lowered(speech.say(f"check.{bar.check}"))


def lowered(text: str) -> str:
    """A name that begins with a capital, inside a sentence."""
    return text[:1].lower() + text[1:]


def row_words(bar: Bar, report: Report, speech: Speech) -> str:
    """A row as it is read aloud."""
    check, stage = speech.say(f"check.{bar.check}"), step_name(bar, speech)
    state = speech.say(f"state.{bar.outcome}")
    if bar.skipped:
        reason = why_skipped(bar.findings[0], bar.check, speech)
        return speech.say("waterfall.row-skipped", check=check, stage=stage, state=state, reason=reason)
    time, start = duration(bar.ms, speech), duration(bar.started_ms, speech)
    return speech.say("waterfall.row", check=check, stage=stage, state=state, time=time, start=start)


def why_skipped(finding: Finding, check: str, speech: Speech) -> str:
    """As the text report says it; of a saved report, whose reasons may be anything, only what is known is said."""
    from mailcheck.export.wording import skip_reason  # noqa: PLC0415 - nothing that the window needs to open

    try:
        return skip_reason(finding, check, speech.language)
    except KeyError:
        return speech.say("skip.not-reached")
