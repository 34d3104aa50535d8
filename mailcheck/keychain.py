"""The password in the keychain of this computer, kept there only when the person asks for it.

Real keychains only (Secret Service, KWallet, macOS, Windows): keyring would also take a file that anybody can read.
A locked one may ask the person to open it, for as long as nobody answers: each call waits no longer than it is told to.
keyring is loaded at the first call. No password gets into an exception, a repr or a log.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from mailcheck.domain.account import Secret

SERVICE = "mailcheck"
MISSING, LOCKED, REFUSED = "missing", "locked", "refused"
_REAL = ("SecretService", "kwallet", "libsecret", "macOS", "Windows")  # modules of keyring.backends
_CLASSES = ("Keyring", "DBusKeyring", "WinVaultKeyring")
_QUICK = 2.0  # seconds to find out what there is: nobody is asked anything
T = TypeVar("T")


class KeychainError(Exception):
    """`reason`: "missing" (no keychain here), "locked" (nobody opened it in time), "refused" (it did not work)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@cache
def available() -> bool:
    """Whether there is a keychain at all, locked or not. Found out once; asks nobody anything."""
    try:
        return _in_time(lambda: _backend() is not None, _QUICK)
    except KeychainError:
        return False


def get(address: str, *, deadline: float) -> Secret | None:
    """The password kept for an address, None when there is none. `deadline`: seconds, here and below."""
    text = _ask(lambda keychain: keychain.get_password(SERVICE, _name(address)), deadline)
    return Secret(text) if isinstance(text, str) and text else None


def put(address: str, secret: Secret, *, deadline: float) -> None:
    """Keep it. After "locked" it may yet be kept, if the question is answered later."""
    _ask(lambda keychain: keychain.set_password(SERVICE, _name(address), secret.reveal()), deadline)


def delete(address: str, *, deadline: float) -> None:
    """Forget it; nothing happens when there is nothing to forget."""

    def forget(keychain: Any) -> None:
        if keychain.get_password(SERVICE, _name(address)) is not None:
            keychain.delete_password(SERVICE, _name(address))

    _ask(forget, deadline)


def _name(address: str) -> str:
    return address.strip().lower()


def _ask(question: Callable[[Any], T], deadline: float) -> T:
    def ask() -> T:
        keychain = _backend()
        if keychain is None:
            raise KeychainError(MISSING)
        return question(keychain)

    return _in_time(ask, deadline)


def _in_time(ask: Callable[[], T], deadline: float) -> T:
    """The answer of a thread that is left behind when it takes too long: it waits for a person, or for ever."""
    answers: list[T] = []
    reasons: list[str] = []

    def answer() -> None:
        try:
            answers.append(ask())
        except KeychainError as error:
            reasons.append(error.reason)
        except Exception as error:  # noqa: BLE001 - see _reason
            reasons.append(_reason(error))

    thread = threading.Thread(target=answer, name="keychain", daemon=True)
    thread.start()
    thread.join(deadline)
    if answers:
        return answers[0]
    raise KeychainError(reasons[0] if reasons else LOCKED)


def _reason(error: BaseException) -> str:
    """keyring wraps some of what its backends' libraries raise, and passes on the rest: jeepney's, GLib's, dbus's and
    pywin32's exceptions have no base but Exception, and their modules are only there on their own system. So whatever
    comes is a refusal, judged by its name; and it may hold the password, so it goes no further."""
    names = [kind.__name__ for each in (error, error.__cause__) if each for kind in type(each).__mro__]
    if "NoKeyringError" in names:
        return MISSING
    return LOCKED if any("Locked" in name or "Dismissed" in name for name in names) else REFUSED


def _backend() -> Any:
    """The keychain that the person chose for keyring, else the best real one; None when there is no real one."""
    from keyring import core  # noqa: PLC0415 - loads slowly and is asked for rarely

    chosen = core.load_env() or core.load_config()
    if chosen is not None:
        return chosen if _is_real(type(chosen)) else None
    real = [found for name in _REAL for found in _classes(name) if found.viable]
    return max(real, key=lambda found: float(found.priority))() if real else None


def _is_real(kind: type) -> bool:
    return any(each.__module__.startswith(f"keyring.backends.{name}") for each in kind.__mro__ for name in _REAL)


def _classes(name: str) -> list[Any]:
    try:
        module = import_module(f"keyring.backends.{name}")
    except ImportError:  # the backends of other systems
        return []
    return [getattr(module, each) for each in _CLASSES if hasattr(module, each)]
