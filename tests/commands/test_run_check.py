"""Stopping a run: a real signal to a real process whose servers hang."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import jsonschema
import pytest

from tests.certificates import Certificates
from tests.commands.program import ADDRESS, ROOT, finish, servers, start
from tests.commands.test_check import SCHEMA
from tests.name_server import NameServer
from tests.servers import SOON, Talk, drip, hang, imap, smtp, wait_for

Stop = Callable[..., tuple[int, str, str]]


@pytest.fixture
def stop(certificates: Certificates, name_server: NameServer) -> Stop:
    def run_and_stop(incoming: Talk, outgoing: Talk, *words: str) -> tuple[int, str, str]:
        """Ctrl-C once both servers have been told what they do not answer."""
        reached: list[object] = []
        with servers(certificates, name_server, _noting(incoming, reached), _noting(outgoing, reached)) as common:
            process = start(*common, *words)
            assert wait_for(lambda: len(reached) >= 2, 20)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            return finish(process, within=SOON)

    return run_and_stop


def _noting(talk: Talk, reached: list[object]) -> Talk:
    def noting(connection: object) -> None:
        reached.append(connection)
        talk(connection)  # type: ignore[arg-type]

    return noting


def test_ctrl_c_tells_what_was_found(stop: Stop) -> None:
    code, out, err = stop(imap(LOGIN=hang), smtp(greeting=drip))
    assert (code, err) == (130, "")
    assert "Stopped. This is what was found so far." in out
    assert "Incoming   Exchanging greetings" in out
    assert "Not everything was tested" in out


def test_ctrl_c_leaves_a_report(stop: Stop) -> None:
    code, out, err = stop(imap(LIST=hang), smtp(AUTH=hang), "--json")
    assert (code, err) == (130, "")
    report = json.loads(out)
    jsonschema.validate(report, SCHEMA)
    assert report["verdict"] == "incomplete"
    stages = {each["stage"]: each for each in report["checks"][2]["findings"]}
    assert stages["authenticate"]["outcome"] == "passed"
    assert stages["folders"]["evidence"]["reason"] == "stopped"


def test_ctrl_c_while_a_name_server_is_silent() -> None:
    process = start("check", ADDRESS, "--no-login", "--nameserver", "127.0.0.1:9", "--json")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    code, out, _ = finish(process)
    assert code == 130
    assert json.loads(out)["verdict"] == "incomplete"


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_ctrl_c_at_the_question_for_the_password(words: tuple[str, ...]) -> None:
    controller, terminal = pty.openpty()
    process = start("check", ADDRESS, *words, stdin=terminal, start_new_session=True)
    os.close(terminal)
    assert process.stderr
    asked = b""
    while b": " not in asked:  # with no terminal of its own getpass asks on standard error
        asked += os.read(process.stderr.fileno(), 100) or b": "
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    os.close(controller)
    assert code == 130
    assert "Traceback" not in err
    if words:
        assert json.loads(out)["verdict"] == "incomplete"


def test_ctrl_c_while_everything_is_still_loading() -> None:
    for delay in (0, 0.1, 0.3):
        process = start("check", ADDRESS, "--no-login", "--nameserver", "127.0.0.1:9")
        assert process.stdout
        assert process.stdout.readline().startswith(b"Testing")
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        code, _, err = finish(process)
        assert code == 130
        assert err in ("", "mailcheck: stopped\n")


def test_a_reader_that_goes_away(certificates: Certificates, name_server: NameServer) -> None:
    """`mailcheck check … | head -1`: no traceback, and the exit code still tells how the mailbox is."""
    with servers(certificates, name_server) as common:
        process = start(*common)
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        code, _, err = finish(process)
    assert (code, err) == (0, "")


@pytest.mark.parametrize("words", [("check", ADDRESS, "--no-login"), ("explain", "535"), ("--version",), ("--help",)])
def test_nowhere_to_print(words: tuple[str, ...]) -> None:
    shell = f'exec "$0" -m mailcheck {" ".join(words)} >&-'
    code, _, err = _shell(shell)
    assert (code, err) == (2, "mailcheck: There is nowhere to print the result: standard output is closed\n")
    code, out, err = _shell(f"{shell} 2>&-")
    assert (code, out, err) == (2, "", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_a_full_disk() -> None:
    code, _, err = _shell('exec "$0" -m mailcheck explain sent-folder-missing >/dev/full')
    assert code == 2
    assert err == "mailcheck: The result could not be printed: No space left on device\n"


def test_closed_standard_input() -> None:
    code, _, err = _shell('exec "$0" -m mailcheck addresses <&-')
    assert (code, err) == (2, "mailcheck: Standard input cannot be read\n")
    code, _, err = _shell(f'exec "$0" -m mailcheck check {ADDRESS} --secret-stdin <&-')
    assert (code, err) == (2, "mailcheck: The password is empty\n")


def _shell(script: str) -> tuple[int, str, str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    done = subprocess.run(
        ["sh", "-c", script, sys.executable], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    return done.returncode, done.stdout, done.stderr
