"""Asks on the terminal whether the password may go to servers that nobody has vouched for."""

from __future__ import annotations

import sys
from contextlib import suppress

from mailcheck.checks.run import Run
from mailcheck.commands.ctrl_c import CtrlC
from mailcheck.console import Console, write
from mailcheck.domain.account import Service
from mailcheck.export.found_servers import source_words
from mailcheck.export.plain import plain
from mailcheck.i18n import Language, message


def ask_consent(run: Run, console: Console, ctrl_c: CtrlC, language: Language) -> bool:
    """Only a plain yes is one; Ctrl-C and the end of the input are none."""
    console.line()
    console.paragraph(message("cli.confirm-about", language))
    for service in sorted(run.consent.wanted, key=list(Service).index):
        found = run.discovered[service]
        words = source_words(found.source, found.told_by, language, takes_password=found.takes_password)
        name = message(f"check.{service}", language)
        at = found.endpoint
        line = message("discovery.server", language, service=name, host=at.host, port=at.port, source=words)
        console.paragraph(line, "  ")
    console.paragraph(message("cli.confirm-doubt", language))
    _forget_what_was_typed()
    write(plain(message("cli.confirm", language)) + " ")
    try:
        with ctrl_c.waiting():
            answer = input()
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        console.line()
        return False
    return answer.strip().casefold() in message("cli.confirm-yes", language).split()


def _forget_what_was_typed() -> None:
    """Whoever has typed ahead, or has pasted too much, has not answered a question that was not there yet."""
    try:
        import termios  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    with suppress(termios.error, OSError, ValueError):
        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def options(run: Run) -> str:
    """The words that name the servers which were found: whoever types them has agreed."""
    return " ".join(
        f"--{service}={run.discovered[service].endpoint}"
        for service in Service
        if service in run.unconfirmed() and service in run.discovered
    )
