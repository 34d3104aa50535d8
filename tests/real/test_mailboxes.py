"""The main path: `mailcheck check` on real servers ends in the right amoCRM text first."""

from __future__ import annotations

import imaplib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench.proxy import Encryption, Proxy
from tests.real.certificates import Certificates
from tests.real.daemon import LOOPBACK_6
from tests.real.dovecot import MOST_CONNECTIONS, Dovecot
from tests.real.mailboxes import MAILBOXES
from tests.real.nsd import Nsd
from tests.real.postfix import Postfix

SECRET = "MAILCHECK_TEST_SECRET"
EXIT = {"ready": 0, "ready-with-warnings": 0, "not-ready": 1, "incomplete": 1}
Report = dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """Runs the program on these servers. Where nothing else is said: TLS on both, the servers in good order."""

    dovecot: Dovecot
    postfix: Postfix
    nameserver: Nsd
    certificates: Certificates
    state: Path  # where the program writes its log

    def check(self, name: str, *more: str, incoming: str = "", outgoing: str = "", secret: str = "") -> Report:
        mailbox = MAILBOXES[name]
        command = [
            *(sys.executable, "-m", "mailcheck", "check", mailbox.address),
            *("--incoming", incoming or f"localhost:{self.dovecot.tls_port}/tls"),
            *("--outgoing", outgoing or f"localhost:{self.postfix.port('tls')}/tls"),
            *("--ca-file", str(self.certificates.ca_file)),
            *("--nameserver", self.nameserver.address),
            *("--secret-env", SECRET, "--json", *more),
        ]
        environment = {**os.environ, SECRET: secret or mailbox.secret, "XDG_STATE_HOME": str(self.state)}
        run = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
        assert run.returncode in {0, 1}, run.stderr.decode() + self.log()
        report: Report = json.loads(run.stdout)
        assert run.returncode == EXIT[report["verdict"]]
        assert (secret or mailbox.secret) not in run.stdout.decode(), "the password is in the report"
        return report

    def log(self) -> str:
        return "".join(file.read_text(encoding="utf-8") for file in self.state.rglob("*") if file.is_file())


@pytest.fixture
def bench(dovecot: Dovecot, postfix: Postfix, nameserver: Nsd, certificates: Certificates, tmp_path: Path) -> Bench:
    return Bench(dovecot, postfix, nameserver, certificates, tmp_path)


def codes(report: Report) -> list[str]:
    return [diagnosis["code"] for diagnosis in report["diagnoses"]]


def first_text(report: Report) -> str:
    """The id of the amoCRM text that the person will see, as far as we can tell."""
    identity: str = report["diagnoses"][0]["amocrm"][0]["id"]
    return identity


@pytest.mark.parametrize("name", ["alice", "bob", "russian", "many"])
def test_all_is_well(bench: Bench, name: str) -> None:
    report = bench.check(name)
    assert (report["verdict"], codes(report)) == ("ready", [])


def test_all_is_well_by_starttls(bench: Bench) -> None:
    report = bench.check(
        "alice",
        incoming=f"localhost:{bench.dovecot.starttls_port}/starttls",
        outgoing=f"localhost:{bench.postfix.port('starttls')}/starttls",
    )
    assert (report["verdict"], codes(report)) == ("ready", [])


def test_a_password_in_cyrillic_letters_is_accepted(bench: Bench) -> None:
    report = bench.check("cyrillic-secret")
    assert report["verdict"] in {"ready", "ready-with-warnings"}
    assert set(codes(report)) <= {"secret-wrong-layout"}


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("nosent", "sent-folder-missing", "sent-folder-missing"),
        ("prefixed-nosent", "sent-folder-missing", "sent-folder-missing"),
        ("barred", "sent-folder-unusable", "sent-folder-missing"),
        ("imapoff", "imap-disabled", "connection-problem"),
        ("locked", "account-disabled", "connection-problem"),
        ("denied", "login-rejected", "wrong-server-data"),
        ("smtpoff", "login-rejected", "not-sent-authorization"),
        ("stranger", "sender-not-owned", "insufficient-rights"),
    ],
)
def test_not_ready(bench: Bench, name: str, code: str, text: str) -> None:
    report = bench.check(name)
    assert report["verdict"] == "not-ready"
    assert code in codes(report)
    assert first_text(report) == text


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("unflagged", "sent-folder-unflagged", "sent-folder-missing"),
        ("prefixed", "sent-folder-unflagged", "sent-folder-missing"),
        ("two-sent", "sent-folder-ambiguous", "sent-folder-missing"),
        ("nearly-full", "mailbox-full", "connection-problem"),
    ],
)
def test_ready_with_warnings(bench: Bench, name: str, code: str, text: str) -> None:
    report = bench.check(name)
    assert report["verdict"] == "ready-with-warnings"
    assert code in codes(report)
    assert first_text(report) == text


def test_wrong_password(bench: Bench) -> None:
    report = bench.check("alice", secret="wrong-password")
    assert report["verdict"] == "not-ready"
    assert codes(report) == ["login-rejected"], "one cause, not one for each protocol"
    assert first_text(report) == "wrong-server-data"


def test_sender_not_owned(bench: Bench) -> None:
    report = bench.check("alice", "--from", MAILBOXES["bob"].address)
    assert report["verdict"] == "not-ready"
    assert (codes(report)[0], first_text(report)) == ("sender-not-owned", "insufficient-rights")


@pytest.mark.parametrize("listener", ["tls", "quota-tls"])
def test_over_quota(bench: Bench, listener: str) -> None:
    """Told by IMAP only, and by a server that refuses at RCPT as well."""
    report = bench.check("full", outgoing=f"localhost:{bench.postfix.port(listener)}/tls")
    assert "mailbox-full" in codes(report)
    assert first_text(report) == "connection-problem"


def test_too_many_connections(bench: Bench) -> None:
    crowded = MAILBOXES["crowded"]
    port = bench.dovecot.tls_port
    context = bench.certificates.client()
    with ExitStack() as open_connections:
        for _ in range(MOST_CONNECTIONS):  # they count for each client address, so all must come by IPv4
            client = imaplib.IMAP4_SSL("127.0.0.1", port, ssl_context=context, timeout=10)
            open_connections.callback(client.shutdown)
            client.login(crowded.address, crowded.secret)
        report = bench.check("crowded", incoming=f"v4only.example.test:{port}/tls")
    assert report["verdict"] == "not-ready"
    assert (codes(report)[0], first_text(report)) == ("too-many-connections", "connection-problem")


def test_a_host_with_an_ipv6_address_only(bench: Bench) -> None:
    if LOOPBACK_6 not in bench.dovecot.addresses:
        pytest.skip("this machine has no ::1")
    report = bench.check("alice", incoming=f"v6only.example.test:{bench.dovecot.tls_port}/tls")
    assert report["verdict"] in {"ready", "ready-with-warnings"}
    assert report["account"]["incoming"]["host"] == "v6only.example.test"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("expired", "certificate-expired"),
        ("not-yet-valid", "certificate-not-yet-valid"),
        ("wrong-name", "certificate-wrong-host"),
        ("untrusted", "certificate-unknown-authority"),
        ("self-signed", "certificate-self-signed"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_certificates(
    bench: Bench, dovecot_with: Callable[[str], Dovecot], fault: str, code: str, security: str
) -> None:
    dovecot = dovecot_with(fault)
    port = dovecot.tls_port if security == "tls" else dovecot.starttls_port
    report = bench.check(
        "alice",
        incoming=f"localhost:{port}/{security}",
        outgoing=f"localhost:{bench.postfix.port(f'{fault}-{security}')}/{security}",
    )
    assert report["verdict"] == "not-ready"
    assert (codes(report)[0], first_text(report)) == (code, "wrong-server-data")
    commands = " ".join(line["line"] for line in report["transcript"] if line["direction"] == "C")
    assert "AUTH" not in commands, "no login after a refused certificate"
    assert "LOGIN" not in commands


def test_a_certificate_that_expires_soon(bench: Bench, dovecot_with: Callable[[str], Dovecot]) -> None:
    report = bench.check("alice", incoming=f"localhost:{dovecot_with('expires-soon').tls_port}/tls")
    assert (report["verdict"], codes(report)) == ("ready-with-warnings", ["certificate-expires-soon"])


def test_a_server_that_wants_encryption_before_the_password(bench: Bench) -> None:
    report = bench.check("alice", "--insecure", incoming=f"plain.example.test:{bench.dovecot.starttls_port}/none")
    assert report["verdict"] == "not-ready"
    assert codes(report)[0] in {"login-needs-tls", "mechanism-not-offered"}
    assert first_text(report) == "wrong-server-data"


def test_a_server_that_offers_no_encryption(bench: Bench) -> None:
    report = bench.check("alice", outgoing=f"localhost:{bench.postfix.port('plain')}/starttls")
    assert report["verdict"] == "not-ready"
    assert (codes(report)[0], first_text(report)) == ("starttls-not-offered", "wrong-server-data")


def test_a_small_size_limit(bench: Bench) -> None:
    report = bench.check("alice", outgoing=f"localhost:{bench.postfix.port('small-tls')}/tls")
    assert (report["verdict"], codes(report)) == ("ready-with-warnings", ["size-limit-low"])


def test_a_list_slower_than_the_deadline(bench: Bench) -> None:
    encryption = Encryption(bench.certificates.server("good"), bench.certificates.client())
    with Proxy(bench.dovecot.tls_port, silent_after=b"LIST", encryption=encryption) as proxy:
        report = bench.check("many", "--deadline", "4", incoming=f"localhost:{proxy.port}/tls")
    assert report["verdict"] == "not-ready"
    assert (codes(report)[0], first_text(report)) == ("folder-list-timeout", "folder-list-timeout")
