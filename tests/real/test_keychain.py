"""The keychain against a real GNOME keyring, on a bus and in a home of its own: the person's own is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.real.daemon import Unavailable, find_program

ROOT = Path(__file__).parents[2]
STORY = """
from mailcheck import keychain
from mailcheck.domain.account import Secret

assert keychain.available()
assert keychain.get("anna@example.test", deadline=5) is None
keychain.put("Anna@Example.test", Secret("пароль 7Q"), deadline=5)
assert keychain.get("anna@example.test", deadline=5).reveal() == "пароль 7Q"
keychain.put("anna@example.test", Secret("another"), deadline=5)
assert keychain.get("anna@example.test", deadline=5).reveal() == "another"
assert keychain.get("boris@example.test", deadline=5) is None
keychain.delete("anna@example.test", deadline=5)
keychain.delete("anna@example.test", deadline=5)
assert keychain.get("anna@example.test", deadline=5) is None
print("kept")
"""
LOCKED = """
import jeepney, secretstorage
from mailcheck import keychain
from mailcheck.domain.account import Secret

keychain.put("anna@example.test", Secret("sesame"), deadline=5)
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
try:
    keychain.get("anna@example.test", deadline=1)
except keychain.KeychainError as error:
    print(error.reason)
"""
NO_BUS = """
from mailcheck import keychain
from mailcheck.domain.account import Secret
print(keychain.available())
try:
    keychain.put("anna@example.test", Secret("sesame"), deadline=5)
except keychain.KeychainError as error:
    print(error.reason)
"""
COMMAND = """
import sys
from mailcheck import keychain
from mailcheck.__main__ import main
from mailcheck.domain.account import Secret
words = ["--lang", "en", "check", "anna@example.test", "--keychain", "--json", "--incoming", "127.0.0.1:1/tls",
         "--outgoing", "127.0.0.1:1/tls", "--nameserver", "127.0.0.1:9", "--deadline", "1"]
sys.argv = ["mailcheck", *words]
assert main() == 2  # nothing is kept yet
keychain.put("anna@example.test", Secret("sesame-7Q"), deadline=5)
print(main())
"""
ROW = """
import sys, time
from PySide6.QtWidgets import QApplication
from mailcheck.domain.account import Secret
from mailcheck.i18n import Language
from mailcheck.ui.mailbox.keychain_row import KeychainRow
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.shell import Shell

app = QApplication(sys.argv[:1])
shell = Shell.of(Preferences(), Language.EN)

def wait(until):
    limit = time.monotonic() + 60
    while not until() and time.monotonic() < limit:
        app.processEvents()
        time.sleep(0.005)
    return until()

def row():
    made = KeychainRow(shell)
    made.show()
    made.look_for_store()
    assert wait(lambda: made.available is not None)
    made.set_address("anna@example.test")
    return made

first, taken = row(), []
assert first.available and first.take.isVisible() and not first.remember.isChecked()
first.keep(Secret("not asked for"))
first.take.click()
assert wait(lambda: "No password is saved" in first.status.words)
first.remember.setChecked(True)
first.keep(Secret("пароль 7Q"))
assert wait(lambda: not first._kept.busy)
again = row()
again.taken.connect(lambda secret: taken.append(secret.reveal()))
again.take.click()
assert wait(lambda: bool(taken))
print(taken == ["пароль 7Q"], again.remember.isVisible(), "7Q" in again.status.words)
"""


def said(
    story: str, folder: Path, *, bus: bool = True, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What a program prints that runs beside a keyring of its own."""
    homes = {name: str(folder / name) for name in ("HOME", "XDG_RUNTIME_DIR")}
    for home in homes.values():
        Path(home).mkdir(mode=0o700)
    ours = {"PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE"}
    env = {name: value for name, value in os.environ.items() if name in ours} | homes
    env |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "STORY": story, "PYTHON": sys.executable} | dict(more or {})
    opened = f"printf test | {daemon()} --unlock --components=secrets --daemonize >/dev/null 2>&1; " if bus else ""
    shell = ["sh", "-c", opened + 'exec "$PYTHON" -W error -c "$STORY"']
    command = [session(), "--", *shell] if bus else shell
    if not bus:
        env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)


def daemon() -> str:
    return _needed("gnome-keyring-daemon")


def session() -> str:
    return _needed("dbus-run-session")


def _needed(program: str) -> str:
    try:
        return find_program(program)
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"real keychain: {reason}", pytrace=False)
        pytest.skip(f"real keychain: {reason}")


def test_kept_found_replaced_and_forgotten(tmp_path: Path) -> None:
    result = said(STORY, tmp_path)
    assert result.stdout.strip() == "kept", result.stderr


def test_locked_and_nobody_there_to_open_it(tmp_path: Path) -> None:
    result = said(LOCKED, tmp_path)
    assert result.stdout.strip() == "locked", result.stderr


def test_no_bus_no_keychain(tmp_path: Path) -> None:
    result = said(NO_BUS, tmp_path, bus=False)
    assert result.stdout.split() == ["False", "missing"], result.stderr


def test_the_command_takes_the_password_from_it(tmp_path: Path) -> None:
    result = said(COMMAND, tmp_path)
    assert result.stdout.rstrip().endswith("1"), result.stderr
    assert "mailcheck: --keychain: the keychain holds no password for this address" in result.stderr.splitlines()
    assert '"verdict"' in result.stdout and "sesame-7Q" not in result.stdout + result.stderr


def test_the_row_of_the_window_keeps_and_takes(tmp_path: Path) -> None:
    """Nothing is kept that was not ticked."""
    pytest.importorskip("PySide6")
    result = said(ROW, tmp_path, more={"QT_QPA_PLATFORM": "offscreen"})
    assert result.stdout.split() == ["True", "True", "False"], result.stderr
