"""Prints a run as it happens: one line a stage, a live line for what is waited for, then the diagnoses."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TextIO

from mailcheck.catalogue import catalogue
from mailcheck.checks.run import Event, StageEnded, StageStarted
from mailcheck.domain.finding import CRASHED, SKIPPED, Finding, Outcome
from mailcheck.domain.report import Report
from mailcheck.export.mask import Mask
from mailcheck.export.text_file import summary
from mailcheck.i18n import Language, message

_MARKS = {"passed": "✓", "warned": "!", "failed": "✗", "skipped": "–", "crashed": "✗"}
_COLOURS = {"passed": "32", "warned": "33", "failed": "31", "skipped": "90", "crashed": "35"}
_LONG = 8  # seconds: then we say that it takes longer than usual


class Terminal:
    """Colour and the live line only on a terminal; NO_COLOR (no-color.org) and TERM=dumb are respected."""

    def __init__(self, language: Language, mask: Mask | None, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._language = language
        self._mask = mask
        self._live = self._out.isatty() and os.environ.get("TERM") != "dumb"
        self._colour = self._live and not os.environ.get("NO_COLOR")
        self._open: dict[tuple[str, str], tuple[str, float]] = {}
        self._drawn = ""

    def line(self, text: str = "") -> None:
        self._wipe()
        self._out.write((self._mask.text(text) if self._mask else text) + "\n")
        self._out.flush()

    def event(self, event: Event | None) -> None:
        """None: nothing happened for a moment, only time went by."""
        if isinstance(event, StageStarted):
            self._open[event.check, event.stage] = (self._name(event.check, event.stage), time.monotonic())
        elif isinstance(event, StageEnded):
            self._open.pop((event.check, event.findings[0].stage), None)
            if event.findings[0].code != SKIPPED:
                self._stage(event)
        self._wait()

    def report(self, report: Report) -> None:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100) if self._live else 80
        self.line()
        for text in summary(report, self._language, width):
            self.line(text)

    def _stage(self, event: StageEnded) -> None:
        findings = sorted(event.findings, key=lambda f: list(_MARKS).index(f.outcome), reverse=True)
        worst = findings[0]
        state = f"{_MARKS[worst.outcome]} {message(f'state.{worst.outcome}', self._language):<8}"
        name = self._name(event.check, worst.stage)
        spent = message("cli.ms", self._language, ms=worst.ms)
        self.line(f"{self._coloured(state, worst.outcome)} {name:<60} {spent:>10}")
        for finding in findings:
            remark = self._remark(finding)
            if remark:
                self.line(f"           {remark}")

    def _remark(self, finding: Finding) -> str | None:
        if finding.outcome not in (Outcome.FAILED, Outcome.WARNED) or finding.code == CRASHED:
            return None
        words = catalogue().render(finding.code, self._language, evidence=finding.evidence, service=finding.service)
        return f"{words.title}  ({finding.code})"

    def _name(self, check: str, stage: str) -> str:
        return f"{message(f'check.{check}', self._language)}: {message(f'stage.{stage}', self._language)}"

    def _coloured(self, text: str, outcome: Outcome) -> str:
        return f"\x1b[{_COLOURS[outcome]}m{text}\x1b[0m" if self._colour else text

    def _wait(self) -> None:
        """The live line: what has been waited for longest, and for how long."""
        if not self._live or not self._open:
            return
        name, since = min(self._open.values(), key=lambda pair: pair[1])
        spent = int(time.monotonic() - since)
        if not spent:
            return
        key = "cli.waiting-long" if spent >= _LONG else "cli.waiting"
        text = message(key, self._language, what=name, n=spent)[: shutil.get_terminal_size((80, 24)).columns - 1]
        if text != self._drawn:
            self._wipe()
            self._out.write(text)
            self._out.flush()
            self._drawn = text

    def _wipe(self) -> None:
        if self._drawn:
            self._out.write("\r\x1b[K")
            self._drawn = ""
