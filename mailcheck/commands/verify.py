"""`mailcheck providers --verify`: speaks to the servers in the list and tells which are no longer as written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mailcheck.catalogue import catalogue, endpoint_words
from mailcheck.console import Console, write
from mailcheck.domain.provider import Provider
from mailcheck.domain.settings import Settings
from mailcheck.export.plain import dumps
from mailcheck.i18n import Language, message
from mailcheck.providers import providers
from mailcheck.verify_providers import State, Verification, Verified, servers

GOOD, ROTTEN = 0, 1
_NO_WAY_OUT = frozenset({"network-offline", "resolver-failed", "connection-timeout"})
_WIDTH = 9  # of the state before a line


def verify(entries: Sequence[Provider], settings: Settings, console: Console | None, language: Language) -> int:
    """The exit code: 1 when anything is not as written down, or was not reached. `console` None: as JSON."""
    left = len(servers(entries))
    if console:
        console.paragraph(message("providers.verifying", language, count=left))
        console.line()
    found: list[Verified] = []
    for each in Verification(settings, providers()).results(entries):
        found.append(each)
        left -= 1
        if console:
            _tell(each, console, language)
            console.draw(message("providers.verify-progress", language, count=left))
    count = Counter(each.state for each in found)
    if console:
        _sum(found, count, console, language)
    else:
        report = {"servers": [_as_dict(each) for each in found], **{str(state): count[state] for state in State}}
        write(dumps(report), utf8=True)
    return GOOD if count[State.GOOD] == len(found) else ROTTEN


def _tell(found: Verified, console: Console, language: Language) -> None:
    """Only what is not in order."""
    if found.state is State.GOOD:
        return
    failed = found.state is State.ROTTEN
    row = message(
        "providers.verify-row",
        language,
        server=endpoint_words(found.endpoint, language),
        providers=[owner.name[language] for owner in found.providers],
        what=_what(found, language),
    )
    state = "failed" if failed else "skipped"
    console.row(f"{message(f'state.{state}', language):<{_WIDTH}}", state, row)


def _what(found: Verified, language: Language) -> str:
    if found.problem is None:
        key = "not-reached" if found.state is State.LEFT else "greeting-changed"
        return message(f"providers.{key}", language, greeting=found.greeting)
    text = catalogue().render(found.problem.code, language, evidence=found.problem.evidence, service=found.service)
    return text.title


def _sum(found: Sequence[Verified], count: Counter[State], console: Console, language: Language) -> None:
    console.line()
    left = count[State.LEFT] or None
    good, rotten = count[State.GOOD], count[State.ROTTEN]
    console.paragraph(message("providers.verify-sum", language, good=good, rotten=rotten, left=left), colour="bold")
    if found and all(each.problem is not None and each.problem.code in _NO_WAY_OUT for each in found):
        console.paragraph(message("providers.offline", language))


def _as_dict(found: Verified) -> dict[str, Any]:
    """`state` is good, rotten or left; `code` a problem's, or "greeting-changed"; None where nothing was wrong."""
    code = found.problem.code if found.problem else "greeting-changed" if found.state is State.ROTTEN else None
    return {
        "service": found.service.value,
        "host": found.endpoint.host,
        "port": found.endpoint.port,
        "security": found.endpoint.security.value,
        "providers": [owner.id for owner in found.providers],
        "state": found.state.value,
        "code": code,
        "greeting": found.greeting,
        "ms": found.ms,
    }
