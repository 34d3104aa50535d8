"""Where a password comes from: standard input, an environment variable, or a question on the terminal."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from mailcheck.domain.account import Secret
from mailcheck.i18n import Language, message
from mailcheck.usage import UsageError

_LONGEST = 1024  # bytes: longer than any server takes


def read_secret(arguments: argparse.Namespace, language: Language) -> Secret | None:
    """None when none was given and nobody is there to be asked."""
    if arguments.secret_stdin and arguments.secret_env:
        raise UsageError("secret-twice")
    if arguments.no_login:
        return None
    if arguments.secret_stdin:
        return _checked(_from_stdin())
    if arguments.secret_env:
        text = os.environ.get(arguments.secret_env)
        if text is None:
            raise UsageError("secret-env", name=arguments.secret_env)
        return _checked(text)
    if sys.stdin is not None and sys.stdin.isatty() and not arguments.json:
        return _checked(getpass.getpass(message("cli.ask-secret", language)))
    return None


def _from_stdin() -> str:
    line = sys.stdin.buffer.readline(_LONGEST + 1)
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("secret-bad") from None
    return text.removesuffix("\n").removesuffix("\r")


def _checked(text: str) -> Secret:
    if not text:
        raise UsageError("secret-empty")
    if len(text) > _LONGEST:
        raise UsageError("too-long", option="password")
    if any(ch in text for ch in "\0\r\n") or any("\ud800" <= ch <= "\udfff" for ch in text):
        raise UsageError("secret-bad")
    return Secret(text)
