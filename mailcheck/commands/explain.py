"""`mailcheck explain TEXT`: what a code, a phone code, a server's reply or a text of amoCRM means, and what to do."""

from __future__ import annotations

import codecs
import sys

from mailcheck.console import Console, write
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import Provider
from mailcheck.explain import explain
from mailcheck.explanation import Kind
from mailcheck.export.explanation import as_lines
from mailcheck.export.plain import dumps
from mailcheck.i18n import Language, message
from mailcheck.phoned import phoned
from mailcheck.providers import providers
from mailcheck.usage import Parser, UsageError

_MOST_STDIN = 400_000  # bytes; only the beginning of a long text is looked at
_ASKED_OF_SERVERS = tuple(stage for stage in Stage if list(Stage).index(stage) >= list(Stage).index(Stage.CONNECT))


def command(words: list[str], language: Language) -> int:
    parser = _parser(language)
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return 0
    service, stage = _service(arguments.service), _stage(arguments.stage)
    provider = _provider(arguments.provider)
    text = _stdin() if arguments.text == ["-"] else _typed(" ".join(arguments.text))
    if not text.strip():
        raise UsageError("no-text")
    found = phoned(text, language) or explain(text, language=language, service=service, stage=stage, provider=provider)
    if arguments.json:
        write(dumps(found.to_json()), utf8=True)
    elif found.is_nothing:
        misread = found.kind is Kind.PHONE_CODE
        Console().paragraph(message("phone.misread" if misread else "cli.nothing-found", language))
    else:
        console = Console()
        for place, line in enumerate(as_lines(found, language, console.width)):
            console.line(line, "bold" if place == 0 else None)
    return 1 if found.is_nothing else 0


def _parser(language: Language) -> Parser:
    parser = Parser("explain", language, "TEXT")
    parser.add_argument("text", nargs="*", metavar="TEXT")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--service", metavar="incoming|outgoing")
    parser.add_argument("--stage", metavar="STAGE")
    parser.add_argument("--provider", metavar="NAME")
    parser.fields["stages"] = ", ".join(_ASKED_OF_SERVERS)
    return parser


def _typed(text: str) -> str:
    """Bytes that are no UTF-8 come in as lone surrogates; a reply in the old Windows encoding is Russian."""
    return _decoded(text.encode("utf-8", "surrogateescape")) if any("\ud800" <= ch <= "\udfff" for ch in text) else text


def _stdin() -> str:
    if sys.stdin is None:
        raise UsageError("stdin")
    try:
        return _decoded(sys.stdin.buffer.read(_MOST_STDIN))
    except OSError as error:
        raise UsageError("stdin", reason=error.strerror) from error


def _decoded(data: bytes) -> str:
    """UTF-8; UTF-16 as PowerShell writes it; else the old Windows encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_off = error.start > len(data) - 4 and len(data) == _MOST_STDIN
        return data.decode("utf-8-sig", "ignore") if cut_off else data.decode("cp1251", "replace")


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
        raise UsageError("stage", stages=", ".join(_ASKED_OF_SERVERS)) from None


def _provider(name: str | None) -> Provider | None:
    if name is None:
        return None
    known = providers()
    found = known.by_name(name) or known.by_host(name)
    if found is None:
        raise UsageError("provider")
    return found
