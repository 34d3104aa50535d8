"""A report is written whole or not at all."""

from __future__ import annotations

import json
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
    assert "Made on 2 Jan 2026, 03:04 (UTC)" in text
    assert "login-rejected" in text
    assert "inc S no such user" in text


def test_checklist_of_amocrm_is_told(tmp_path: Path) -> None:
    seen = replace(report("x"), amocrm_error_seen="send-button-inactive")
    save(seen, tmp_path / "a.txt")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "Кнопка «Отправить» не активна." in text
    assert "   2) Fill in the subject" in text


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        save(report("x"), file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
