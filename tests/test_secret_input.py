"""Where a password comes from."""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck import keychain
from mailcheck.domain.account import Secret
from mailcheck.i18n import Language, message
from mailcheck.secret_input import read_secret
from mailcheck.usage import UsageError

Piped = Callable[..., None]
_NOTHING: dict[str, object] = {
    "address": "anna@example.test",
    "secret_stdin": False,
    "secret_env": None,
    "keychain": False,
    "no_login": False,
}


def _read(**given_: object) -> str | None:
    arguments = argparse.Namespace(**_NOTHING | given_)
    secret = read_secret(arguments, Language.EN)
    return None if secret is None else secret.reveal()


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Piped]:
    with ExitStack() as opened:

        def pipe(data: bytes, *, close: bool = True) -> None:
            reading, writing = os.pipe()
            os.write(writing, data)
            opened.callback(os.close, writing) if not close else os.close(writing)
            stdin = opened.enter_context(io.TextIOWrapper(os.fdopen(reading, "rb")))
            monkeypatch.setattr("sys.stdin", stdin)

        yield pipe


@pytest.mark.parametrize(
    ("data", "secret"),
    [
        (b"pw", "pw"),
        (b"pw\n", "pw"),
        (b"pw\r\n", "pw"),
        (b"\xef\xbb\xbfpw\n", "pw"),
        (b" p w \n", " p w "),  # blanks at an edge are for the check that tells of them
        (b"pw\n\r\n \n", "pw"),
        ("пароль\n".encode(), "пароль"),
    ],
)
def test_standard_input(piped: Piped, data: bytes, secret: str) -> None:
    piped(data)
    assert _read(secret_stdin=True) == secret


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "secret-empty"),
        (b"\n", "secret-empty"),
        (b"\r\n", "secret-empty"),
        (b"\xef\xbb\xbf", "secret-empty"),
        (b"pw\nmore\n", "secret-lines"),
        ("пароль\n".encode("cp1251"), "secret-not-utf8"),
        ("pw".encode("utf-16"), "secret-not-utf8"),
        (b"p\0w\n", "secret-bad"),
        (b"p\rw\n", "secret-bad"),
        (b"x" * 1025, "secret-long"),
        (b"x" * 100_000, "secret-long"),
    ],
)
def test_standard_input_without_a_password(piped: Piped, data: bytes, key: str) -> None:
    if len(data) > 65536:
        data = data[:65536]  # what a pipe holds
    piped(data)
    with pytest.raises(UsageError) as refused:
        _read(secret_stdin=True)
    assert refused.value.key == key
    assert not refused.value.fields


def test_the_other_side_may_keep_the_pipe_open(piped: Piped) -> None:
    piped(b"pw\n", close=False)
    assert _read(secret_stdin=True) == "pw"


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "sesame")
    assert _read(secret_env="PW") == "sesame"
    assert _read(secret_env="PW", no_login=True) is None
    monkeypatch.setenv("PW", "")
    with pytest.raises(UsageError, match="secret-empty"):
        _read(secret_env="PW")
    monkeypatch.setenv("PW", "\udcff")
    with pytest.raises(UsageError, match="secret-not-utf8"):
        _read(secret_env="PW")
    for name in ("NO_SUCH_VARIABLE", ""):
        with pytest.raises(UsageError, match="secret-env"):
            _read(secret_env=name)
    with pytest.raises(UsageError, match="secret-twice"):
        _read(secret_env="PW", secret_stdin=True)


def test_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, Secret] = {"anna@example.test": Secret("sesame")}
    monkeypatch.setattr(keychain, "get", lambda address, deadline: kept.get(address))
    assert _read(keychain=True) == "sesame"
    assert _read(keychain=True, no_login=True) is None
    with pytest.raises(UsageError, match="keychain-empty"):
        _read(keychain=True, address="boris@example.test")
    monkeypatch.setenv("PW", "sesame")
    for other in ({"secret_env": "PW"}, {"secret_stdin": True}):
        with pytest.raises(UsageError, match="secret-twice"):
            _read(keychain=True, **other)
    for reason in ("missing", "locked", "refused"):

        def refuse(address: str, deadline: float, reason: str = reason) -> None:
            raise keychain.KeychainError(reason)

        monkeypatch.setattr(keychain, "get", refuse)
        with pytest.raises(UsageError) as refused:
            _read(keychain=True)
        assert message(f"usage.{refused.value.key}", Language.RU).startswith("--keychain: ")


def test_nobody_to_ask(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(b"not for us")
    assert _read() is None
    monkeypatch.setattr("sys.stdin", None)
    assert _read() is None
    with pytest.raises(UsageError, match="secret-empty"):
        _read(secret_stdin=True)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_whatever_is_piped(data: bytes) -> None:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    with pytest.MonkeyPatch.context() as patch, io.TextIOWrapper(os.fdopen(reading, "rb")) as stdin:
        patch.setattr("sys.stdin", stdin)
        try:
            secret = _read(secret_stdin=True)
        except UsageError:
            return
    assert secret
    assert "\n" not in secret
