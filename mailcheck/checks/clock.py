"""Some servers tell the time in their greeting: the only clock besides ours that is looked at."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailcheck.checks.stage import Step

SKEW = 300  # seconds between two clocks before we speak of it
_RFC5322_DATE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC?)")


def judge_clock(step: Step, greeting: str) -> None:
    found = _RFC5322_DATE.search(greeting)
    if not found:
        return
    try:
        theirs = parsedate_to_datetime(found[0])
    except ValueError:
        return
    if theirs.tzinfo is None:  # "-0000": a time of no zone (RFC 5322 section 3.3)
        return
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew > SKEW:
        step.warn("clock-skewed", skew_minutes=round(skew / 60), server_time=theirs.isoformat())
