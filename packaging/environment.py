"""What a fresh machine lacks, and how to get it: system packages by apt, other Pythons, the virtual environment.

Written so that Python 3.7 can read it: dev.py has to tell the users of an old Python what to do.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN_LOCK = ROOT / "packaging" / "run.lock"
TEST_LOCK = ROOT / "packaging" / "test.lock"  # holds everything of RUN_LOCK too, in the same versions
OLDEST = (3, 11)
NEWEST = (3, 20)  # how far to look for names like python3.14

# Debian package -> the proof that it is there: a file or a shared library
SERVERS = {
    "dovecot-imapd": "/usr/lib/dovecot/imap",
    "dovecot-lmtpd": "/usr/lib/dovecot/lmtp",
    "postfix": "/usr/sbin/postfix",
    "nsd": "/usr/sbin/nsd",
}
KEYCHAIN = {  # apart from the servers: those are stopped when they were installed for the tests, the bus never
    "gnome-keyring": "/usr/bin/gnome-keyring-daemon",
    "dbus-daemon": "/usr/bin/dbus-daemon",
}
BROWSER = {"chromium": "/usr/bin/chromium", "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"}
WINDOW_LIBRARIES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
}
WINDOW_LIBRARIES_X11 = {  # of Qt's plug-in for X11; a desktop has them, a bare server has not
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
SCREEN = {  # a screen, a window manager, a keyboard and a screen reader for the tests alone
    "xvfb": "/usr/bin/Xvfb",
    "evilwm": "/usr/bin/evilwm",
    "xdotool": "/usr/bin/xdotool",
    "dbus-daemon": "/usr/bin/dbus-daemon",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "gir1.2-atspi-2.0": f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}/girepository-1.0/Atspi-2.0.typelib",
    "python3-gi": "/usr/lib/python3/dist-packages/gi/__init__.py",
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    **WINDOW_LIBRARIES_X11,
}


class SetupError(Exception):
    """Something is missing that a person has to bring; the message says what to type."""


def say(text: str) -> None:
    print(text, flush=True)


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


# --- system packages ---


def _is_there(proof: str) -> bool:
    if proof.startswith("/"):
        return Path(proof).exists()
    try:
        ctypes.CDLL(proof)
    except OSError:
        return False
    return True


def need_packages(packages: dict[str, str], purpose: str) -> None:
    """Install what is missing; where that cannot be, say so and go on."""
    missing = [name for name, proof in packages.items() if not _is_there(proof)]
    if not missing or not sys.platform.startswith("linux"):
        return
    try:
        apt_install(missing)
    except SetupError as error:
        say(f"For {purpose}: {error}")
        return
    _stop_services([name for name in missing if name in SERVERS])


def apt_install(packages: list[str]) -> None:
    """Nothing is removed for it: Postfix does not throw out another mail server that somebody uses."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", "--no-remove", *packages]
    if shutil.which("apt-get") is None:
        raise SetupError(f"{', '.join(packages)} (Debian's names) must be installed by hand on this system")
    if not is_root():
        raise SetupError(f"{', '.join(packages)} missing; type: sudo apt-get update && sudo {' '.join(command)}")
    say(f"Installing {', '.join(packages)} ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-q"], [*command, "-q", "-o", "DPkg::Lock::Timeout=120"]):
        try:
            subprocess.run(
                step,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            said = error.stdout.decode(errors="replace").strip()
            raise SetupError(f"{' '.join(step)} failed:\n{said[-2000:]}") from None


def _stop_services(packages: list[str]) -> None:
    """Debian starts what it installs. The tests run servers of their own, so these need not stay on."""
    names = sorted({package.split("-")[0] for package in packages})
    has_systemd = Path("/run/systemd/system").is_dir()
    for name in names:
        command = ["systemctl", "disable", "--now", name] if has_systemd else ["service", name, "stop"]
        if shutil.which(command[0]):
            subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# --- Pythons ---


def find_pythons() -> dict[tuple[int, int], str]:
    """Every Python from OLDEST on: those on PATH, then pyenv's. A name alone proves nothing, so each is asked."""
    names = [f"python3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)] + ["python3", "python"]
    candidates = [found for found in map(shutil.which, names) if found]
    candidates += map(str, sorted(Path.home().glob(".pyenv/versions/*/bin/python")))
    pythons: dict[tuple[int, int], str] = {}
    for candidate in candidates:
        version = _version(candidate)
        if version >= OLDEST:
            pythons.setdefault(version, candidate)
    return dict(sorted(pythons.items()))


def _version(python: str) -> tuple[int, int]:
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        said = subprocess.check_output(command, stderr=subprocess.DEVNULL).split()
        return int(said[0]), int(said[1])
    except (
        OSError,
        subprocess.CalledProcessError,
        ValueError,
        IndexError,
    ):  # a pyenv shim of a version that is not switched on
        return 0, 0


# --- the virtual environment ---


class Environment:
    """A virtual environment made by one Python, with the packages of a lock and the source tree itself on its path."""

    def __init__(self, folder: Path, made_by: str = "", version: tuple[int, int] = sys.version_info[:2]):
        self.folder = folder
        self.python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        # not sys.executable: that may be the Python of the very environment that has to be made anew
        self._made_by = made_by or str(getattr(sys, "_base_executable", sys.executable))
        self.version = version

    def need(self, lock: Path) -> None:
        """Make it, or bring it up to the lock; nothing happens when it already is."""
        if self._is_current(RUN_LOCK, TEST_LOCK) if lock == RUN_LOCK else self._is_current(TEST_LOCK):
            return
        if not self._is_whole():
            self._make()
        say(f"Installing the packages of {lock.name} into {self.folder.name} ...")
        # -qq: errors only. --no-deps: the lock is complete, and what it does not name is not wanted.
        pip = [self.python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        if subprocess.call([*pip, "--no-deps", "--require-hashes", "-r", str(lock)]):
            raise SetupError("pip could not install the packages; is the network there?")
        self._add_source_tree()
        self._stamp(lock).write_text(_digest(lock), encoding="ascii")

    def _is_current(self, *locks: Path) -> bool:
        stamps = ((self._stamp(lock), _digest(lock)) for lock in locks)
        return self._is_whole() and any(
            stamp.exists() and stamp.read_text(encoding="ascii") == digest for stamp, digest in stamps
        )

    def _stamp(self, lock: Path) -> Path:
        return self.folder / f"installed-{lock.stem}"

    def _is_whole(self) -> bool:
        """Made to the end, by a Python of this version, and that Python is still there (a dangling link is not)."""
        settings = self.folder / "pyvenv.cfg"
        python = Path(self.python)
        pip = python.with_name("pip" + python.suffix)  # comes last, and not at all where Debian's half is missing
        if not (settings.exists() and python.exists() and pip.exists()):
            return False
        made_by = re.search(r"^version(?:_info)? = (\d+)\.(\d+)", settings.read_text(encoding="utf-8"), re.MULTILINE)
        return made_by is not None and (int(made_by[1]), int(made_by[2])) == self.version

    def _make(self) -> None:
        say(f"Making {self.folder.name} ...")
        shutil.rmtree(self.folder, ignore_errors=True)
        command = [self._made_by, "-m", "venv", str(self.folder)]
        if subprocess.call(command, stdout=subprocess.DEVNULL) == 0:
            return
        # Debian and Ubuntu keep the half of venv that brings pip in a package of its own
        apt_install([f"python{self.version[0]}.{self.version[1]}-venv"])
        shutil.rmtree(self.folder, ignore_errors=True)
        if subprocess.call(command):
            raise SetupError(f"{' '.join(command)} failed")

    def _add_source_tree(self) -> None:
        """As an editable install does, without a build: works from every folder and needs no network."""
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = subprocess.check_output([self.python, "-c", where])
        (Path(packages.decode().strip()) / "mailcheck.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()
