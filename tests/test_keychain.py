"""The keychain, played by backends that fail in every way; the person's own is never touched."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import keyring.core
import pytest
from keyring import errors
from keyring.backends import SecretService, fail, null

from mailcheck import keychain
from mailcheck.domain.account import Secret
from mailcheck.i18n import Language, message
from mailcheck.keychain import KeychainError, available, delete, get, put

PASSWORD = "пароль-7Q"
ADDRESS = "Anna@Example.test "


class Memory(SecretService.Keyring):
    """A Secret Service without its bus."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: BaseException | None = None
        self.until = threading.Event()
        self.until.set()

    def _or_fail(self) -> None:
        self.until.wait(10)
        if self.failure:
            raise self.failure

    def get_password(self, service: str, username: str) -> str | None:
        self._or_fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._or_fail()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._or_fail()
        del self.kept[service, username]


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], None]]:
    """Makes keyring choose this backend."""
    monkeypatch.setattr(keyring.core, "load_config", lambda: None)

    def choose(backend: Any) -> None:
        available.cache_clear()
        monkeypatch.setattr(keyring.core, "load_env", lambda: backend)

    yield choose
    available.cache_clear()


@pytest.fixture
def memory(chosen: Callable[[Any], None]) -> Memory:
    backend = Memory()
    chosen(backend)
    return backend


def test_kept_under_the_address_in_lower_case(memory: Memory) -> None:
    assert available()
    assert get(ADDRESS, deadline=5) is None
    put(ADDRESS, Secret(PASSWORD), deadline=5)
    assert memory.kept == {("mailcheck", "anna@example.test"): PASSWORD}
    found = get("anna@EXAMPLE.test", deadline=5)
    assert found and found.reveal() == PASSWORD
    delete(ADDRESS, deadline=5)
    delete(ADDRESS, deadline=5)
    assert memory.kept == {}


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (errors.KeyringLocked(PASSWORD), "locked"),
        (errors.NoKeyringError(PASSWORD), "missing"),
        (errors.PasswordSetError(PASSWORD), "refused"),
        (errors.InitError(PASSWORD), "refused"),
        (OSError(PASSWORD), "refused"),
        (UnicodeDecodeError("utf-8", PASSWORD.encode(), 0, 1, "no"), "refused"),
    ],
)
def test_failures(memory: Memory, failure: Exception, reason: str, caplog: pytest.LogCaptureFixture) -> None:
    memory.failure = failure
    questions: list[Callable[[], object]] = [
        lambda: get(ADDRESS, deadline=5),
        lambda: put(ADDRESS, Secret(PASSWORD), deadline=5),
        lambda: delete(ADDRESS, deadline=5),
    ]
    for question in questions:
        with pytest.raises(KeychainError) as refused:
            question()
        assert refused.value.reason == reason
        told = "".join(traceback.format_exception(refused.value)) + repr(refused.value) + caplog.text
        assert PASSWORD not in told
        assert refused.value.__cause__ is None and refused.value.__context__ is None


def test_dismissed(memory: Memory) -> None:
    class PromptDismissedException(Exception):
        pass

    memory.failure = errors.InitError("no")
    memory.failure.__cause__ = PromptDismissedException()
    with pytest.raises(KeychainError, match="locked"):
        get(ADDRESS, deadline=5)


def test_nobody_opens_it(memory: Memory) -> None:
    memory.until.clear()
    with pytest.raises(KeychainError, match="locked"):
        get(ADDRESS, deadline=0.05)
    memory.until.set()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_other_backend_will_do(chosen: Callable[[Any], None], backend: Any) -> None:
    chosen(backend())
    assert not available()
    with pytest.raises(KeychainError, match="missing"):
        put(ADDRESS, Secret(PASSWORD), deadline=5)


def test_a_plaintext_file_will_not_do(chosen: Callable[[Any], None]) -> None:
    plaintext = type("PlaintextKeyring", (null.Keyring,), {"__module__": "keyrings.alt.file"})
    chosen(plaintext())
    assert not available()


def test_none_here(chosen: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch) -> None:
    chosen(None)
    monkeypatch.setattr(keychain, "_REAL", ("no_such_backend",))
    assert not available()
    with pytest.raises(KeychainError, match="missing"):
        get(ADDRESS, deadline=5)


def test_unusable_configuration(chosen: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("no such module")

    chosen(None)
    monkeypatch.setattr(keyring.core, "load_env", broken)
    assert not available()


def test_words() -> None:
    for reason in ("missing", "locked", "refused"):
        assert all(message(f"keychain.{reason}", language) for language in Language)


def test_loaded_only_when_asked_for() -> None:
    program = "import sys, mailcheck.keychain, mailcheck.commands.check; print('keyring' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
