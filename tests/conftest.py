"""Fixtures for all tests: silence is part of green (no stray thread, no unexpected log); a whole run on loopback."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mailcheck.checks.run import LIMITS
from mailcheck.crash_log import CrashLog, installed
from mailcheck.domain.finding import Stage
from tests.certificates import Certificates
from tests.mailbox import Mailbox
from tests.name_server import NameServer
from tests.servers import wait_for

# A busy machine is no bug. With CI=true the default is Hypothesis's own for that: the same examples in each run.
settings.register_profile("any-machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs: this test makes the program log a warning or worse on purpose")


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A thread that outlives its test and a log record nobody expected are failures."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(2)
        assert not thread.is_alive(), f"{thread.name} outlives the test"
    if request.node.get_closest_marker("logs") is None:
        loud = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
        assert not loud


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def name_server() -> Iterator[NameServer]:
    server = NameServer()
    yield server
    server.stop()


@pytest.fixture
def check_mailbox(certificates: Certificates, name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The system's store is a small one here: a real one takes 30 ms to load, and is not the same everywhere."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))
    return Mailbox(certificates, name_server)


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`limit(Stage.GREET, 0.3)`: as long as that stage may take in this test, instead of the program's seconds."""

    def set_limit(stage: Stage, seconds: float = 0.3) -> None:
        monkeypatch.setitem(LIMITS, stage, seconds)

    return set_limit


@pytest.fixture
def fault(tmp_path: Path) -> Iterator[CrashLog]:
    """What the program itself stretches out below its threads, for a test in which a fault of ours ends one; it has to
    be told by the end of the test. Needs the mark `logs`."""
    with installed(CrashLog(tmp_path / "crash")) as log:
        yield log
        assert wait_for(lambda: log.file is not None), "no fault was told"


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no window can be opened, wherever the tests run."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
