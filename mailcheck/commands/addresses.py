"""`mailcheck addresses [FILE|-]`: judge many addresses, letter by letter, without any network."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailcheck import usage
from mailcheck.address_list import UnreadableListError, read_addresses
from mailcheck.catalogue import catalogue
from mailcheck.checks.address import Review, review
from mailcheck.domain.finding import Outcome
from mailcheck.i18n import Language, message
from mailcheck.probes.redact import printable
from mailcheck.providers import providers
from mailcheck.usage import UsageError

_LARGEST = 64 * 1024 * 1024  # bytes: a list of a million addresses is about 30 MB


def command(words: list[str], language: Language) -> int:
    parser = usage.Parser(prog="mailcheck addresses", description=__doc__)
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="one address a line, or a CSV; - is stdin")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse(words)
    known = providers().domains()
    found = [(address, review(address, known)) for address in _read(arguments.file)]
    if arguments.json:
        json.dump([_as_dict(address, each) for address, each in found], sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        for line in _lines(found, language):
            print(line)  # noqa: T201
    return 1 if any(each.outcome is Outcome.FAILED for _, each in found) else 0


def _read(name: str) -> list[str]:
    label = usage.shown(name)
    try:
        data = sys.stdin.buffer.read(_LARGEST) if name == "-" else _bytes(Path(name))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError("file", file=label, reason=reason) from error
    try:
        addresses = read_addresses(data)
    except UnreadableListError as error:
        raise UsageError(error.key, file=label) from error
    if not addresses:
        raise UsageError("no-addresses", file=label)
    return addresses


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(_LARGEST)


def _as_dict(address: str, found: Review) -> dict[str, Any]:
    return {
        "input": address,
        "outcome": found.outcome.value,
        "suggestion": found.suggestion,
        "findings": [{"code": each.code, "evidence": dict(each.evidence)} for each in found.findings],
    }


def _lines(found: list[tuple[str, Review]], language: Language) -> Iterator[str]:
    words = catalogue()
    for address, each in found:
        shown = printable(address.encode("utf-8", "backslashreplace"))[:200]
        yield f"{message(f'state.{each.outcome}', language):<9} {shown}"
        titles = (words.render(f.code, language, evidence=f.evidence).title for f in each.findings)
        for title in dict.fromkeys(titles):
            yield f"          {title}"
        if each.suggestion:
            yield f"          {message('cli.correct-to', language, suggestion=each.suggestion)}"
    count = Counter(each.outcome for _, each in found)
    yield ""
    yield message(
        "cli.addresses-sum",
        language,
        total=len(found),
        passed=count[Outcome.PASSED],
        warned=count[Outcome.WARNED],
        failed=count[Outcome.FAILED],
    )
