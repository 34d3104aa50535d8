"""What was seen: a Finding is a code, an outcome and the evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mailcheck.domain.account import Service

# Codes of findings that are no problem; every other code is an entry of resources/problems.toml.
PASSED = "stage-passed"
SKIPPED = "stage-skipped"
CRASHED = "stage-crashed"

LOCKED_OUT = frozenset({"too-many-logins", "account-disabled"})
"""Problems after which one more login would make it worse: none is tried without a yes."""

Evidence = Mapping[str, Any]
"""Facts for one finding: JSON values only, names as listed in resources/problems.toml, texts of others verbatim."""


class Outcome(StrEnum):
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"
    CRASHED = "crashed"  # our bug, never theirs


SEVERITY = (Outcome.CRASHED, Outcome.FAILED, Outcome.WARNED, Outcome.PASSED, Outcome.SKIPPED)
"""The worst first."""


class Stage(StrEnum):
    """A step of a check, in the order in which it happens."""

    # local judgement of what was typed
    ADDRESS = "address"
    HOST = "host"
    SECRET = "secret"  # noqa: S105 - the name of a stage
    # DNS facts
    DOMAIN = "domain"
    MX = "mx"
    SERVERS = "servers"  # the search for them, where nobody has named them
    PORTS = "ports"
    # a conversation
    RESOLVE = "resolve"
    CONNECT = "connect"
    ENCRYPT = "encrypt"
    GREET = "greet"
    AUTHENTICATE = "authenticate"
    FOLDERS = "folders"  # LIST and the search for Sent
    USE = "use"  # open INBOX and Sent, quota
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Finding:
    """The end of one stage. Times are whole milliseconds; `started_ms` counts from the start of the run."""

    code: str
    outcome: Outcome
    stage: Stage
    service: Service | None = None
    started_ms: int = 0
    ms: int = 0
    evidence: Evidence = field(default_factory=dict)
    because: str | None = None  # id of the check it waited for, when skipped


def worst(findings: Iterable[Finding], default: Outcome) -> Outcome:
    """The worst of their outcomes; `default` when there are none."""
    return min((finding.outcome for finding in findings), key=SEVERITY.index, default=default)
