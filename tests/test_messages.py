"""Sentences that are looked up by a name: none is missing."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

import mailcheck
from mailcheck.domain.account import Security, Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.provider import PasswordKind
from mailcheck.domain.report import Verdict
from mailcheck.i18n import messages

_CHECKS = Path(mailcheck.__file__).parent / "checks"
_SKIPPED = re.compile(r"""(?:\.skip\(.*reason=|reason = )"([a-z-]+)"(?: if .* else "([a-z-]+)")?""")


def names(section: str) -> set[str]:
    return {key.partition(".")[2] for key in messages() if key.startswith(f"{section}.")}


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("service", Service),
        ("security", Security),
        ("stage", Stage),
        ("state", Outcome),
        ("verdict", Verdict),
        ("password", PasswordKind),
    ],
)
def test_a_sentence_for_each(section: str, kind: type[StrEnum]) -> None:
    assert set(kind) <= names(section)


def test_each_check_has_a_long_and_a_short_name() -> None:
    assert names("check") == names("side")


def test_every_reason_to_leave_a_stage_out_is_told() -> None:
    found = {name for file in _CHECKS.glob("*.py") for match in _SKIPPED.findall(file.read_text()) for name in match}
    told = {"stopped", *found} - {""}
    assert {"not-encrypted", "no-password", "not-asked-for", "not-needed"} <= told
    assert told <= names("skip")
