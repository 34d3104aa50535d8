"""The log of crashes: places, never values; made when it is needed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from mailcheck import crash_log
from mailcheck.crash_log import CrashLog, installed

pytestmark = pytest.mark.logs


def _crash() -> None:
    raise ValueError("sesame-7Q")


def test_places_and_no_values(tmp_path: Path) -> None:
    with installed(CrashLog(tmp_path / "a" / "b")) as handler:
        assert not (tmp_path / "a").exists()
        for _ in range(2):
            try:
                _crash()
            except ValueError as error:
                crash_log.record(error)
    assert handler.file == tmp_path / "a" / "b" / "mailcheck.log"
    text = handler.file.read_text(encoding="utf-8")
    assert text.count("ValueError") == 2
    assert "test_crash_log.py" in text
    assert "sesame" not in text


def test_the_fault_before_is_told_too(tmp_path: Path) -> None:
    """Of what was done about it, and failed as well."""
    with installed(CrashLog(tmp_path)) as handler:
        try:
            try:
                _crash()
            finally:
                [].pop()
        except IndexError as error:
            crash_log.record(error)
    assert handler.file
    text = handler.file.read_text(encoding="utf-8")
    assert "IndexError" in text and "ValueError" in text and " _crash" in text
    assert "sesame" not in text


def test_a_thread_that_nobody_watches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with installed(CrashLog(tmp_path)) as handler:
        thread = threading.Thread(target=_crash)
        thread.start()
        thread.join()
    assert handler.file
    assert "_crash" in handler.file.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with installed(CrashLog(tmp_path / "file")) as handler:
        crash_log.log.error("x")
    assert handler.crashed
    assert handler.file is None
