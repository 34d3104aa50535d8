"""Taking the report along: what is saved and copied, hidden addresses, and failures that lose nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from mailcheck.domain.report import Report
from mailcheck.export.json_reader import read_report
from mailcheck.i18n import Language
from mailcheck.ui.result.hiding import hidden
from mailcheck.ui.result.saving import Saving
from mailcheck.ui.result.short_summary import short_summary
from mailcheck.ui.shell import Shell
from tests.ui.real_reports import NAMES, real_reports


@pytest.fixture
def saving(shell: Shell) -> Saving:
    made = Saving(shell)
    made.show_report(real_reports("gmail")[Language.RU])
    return made


def choose(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> list[tuple[str, ...]]:
    """The dialog answers with this file; what it was asked is in the list."""
    asked: list[tuple[str, ...]] = []

    def answer(_parent: object, *words: str) -> tuple[str, str]:
        asked.append(words)
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


def test_short_summary(saving: Saving) -> None:
    saving.summary.click()
    lines = QGuiApplication.clipboard().text().replace("\u00a0", " ").splitlines()
    assert lines[0].startswith("Ящик: olga.petrova@gmail.com")
    assert lines[1] == "Ящик пока не готов к работе в amoCRM. Что сделать — ниже."
    assert lines[2] == "amoCRM показывает: «Возникли проблемы с подключением ящика, проверьте настройки почты.»"
    assert lines[3] == "1. Для Gmail нужен пароль приложения (M-403, app-password-required)"
    assert lines[4] == "Серверы: imap.gmail.com, порт 993, SSL/TLS; smtp.gmail.com, порт 465, SSL/TLS"
    assert lines[5].startswith("mailcheck ") and lines[5].endswith("(UTC)")
    assert len(lines) == 6
    assert "Краткий итог скопирован" in saving.answer.words


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", Language)
def test_summaries_of_all_kinds(name: str, language: Language) -> None:
    text = short_summary(real_reports(name)[language])
    assert 3 <= len(text.splitlines()) <= 10
    assert "{" not in text


def test_hidden_address_is_hidden_in_everything(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.hide_address.setChecked(True)
    saving.summary.click()
    texts = [QGuiApplication.clipboard().text()]
    for button, ending in ((saving.save_json, ".json"), (saving.save_text, ".txt")):
        choose(monkeypatch, tmp_path / f"report{ending}")
        button.click()
        texts.append((tmp_path / f"report{ending}").read_text(encoding="utf-8"))
    assert not any("olga" in text.lower() for text in texts)
    assert all("•••@gmail.com" in text for text in texts)


def test_saved_json_can_be_read_back(saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = choose(monkeypatch, tmp_path / "отчёт.json")
    saving.save_json.click()
    found = read_report((tmp_path / "отчёт.json").read_bytes())
    assert found.address == "olga.petrova@gmail.com"
    assert saving.answer.words == f"Отчёт сохранён: {tmp_path / 'отчёт.json'}"
    assert asked[0][1].endswith(".json") and "mailcheck gmail.com " in asked[0][1] and "olga" not in asked[0][1]
    choose(monkeypatch, "")
    saving.save_text.click()  # the dialog was left: nothing happens
    assert [file.name for file in tmp_path.glob("*.*")] == ["отчёт.json"] or list(tmp_path.glob("*.txt")) == []


def test_the_last_folder_is_remembered(
    saving: Saving, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Отчёты").mkdir()
    choose(monkeypatch, tmp_path / "Отчёты" / "a.txt")
    saving.save_text.click()
    assert shell.preferences.last_folder == tmp_path / "Отчёты"
    asked = choose(monkeypatch, "")
    saving.save_text.click()
    assert asked[0][1].startswith(str(tmp_path / "Отчёты"))


def test_a_name_without_ending_replaces_nothing_unasked(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.json").write_text("precious")
    choose(monkeypatch, tmp_path / "report")
    saving.save_json.click()
    assert (tmp_path / "report.json").read_text() == "precious"
    assert json.loads((tmp_path / "report (2).json").read_text(encoding="utf-8"))["schema"] == 1


def test_a_failure_is_one_line_and_loses_nothing(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "no such folder" / "a.json")
    saving.save_json.click()
    said = saving.answer.words.replace("\u00a0", " ")
    assert said.startswith("Отчёт не сохранён в ") and "можно выбрать другую папку" in said
    choose(monkeypatch, tmp_path / "a.json")
    saving.save_json.click()
    assert (tmp_path / "a.json").exists()


def test_hiding_knows_the_other_addresses_of_the_report() -> None:
    report: Report = real_reports("lookalike")[Language.RU]
    assert "anna" in repr(report)
    assert "anna" not in repr(hidden(report))
