"""`mailcheck check ADDRESS`: test one mailbox, tell what happens while it happens, then the diagnoses."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from dataclasses import replace

from mailcheck.commands.ctrl_c import CtrlC
from mailcheck.commands.request import opening, parser, request_of
from mailcheck.console import Console, write
from mailcheck.domain.account import Secret
from mailcheck.i18n import Language, message
from mailcheck.secret_input import read_secret


def command(words: list[str], language: Language) -> int:
    options = parser(language)
    arguments = options.parse(words)
    if options.wants_help:
        write(options.format_help())
        return 0
    request = request_of(arguments, language)
    with CtrlC() as ctrl_c:
        secret = _secret(arguments, language, ctrl_c)
        request = replace(request, account=replace(request.account, secret=secret))
        console = None if request.json else Console()
        if console:
            for place, text in enumerate(opening(request, secret=secret is not None, language=language)):
                console.paragraph(text, colour="bold" if place == 0 else None)
            console.line()
            if ctrl_c.pressed:
                raise KeyboardInterrupt  # nothing was begun; only a report in JSON is owed all the same
        elif request.settings.insecure and sys.stderr is not None:
            print(message("cli.insecure", language), file=sys.stderr)  # noqa: T201 - standard output is the report's
        # Loaded when the first line stands there: the checks bring their libraries with them.
        # Whoever stops now has found nothing yet; a report in JSON is owed all the same.
        with ctrl_c.waiting() if console else nullcontext():
            from mailcheck.commands.run_check import run_check  # noqa: PLC0415
        return run_check(request, console, ctrl_c, language)


def _secret(arguments: argparse.Namespace, language: Language, ctrl_c: CtrlC) -> Secret | None:
    """Ctrl-C instead of an answer stops the run before it began."""
    try:
        with ctrl_c.waiting():
            return read_secret(arguments, language)
    except KeyboardInterrupt:
        if sys.stderr is not None:
            print(file=sys.stderr)  # noqa: T201 - the question's line is still open
        return None
