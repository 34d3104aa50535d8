"""The commands. Exit codes: 0 ready (warnings allowed), 1 problems found, 2 usage, 3 our bug, 130 stopped."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from mailcheck.i18n import Language, language_of_environment, message
from mailcheck.resources import BadResourceError
from mailcheck.usage import Parser, UsageError, shown

READY, PROBLEMS, USAGE, BUG, STOPPED = 0, 1, 2, 3, 130


def run(words: list[str]) -> int:
    """Run one command line; never raises, never prints a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that knows no Cyrillic still shows the rest
    language = language_of_environment(os.environ)
    try:
        words, language = _language(words, language)
        return _dispatch(words, language)
    except UsageError as error:
        return _refuse(message(f"usage.{error.key}", language, **error.fields))
    except BadResourceError as error:
        return _refuse(str(error), BUG)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # "mailcheck … | head": whoever read us has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READY
    except Exception as error:  # noqa: BLE001 - whatever else comes up is our bug; the engine has its own net
        return _crash(error, language)


def _dispatch(words: list[str], language: Language) -> int:
    commands = _commands()
    if not words:
        return _refuse(message("cli.wizard-later", language))
    name = words[0]
    if name in ("-h", "--help"):
        sys.stdout.write(f"mailcheck {' | '.join(commands)}\n")
        return READY
    if name.startswith("-"):
        raise UsageError("unknown-option", option=shown(name))
    if name not in commands:
        raise UsageError("unknown-command", commands=", ".join(commands))
    return commands[name](words[1:], language)


def _commands() -> dict[str, Callable[[list[str], Language], int]]:
    from mailcheck.commands import addresses, check, explain  # noqa: PLC0415 - only what is asked for is loaded

    return {"check": check.command, "addresses": addresses.command, "explain": explain.command}


def _language(words: list[str], fallback: Language) -> tuple[list[str], Language]:
    """Every command takes --lang, before or after its name."""
    parser = Parser(add_help=False)
    parser.add_argument("--lang")
    found, rest = parser.parse_known_args(words)
    if found.lang is None:
        return rest, fallback
    try:
        return rest, Language(found.lang.lower())
    except ValueError:
        raise UsageError("lang") from None


def _refuse(text: str, code: int = USAGE) -> int:
    print(f"mailcheck: {text}", file=sys.stderr)  # noqa: T201
    return code


def _crash(error: BaseException, language: Language) -> int:
    """The traceback goes to the log, by place only: values could hold a secret."""
    from platformdirs import user_log_path  # noqa: PLC0415

    file = Path(user_log_path("mailcheck", appauthor=False)) / "mailcheck.log"
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError:
        return _refuse(message("cli.crashed", language, log=f"{type(error).__name__}, {places[-1]}"), BUG)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    handler.emit(logging.makeLogRecord({"msg": f"{type(error).__name__}\n" + "\n".join(places), "levelno": 40}))
    handler.close()
    return _refuse(message("cli.crashed", language, log=str(file)), BUG)
