"""`mailcheck open REPORT.json`: the window on a saved report, or one line that says why not."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from mailcheck.domain.report import Report
from mailcheck.export.json_file import as_json
from mailcheck.i18n import Language
from tests.commands.program import Run
from tests.mailbox import Mailbox


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Language, Report]]:
    """What would have been opened, without Qt."""
    opened: list[tuple[Language, Report]] = []
    app = ModuleType("mailcheck.ui.app")

    def open_window(language: Language, *, opened_report: Report | None = None, **more: Report) -> int:
        opened.append((language, more["opened"]))
        return 0

    app.open_window = open_window  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mailcheck.ui.app", app)
    return opened


def test_a_report_opens_the_window(
    mailcheck: Run, windows: list[tuple[Language, Report]], check_mailbox: Mailbox, tmp_path: Path
) -> None:
    report = check_mailbox()
    (tmp_path / "report.json").write_text(as_json(report), encoding="utf-8")
    assert mailcheck("open", str(tmp_path / "report.json"), "--lang", "ru") == (0, "", "")
    [(language, opened)] = windows
    assert language is Language.RU
    assert opened.diagnoses == report.diagnoses
    assert opened.address == report.address


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no mailcheck report: it is not JSON"),
        (b"not json", "is no mailcheck report: it is not JSON"),
        (b'{"schema": 1, "checks"', "report"),
        (b"[1, 2]", "is no mailcheck report"),
        (b'{"schema": 1, "checks": 7}', "report.json"),
        (b"\xff\xfe\x00", "is no mailcheck report"),
    ],
)
def test_unreadable_file(
    mailcheck: Run, windows: list[tuple[Language, Report]], tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(content)
    code, out, err = mailcheck("open", str(file))
    assert (code, out) == (2, "")
    assert said in err and err.count("\n") == 1
    assert not windows


def test_what_is_no_file(mailcheck: Run, windows: list[tuple[Language, Report]], tmp_path: Path) -> None:
    for words in ((), (str(tmp_path),), (str(tmp_path / "none.json"),), ("a.json", "b.json")):
        code, out, err = mailcheck("open", *words)
        assert (code, out) == (2, "")
        assert err.startswith("mailcheck: ") and err.count("\n") == 1
    assert not windows


def test_help(mailcheck: Run) -> None:
    code, out, _ = mailcheck("open", "--help")
    assert code == 0
    assert "Opens a saved report" in out and "REPORT.json" in out
