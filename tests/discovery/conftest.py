"""A world of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.certificates import Certificates
from tests.discovery.world import World


@pytest.fixture
def world(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The system's store is a small one here: a real one takes 30 ms to load."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))
    made = World(certificates)
    yield made
    made.stop()
