"""Run and test mailcheck from its source tree on a machine that has nothing but Python; each command gets its needs.

python3 packaging/dev.py run [ARGUMENTS]              mailcheck ARGUMENTS; with none it opens practice mode
python3 packaging/dev.py run window                   the window, for a mailbox of one's own
python3 packaging/dev.py test [--all-pythons] [...]   lint, then the tests; further arguments go to pytest
python3 packaging/dev.py bench                        the measures, beside their lower bounds
python3 packaging/dev.py pictures [FOLDER] [NAME ...] every screen and state of the window, into build/pictures
python3 packaging/dev.py lint                         style, types, import contracts
python3 packaging/dev.py setup                        only sets up
python3 packaging/dev.py lock                         makes run.lock and test.lock anew, with the newest versions
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

from environment import (
    BROWSER,
    KEYCHAIN,
    OLDEST,
    ROOT,
    RUN_LOCK,
    SCREEN,
    SERVERS,
    TEST_LOCK,
    WINDOW_LIBRARIES,
    Environment,
    SetupError,
    find_pythons,
    need_packages,
    say,
)

USAGE = 2
STOPPED = 130
LINT = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}
OPENS_A_WINDOW = {"demo", "open"}
LOCK_HEADER = (
    "# Made by `python3 packaging/dev.py lock` from pyproject.toml; for every system and Python from 3.11 on.\n"
)


def run(arguments: list[str]) -> int:
    environment = Environment(ROOT / ".venv")
    environment.need(RUN_LOCK)
    words = [] if arguments == ["window"] else arguments or ["demo"]
    if _has_screen() and (not words or words[0] in OPENS_A_WINDOW):
        need_packages(WINDOW_LIBRARIES, "windows")
    command = [environment.python, "-m", "mailcheck", *words]
    if os.name == "posix":  # in our place: Ctrl-C and the exit code are the program's own
        os.execv(command[0], command)
    return subprocess.call(command)


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: list[str]) -> int:
    pythons = find_pythons() if "--all-pythons" in arguments else {}
    pytest_arguments = [argument for argument in arguments if argument != "--all-pythons"]
    environment = _set_up()
    for name, command in LINT.items():
        _step(name, environment, command)
    for version, python in pythons.items():
        if version != sys.version_info[:2]:
            other = Environment(ROOT / f".venv-{version[0]}.{version[1]}", python, version)
            other.need(TEST_LOCK)
            _pytest(other, pytest_arguments)
    return _pytest(environment, pytest_arguments)


def _pytest(environment: Environment, arguments: list[str]) -> int:
    """The benchmarks alone on the machine, then all the rest on every core. Pytest's summary is the last line."""
    if arguments:
        return _step("pytest", environment, ["-m", "pytest", *arguments])
    _step("benchmarks", environment, ["-m", "pytest", "tests/bench"])
    workers = str(min(os.cpu_count() or 1, 4))
    everything_else = ["-m", "pytest", "--ignore=tests/bench", "-n", workers, "--dist", "worksteal"]
    return _step("tests", environment, everything_else, is_last=True)


def bench(_arguments: list[str]) -> int:
    """Both are taken even if the first is missed: the second tells of another part of the program."""
    environment = _set_up()
    need_packages(WINDOW_LIBRARIES, "windows")
    missed = False
    for name in ("measure", "window"):
        missed |= bool(subprocess.call([environment.python, "-m", f"tests.bench.{name}"], cwd=ROOT))
    return int(missed)


def pictures(arguments: list[str]) -> int:
    need_packages(WINDOW_LIBRARIES, "windows")
    environment = Environment(ROOT / ".venv")
    environment.need(TEST_LOCK)
    return _step("pictures", environment, ["-m", "tests.ui.pictures", *arguments], is_last=True)


def lint(_arguments: list[str]) -> int:
    environment = Environment(ROOT / ".venv")
    environment.need(TEST_LOCK)
    for name, command in LINT.items():
        _step(name, environment, command)
    return 0


def set_up(_arguments: list[str]) -> int:
    _set_up()
    return 0


def _set_up() -> Environment:
    need_packages(SERVERS, "the tests with real mail servers, which are skipped otherwise")
    need_packages(KEYCHAIN, "the tests with a real keychain, which are skipped otherwise")
    need_packages(SCREEN, "the tests with a real window, which are skipped otherwise")
    need_packages(BROWSER, "the tests with a real browser, which are skipped otherwise")
    need_packages(WINDOW_LIBRARIES, "windows")
    environment = Environment(ROOT / ".venv")
    environment.need(TEST_LOCK)
    return environment


def lock(_arguments: list[str]) -> int:
    environment = Environment(ROOT / ".venv")
    environment.need(TEST_LOCK)
    uv = shutil.which("uv")
    if uv is None:
        subprocess.run([environment.python, "-m", "pip", "install", "-qq", "uv"], check=True)
    # without addresses: a package comes from wherever this machine gets packages, and its hash must fit
    options = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links"
    looks = "--quiet --no-annotate --no-header"
    program = [uv] if uv else [environment.python, "-m", "uv"]
    command = [*program, *f"pip compile pyproject.toml {options} {looks}".split()]
    for file, more in ((RUN_LOCK, []), (TEST_LOCK, ["--group", "test", "--constraint", str(RUN_LOCK)])):
        made = subprocess.run([*command, *more], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode()
        file.write_text(LOCK_HEADER + made, encoding="utf-8", newline="\n")
    return 0


def _step(name: str, environment: Environment, arguments: list[str], is_last: bool = False) -> int:
    """Run Python with these arguments; a failure ends everything with its exit code."""
    version = "{}.{}".format(*environment.version)
    say(f"== {name} (Python {version})")
    started = time.monotonic()
    code = subprocess.call([environment.python, *arguments], cwd=ROOT)
    if code:
        sys.exit(code)
    if not is_last:
        say(f"   passed in {time.monotonic() - started:.1f} s")
    return code


def _with_newer_python() -> int:
    pythons = find_pythons()
    if pythons:
        newest = pythons[max(pythons)]
        return subprocess.call([newest, *sys.argv])
    say(
        "mailcheck needs Python {}.{} or newer, this is {}.{}. ".format(*OLDEST, *sys.version_info[:2])
        + "Install it (Debian 12 and Ubuntu 24.04: apt-get install python3) and run this again."
    )
    return USAGE


COMMANDS = {"run": run, "test": test, "bench": bench, "pictures": pictures, "lint": lint, "setup": set_up, "lock": lock}


def main() -> int:
    if sys.version_info[:2] < OLDEST:
        return _with_newer_python()
    name, arguments = [*sys.argv, ""][1], sys.argv[2:]
    if name not in COMMANDS:
        say((__doc__ or "").strip())
        return 0 if name in {"-h", "--help"} else USAGE
    try:
        return COMMANDS[name](arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
