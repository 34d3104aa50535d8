"""Where a password comes from: standard input, an environment variable, the keychain, or a question on the terminal."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import warnings

from mailcheck.domain.account import Secret
from mailcheck.i18n import Language, message
from mailcheck.usage import UsageError

_LONGEST = 1024  # bytes: longer than any server takes
_TO_OPEN = 120.0  # seconds for the person to open a locked keychain


def read_secret(arguments: argparse.Namespace, language: Language) -> Secret | None:
    """None when none was given and nobody is there to be asked."""
    if sum((arguments.secret_stdin, arguments.secret_env is not None, arguments.keychain)) > 1:
        raise UsageError("secret-twice")
    if arguments.no_login:
        return None
    if arguments.secret_env is not None:
        text = os.environ.get(arguments.secret_env)
        if text is None:
            raise UsageError("secret-env")
        return _checked(text)
    if arguments.keychain:
        return _kept(arguments.address)
    if sys.stdin is not None and sys.stdin.isatty():
        return _checked(_asked(language))
    return _checked(_from_stdin()) if arguments.secret_stdin else None


def _kept(address: str) -> Secret:
    from mailcheck import keychain  # noqa: PLC0415 - asked for rarely

    try:
        secret = keychain.get(address, deadline=_TO_OPEN)
    except keychain.KeychainError as error:
        raise UsageError(f"keychain-{error.reason}") from None
    if secret is None:
        raise UsageError("keychain-empty")
    return _checked(secret.reveal())


def _asked(language: Language) -> str:
    """The question goes to the terminal itself, so that standard output stays clean."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would echo what is typed
        try:
            return getpass.getpass(message("cli.ask-secret", language) + " ")
        except EOFError:
            raise UsageError("secret-empty") from None
        except getpass.GetPassWarning:
            raise UsageError("secret-echo") from None


def _from_stdin() -> str:
    """One line. A second one is a mistake; it is not waited for, as the other side may keep the pipe open."""
    if sys.stdin is None:
        raise UsageError("secret-empty")
    data = b""
    while b"\n" not in data and len(data) <= _LONGEST:
        try:
            block = os.read(sys.stdin.fileno(), _LONGEST + 1)
        except OSError as error:
            raise UsageError("secret-unreadable") from error
        if not block:
            break
        data += block
    line, _, rest = data.partition(b"\n")
    if rest.strip():
        raise UsageError("secret-lines")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("secret-not-utf8") from None
    return text.removesuffix("\r")


def _checked(text: str) -> Secret:
    if not text:
        raise UsageError("secret-empty")
    if len(text) > _LONGEST:
        raise UsageError("secret-long")
    if any("\ud800" <= ch <= "\udfff" for ch in text):  # an environment or a terminal that is not UTF-8
        raise UsageError("secret-not-utf8")
    if any(ch in text for ch in "\0\r\n"):
        raise UsageError("secret-bad")
    return Secret(text)
