"""`mailcheck handbook`: what is written, what is refused in one line, and how it does without Qt."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.program import Run, finish, start

BROKEN = 'raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")\n'


@pytest.fixture(scope="module")
def without_qt(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PYTHONPATH on which PySide6 is found first, and lacks a library of the system."""
    folder = tmp_path_factory.mktemp("no-qt")
    (folder / "PySide6").mkdir()
    (folder / "PySide6" / "__init__.py").write_text(BROKEN)
    root = Path(__file__).parents[2]
    return f"{folder}:{root}"


def test_without_qt_the_text_alone(tmp_path: Path, without_qt: str) -> None:
    folder = tmp_path / "book"
    code, out, err = finish(start("handbook", "--output", str(folder), env={"PYTHONPATH": without_qt}))
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith("There will be no pictures of the screens, only text")
    assert "libEGL.so.1" in first
    pages = len(list(folder.rglob("*.html")))
    assert pages > 200
    assert second.startswith(f"The handbook was written to {folder}: {pages} pages")
    names = sorted(each.name for each in folder.iterdir())
    assert names == ["en", "handbook.css", "index.html", "mailcheck-handbook.txt", "ru"]
    assert "has no pictures" in (folder / "en" / "screen-1.html").read_text(encoding="utf-8")
    assert not list(folder.rglob("*.png"))
    again, _, told = finish(start("handbook", "--output", str(folder), env={"PYTHONPATH": without_qt}))
    assert (again, told.count("\n")) == (2, 1)
    assert "--force" in told
    code, _, err = finish(start("handbook", "--output", str(folder), "--force", env={"PYTHONPATH": without_qt}))
    assert (code, err) == (0, "")


def test_the_language_of_the_run_comes_first(tmp_path: Path, without_qt: str) -> None:
    for language, other in (("ru", "en"), ("en", "ru")):
        folder = tmp_path / language
        words = ("handbook", "--output", str(folder), "--lang", language)
        assert finish(start(*words, env={"PYTHONPATH": without_qt}))[0] == 0
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page
        assert page.index(f'href="{language}/index.html"') < page.index(f'href="{other}/index.html"')


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "No folder was named"),
        (("--output",), "--output needs a value"),
        (("--output", "FOLDER/no/book"), "cannot be written to"),
        (("--output", "FOLDER"), "holds no mailcheck handbook"),
        (("--output", "FOLDER", "--force"), "holds no mailcheck handbook"),
        (("--output", "FOLDER/letters.txt"), "is a file"),
    ],
)
def test_refused_in_one_line(mailcheck: Run, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    code, out, err = mailcheck("handbook", *(word.replace("FOLDER", str(tmp_path)) for word in words))
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["letters.txt"]


def test_help_loads_neither_qt_nor_templates() -> None:
    script = "import sys; from mailcheck.cli import run; run(['handbook', '--help']); import json; "
    script += (
        "print(json.dumps([name for name in ('PySide6', 'jinja2', 'mailcheck.catalogue') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    *told, loaded = done.stdout.splitlines()
    assert json.loads(loaded) == []
    assert any("--output DIR" in line for line in told)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, without_qt: str) -> None:
    """No file may grow beyond 20 kB: the first page is larger."""
    process = start(
        "handbook",
        "--output",
        str(tmp_path / "book"),
        env={"PYTHONPATH": without_qt},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    code, _, err = finish(process)
    assert code == 2
    assert err.startswith("mailcheck: The handbook was not written to")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
