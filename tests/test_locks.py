"""The locks give every machine the same packages and name no place to get them from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[1] / "packaging"
LOCKS = ["run.lock", "test.lock"]


def requirements(lock: str) -> list[str]:
    """One a line, with its hashes."""
    text = (PACKAGING / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_hashes(lock: str) -> None:
    assert requirements(lock)
    for requirement in requirements(lock):
        assert re.match(r"[a-z0-9-]+==\S+ ", requirement)
        assert "--hash=sha256:" in requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_is_named(lock: str) -> None:
    text = (PACKAGING / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_pyside_that_aborts_on_python_3_11_is_kept_from_it(lock: str) -> None:
    found = [requirement for requirement in requirements(lock) if requirement.startswith("pyside6-essentials==")]
    old, new = sorted(found, key=lambda requirement: ">=" in requirement)
    assert "python_full_version < '3.12'" in old
    assert old.startswith("pyside6-essentials==6.11.")
    assert "python_full_version >= '3.12'" in new


def test_tests_run_with_the_versions_that_people_get() -> None:
    version = re.compile(r"[a-z0-9-]+==\S+")
    run, test = ({match[0] for line in requirements(lock) if (match := version.match(line))} for lock in LOCKS)
    assert run <= test
