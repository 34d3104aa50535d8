"""`mailcheck addresses`: files of every kind, for people and for programs."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from tests.commands.program import Run

LIST = "anna@mail.ru\nаnna@mail.ru\nanna@mial.ru\n\nan\u202ena@mail.ru\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("table", [False, True])
def test_files(mailcheck: Run, tmp_path: Path, encoding: str, table: bool) -> None:
    text = "anna@mail.ru\nаnna@mail.ru\n" if not table else "Имя;Почта\nАнна;anna@mail.ru\nЯна;аnna@mail.ru\n"
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    code, out, err = mailcheck("addresses", str(file), "--json")
    assert (code, err) == (1, "")
    first, second = json.loads(out)
    assert first == {"input": "anna@mail.ru", "outcome": "passed", "suggestion": None, "findings": []}
    assert (second["outcome"], second["suggestion"]) == ("failed", "anna@mail.ru")
    finding = second["findings"][0]
    assert finding["code"] == "address-lookalike-letter"
    assert finding["evidence"]["position"] == 1


def test_for_people(mailcheck: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(LIST, encoding="utf-8")
    code, out, _ = mailcheck("addresses", str(file), "--lang", "ru")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "готово   anna@mail.ru"
    assert lines[1] == "ошибка   аnna@mail.ru"
    assert "         правильно: anna@mail.ru" in lines
    assert lines[-1] == "Проверено 4 адреса: без замечаний 1, с замечаниями 1, с ошибками 2."
    assert "\u202e" not in out
    for n, words in ((1, "Проверен 1 адрес:"), (5, "Проверено 5 адресов:"), (21, "Проверен 21 адрес:")):
        file.write_text("anna@mail.ru\n" * n)
        code, out, _ = mailcheck("addresses", str(file), "--lang", "ru")
        assert code == 0
        assert words in out


def test_standard_input(mailcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("addresses",), ("addresses", "-")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))
        code, out, _ = mailcheck(*words)
        assert code == 1
        assert "4 addresses judged: in order 1, with remarks 1, wrong 2." in out


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "There are no addresses"), (b"\n \n", "There are no addresses"), (b"PK\x03\x04", "save it as CSV")],
)
def test_files_without_a_list(mailcheck: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "x\x1bx"
    file.write_bytes(content)
    code, out, err = mailcheck("addresses", str(file))
    assert (code, out) == (2, "")
    assert "control character" in err  # the name itself
    file = file.rename(tmp_path / "list.csv")
    code, out, err = mailcheck("addresses", str(file))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_files_that_are_none(mailcheck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(name: str) -> str:
        code, out, err = mailcheck("addresses", name)
        assert (code, out, err.count("\n")) == (2, "", 1)
        return err

    assert "There is no file" in said(str(tmp_path / "gone"))
    assert "is a folder" in said(str(tmp_path))
    assert "cannot be read: File name too long" in said("x" * 4000)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", deny)  # the tests may run as root, whom nothing is denied
    assert "may not be opened" in said(str(tmp_path / "locked"))


def test_many(mailcheck: Run, tmp_path: Path) -> None:
    file = tmp_path / "many.txt"
    file.write_text("".join(f"anna{n}@example{n % 7}.ru\nаnna{n}@mail.ru\n" for n in range(600)), encoding="utf-8")
    code, out, _ = mailcheck("addresses", str(file))
    assert code == 1
    assert "1,200 addresses judged" in out
    assert len(re.findall("^failed", out, re.MULTILINE)) == 600


def test_a_cell_of_two_lines_is_shown_on_one(mailcheck: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('E-mail;Name\n"x@b.ru\ndone     fine";B\n')
    _, out, _ = mailcheck("addresses", str(file))
    assert "x@b.ru\\ndone     fine" in out
    assert not any(line.startswith("done") for line in out.splitlines())
