"""The report as a web page: complete, one file, nothing loaded, nothing run; and no server's word becomes a tag."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import example, given, settings

from mailcheck import resources
from mailcheck.domain.report import Report
from mailcheck.export.content import content
from mailcheck.export.html_file import as_html
from mailcheck.export.plain import plain
from mailcheck.i18n import Language
from tests.export.fixed import NAMES, fixed, large, said_everywhere, squeezed, texts
from tests.export.test_text_file import ANYTHING, HOSTILE

EMPTY = {"meta", "circle", "path", "rect", "line"}  # the last three close themselves


class Page(HTMLParser):
    """What a browser would make of it: text, and the tags in their order; a tag that closes another is a mistake."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def page(report: Report) -> Page:
    return Page(as_html(report))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_everything_is_in_it(name: str, language: Language) -> None:
    report = fixed(name, language)
    shown = squeezed(page(report).text)
    assert [text for text in texts(content(report)) if squeezed(text) not in shown] == []


@pytest.mark.parametrize("language", list(Language))
def test_loads_and_runs_nothing(language: Language) -> None:
    made = page(fixed("gmail", language))
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"} & set(
        made.names()
    )
    assert made.attributes("src") == made.attributes("srcset") == made.attributes("style") == []
    assert not [name for _, attrs in made.tags for name in attrs if name.startswith("on")]
    assert all(link.startswith("https://") for link in made.attributes("href"))
    style = resources.path("report.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(|https?:", style)
    policy = next(attrs["content"] for _, attrs in made.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_can_be_found_ones_way_in(name: str, language: Language) -> None:
    """Headings one after the other, landmarks once, columns and rows with names."""
    made = page(fixed(name, language))
    levels = [int(tag[1]) for tag in made.names() if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert made.names().count("main") == made.names().count("header") == 1
    assert made.tags[0] == ("html", {"lang": language.value, "dir": "ltr"})
    assert all("scope" in attrs for tag, attrs in made.tags if tag == "th")
    ids = made.attributes("id")
    assert len(ids) == len(set(ids))
    assert set(made.attributes("aria-labelledby")) <= set(ids)


@settings(deadline=None, max_examples=60)
@given(ANYTHING | HOSTILE)
@example("<script>alert(1)</script>")
@example("</style></title><svg onload=alert(1)>{{ 7 * 7 }}&lt;b&gt; " * 150)
def test_nothing_a_server_says_is_more_than_text(said: str) -> None:
    harmless, hostile = page(said_everywhere("x")), page(said_everywhere(said))
    assert set(hostile.names()) <= set(harmless.names())
    assert hostile.attributes("href") == harmless.attributes("href")
    if said.strip():
        assert squeezed(plain(said)) in squeezed(hostile.text)


def test_a_page_is_opened_only_on_the_web() -> None:
    report = fixed("gmail", Language.EN)
    first = report.diagnoses[0]
    steps = tuple(replace(step, url="javascript:alert(1)") for step in first.remedies)
    made = page(replace(report, diagnoses=(replace(first, remedies=steps),)))
    assert made.attributes("href") == []


def test_large() -> None:
    assert len(as_html(large()).encode()) < 1_500_000
