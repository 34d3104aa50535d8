"""What a run ends in: checks with their findings, diagnoses with their remedies, and the talk with the servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.finding import Finding, Outcome, Stage, worst


class Verdict(StrEnum):
    READY = "ready"
    READY_WITH_WARNINGS = "ready-with-warnings"
    NOT_READY = "not-ready"
    INCOMPLETE = "incomplete"  # stopped, or no password given


CUT_SHORT = ("stopped", "no-password", "not-encrypted", "not-asked-for", "not-confirmed", "locked-out")
"""Reasons for which a check that met no fault of its own ends early."""
_BY_THE_WAY = (Stage.SECRET, Stage.ENCRYPT)
"""Stages that may be left out, and the others go on."""


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a conversation, secrets masked: `direction` "C" is us, "S" the server."""

    service: Service
    at_ms: int
    direction: str
    line: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: milliseconds from the start of the run, and the findings in the order of its stages."""

    id: str
    started_ms: int
    ms: int
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """Skipped only when nothing was done at all."""
        return worst(self.findings, default=Outcome.SKIPPED)

    @property
    def is_cut_short(self) -> bool:
        """Whether it went well as far as it went, and did not go to its end: for want of a password, for example."""
        skipped = (f for f in self.findings if f.outcome is Outcome.SKIPPED and f.stage not in _BY_THE_WAY)
        return self.outcome is Outcome.PASSED and any(f.evidence.get("reason") in CUT_SHORT for f in skipped)


def logins(results: Iterable[CheckResult]) -> tuple[Finding, ...]:
    """How signing in ended, or why it was left out, in each conversation that is told of it."""
    return tuple(each for result in results for each in result.findings if each.stage is Stage.AUTHENTICATE)


@dataclass(frozen=True, slots=True)
class Cause:
    """A problem singled out by the diagnosis, before it is put into words."""

    code: str
    service: Service | None  # None: both, or neither
    outcome: Outcome
    confidence: Confidence
    evidence: Mapping[str, object]
    folded: tuple[str, ...] = ()  # codes that it explains


@dataclass(frozen=True, slots=True)
class Remedy:
    """One step: a sentence, and where there is one, a page to open or an action of the program."""

    text: str
    url: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class AmocrmLine:
    """What amoCRM would show. `likelihood` is "usual" or "possible": our inference, never a certainty."""

    id: str
    text: str
    likelihood: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause in words."""

    code: str
    number: str
    service: Service | None
    outcome: Outcome
    confidence: Confidence
    title: str
    what: str
    why: str
    remedies: tuple[Remedy, ...]
    for_admin: str | None
    amocrm: tuple[AmocrmLine, ...]
    folded: tuple[str, ...]
    reply: str | None = None  # the server's own words


@dataclass(frozen=True, slots=True)
class ConnectionCard:
    """What to type into amoCRM."""

    incoming: Endpoint | None
    outgoing: Endpoint | None
    username: str
    password_kind: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that may leave this computer, and nothing else."""

    created: datetime
    language: str
    vantage: str
    verdict: Verdict
    address: str
    username: str
    provider: str | None
    incoming: Endpoint | None
    outgoing: Endpoint | None
    amocrm_error_seen: str | None
    checks: tuple[CheckResult, ...]
    diagnoses: tuple[Diagnosis, ...]
    connection_card: ConnectionCard
    transcript: tuple[TranscriptLine, ...]
    titles: Mapping[str, str] = field(default_factory=dict)  # check id -> its name in the language
    kept: tuple[str, ...] = ()  # ids of checks whose results are those of an earlier run
    tool: Mapping[str, str] = field(default_factory=dict, compare=False)  # of a report that was read: what made it
    more: int = 0  # causes found beyond the diagnoses: to be seen once these are mended
