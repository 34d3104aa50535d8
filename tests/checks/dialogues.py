"""The shape of a table of dialogues: what a server says, and what has to come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from mailcheck.domain.account import Security
from tests.servers import Talk


@dataclass(frozen=True)
class Dialogue:
    """`code` comes of the talk and is the first diagnosis, unless it stands in `behind`; `amocrm` is its first text."""

    code: str
    talk: Talk
    amocrm: str | None
    name: str = ""
    address: str = "anna@example.test"
    secret: str = "sesame-7Q"
    security: Security = Security.TLS
    settings: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)  # what must stand in the finding's, at least


def table(dialogues: Iterable[Dialogue]) -> list[Any]:
    """For pytest.mark.parametrize: each named after its code."""
    return [pytest.param(dialogue, id=f"{dialogue.code} {dialogue.name}".rstrip()) for dialogue in dialogues]


def codes(dialogues: Iterable[Dialogue]) -> frozenset[str]:
    return frozenset(dialogue.code for dialogue in dialogues)
