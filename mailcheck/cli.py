"""The commands. Exit codes: 0 ready (warnings allowed), 1 problems found, 2 usage, 3 our bug, 130 stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from mailcheck import crash_log
from mailcheck.i18n import Language, language_of_environment, message
from mailcheck.resources import BadResourceError
from mailcheck.unusable import UsageError

OK, USAGE, BUG, STOPPED = 0, 2, 3, 130
COMMANDS = ("check", "addresses", "explain", "providers", "open", "compare", "demo", "handbook")


def run(words: Sequence[str]) -> int:
    """Run one command line; never raises, never prints a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that knows no Cyrillic still shows the rest
    language = language_of_environment(os.environ)
    with crash_log.installed(crash_log.CrashLog()) as log:
        try:
            rest, language = _language(list(words), language)
            code = _dispatch(rest, language)
        except UsageError as error:
            code = refuse(message(f"usage.{error.key}", language, **error.fields))
        except BadResourceError as error:
            code = refuse(str(error), BUG)
        except KeyboardInterrupt:
            code = refuse(message("cli.stopped-early", language), STOPPED)
        except Exception as error:  # noqa: BLE001 - whatever else comes up is our bug; the engine has its own net
            crash_log.record(error)
            code = BUG
        if code == BUG and log.crashed:
            refuse(message("cli.crashed", language, log=str(log.file) if log.file else None))
    return code


def refuse(text: str, code: int = USAGE) -> int:
    """One line on standard error, if there is one."""
    if sys.stderr is not None:
        print(f"mailcheck: {text}", file=sys.stderr)  # noqa: T201
    return code


def _dispatch(words: list[str], language: Language) -> int:
    if sys.stdout is None:
        raise UsageError("stdout-closed")
    if not words:
        return int(import_module("mailcheck.ui.app").open_window(language))
    from mailcheck.console import write  # noqa: PLC0415 - the window opens without them
    from mailcheck.export.plain import wrapped  # noqa: PLC0415
    from mailcheck.usage import Parser  # noqa: PLC0415

    name, *rest = words
    if name in COMMANDS:
        # only what is asked for is loaded
        return int(import_module(f"mailcheck.commands.{name}").command(rest, language))
    if name == "--version":
        from mailcheck import __version__  # noqa: PLC0415

        write(f"mailcheck {__version__}\n")
        return OK
    parser = Parser("", language)
    if name.startswith("-"):
        parser.parse(words)
    if not parser.wants_help:
        raise UsageError("unknown-command", commands=", ".join(COMMANDS))
    for command in COMMANDS:
        told = "\n".join(wrapped(message(f"help.{command}", language), 79, "    "))
        write(f"mailcheck {command} --help\n{told}\n")
    return OK


def _language(words: list[str], fallback: Language) -> tuple[list[str], Language]:
    """Every command takes --lang, before or after its name."""
    end = words.index("--") if "--" in words else len(words)
    for place, word in enumerate(words[:end]):
        if word == "--lang" or word.startswith("--lang="):
            after = place + 1 if "=" in word else place + 2
            wanted = word.partition("=")[2] or "".join(words[place + 1 : after])
            if wanted.lower() not in tuple(Language):
                raise UsageError("lang")
            return _language(words[:place] + words[after:], Language(wanted.lower()))
    return words, fallback
