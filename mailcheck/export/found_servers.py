"""How the servers were found, in words: one line each, from the evidence of the stage that looked for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Stage
from mailcheck.i18n import Language, message

_SOURCES = ("provider", "mx", "srv", "autoconfig", "ispdb", "ispdb-mx", "guess")


def found_lines(finding: Finding, language: Language) -> list[str]:
    """Empty for every other stage, and for whatever a report that was read back may hold instead."""
    servers = finding.evidence.get("servers") if finding.stage is Stage.SERVERS else None
    if not isinstance(servers, list):
        return []
    return list(_lines(servers, language))


def source_words(source: str, told_by: str | None, language: Language, *, takes_password: bool = True) -> str:
    """Who named a server: one sentence, and another one where it is said to take no password."""
    words = message(f"discovery.{source}", language, told_by=told_by or None)
    return words if takes_password else f"{words} {message('discovery.no-password', language)}"


def _lines(servers: list[Any], language: Language) -> Iterator[str]:
    for each in servers:
        if isinstance(each, Mapping) and each.get("source") in _SOURCES and each.get("service") in set(Service):
            told_by, takes_password = str(each.get("told_by") or ""), each.get("takes_password") is not False
            source = source_words(str(each["source"]), told_by, language, takes_password=takes_password)
            name = message(f"check.{each['service']}", language)
            host, port = str(each.get("host")), str(each.get("port"))
            yield message("discovery.server", language, service=name, host=host, port=port, source=source)
