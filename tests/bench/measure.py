"""The measures of the main job, each beside a hand-written lower bound of the same minute: `dev.py bench`.

    whole run      against imapclient and smtplib doing only what must be done, on the same Dovecot and Postfix,
                   50 ms away in each direction; at most 1.25 times
    --version      against `python -c pass`; at most 2 times
    peak memory    of a whole run in a process of its own; below 80 MB
    PySide6        is not loaded by `mailcheck check`

Exits with 1 when a bound is passed. It is no test: a busy machine must not fail one.
"""

from __future__ import annotations

import os
import resource
import shutil
import smtplib
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from mailcheck.checks.run import Run
from mailcheck.domain.account import Account, Endpoint, Secret, Security
from mailcheck.domain.report import Verdict
from mailcheck.domain.settings import Settings
from mailcheck.engine import Engine
from mailcheck.i18n import Language
from mailcheck.plan import plan_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of
from tests.bench.proxy import Proxy
from tests.real.certificates import Certificates
from tests.real.conftest import Servers
from tests.real.dovecot import Dovecot
from tests.real.mailboxes import MAILBOXES, Mailbox
from tests.real.nsd import Nsd
from tests.real.postfix import Postfix

ONE_WAY = 0.05  # seconds: Moscow to Vladivostok and a mobile network
RUNS = 5
SECRET = "MAILCHECK_BENCH_SECRET"


@dataclass(frozen=True)
class Far:
    """The servers as they are seen through the proxies."""

    incoming: int
    outgoing: int
    nameserver: tuple[str, int]
    ca_file: Path
    mailbox: Mailbox

    def command(self) -> list[str]:
        host, port = self.nameserver
        return [
            *("-m", "mailcheck", "check", self.mailbox.address),
            *("--incoming", f"localhost:{self.incoming}/tls", "--outgoing", f"localhost:{self.outgoing}/tls"),
            *("--ca-file", str(self.ca_file), "--nameserver", f"{host}:{port}", "--secret-env", SECRET),
        ]


def least(far: Far) -> None:
    """The lower bound: both conversations at once, nothing judged, no word that is not needed."""

    def incoming() -> None:
        context = ssl.create_default_context(cafile=str(far.ca_file))
        client = IMAPClient("localhost", far.incoming, ssl=True, ssl_context=context)
        client.login(far.mailbox.address, far.mailbox.secret)
        client.list_folders()
        client.select_folder("INBOX", readonly=True)
        client.shutdown()

    def outgoing() -> None:
        context = ssl.create_default_context(cafile=str(far.ca_file))
        client = smtplib.SMTP_SSL("localhost", far.outgoing, context=context, local_hostname="[127.0.0.1]")
        client.login(far.mailbox.address, far.mailbox.secret)
        client.mail(far.mailbox.address)
        client.rcpt(far.mailbox.address)
        client.close()

    talks = [threading.Thread(target=talk) for talk in (incoming, outgoing)]
    for talk in talks:
        talk.start()
    for talk in talks:
        talk.join()


def whole(far: Far) -> None:
    """Our run, from the address to the report in words."""
    account = Account(
        far.mailbox.address,
        Endpoint("localhost", far.incoming, Security.TLS),
        Endpoint("localhost", far.outgoing, Security.TLS),
        secret=Secret(far.mailbox.secret),
    )
    settings = Settings(nameserver=far.nameserver, authorities=far.ca_file.read_text())
    engine = Engine(plan_for(account), lambda emit: Run(account, settings, providers(), emit))
    engine.start()
    for _ in engine.events():
        pass
    assert report_of(engine, Language.RU).verdict is Verdict.READY


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare(name: str, ours: Callable[[], object], bound: Callable[[], object], limit: float) -> bool:
    """In turns, so that both meet the same machine; medians of RUNS after one warm-up each."""
    pairs = [(timed(ours), timed(bound)) for _ in range(RUNS + 1)][1:]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return tell(f"{name}: {mine * 1000:.0f} ms, lower bound {theirs * 1000:.0f} ms, ratio", mine / theirs, limit)


def tell(name: str, value: float, limit: float, unit: str = "") -> bool:
    good = value <= limit
    print(f"{'ok  ' if good else 'OVER'} {name} {value:.2f}{unit} (at most {limit:g}{unit})")
    return good


def peak_memory(far: Far) -> float:
    """MB of one run in a process of its own; the children counted before were smaller."""
    environment = {**os.environ, SECRET: far.mailbox.secret}
    subprocess.run([sys.executable, *far.command()], env=environment, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def loads_pyside(far: Far) -> bool:
    environment = {**os.environ, SECRET: far.mailbox.secret}
    command = [sys.executable, "-X", "importtime", *far.command()]
    seen = subprocess.run(command, env=environment, check=True, capture_output=True).stderr
    return b"PySide6" in seen


def starting(*words: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="mailcheck-bench-", dir="/tmp"))
    folder.chmod(0o755)
    servers = Servers(folder)
    try:
        return 0 if all(measures(servers, folder)) else 1
    finally:
        servers.stop()
        shutil.rmtree(folder)


def measures(servers: Servers, folder: Path) -> list[bool]:
    certificates = Certificates(folder / "certificates")
    dovecot = servers.start(lambda: Dovecot(folder / "dovecot", certificates, "good"))
    postfix = servers.start(lambda: Postfix(folder / "postfix", certificates, dovecot))
    nameserver = servers.start(lambda: Nsd(folder / "nsd"))
    host, _, port = nameserver.address.partition(":")
    with ExitStack() as proxies:
        incoming = proxies.enter_context(Proxy(dovecot.tls_port, delay=ONE_WAY))
        outgoing = proxies.enter_context(Proxy(postfix.port("tls"), delay=ONE_WAY))
        far = Far(incoming.port, outgoing.port, (host, int(port)), certificates.ca_file, MAILBOXES["alice"])
        return [
            compare("whole run", lambda: whole(far), lambda: least(far), 1.25),
            compare("mailcheck --version", starting("-m", "mailcheck", "--version"), starting("-c", "pass"), 2),
            tell("peak memory of a run", peak_memory(far), 80, " MB"),
            tell("PySide6 loaded by check", float(loads_pyside(far)), 0),
        ]


if __name__ == "__main__":
    sys.exit(main())
