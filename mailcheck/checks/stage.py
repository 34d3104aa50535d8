"""A check is a story told stage by stage: `with story.stage(CONNECT) as step: ...`.

What a server or a network does wrong (ProbeError, OSError) becomes a failed finding and ends the story; the stages
that were not reached are then recorded as skipped. Anything else is our bug and is left to the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mailcheck.checks.run import Run, StageEnded, StageStarted
from mailcheck.domain.account import Service
from mailcheck.domain.finding import CRASHED, PASSED, SKIPPED, Evidence, Finding, Outcome, Stage
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
            self._end(step, code, Outcome.FAILED, {**refusal.evidence, "confidence": confidence})
            raise StoryEnded from refusal
        except ProbeError as error:
            self._end(step, error.code, Outcome.FAILED, error.evidence)
            raise StoryEnded from error
        self._end(step)

    def judge(self, reply: Reply, stage: Stage) -> tuple[str, str]:
        """The problem code of a refusal, and how sure that is: "high", "medium" or "low"."""
        provider = self.run.provider.family if self.run.provider else None
        best = classify(reply, service=self.service, stage=stage, provider=provider)[0]
        return best.code, best.confidence

    def skip(self, stage: Stage, because: str | None, **evidence: Any) -> None:
        """Record a stage that is left out on purpose."""
        now = self.run.ms()
        self._record((Finding(SKIPPED, Outcome.SKIPPED, stage, self.service, now, 0, evidence, because),))

    def finish(self, because: str | None = None) -> None:
        """Record every stage that was not reached; `because` is the check that stood in the way."""
        told = {finding.stage for finding in self.findings}
        broken = next((f for f in self.findings if f.outcome in (Outcome.FAILED, Outcome.CRASHED)), None)
        for stage in self._stages:
            if stage in told:
                continue
            evidence = {"waited_for": broken.stage.value} if broken and because is None else {}
            if self.run.stopped():
                evidence = {"reason": "stopped"}
            self.skip(stage, because or self.check, **evidence)

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
            problems.append((code, outcome, {"seconds": round(spent / 1000), **step.evidence, **(last or {})}))
        if not problems:
            problems.append((PASSED, Outcome.PASSED, step.evidence))
        self._record(
            tuple(
                Finding(code, outcome, stage, self.service, started, spent, self._masked({**self.facts, **evidence}))
                for code, outcome, evidence in problems
            )
        )

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
        if isinstance(value, str):
            return self.run.mask(value)
        if isinstance(value, (list, tuple)):
            return [self._mask_value("", item) for item in value]
        return value


_OURS = frozenset(
    {"host", "port", "security", "address", "domain", "username", "service", "sender", "recipient", "suggestion"}
)
"""Evidence that the person typed: a password that happens to be part of it must not hide it."""
