"""`mailcheck addresses [FILE|-]`: judge many addresses, letter by letter, without any network."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from mailcheck import template
from mailcheck.address_list import UnreadableListError, read_addresses
from mailcheck.catalogue import catalogue
from mailcheck.checks.address import Review, review
from mailcheck.console import Console, write
from mailcheck.domain.finding import Finding, Outcome
from mailcheck.export.plain import dumps, plain
from mailcheck.i18n import Language, message
from mailcheck.providers import providers
from mailcheck.usage import Parser, UsageError, shown

_LARGEST = 64 * 1024 * 1024  # bytes: a list of a million addresses is about 30 MB
_LONGEST_SHOWN = 200  # characters
_AT_ONCE = 500  # lines: one by one they would take their time


def command(words: list[str], language: Language) -> int:
    parser = Parser("addresses", language, "[FILE|-]")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return 0
    addresses = _addresses(arguments.file, language)
    known = providers().domains()
    found = [review(address, known) for address in addresses]
    if arguments.json:
        write(dumps([_as_dict(each) for each in found]), utf8=True)
    else:
        lines = _lines(found, language)
        while block := list(islice(lines, _AT_ONCE)):
            write("".join(f"{line}\n" for line in block))
    return 1 if any(each.outcome is Outcome.FAILED for each in found) else 0


def _addresses(name: str, language: Language) -> list[str]:
    label = "-" if name == "-" else shown(name)
    data = _stdin(language) if name == "-" else _content(Path(name))
    if len(data) > _LARGEST:
        raise UsageError("file-large", file=label)
    try:
        addresses = read_addresses(data)
    except UnreadableListError as error:
        raise UsageError(error.key, file=label) from error
    if not addresses:
        raise UsageError("no-addresses", file=label)
    return addresses


def _stdin(language: Language) -> bytes:
    if sys.stdin is None:
        raise UsageError("stdin")
    if sys.stdin.isatty() and sys.stderr is not None:
        keys = "Ctrl+Z, Enter" if sys.platform == "win32" else "Ctrl+D"
        print(message("cli.type-addresses", language, keys=keys), file=sys.stderr)  # noqa: T201
    try:
        return sys.stdin.buffer.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError("stdin", reason=error.strerror) from error


def _content(file: Path) -> bytes:
    label = shown(str(file))
    try:
        with file.open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError("file-missing", file=label) from None
    except IsADirectoryError:
        raise UsageError("file-folder", file=label) from None
    except PermissionError:  # what Windows says of a folder, too
        raise UsageError("file-folder" if file.is_dir() else "file-denied", file=label) from None
    except (OSError, ValueError) as error:
        raise UsageError("file", file=label, reason=getattr(error, "strerror", None)) from error


def _as_dict(found: Review) -> dict[str, Any]:
    return {
        "input": found.input,
        "outcome": found.outcome.value,
        "suggestion": found.suggestion,
        "findings": [{"code": each.code, "evidence": dict(each.evidence)} for each in found.findings],
    }


def _lines(found: Sequence[Review], language: Language) -> Iterator[str]:
    """A line for each address; below it what is wrong with it and how it is right."""
    console, titles = Console(), _Titles(language)
    states = {outcome: f"{message(f'state.{outcome}', language):<9}" for outcome in Outcome}
    for each in found:
        yield console.paint(states[each.outcome], each.outcome) + _shown(each.input)
        for title in dict.fromkeys(titles.of(finding) for finding in each.findings):
            yield f"{'':9}{plain(title)}"
        if each.suggestion:
            yield f"{'':9}{message('cli.correct-to', language, suggestion=each.suggestion)}"
    yield ""
    yield _sum(found, language)


def _shown(text: str) -> str:
    """On one line: a cell of a table may hold several, made up to look like our verdicts."""
    return plain(text).replace("\n", "\\n")[:_LONGEST_SHOWN]


class _Titles:
    """Titles of findings. Rendered once for the same facts: a long list has the same few problems again and again."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._facts: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, frozenset[tuple[str, str]]], str] = {}

    def of(self, finding: Finding) -> str:
        facts = self._facts.get(finding.code)
        if facts is None:
            facts = self._facts[finding.code] = self._facts_of(finding.code)
        key = (finding.code, frozenset((name, repr(finding.evidence.get(name))) for name in facts))
        if key not in self._known:
            text = catalogue().render(finding.code, self._language, evidence=finding.evidence)
            self._known[key] = text.title
        return self._known[key]

    def _facts_of(self, code: str) -> frozenset[str]:
        """The evidence that the title of a problem depends on."""
        problem = catalogue().problem(code)
        texts = [problem.texts, *(variant.texts for variant in problem.variants)]
        titles = (each[self._language].title or "" for each in texts)
        return frozenset().union(*map(template.fields, titles), *(variant.when for variant in problem.variants))


def _sum(found: Sequence[Review], language: Language) -> str:
    count = Counter(each.outcome for each in found)
    kinds = {"in-order": Outcome.PASSED, "with-remarks": Outcome.WARNED, "wrong": Outcome.FAILED}
    parts = [message(f"cli.{key}", language, count=count[outcome]) for key, outcome in kinds.items() if count[outcome]]
    return f"{message('cli.addresses', language, n=len(found))}: {', '.join(parts)}."
