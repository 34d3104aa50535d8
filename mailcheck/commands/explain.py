"""`mailcheck explain TEXT`: what a code, a server's reply or a text of amoCRM means, and what to do."""

from __future__ import annotations

import json
import sys

from mailcheck import usage
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.explain import explain
from mailcheck.explanation import Kind
from mailcheck.export.explanation import as_lines
from mailcheck.i18n import Language, message
from mailcheck.providers import providers
from mailcheck.usage import UsageError

_LONGEST_STDIN = 100_000  # characters


def command(words: list[str], language: Language) -> int:
    arguments = _parser().parse(words)
    text = " ".join(arguments.text)
    if text == "-":
        text = sys.stdin.read(_LONGEST_STDIN)
    if not text.strip():
        raise UsageError("no-text")
    found = explain(
        text,
        language=language,
        service=_service(arguments.service),
        stage=_stage(arguments.stage),
        provider=providers().by_name(arguments.provider) if arguments.provider else None,
    )
    if arguments.json:
        json.dump(found.to_json(), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif found.kind is Kind.UNKNOWN:
        print(message("cli.nothing-found", language))  # noqa: T201
    else:
        print("\n".join(as_lines(found, language)))  # noqa: T201
    return 1 if found.kind is Kind.UNKNOWN else 0


def _parser() -> usage.Parser:
    parser = usage.Parser(prog="mailcheck explain", description=__doc__)
    parser.add_argument("text", nargs="*", metavar="TEXT", help="in quotes; - reads standard input")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--service", metavar="incoming|outgoing")
    parser.add_argument("--stage", metavar="STAGE")
    parser.add_argument("--provider", metavar="NAME")
    return parser


def _service(text: str | None) -> Service | None:
    if text is None:
        return None
    try:
        return Service(text.lower())
    except ValueError:
        raise UsageError("service") from None


def _stage(text: str | None) -> Stage | None:
    if text is None:
        return None
    try:
        return Stage(text.lower())
    except ValueError:
        raise UsageError("stage", stages=", ".join(Stage)) from None
