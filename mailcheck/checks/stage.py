"""A check is a story told stage by stage: `with story.stage(CONNECT) as step: ...`.

What a server or a network does wrong (ProbeError, SSLError) becomes a failed finding and ends the story; the stages
that were not reached are then recorded as skipped. Anything else is our bug and is left to the engine.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from mailcheck.checks.run import Run, StageEnded, StageStarted
from mailcheck.domain.account import Service
from mailcheck.domain.finding import CRASHED, LOCKED_OUT, PASSED, SKIPPED, Evidence, Finding, Outcome, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.reply import Reply
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.replies import classify


class StoryEnded(Exception):
    """The check has nothing more to tell."""


class Step:
    """One stage under way: collects evidence and whatever is not in order."""

    def __init__(self) -> None:
        self.evidence: dict[str, Any] = {}
        self.problems: list[tuple[str, Outcome, Evidence]] = []
        self.judged: list[Finding] = []

    def note(self, **evidence: Any) -> None:
        self.evidence.update(evidence)

    def warn(self, code: str, **evidence: Any) -> None:
        self.problems.append((code, Outcome.WARNED, evidence))

    def fail(self, code: str, **evidence: Any) -> None:
        """A failure that does not end the conversation."""
        self.problems.append((code, Outcome.FAILED, evidence))

    def found(self, findings: tuple[Finding, ...]) -> None:
        """Findings of a judgement that needs no conversation."""
        self.judged.extend(findings)


class Story:
    """The findings of one check in the order of its stages."""

    def __init__(self, run: Run, check: str, stages: tuple[Stage, ...], service: Service | None = None) -> None:
        self.run = run
        self.check = check
        self.service = service
        self.findings: list[Finding] = []
        self.started_ms = run.ms()
        self.facts: dict[str, Any] = {}  # added to the evidence of every problem: host, port ...
        self.greeted: Provider | None = None  # whose server spoke, by its own words; nobody vouches for them
        self._stages = stages
        self._now: tuple[Stage, int] | None = None

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[Step]:
        step = Step()
        self._begin(stage)
        try:
            yield step
        except Cancelled:
            self._end(step, SKIPPED, Outcome.SKIPPED, {"reason": "stopped"})
            raise StoryEnded from None
        except Refusal as refusal:
            code, confidence = self.judge(refusal.reply, stage)
            if code in LOCKED_OUT:
                self.run.locked_out.set()
            self._end(step, code, Outcome.FAILED, {**refusal.evidence, "confidence": confidence})
            raise StoryEnded from refusal
        except ProbeError as error:
            self._end(step, error.code, Outcome.FAILED, error.evidence)
            raise StoryEnded from error
        except ssl.SSLError as error:
            self._end(step, "tls-handshake-failed", Outcome.FAILED, {"tls_reason": getattr(error, "reason", None)})
            raise StoryEnded from error
        self._end(step)

    def judge(self, reply: Reply, stage: Stage) -> tuple[str, str]:
        """The problem code of a refusal, and how sure that is: "high", "medium" or "low"."""
        owner = self.run.provider or self.greeted
        provider = owner.family if owner else None
        matches = classify(reply, service=self.service, stage=stage, provider=provider)
        return (matches[0].code, matches[0].confidence) if matches else ("reply-malformed", "low")

    def skip(self, stage: Stage, because: str | None, **evidence: Any) -> None:
        """Record a stage that is left out on purpose."""
        self._record((self._skipped(stage, because, evidence),))

    def finish(self, because: str | None = None) -> None:
        """Record every stage that was not reached; `because` is the check that stood in the way."""
        for finding in self._unreached(tuple(self.findings), because):
            self._record((finding,))

    def so_far(self) -> tuple[Finding, ...]:
        """What was found, and what is left over when the run ends before the story does."""
        found = tuple(self.findings)
        return (*found, *self._unreached(found, None))

    def _unreached(self, found: tuple[Finding, ...], because: str | None) -> list[Finding]:
        told = {finding.stage for finding in found}
        broken = next((f for f in found if f.outcome in (Outcome.FAILED, Outcome.CRASHED)), None)
        evidence = {"waited_for": broken.stage.value} if broken and because is None else {}
        if self.run.stopped():
            evidence = {"reason": "stopped"}
        return [self._skipped(stage, because or self.check, evidence) for stage in self._stages if stage not in told]

    def _skipped(self, stage: Stage, because: str | None, evidence: Evidence) -> Finding:
        return Finding(SKIPPED, Outcome.SKIPPED, stage, self.service, self.run.ms(), 0, evidence, because)

    def crash(self, where: str) -> None:
        """Our own bug: `where` names the place in the code, never a value."""
        stage, started = self._now or (self._stages[0], self.run.ms())
        finding = Finding(
            CRASHED, Outcome.CRASHED, stage, self.service, started, self.run.ms() - started, {"at": where}
        )
        self._record((finding,))

    @property
    def ended_ms(self) -> int:
        return max((f.started_ms + f.ms for f in self.findings), default=self.started_ms)

    def _begin(self, stage: Stage) -> None:
        now = self.run.ms()
        self._now = (stage, now)
        self.run.emit(StageStarted(self.check, self.service, stage, now))

    def _end(
        self, step: Step, code: str | None = None, outcome: Outcome = Outcome.PASSED, last: Evidence | None = None
    ) -> None:
        assert self._now
        stage, started = self._now
        spent = self.run.ms() - started
        problems = list(step.problems)
        if code:
            seconds = round(spent / 1000) or None
            problems.append((code, outcome, {"seconds": seconds, **step.evidence, **(last or {})}))
        if not problems and not step.judged:
            problems.append((PASSED, Outcome.PASSED, step.evidence))
        found = [Finding(code, outcome, stage, evidence=evidence) for code, outcome, evidence in problems]
        self._record(tuple(self._completed(finding, started, spent) for finding in (*step.judged, *found)))

    def _completed(self, finding: Finding, started: int, spent: int) -> Finding:
        evidence = self._masked({**self.facts, **finding.evidence})
        service = finding.service or self.service
        return replace(finding, service=service, started_ms=started, ms=spent, evidence=evidence)

    def _record(self, findings: tuple[Finding, ...]) -> None:
        self._now = None
        self.findings.extend(findings)
        self.run.emit(StageEnded(self.check, findings))

    def _masked(self, evidence: Evidence) -> Evidence:
        """Every text in evidence passes the redactor: a server may send the password back in its own words."""
        return {key: self._mask_value(key, value) for key, value in evidence.items() if value not in (None, "", ())}

    def _mask_value(self, key: str, value: Any) -> Any:
        if key in _OURS:
            return value
        if isinstance(value, str):  # masked before it is cut: half a secret would pass
            masked = self.run.mask(value)
            return masked if len(masked) <= _LONGEST else masked[: _LONGEST - 1] + "…"
        if isinstance(value, (list, tuple)):
            return [self._mask_value("", item) for item in value]
        return value


_LONGEST = 1000
"""Characters of one text in evidence: SMTP's longest line has 512, a reply of several lines seldom more than this."""
_OURS = frozenset(
    {
        *("host", "port", "security", "address", "domain", "username", "service", "sender", "recipient", "suggestion"),
        *("reason", "confidence", "waited_for", "source", "refused_by", "found_by", "family", "answered", "software"),
        *("corrected", "security_suggestion", "not_before", "not_after", "server_time"),
    }
)
"""What the person typed, and words of ours that are looked up again: a password that is part of them hides nothing."""
