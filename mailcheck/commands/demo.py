"""`mailcheck demo [SCENARIO]`: practice. A mailbox in a known state on servers of this computer, and its check."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from importlib import import_module

from mailcheck import display
from mailcheck.commands.ctrl_c import CtrlC
from mailcheck.commands.output import add_output, output_files
from mailcheck.commands.practice_servers import serve
from mailcheck.commands.request import Request, opening
from mailcheck.commands.run_check import run_check
from mailcheck.console import Console, write
from mailcheck.i18n import Language, message
from mailcheck.lab.practice import Practice, PracticeError
from mailcheck.lab.scenario import Scenario
from mailcheck.lab.scenarios import nearest, scenarios, tour
from mailcheck.providers import providers
from mailcheck.usage import Parser, UsageError

OK, STOPPED = 0, 130


def command(words: list[str], language: Language) -> int:
    parser = _parser(language)
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return OK
    try:
        return _run(arguments, language)
    except PracticeError as error:
        raise UsageError("practice", reason=str(error)) from error


def _run(arguments: argparse.Namespace, language: Language) -> int:
    if arguments.list:
        return _list(language)
    scenario = None if arguments.scenario is None else _scenario(arguments.scenario)
    printed = arguments.serve or arguments.json or arguments.output
    if scenario is None and printed:
        raise UsageError("no-scenario")
    if not (printed or arguments.terminal) and display.is_there(os.environ):
        return _window(scenario or tour()[0], language)
    if scenario is None:
        return _tour(language)
    return _serve(scenario, language) if arguments.serve else _play(scenario, arguments, language)


def _window(scenario: Scenario, language: Language) -> int:
    # by name: the commands stand below the window, and Qt is loaded only when it is wanted
    return int(import_module("mailcheck.ui.app").open_window(language, scenario=scenario.id))


def _parser(language: Language) -> Parser:
    parser = Parser("demo", language, "[SCENARIO]")
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--terminal", action="store_true")
    parser.add_argument("--json", action="store_true")
    add_output(parser)
    return parser


def _scenario(name: str) -> Scenario:
    found = scenarios().get(name.strip().lower())
    if found is None:
        raise UsageError("scenario", close=", ".join(nearest(name)) or None)
    return found


def _list(language: Language) -> int:
    console = Console()
    width = max(map(len, scenarios()))
    for scenario in scenarios().values():
        console.row(f"{scenario.id:<{width}}", "bold", f"  {scenario.title[language]}")
    return OK


def _play(scenario: Scenario, arguments: argparse.Namespace, language: Language) -> int:
    console = None if arguments.json else Console()
    outputs = output_files(arguments)
    if console:
        _introduce(scenario, scenario.title[language], console, language)
    with CtrlC() as ctrl_c, Practice(scenario, providers()) as practice:
        request = Request(
            practice.account, practice.settings, json=arguments.json, outputs=outputs, force=arguments.force
        )
        return _check(request, console, ctrl_c, language)


def _serve(scenario: Scenario, language: Language) -> int:
    console = Console()
    with Practice(scenario, providers()) as practice:
        console.line(scenario.title[language], "bold")
        console.paragraph(scenario.story[language])
        console.line()
        return serve(practice, console, language)


def _check(request: Request, console: Console | None, ctrl_c: CtrlC, language: Language) -> int:
    if console:
        for text in opening(request, secret=True, language=language):
            console.paragraph(text)
        console.line()
    return run_check(request, console, ctrl_c, language)


def _tour(language: Language) -> int:
    """0 when it came to its end, whatever the mailboxes suffer from."""
    console, stops = Console(), tour()
    for place, scenario in enumerate(stops, 1):
        of = message("demo.stop", language, number=place, total=len(stops), title=scenario.title[language])
        _introduce(scenario, of, console, language)
        with CtrlC() as ctrl_c, Practice(scenario, providers()) as practice:
            code = _check(Request(practice.account, practice.settings), console, ctrl_c, language)
        if code == STOPPED or (place < len(stops) and not _go_on(console, language)):
            return STOPPED
        console.line()
    console.paragraph(message("demo.tour-end", language))
    return OK


def _introduce(scenario: Scenario, heading: str, console: Console, language: Language) -> None:
    console.line(heading, "bold")
    console.paragraph(scenario.story[language])
    console.paragraph(message("demo.practice", language), colour="skipped")
    console.line()


def _go_on(console: Console, language: Language) -> bool:
    """On a terminal each stop is read before the next one scrolls it away. False on Ctrl-C."""
    if not (console.live and sys.stdin is not None and sys.stdin.isatty()):
        return True
    console.line()
    console.draw(message("demo.next", language))
    try:
        with suppress(EOFError):
            input()
    except KeyboardInterrupt:
        console.line()
        return False
    return True
