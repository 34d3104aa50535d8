"""Runs a plan: a thread for each check, one stream of events, stopping, deadlines, and our own crashes.

`except Exception` stands here for the checks: whatever is not a server's or a network's fault is our bug, and becomes a
finding of its own instead of an empty window. cli.py has it for the rest of the program, keychain.py for what is not
ours. Any other thread lets a fault of ours end it: crash_log hears of it, and a `finally` sees that nobody waits on.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mailcheck.checks.run import Event, Run
from mailcheck.checks.stage import Story, StoryEnded
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.domain.report import CheckResult

log = logging.getLogger("mailcheck")
TICK = 0.05
GRACE = 0.1
"""Seconds that a stopped run waits for its threads: their connections are cut, they end at once or are left behind."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table of contents: `tell` tells its story, after the checks in `after` have ended.

    `blocked_by` names the check that makes this one pointless, if any: it is asked when its turn comes.
    """

    id: str
    tell: Callable[[Run, Story], None]
    stages: tuple[Stage, ...]
    service: Service | None = None
    after: tuple[str, ...] = ()
    blocked_by: Callable[[Run], str | None] = lambda run: None


Plan = tuple[Check, ...]


class Engine:
    """One run of one plan. After `start()`, `events()` is to be read to its end; then `results()` are whole.

    `kept`: results of an earlier run, for checks of the plan that are not to be done again.
    """

    def __init__(
        self, plan: Plan, run_with: Callable[[Callable[[Event], None]], Run], kept: Sequence[CheckResult] = ()
    ) -> None:
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._kept = {result.id: result for result in kept}
        self._plan = plan
        self._told = tuple(check for check in plan if check.id not in self._kept)
        self._open = len(self._told)
        self.run = run_with(self._events.put)
        self._ended = {check.id: threading.Event() for check in plan}
        self._stories = {check.id: Story(self.run, check.id, check.stages, check.service) for check in self._told}
        for name in self._ended.keys() & self._kept.keys():
            self._ended[name].set()

    def start(self) -> None:
        """Let the checks begin. Their events wait until somebody reads them."""
        for check in self._told:
            threading.Thread(target=self._tell, args=(check,), name=check.id, daemon=True).start()

    def events(self) -> Iterator[Event | None]:
        """What happens until all checks have ended, the run is stopped or its time is over.

        None says that nothing happened for a moment: whoever shows a clock can move it on. May be called anew: after a
        stop it yields the events of a last tenth of a second.
        """
        cut_off = math.inf
        while self._open:
            if self.run.stopped():
                cut_off = min(cut_off, time.monotonic() + GRACE)
            end = min(self.run.ends, cut_off)
            wait = min(TICK, end - time.monotonic())
            try:
                event = self._events.get(timeout=max(wait, 0.001))
            except queue.Empty:
                if time.monotonic() >= end:
                    break
                yield None
                continue
            if event is None:
                self._open -= 1
            else:
                yield event
        self.run.stop()

    def results(self) -> tuple[CheckResult, ...]:
        """The checks in the order of the plan, with what each had found."""
        return tuple(self._kept.get(check.id) or self._result(check) for check in self._plan)

    def _result(self, check: Check) -> CheckResult:
        story = self._stories[check.id]
        return CheckResult(check.id, story.started_ms, story.ended_ms - story.started_ms, self._findings(check))

    def _findings(self, check: Check) -> tuple[Finding, ...]:
        story = self._stories[check.id]
        return tuple(story.findings) if self._ended[check.id].is_set() else story.so_far()

    @property
    def kept(self) -> tuple[str, ...]:
        """The checks that were not done again, in the order of the plan."""
        return tuple(check.id for check in self._plan if check.id in self._kept)

    @property
    def whole(self) -> bool:
        """False when the run was stopped before its end, or an earlier one in the midst of what is kept of it."""
        kept = (finding for result in self._kept.values() for finding in result.findings)
        cut_off = any(finding.evidence.get("reason") == "stopped" for finding in kept)
        return not cut_off and all(event.is_set() for event in self._ended.values())

    def _tell(self, check: Check) -> None:
        story = self._stories[check.id]
        because = None
        try:
            for other in check.after:
                while not self._ended[other].wait(0.05) and not self.run.stopped():
                    pass
            because = check.blocked_by(self.run)
            story.started_ms = self.run.ms()
            if because is None and not self.run.stopped():
                check.tell(self.run, story)
        except StoryEnded:
            pass
        except Exception as error:  # noqa: BLE001 - the one place, see above
            where = traceback.extract_tb(error.__traceback__)[-1]
            log.error("crash in check %s: %s at %s:%s", check.id, type(error).__name__, where.filename, where.lineno)
            story.crash(f"{type(error).__name__} {where.name}:{where.lineno}")
        finally:
            story.finish(because)
            self._ended[check.id].set()
            self._events.put(None)
