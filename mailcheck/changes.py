"""What has changed between two reports on one mailbox. Nothing is mended by silence.

A problem counts as mended only where its step was done again and found nothing; where the step was not reached, or now
fails with another answer, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.catalogue import catalogue, known_of
from mailcheck.diagnosis import diagnose, is_of_recipient
from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import Cause, Report
from mailcheck.i18n import Language
from mailcheck.providers import providers

_PROBLEMS = (Outcome.FAILED, Outcome.WARNED)
_JUDGED_WHOLE = (Stage.ADDRESS, Stage.HOST, Stage.SECRET)
"""Stages that tell everything they find at once: another problem in them hides none."""
_RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Change:
    """A problem, by its title in the language asked for."""

    code: str
    number: str
    service: Service | None
    outcome: Outcome
    title: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Each problem stands in one of the four, the worst first; consequences of another problem stand in none."""

    mended: tuple[Change, ...]
    new: tuple[Change, ...]
    remaining: tuple[Change, ...]
    unclear: tuple[Change, ...]  # the step was not reached, or fails with another answer

    @property
    def nothing(self) -> bool:
        return not (self.mended or self.new or self.unclear)


@dataclass(frozen=True, slots=True)
class Setting:
    """What was tested with other settings: `name` is address, provider (its id), username, incoming or outgoing."""

    name: str
    before: str | Endpoint | None
    after: str | Endpoint | None


def changed_settings(before: Report, after: Report) -> tuple[Setting, ...]:
    """In the order of the screens. By whom a server was found is no setting."""
    found = []
    for name in ("address", "provider", "username", *Service):
        old, new = getattr(before, name), getattr(after, name)
        if _typed(old) != _typed(new):
            found.append(Setting(str(name), old, new))
    return tuple(found)


def _typed(value: str | Endpoint | None) -> object:
    return (value.host.lower(), value.port, value.security) if isinstance(value, Endpoint) else value


def unknown_codes(*reports: Report) -> tuple[str, ...]:
    """Problems that only a newer program knows: nothing can be told of them."""
    known = set(catalogue().codes())
    return tuple(dict.fromkeys(f.code for each in reports for _, f in _problems(each) if f.code not in known))


def changes(before: Report, after: Report, language: Language) -> Changes:
    """Codes that this program does not know are passed over."""
    old, new = _causes(before), _causes(after)
    remaining = [cause for cause in new if _is_among(cause, old)]
    gone = [cause for cause in old if not _is_among(cause, new)]
    mended = [cause for cause in gone if _was_done_again(cause, before, after)]

    def told(causes: list[Cause], report: Report) -> tuple[Change, ...]:
        return tuple(_told(cause, report, language) for cause in causes)

    return Changes(
        mended=told(mended, before),
        new=told([cause for cause in new if cause not in remaining], after),
        remaining=told(remaining, after),
        unclear=told([cause for cause in gone if cause not in mended], before),
    )


def _causes(report: Report) -> list[Cause]:
    known = set(catalogue().codes())
    checks = [check for check in report.checks if {f.code for f in check.findings if f.outcome in _PROBLEMS} <= known]
    return list(diagnose(checks, catalogue()))


def _problems(report: Report) -> Iterator[tuple[str, Finding]]:
    """(id of the check, finding)."""
    return ((c.id, finding) for c in report.checks for finding in c.findings if finding.outcome in _PROBLEMS)


def _is_among(cause: Cause, others: list[Cause]) -> bool:
    """As a cause of its own, or as the consequence of another."""
    return any(
        cause.code in (other.code, *other.folded)
        and (cause.service is None or other.service is None or cause.service is other.service)
        and is_of_recipient(cause) == is_of_recipient(other)
        for other in others
    )


def _is_of(cause: Cause, check: str, finding: Finding) -> bool:
    same = cause.service is None or finding.service is None or cause.service is finding.service
    return finding.code == cause.code and same and (check == _RECIPIENT) == is_of_recipient(cause)


def _was_done_again(cause: Cause, before: Report, after: Report) -> bool:
    """Each step that had the problem has been gone through, and nothing else stopped it there."""
    steps = {(check, f.stage) for check, f in _problems(before) if _is_of(cause, check, f)}
    again = {
        (check.id, stage): [finding for finding in check.findings if finding.stage is stage]
        for check in after.checks
        for stage in {finding.stage for finding in check.findings}
    }
    return all(_is_through(stage, again.get((check, stage), [])) for check, stage in steps)


def _is_through(stage: Stage, findings: list[Finding]) -> bool:
    outcomes = {finding.outcome for finding in findings}
    if not outcomes or outcomes & {Outcome.SKIPPED, Outcome.CRASHED}:
        return stage in (Stage.PORTS, Stage.HOST) and any(f.evidence.get("reason") == "not-needed" for f in findings)
    return Outcome.FAILED not in outcomes or stage in _JUDGED_WHOLE


def _told(cause: Cause, report: Report, language: Language) -> Change:
    provider = providers().by_id(report.provider)
    evidence = {**known_of(report.address), **cause.evidence}
    text = catalogue().render(cause.code, language, evidence=evidence, service=cause.service, provider=provider)
    return Change(cause.code, catalogue().problem(cause.code).number, cause.service, cause.outcome, text.title)
