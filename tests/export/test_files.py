"""A report is written whole or not at all."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mailcheck.export.files import save
from tests.export.test_secrets import report


def test_both_kinds(tmp_path: Path) -> None:
    for name in ("a.json", "b.TXT"):
        save(report("no such user"), tmp_path / name)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["schema"] == 1
    text = (tmp_path / "b.TXT").read_text(encoding="utf-8")
    assert text.startswith("mailcheck report\n================")
    assert "login-rejected" in text
    assert "no such user" in text


def test_checklist_of_amocrm_is_told(tmp_path: Path) -> None:
    seen = replace(report("x"), amocrm_error_seen="send-button-inactive")
    save(seen, tmp_path / "a.txt")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "Кнопка «Отправить» не активна." in text
    assert "Fill in the subject" in text


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """No byte of it is there before the whole is: the system itself refuses a file of this size."""
    file = tmp_path / "a.txt"
    file.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            save(report("x"), file, replace=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(FileExistsError):
        save(report("x"), file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    save(report("x"), file, replace=True)
    assert file.read_text() != "old"


@pytest.mark.skipif(os.geteuid() != 0, reason="only the owner of the system may make a disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "none", disk], check=False, capture_output=True, timeout=10
    )
    if made.returncode:
        pytest.skip("no disk can be made here")
    try:
        (disk / "a.txt").write_text("o" * 4096)
        with pytest.raises(OSError, match="No space left"):
            save(report("x"), disk / "b.txt")
        assert [path.name for path in disk.iterdir()] == ["a.txt"]
    finally:
        subprocess.run(["umount", disk], check=True, timeout=10)
