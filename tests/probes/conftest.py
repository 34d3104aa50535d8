"""Fixtures for the probes' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.certificates import Certificates
from tests.probes.web import Web


@pytest.fixture
def the_web(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The system's store is a small one here: a real one takes 30 ms to load."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.system_file))
    made = Web(certificates)
    yield made
    made.stop()
