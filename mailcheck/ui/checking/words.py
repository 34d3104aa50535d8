"""The words of a row, in the language of the window: what happens, how it went, how long it took, and why."""

from __future__ import annotations

from mailcheck.domain.finding import CRASHED, Finding
from mailcheck.ui.course import MOST_FINDINGS, Row, State
from mailcheck.ui.speech import Speech

COLOURS = {
    State.RUNNING: "quiet",
    State.PASSED: "quiet",
    State.WARNED: "amber",
    State.FAILED: "red",
    State.CRASHED: "red",
}
_HARMLESS = "not-needed"  # a reason that is told in the column, without a line of its own
_FLICKER = 1.0  # seconds: before, a clock would only flicker


def stage_words(row: Row, speech: Speech) -> str:
    return speech.say(f"stage.{row.stage}")


def state_words(row: Row, speech: Speech) -> str:
    """One word, nothing while it is still to come: the list would be full of it."""
    if row.interrupted:
        return speech.say("checking.interrupted")
    if row.state is State.WAITING:
        return ""
    if row.state is State.RUNNING:
        return speech.say("checking.longer" if row.long else "checking.running")
    if row.reason == _HARMLESS:
        return speech.say(f"skip.{_HARMLESS}")
    return speech.say(f"state.{row.state}")


def time_words(row: Row, speech: Speech) -> str:
    if row.state is State.RUNNING:
        return speech.say("checking.seconds", n=int(row.spent())) if row.spent() >= _FLICKER else ""
    return duration(row.ms, speech) if row.ms is not None else ""


def duration(ms: int, speech: Speech) -> str:
    """Milliseconds up to a second, then seconds with one place."""
    if ms < 1000:
        return speech.say("checking.ms", n=ms)
    return speech.say("checking.seconds", n=round(ms / 1000, 1))


def notes(row: Row, speech: Speech) -> list[str]:
    """What stands under a row: the titles of its problems, or why it was left out."""
    if row.state is State.SKIPPED:
        return [skip_words(row, speech)] if row.tells_skip and row.reason != _HARMLESS else []
    problems = row.problems
    told = [title(finding, speech) for finding in problems[:MOST_FINDINGS]]
    rest = len(problems) - len(told)
    if rest:
        told.append(speech.say("meanings.rest", n=rest))
    return list(dict.fromkeys(told))


def skip_words(row: Row, speech: Speech) -> str:
    from mailcheck.export.wording import skip_reason  # noqa: PLC0415 - brings the catalogue: loaded by the run

    return skip_reason(row.findings[-1], row.check, speech.language)


def title(finding: Finding, speech: Speech) -> str:
    """The problem in one line; its words may be a server's."""
    from mailcheck.catalogue import catalogue  # noqa: PLC0415 - loaded by the run, before it tells of anything

    if finding.code == CRASHED:
        return speech.say("checking.stage-crashed")
    return catalogue().render(finding.code, speech.language, evidence=finding.evidence, service=finding.service).title


def spoken(row: Row, told: list[str], speech: Speech) -> str:
    """The whole row in one sentence, for a screen reader; `told` are its notes."""
    state = state_words(row, speech) or speech.say("checking.waiting")
    said = speech.say(
        "checking.row-name",
        check=speech.say(f"check.{row.check}"),
        stage=stage_words(row, speech),
        state=state,
        time=time_words(row, speech) or None,
    )
    skipped = row.state is State.SKIPPED and row.reason != _HARMLESS
    reasons = [skip_words(row, speech)] if skipped else told
    return ". ".join([said, *reasons])
