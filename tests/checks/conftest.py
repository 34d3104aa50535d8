"""The small internet of discovery's tests."""

from __future__ import annotations

from tests.discovery.conftest import world as world  # noqa: PLC0414 - a fixture
