"""`mailcheck open REPORT.json`: the window with the result of a saved report."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from mailcheck.console import write
from mailcheck.export.json_reader import read_report_file
from mailcheck.i18n import Language
from mailcheck.usage import Parser, UsageError


def command(words: list[str], language: Language) -> int:
    """A file that cannot be read is told in one line, before any window: exit code 2."""
    parser = Parser("open", language, "REPORT.json")
    parser.add_argument("report", nargs="?", metavar="REPORT.json")
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return 0
    if not arguments.report:
        raise UsageError("no-report")
    report = read_report_file(Path(arguments.report))
    # by name: the commands stand below the window, and Qt is loaded only when it is wanted
    app = import_module("mailcheck.ui.app")
    return int(app.open_window(language, opened=report))
