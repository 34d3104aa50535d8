"""--output and --force: refused before anything is done, and nothing lost when it fails afterwards."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailcheck.commands.output import save_all
from mailcheck.console import Console
from mailcheck.i18n import Language
from mailcheck.usage import UsageError
from tests.commands.program import Run
from tests.ui.real_reports import real_reports


def refused(mailcheck: Run, *words: str) -> str:
    """The one line."""
    code, out, err = mailcheck("demo", "all-green", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("mailcheck: ")
    return err


def test_an_existing_file_needs_a_yes(mailcheck: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("precious")
    assert refused(mailcheck, f"--output={file}").endswith("is there already. To replace it, add --force\n")
    assert file.read_text() == "precious"
    assert mailcheck("demo", "all-green", f"--output={file}", "--force")[0] == 0
    assert file.read_text(encoding="utf-8").startswith("mailcheck report")
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/proc/a.txt", "the folder /proc cannot be written to"),
        ("/no/such/a.json", "cannot be written to"),
        ("/dev/null/a.txt", "cannot be written to"),
        ("n" * 300 + ".txt", "the file name will not do: nnn"),
        ("п" * 130 + ".txt", "the file name will not do: ппп"),
        ("a\nb.txt", "--output: there is a control character"),
        ("a\udcff.txt", "--output: the text is not UTF-8"),
        ("a.docx", "the file name must end in"),
        ("", "the file name must end in"),
        (".txt", "the file name must end in"),
    ],
)
def test_places_and_names(
    mailcheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(mailcheck, f"--output={name}")
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_dash_in_front(mailcheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--output" in refused(mailcheck, "--output", "-a.txt")
    assert mailcheck("demo", "all-green", "--output=-a.txt")[0] == 0
    assert (tmp_path / "-a.txt").is_file()


def test_a_folder_or_a_pipe_is_no_file(mailcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("folder.txt", "pipe.txt"):
        assert "will not do" in refused(mailcheck, f"--output={tmp_path / name}", "--force")
    assert (tmp_path / "pipe.txt").is_fifo()


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """The system lets this process write no larger file: as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_cannot_be_saved_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder for temporary files is no better here, and nothing is left in it."""
    report = real_reports("gmail")[Language.EN]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    files = [tmp_path / "a.txt", tmp_path / "b.json"]
    with no_larger_than(300), pytest.raises(UsageError) as caught:
        save_all(report, files, Console(), Language.EN, replace=False)
    out, err = capsys.readouterr()
    assert out.count("mailcheck report\n") == 2
    assert out.count("LOGIN ••••") == 2
    assert err.startswith("mailcheck: The report was not saved to ")
    assert err.endswith(": a file of this size is not allowed here. The whole of it was printed here\n")
    assert caught.value.key == "output-printed"
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_file_that_appeared_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("precious")
    with pytest.raises(UsageError) as caught:
        save_all(real_reports("gmail")[Language.RU], [file], None, Language.RU, replace=False)
    assert file.read_text() == "precious"
    kept = Path(caught.value.fields["other"] or "")
    assert kept.suffix == ".txt"
    assert "Отчёт mailcheck" in kept.read_text(encoding="utf-8")
    kept.unlink()
    assert caught.value.fields["reason"] == "такой файл появился, пока шла проверка"


def test_one_bad_place_costs_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.json"
    report = real_reports("gmail")[Language.EN]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UsageError):
        files = [tmp_path / "gone" / "a.txt", good]
        save_all(report, files, Console(), Language.EN, replace=False)
    assert json.loads(good.read_text(encoding="utf-8"))["schema"] == 1
    assert f"Report saved: {good}" in capsys.readouterr().out
