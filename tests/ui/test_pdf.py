"""The report as a PDF: everything of it as text that can be searched, numbered pages, no screen, no surprise."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mailcheck import __version__
from mailcheck.domain.account import Service
from mailcheck.domain.report import Report, TranscriptLine
from mailcheck.export.blocks import Content, Timeline
from mailcheck.export.content import content
from mailcheck.export.plain import plain
from mailcheck.i18n import Language, message
from mailcheck.ui.pdf import as_pdf
from tests.export.fixed import GOLDEN, NAMES, fixed, large, said_everywhere, squeezed, texts

PRINTABLE = st.text(
    st.characters(min_codepoint=0, max_codepoint=0x17F) | st.characters(min_codepoint=0x400, max_codepoint=0x44F)
)
"""What every font has, controls included: what none has, nobody can read in any program."""


def read(report: Report) -> tuple[PdfReader, str]:
    """The text of all pages without blanks, and without what stands at the edges of each page."""
    reader, shown = PdfReader(io.BytesIO(as_pdf(report))), content(report)
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    edges = [_edges(shown, number, len(pages)) for number in range(1, len(pages) + 1)]
    assert all(page.startswith(edge) for page, edge in zip(pages, edges, strict=True))
    return reader, "".join(page.removeprefix(edge) for page, edge in zip(pages, edges, strict=True))


def _edges(shown: Content, number: int, count: int) -> str:
    page = message("report.page", Language(shown.language), page=number, pages=count)
    return squeezed(f"{shown.name}{shown.made}{page}{shown.title}")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_everything_is_in_it(name: str, language: Language) -> None:
    report = fixed(name, language)
    reader, shown = read(report)
    at_the_edges = {content(report).name, content(report).title}
    assert {text for text in texts(content(report)) if squeezed(text) not in shown} <= at_the_edges
    assert reader.metadata is not None
    assert reader.metadata.title == content(report).name
    assert reader.metadata.creator == f"mailcheck {__version__}"


def test_the_scale_of_time_stands_over_each_conversation() -> None:
    """One may stand on a page of its own."""
    report = fixed("gmail", Language.RU)
    _, shown = read(report)
    blocks = (block for section in content(report).sections for block in section.blocks)
    picture = next(block for block in blocks if isinstance(block, Timeline))
    scale = "".join(tick.label for tick in picture.ticks)
    assert len(picture.lanes) > 1
    assert all(squeezed(lane.title + scale) in shown for lane in picture.lanes)


def test_paper_and_pages() -> None:
    reader, _ = read(fixed("gmail", Language.RU))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}
    count = len(reader.pages)
    assert count > 1
    assert f"2 из\u00a0{count}" in reader.pages[1].extract_text()


def test_headings_are_bookmarks() -> None:
    report = fixed("gmail", Language.RU)
    reader, _ = read(report)
    sections = [section.title for section in content(report).sections]
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == sections
    problems = next(marks for marks in reader.outline if isinstance(marks, list))
    assert [mark.title for mark in problems if not isinstance(mark, list)] == [each.title for each in report.diagnoses]
    for mark in reader.outline:
        if not isinstance(mark, list):
            page = reader.pages[reader.get_destination_page_number(mark) or 0]
            assert squeezed(str(mark.title)) in squeezed(page.extract_text())
    assert str(reader.root_object["/Lang"]) == "ru"


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PRINTABLE)
@example("=cmd|' /C calc'!A0 <b>&amp;\x1b[31m\u202eдар\u2066 " * 200)
@example("fi fl ffi office first")
@example("\x1f")  # a blank to str.split()
def test_a_servers_words_are_there_letter_by_letter(said: str) -> None:
    whole = fixed("lookalike", Language.EN)
    line = TranscriptLine(Service.INCOMING, 5, "S", said)
    _, shown = read(replace(whole, diagnoses=(replace(whole.diagnoses[0], reply=said),), checks=(), transcript=(line,)))
    assert shown.count(squeezed(plain(said))) >= 2  # in the diagnosis, and in the conversation


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=2_000))
@example("שלום العربية 漢字 😀 \U000e0041 " * 300)
@example("x" * 10_000)
@example("\n")
def test_nothing_a_server_says_breaks_it(said: str) -> None:
    reader = PdfReader(io.BytesIO(as_pdf(said_everywhere(said))))
    assert len(reader.pages) >= 3
    assert len(reader.outline) >= 7


def test_large() -> None:
    made = as_pdf(large())
    assert len(made) < 1_500_000
    assert len(PdfReader(io.BytesIO(made)).pages) < 60


def test_a_long_one_lets_others_have_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window goes on while it saves one on a thread: Qt never lets go of the interpreter for long enough."""
    paused: list[float] = []
    monkeypatch.setattr("mailcheck.ui.pdf.time.sleep", paused.append)
    as_pdf(large())
    assert len(paused) > 2 * 2_000 / 20  # while it is laid out, and while it is painted


def _save(folder: Path, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """By a program of its own, as from a terminal without a screen."""
    code = (
        f"import sys\n{before}\nfrom pathlib import Path\nfrom mailcheck.export.files import need, save\n"
        "from mailcheck.export.json_reader import read_report_file\nfrom mailcheck.unusable import UsageError\n"
        f"report = read_report_file(Path({str(GOLDEN / 'ready.json')!r}))\n"
        "save(report, Path('a.html'))\nassert 'PySide6' not in sys.modules\n"
        "try:\n    need('.pdf'); save(report, Path('a.pdf'))\n"
        "except UsageError as error:\n    print(error.key)\n"
    )
    clean = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    clean["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_without_a_screen(tmp_path: Path) -> None:
    """Qt is loaded for the PDF, and for nothing else."""
    done = _save(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_without_qt(tmp_path: Path) -> None:
    done = _save(tmp_path, "sys.modules['PySide6.QtGui'] = None")
    assert (done.returncode, done.stdout, done.stderr) == (0, "pdf-no-qt\n", "")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have fonts")
def test_without_a_font(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    done = _save(tmp_path, FONTCONFIG_FILE=str(tmp_path / "fonts.conf"))
    assert (done.returncode, done.stdout) == (0, "pdf-no-font\n"), done.stderr
