"""The report in a real browser: loads nothing, complains of nothing, can be used by everybody, and prints whole."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from mailcheck.export.content import content
from mailcheck.export.html_file import as_html
from mailcheck.i18n import Language
from tests.export.fixed import NAMES, fixed, said_everywhere, squeezed
from tests.real.browser import Chromium, Scheme

HOSTILE = "<script>alert(1)</script><img src=https://example.com/x onerror=alert(2)> {{ 7 * 7 }} \u202eсправа " * 20


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize(("scheme", "language"), [("light", Language.RU), ("dark", Language.EN)])
def test_nobody_is_kept_out(
    chromium: Chromium, tmp_path: Path, name: str, scheme: Scheme, language: Language, width: int
) -> None:
    """axe finds nothing that is serious, everything unfolded; nothing is wider than the screen."""
    file = tmp_path / "report.html"
    file.write_text(as_html(fixed(name, language)), encoding="utf-8")
    with chromium.page(file, width, scheme) as (page, asked, said):
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(page).response
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")] == []
    assert {"color-contrast", "heading-order", "html-has-lang"} <= {each["id"] for each in found["passes"]}
    assert (asked, said) == ([file.as_uri()], [])
    assert ground == ("rgb(20, 24, 31)" if scheme == "dark" else "rgb(246, 247, 249)")


def test_a_servers_words_load_and_run_nothing(chromium: Chromium, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(as_html(said_everywhere(HOSTILE)), encoding="utf-8")
    with chromium.page(file, 400, "light") as (page, asked, said):
        page.wait_for_timeout(200)
        assert page.evaluate("document.scripts.length + document.images.length") == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert (asked, said) == ([file.as_uri()], [])


def test_printed_whole(chromium: Chromium, tmp_path: Path, name: str) -> None:
    """Also what is folded on the screen; on white, even where the screen is dark."""
    report = fixed(name, Language.RU)
    file = tmp_path / "report.html"
    file.write_text(as_html(report), encoding="utf-8")
    with chromium.page(file, 1200, "dark") as (page, _, _):
        pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        page.emulate_media(media="print")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} <= {(595, 842), (596, 842)}
    shown = squeezed("".join(page.extract_text() for page in pages))
    assert all(squeezed(section.title) in shown for section in content(report).sections)
    assert all(squeezed(line.line) in shown for line in report.transcript)
