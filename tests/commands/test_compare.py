"""`mailcheck compare`: two files, one answer; and files that are no reports."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from mailcheck import resources
from mailcheck.export.json_file import as_json
from mailcheck.i18n import Language
from tests.commands.program import Run
from tests.ui.real_reports import real_reports

SCHEMA = json.loads(resources.path("compare.schema.json").read_text(encoding="utf-8"))
RU = Language.RU


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A mailbox without a Sent folder, and the same in order."""
    paths = []
    for name in ("no-sent", "green"):
        report = json.loads(as_json(real_reports(name)[RU]))
        report["account"]["address"] = "anna@example.test"
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(report), encoding="utf-8")
        paths.append(str(path))
    return paths[0], paths[1]


def test_mended(mailcheck: Run, files: tuple[str, str]) -> None:
    code, out, err = mailcheck("compare", *files, "--lang", "ru")
    assert (code, err) == (0, "")
    assert out.startswith("Сравнение двух отчётов mailcheck\n====")
    assert "Всё исправлено." in out
    assert "Исправлено\n----" in out
    assert "• Входящая почта. На сервере нет папки «Отправленные» (M-506)" in " ".join(out.split())
    assert "Ящик: anna@example.test" in out


def test_the_other_way_round(mailcheck: Run, files: tuple[str, str]) -> None:
    code, out, _ = mailcheck("compare", *reversed(files), "--lang", "en")
    assert code == 1
    assert "Mended: 0. Remaining: 0. New: 1." in out
    code, out, _ = mailcheck("compare", files[0], files[0], "--lang", "en")
    assert (code, "This is one and the same report." in out, "Remaining\n---" in out) == (1, True, True)


def test_json_follows_its_schema(mailcheck: Run, files: tuple[str, str]) -> None:
    code, out, _ = mailcheck("compare", *files, "--json")
    found = json.loads(out)
    jsonschema.validate(found, SCHEMA)
    assert (code, found["same_mailbox"]) == (0, True)
    assert [change["code"] for change in found["mended"]] == ["sent-folder-missing"]
    assert found["new"] == found["remaining"] == found["unclear"] == found["unknown"] == []


def test_files(mailcheck: Run, files: tuple[str, str], tmp_path: Path) -> None:
    made = [tmp_path / f"c.{ending}" for ending in ("html", "txt", "json")]
    words = [f"--output={file}" for file in made]
    code, out, _ = mailcheck("compare", *files, *words, "--lang", "en")
    assert (code, out.count("Report saved: ")) == (0, 3)
    page, text, data = (file.read_text(encoding="utf-8") for file in made)
    assert page.startswith("<!DOCTYPE html>")
    assert "After: ready" in page
    assert "Everything is mended." in page and "<script" not in page
    assert out.startswith(text)
    jsonschema.validate(json.loads(data), SCHEMA)
    code, out, err = mailcheck("compare", *files, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--force" in err
    assert mailcheck("compare", *files, *words, "--force")[0] == 0
    assert "must end in one of .html, .txt, .json" in mailcheck("compare", *files, f"--output={tmp_path}/c.pdf")[2]


def test_other_mailboxes_and_settings(mailcheck: Run, files: tuple[str, str]) -> None:
    other = json.loads(Path(files[1]).read_text(encoding="utf-8"))
    other["account"] |= {"address": "boris@example.test", "username": "boris", "provider": "yandex"}
    other["account"]["incoming"] |= {"host": "imap.example.test", "port": 143, "security": "starttls"}
    Path(files[1]).write_text(json.dumps(other), encoding="utf-8")
    code, out, _ = mailcheck("compare", *files, "--lang", "en")
    said = " ".join(out.split())
    assert code == 0
    assert "These reports are about two different mailboxes." in said
    assert "Address: anna@example.test → boris@example.test" in said
    assert "Mail service: not known → Yandex Mail / Yandex 360" in said
    assert "→ imap.example.test, port 143, STARTTLS" in said
    _, out, _ = mailcheck("compare", *files, "--json")
    assert {each["name"] for each in json.loads(out)["settings"]} >= {"address", "provider", "username", "incoming"}
    for words in ((), ("--json",)):
        _, out, _ = mailcheck("compare", "--mask", *files, *words)
        assert "anna@" not in out and "boris" not in out


def test_what_only_a_newer_program_knows(mailcheck: Run, files: tuple[str, str]) -> None:
    newer = Path(files[1]).read_text(encoding="utf-8")
    report = json.loads(newer)
    report["checks"][-1]["findings"][0] |= {"code": "of-the-future", "outcome": "failed"}
    Path(files[1]).write_text(json.dumps(report), encoding="utf-8")
    code, out, _ = mailcheck("compare", *files, "--lang", "en")
    assert code == 1
    assert "knows nothing of some of the problems: of-the-future." in " ".join(out.split())


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no mailcheck report"),
        (b"%PDF-1.7 \xff", "is no mailcheck report: it is not JSON"),
        (b'{"schema": 1, "checks": [', "breaks off in the middle"),
        (b"[" * 200_000, "is no mailcheck report"),
        (b'{"schema": NaN, "checks": []}', "is no mailcheck report"),
        (b'{"schema": 2, "checks": []}', "was made by a newer program"),
        (b'{"schema": ' + b"9" * 5000 + b', "checks": []}', "is no mailcheck report"),
        (b'{"schema": 1e999, "checks": []}', "damaged"),
        (b'{"schema": 0, "checks": []}', "damaged"),
        (b'{"schema": 1, "checks": 7}', "damaged"),
        (b'{"a": 1}', "is no mailcheck report"),
        (b"null", "is no mailcheck report"),
        (b" " * 20_000_001, "larger than 20 MB"),
    ],
    ids=range(13),
)
def test_what_is_no_report(
    mailcheck: Run, files: tuple[str, str], tmp_path: Path, content: bytes, said: str, which: int
) -> None:
    """One line, which names the file."""
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    words = list(files)
    words[which] = str(bad)
    code, out, err = mailcheck("compare", *words, "--lang", "en")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "bad.json" in err
    assert said in err


@pytest.mark.parametrize("words", [[], ["one.json"], ["/no/such.json", "/no/other.json"], ["/", "/"], ["a", "b", "c"]])
def test_what_cannot_be_meant(mailcheck: Run, words: list[str]) -> None:
    code, out, err = mailcheck("compare", *words, "--lang", "en")
    assert (code, out, err.count("\n")) == (2, "", 1)
