"""`mailcheck compare BEFORE AFTER`: what was mended between two reports, what is new, what remains."""

from __future__ import annotations

from pathlib import Path

from mailcheck.commands.output import add_output, output_files, reason_of
from mailcheck.console import Console, write
from mailcheck.export import html_file, text_file
from mailcheck.export.comparison import Comparison, as_content, as_json, compare
from mailcheck.export.files import write_whole
from mailcheck.export.json_reader import read_report_file
from mailcheck.export.mask import hidden
from mailcheck.i18n import Language, message
from mailcheck.usage import Parser, UsageError, shown

_SAME, _PROBLEMS = 0, 1
_ENDINGS = (".html", ".txt", ".json")


def command(words: list[str], language: Language) -> int:
    """0 when nothing is left of what was found and nothing is new; 1 otherwise."""
    parser = _parser(language)
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return 0
    if not arguments.before or not arguments.after:
        raise UsageError("no-two-reports")
    outputs = output_files(arguments, _ENDINGS)
    before, after = (read_report_file(Path(name)) for name in (arguments.before, arguments.after))
    if arguments.mask:
        before, after = hidden(before), hidden(after)
    found = compare(before, after, language)
    if arguments.json:
        write(as_json(found), utf8=True)
    else:
        write(text_file.drawn_whole(as_content(found, language)))
    for file in outputs:
        _save(found, file, language, replace=arguments.force)
        if not arguments.json:
            Console().line(message("output.saved", language, file=str(file)))
    return _SAME if found.is_settled else _PROBLEMS


def _parser(language: Language) -> Parser:
    parser = Parser("compare", language, "BEFORE.json AFTER.json")
    parser.add_argument("before", nargs="?", metavar="BEFORE.json")
    parser.add_argument("after", nargs="?", metavar="AFTER.json")
    parser.add_argument("--json", action="store_true")
    add_output(parser, _ENDINGS)
    parser.add_argument("--mask", action="store_true")
    return parser


def _save(found: Comparison, file: Path, language: Language, *, replace: bool) -> None:
    """What cannot be saved stands on standard output already."""
    ending = file.suffix.lower()
    if ending == ".json":
        text = as_json(found)
    else:
        shown_ = as_content(found, language)
        text = html_file.page(shown_) if ending == ".html" else text_file.drawn_whole(shown_)
    try:
        write_whole(text.encode(), file, replace=replace)
    except OSError as error:
        raise UsageError("output-printed", file=shown(str(file)), reason=reason_of(error, language)) from error
