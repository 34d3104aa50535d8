"""Real servers as fixtures. Each pytest-xdist worker starts its own, once, on ports of its own.

`dovecot`, `postfix`, `nameserver`: the servers in good order. `dovecot_with("expired")`: Dovecot with a faulty
certificate. `certificates.ca_file`: what a client must trust. `desktop`: a screen of its own. `chromium`: a browser.
Where one of them cannot be had its tests are skipped; with CI=true they fail, so that a green run always means that the
real ones were asked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from tests.real.browser import Chromium
from tests.real.certificates import Certificates
from tests.real.daemon import Daemon, Unavailable
from tests.real.dovecot import Dovecot
from tests.real.nsd import Nsd
from tests.real.postfix import Postfix
from tests.real.window import Desktop


class Server(Protocol):
    daemon: Daemon


S = TypeVar("S", bound=Server)
T = TypeVar("T")


def had(make: Callable[[], T], what: str) -> T:
    """What it makes; where this machine lacks something for it, no test that wants it is run."""
    try:
        return make()
    except Unavailable as reason:
        message = f"{what}: {reason}"
        if os.environ.get("CI") == "true":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)


class Servers:
    """Starts servers in folders of their own and stops them all together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._daemons: list[Daemon] = []

    def start(self, make: Callable[[], S]) -> S:
        server = had(make, "real servers")
        self._daemons.append(server.daemon)
        return server

    def stop(self) -> None:
        for daemon in self._daemons:  # ask all at once: each may take a second
            daemon.ask_to_stop()
        for daemon in reversed(self._daemons):
            daemon.stop()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    # pytest's own temporary folders are closed to the users as whom the servers run
    folder = Path(tempfile.mkdtemp(prefix="mailcheck-", dir="/tmp" if os.name == "posix" else None))
    folder.chmod(0o755)
    started = Servers(folder)
    yield started
    started.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def certificates(servers: Servers) -> Certificates:
    return Certificates(servers.folder / "certificates")


@pytest.fixture(scope="session")
def dovecot_with(servers: Servers, certificates: Certificates) -> Callable[[str], Dovecot]:
    """A Dovecot with the certificate of this name, started when it is first asked for."""
    running: dict[str, Dovecot] = {}

    def get(certificate: str) -> Dovecot:
        if certificate not in running:
            folder = servers.folder / f"dovecot-{certificate}"
            running[certificate] = servers.start(lambda: Dovecot(folder, certificates, certificate))
        return running[certificate]

    return get


@pytest.fixture(scope="session")
def dovecot(dovecot_with: Callable[[str], Dovecot]) -> Dovecot:
    return dovecot_with("good")


@pytest.fixture(scope="session")
def postfix(servers: Servers, certificates: Certificates, dovecot: Dovecot) -> Postfix:
    return servers.start(lambda: Postfix(servers.folder / "postfix", certificates, dovecot))


@pytest.fixture(scope="session")
def nameserver(servers: Servers) -> Nsd:
    return servers.start(lambda: Nsd(servers.folder / "nsd"))


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    """Not in the folder of the servers: nobody else may look into this one."""
    with tempfile.TemporaryDirectory(prefix="mailcheck-") as folder:
        made = had(lambda: Desktop(Path(folder)), "real window")
        yield made
        made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    made = had(Chromium, "a real browser")
    yield made
    made.stop()
