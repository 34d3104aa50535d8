"""Taking the report along: what is saved and copied, hidden addresses, and failures that lose nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from mailcheck.domain.account import Service
from mailcheck.domain.report import Report, TranscriptLine
from mailcheck.export.json_file import tool
from mailcheck.export.json_reader import read_report
from mailcheck.export.mask import hidden
from mailcheck.export.summary import report_number, short_summary
from mailcheck.i18n import Language
from mailcheck.phone_code import phone_code
from mailcheck.ui.result.saving import Saving
from mailcheck.ui.shell import Shell
from tests.ui.real_reports import real_reports

_PATIENCE = 20.0  # seconds; a PDF takes about one


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


def save(saving: Saving, button: QPushButton) -> None:
    button.click()
    await_file(saving)


def await_file(saving: Saving) -> None:
    began = monotonic()
    while saving.busy and monotonic() - began < _PATIENCE:
        QTest.qWait(5)
    assert not saving.busy


def test_short_summary(saving: Saving) -> None:
    saving.summary.click()
    report = real_reports("gmail")[Language.RU]
    assert QGuiApplication.clipboard().text() == short_summary(report)
    assert "Краткий итог скопирован" in saving.answer.words


def test_the_code_for_the_phone(saving: Saving) -> None:
    report = real_reports("gmail")[Language.RU]
    assert saving.code.words == phone_code(report)
    assert saving.code.font().pointSizeF() >= 20
    assert report_number(report) in saving.contents.lines["number"].words


def test_what_is_in_it_is_told_before(saving: Saving) -> None:
    lines = {name: line.words.replace("\u00a0", " ") for name, line in saving.contents.lines.items()}
    assert lines["address"] == "Адрес и логин ящика: olga.petrova@gmail.com"
    assert lines["servers"].startswith("Имена серверов и папок, сертификаты, ответы")
    assert tool()["system"] in lines["system"]
    assert lines["not"].startswith("Не будет: пароля, IP-адреса этого компьютера")
    saving.hide_address.setChecked(True)
    assert saving.contents.lines["address"].words == "Адрес и логин ящика скрыты: •••@gmail.com"


def test_hidden_address_is_hidden_in_everything(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.hide_address.setChecked(True)
    saving.summary.click()
    texts = [QGuiApplication.clipboard().text()]
    buttons = {".html": saving.save_html, ".txt": saving.save_text, ".json": saving.save_json}
    for ending, button in buttons.items():
        choose(monkeypatch, tmp_path / f"report{ending}")
        save(saving, button)
        texts.append((tmp_path / f"report{ending}").read_text(encoding="utf-8"))
    assert not any("olga" in text.lower() for text in texts)
    assert all("•••@gmail.com" in text for text in texts)


def test_saved_json_can_be_read_back(saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = choose(monkeypatch, tmp_path / "отчёт.json")
    save(saving, saving.save_json)
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
    save(saving, saving.save_text)
    assert shell.preferences.last_folder == tmp_path / "Отчёты"
    asked = choose(monkeypatch, "")
    save(saving, saving.save_text)
    assert asked[0][1].startswith(str(tmp_path / "Отчёты"))


def test_a_name_without_ending_replaces_nothing_unasked(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.json").write_text("precious")
    choose(monkeypatch, tmp_path / "report")
    save(saving, saving.save_json)
    assert (tmp_path / "report.json").read_text() == "precious"
    assert json.loads((tmp_path / "report (2).json").read_text(encoding="utf-8"))["schema"] == 1


def test_a_failure_is_one_line_and_loses_nothing(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "no such folder" / "a.json")
    save(saving, saving.save_json)
    said = saving.answer.words.replace("\u00a0", " ")
    assert said.startswith("Отчёт не сохранён в ") and "можно выбрать другую папку" in said
    choose(monkeypatch, tmp_path / "a.json")
    save(saving, saving.save_json)
    assert (tmp_path / "a.json").exists()


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_the_window_does_not_wait_for_a_file(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    asked = choose(monkeypatch, tmp_path / f"a.{kind}")
    button = {"html": saving.save_html, "pdf": saving.save_pdf}[kind]
    button.click()
    assert saving.busy and not list(tmp_path.iterdir())
    assert saving.answer.words.startswith("Сохраняем отчёт: ")
    button.click()
    assert len(asked) == 1, "one file at a time"
    await_file(saving)
    assert saving.answer.words.startswith("Отчёт сохранён: ") and list(tmp_path.iterdir())


def test_a_file_is_whole_when_the_program_ends(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    choose(monkeypatch, tmp_path / "a.pdf")
    saving.save_pdf.click()
    qapp.aboutToQuit.emit()
    assert (tmp_path / "a.pdf").read_bytes().rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_file(
    saving: Saving, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    shell.speech.choose(language)
    saving.show_report(real_reports("gmail")[language])
    buttons = {
        ".html": (saving.save_html, b"<!DOCTYPE html>"),
        ".pdf": (saving.save_pdf, b"%PDF-"),
        ".txt": (saving.save_text, "Отчёт mailcheck" if language is Language.RU else "mailcheck report"),
        ".json": (saving.save_json, b"{"),
    }
    for ending, (button, begins) in buttons.items():
        file = tmp_path / f"a{ending}"
        asked = choose(monkeypatch, file)
        save(saving, button)
        assert file.read_bytes().startswith(begins if isinstance(begins, bytes) else begins.encode())
        assert asked[0][2].endswith(f"(*{ending})")


def test_the_address_of_this_computer_is_in_nothing(
    saving: Saving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = real_reports("gmail")[Language.RU]
    said = TranscriptLine(Service.OUTGOING, 1, "S", "250 smtp.gmail.com at your service, [203.0.113.7]")
    first = replace(report.diagnoses[0], reply="550 [203.0.113.7] no")
    told = (first, *report.diagnoses[1:])
    saving.show_report(replace(report, transcript=(*report.transcript, said), diagnoses=told))
    saving.summary.click()
    texts = [QGuiApplication.clipboard().text()]
    for ending, button in ((".html", saving.save_html), (".txt", saving.save_text), (".json", saving.save_json)):
        choose(monkeypatch, tmp_path / f"report{ending}")
        save(saving, button)
        texts.append((tmp_path / f"report{ending}").read_text(encoding="utf-8"))
    assert not any("203.0.113" in text for text in texts)
    assert all("•.•.•.•" in text for text in texts)


def test_hiding_knows_the_other_addresses_of_the_report() -> None:
    report: Report = real_reports("lookalike")[Language.RU]
    assert "anna" in repr(report)
    assert "anna" not in repr(hidden(report))
