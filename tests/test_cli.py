"""The frame around the commands: languages, help, our own crashes, what is loaded and how quickly."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailcheck import __version__, cli, crash_log
from mailcheck.commands import explain
from mailcheck.resources import BadResourceError
from tests.commands.program import ADDRESS, ROOT, finish, start

HEAVY = ("PySide6", "imapclient", "cryptography", "email_validator", "dns", "hypothesis", "ssl")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--version"], ["--lang", "ru", "--version"]):
        assert cli.run(words) == 0
        assert capsys.readouterr().out == f"mailcheck {__version__}\n"
    assert finish(start("--version")) == (0, f"mailcheck {__version__}\n", "")


def test_language(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--lang", "ru", "check"], ["check", "--lang=RU"], ["--lang", "en", "check", "--lang", "ru"]):
        assert cli.run(words) == 2
        assert "Не указан адрес" in capsys.readouterr().err
    for words in (["--lang", "xx", "check"], ["check", "--lang"], ["check", "--lang="]):
        assert cli.run(words) == 2
        assert capsys.readouterr().err == "mailcheck: --lang: ru or en\n"


def test_an_option_after_two_hyphens_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "--", "--lang", "xx"]) == 1
    assert "does not know this text" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "mailcheck check ADDRESS"),
        (
            ["anna@mail.ru"],
            "There are: check, addresses, explain, providers, open, compare, demo, handbook.",
        ),
        (["--hepl"], "There is no such option: --hepl (perhaps --help)."),
    ],
)
@pytest.mark.usefixtures("no_screen")
def test_what_is_no_command(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert cli.run(words) == 2
    assert said in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"mailcheck {command} --help" in out for command in cli.COMMANDS)


@pytest.mark.logs
def test_a_crash_of_ours(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the password is sesame-7Q")

    monkeypatch.setattr(explain, "explain", crash)
    monkeypatch.setattr(crash_log, "_user_folder", lambda: tmp_path / "log")
    assert cli.run(["explain", "535"]) == 3
    file = tmp_path / "log" / "mailcheck.log"
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        f"mailcheck: The program has failed; this is not your fault. The details are in {file}\n",
    )
    log = file.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "test_cli.py" in log
    assert "sesame" not in log
    assert crash_log.log.handlers == []


@pytest.mark.logs
def test_a_crash_without_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "log").write_text("in the way")
    monkeypatch.setattr(crash_log, "_user_folder", lambda: tmp_path / "log")
    monkeypatch.setattr(explain, "explain", lambda *_, **__: 1 / 0)
    assert cli.run(["explain", "535"]) == 3
    assert capsys.readouterr().err == "mailcheck: The program has failed; this is not your fault.\n"


def test_a_bad_data_file_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BadResourceError("problems.toml: x: no title")

    monkeypatch.setattr(explain, "explain", refuse)
    assert cli.run(["explain", "535"]) == 3
    assert capsys.readouterr().err == "mailcheck: problems.toml: x: no title\n"


def test_what_check_loads(tmp_path: Path) -> None:
    """Nothing heavy before the first line; the window's library never."""
    script = (
        "import sys; from mailcheck import cli, console\n"
        "show = console.Console.paragraph\n"
        "def first(self, *words, **more):\n"
        "    print([name for name in sys.argv[1].split() if name in sys.modules])\n"
        "    show(self, *words, **more)\n"
        "console.Console.paragraph = first\n"
        f"cli.run(['check', '{ADDRESS}', '--no-login', '--nameserver', '127.0.0.1:9', '--deadline', '1'])\n"
        "print('PySide6' in sys.modules, 'dns' in sys.modules)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script, " ".join(HEAVY)], env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[0] == "[]"
    assert done.stdout.splitlines()[-1] == "False True"


@pytest.mark.skipif(sys.platform == "win32", reason="counts processor time as Unix does")
def test_log_records_reach_the_file(tmp_path: Path) -> None:
    """What the engine tells of a crash in a check goes the same way."""
    handler = crash_log.CrashLog(tmp_path)
    with crash_log.installed(handler):
        assert not handler.crashed
        logging.getLogger("mailcheck").debug("no crash")
        assert handler.file is None
