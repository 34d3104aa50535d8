"""What is typed after a command, taken apart. Anything unusable is a UsageError: one line in the person's language.

Values are never repeated in an error: the one in the wrong place may be a password.
"""

from __future__ import annotations

import argparse
import difflib
import re
import unicodedata
from typing import NoReturn

from mailcheck.i18n import Language, message
from mailcheck.unusable import UsageError as UsageError  # noqa: PLC0414 - also from here

_LONGEST = 4096  # characters of one argument: the longest path Linux takes
_FREE_TEXT = ("text",)  # judged by whoever reads it, whatever is in it
_JUDGED = ("address", "recipient", "sender")  # judged letter by letter: invisible characters in them are a find
_OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")
_SECRET_OPTIONS = ("--password", "--pass", "--passwd", "--pw", "--pwd", "--secret", "-p")
_WIDTH, _INDENT = 79, 26


class Parser(argparse.ArgumentParser):
    """argparse without its habit of printing two lines in English and repeating what was typed."""

    def __init__(self, command: str, language: Language, positional: str = "") -> None:
        super().__init__(prog=f"mailcheck {command}", add_help=False, allow_abbrev=False, exit_on_error=False)
        self.command = command
        self.language = language
        self.positional = positional
        self.wants_help = False
        self.fields: dict[str, str] = {}  # for the help

    def parse(self, words: list[str]) -> argparse.Namespace:
        options = words[: words.index("--")] if "--" in words else words
        self.wants_help = "-h" in options or "--help" in options
        if self.wants_help:
            return argparse.Namespace()
        try:
            found, extra = self.parse_known_args(words)
        except argparse.ArgumentError as error:
            raise self._misused(error.argument_name or "") from None
        unknown = next((word for word in extra if word.startswith("-") and word != "--"), None)
        if unknown:
            raise self._unknown(unknown)
        if extra:
            raise UsageError("too-many")
        for name, value in vars(found).items():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and name not in _FREE_TEXT:
                    _refuse_characters(self._option(name), text, judged=name in _JUDGED)
        return found

    def error(self, message: str) -> NoReturn:
        """argparse's own words may repeat what was typed."""
        raise UsageError("too-many")

    def format_help(self) -> str:
        """The command, what it does, and a line or two for each option."""
        lines = [self._line("usage"), "", *_fold(self._words(self.command), 0), ""]
        for action in self._actions:
            value = str(action.metavar) if action.nargs != 0 else ""
            lines += _beside(" ".join([*action.option_strings, value]).strip(), self._words(action.dest))
        lines += _beside("--lang ru|en", self._words("lang")) + _beside("-h, --help", self._words("help"))
        return "\n".join(lines) + "\n"

    def _line(self, key: str) -> str:
        return message(f"help.{key}", self.language, command=" ".join(filter(None, [self.prog, self.positional])))

    def _words(self, name: str) -> str:
        return message(f"help.{name.replace('_', '-')}", self.language, **self.fields)

    def _option(self, name: str) -> str:
        action = next(action for action in self._actions if action.dest == name)
        return (action.option_strings or [str(action.metavar)])[0]

    def _misused(self, option: str) -> UsageError:
        action = next((action for action in self._actions if option in action.option_strings), None)
        key = "needs-no-value" if action is not None and action.nargs == 0 else "needs-value"
        return UsageError(key, option=option)

    def _unknown(self, word: str) -> UsageError:
        """Named only when it can be nothing but an option: "-hunter2" may be a password."""
        name = word.partition("=")[0]
        if name in _SECRET_OPTIONS:
            return UsageError("secret-in-command")
        known = [option for action in self._actions for option in action.option_strings]
        close = difflib.get_close_matches(name, [*known, "--lang", "--help"], n=1, cutoff=0.75)
        safe = _OPTION.fullmatch(name) is not None and len(name) <= 24
        return UsageError(
            "unknown-option",
            option=name if safe else None,
            close=close[0] if close else None,
            command=f"{self.prog.strip()} --help",
        )


def shown(text: str) -> str:
    """A name of the person's own for an error line: printable and short."""
    return "".join(ch if ch.isprintable() else "?" for ch in text)[:60]


def seconds(text: str) -> float:
    """--deadline."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 600:  # nan is neither
        raise UsageError("deadline")
    return value


def _refuse_characters(option: str, text: str, *, judged: bool) -> None:
    """A control character in an argument is never meant; bytes that are no UTF-8 come in as lone surrogates."""
    categories = {unicodedata.category(character) for character in text}
    if "Cs" in categories:
        raise UsageError("not-utf8", option=option)
    if "\0" in text or ("Cc" in categories and not judged):
        raise UsageError("control", option=option)
    if len(text) > _LONGEST and not judged:
        raise UsageError("too-long", option=option)


def _beside(option: str, words: str) -> list[str]:
    """The option on the left, its words on the right; below it when it is too long."""
    lines = _fold(words, _INDENT)
    if len(option) + 4 > _INDENT:
        return [f"  {option}", *lines]
    return [f"  {option}".ljust(_INDENT) + lines[0].lstrip(), *lines[1:]]


def _fold(text: str, indent: int) -> list[str]:
    import textwrap  # noqa: PLC0415 - help is asked for rarely

    return textwrap.wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)
