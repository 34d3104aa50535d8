"""The report as text: complete, no wider than a ticket, and harmless whatever a server said."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailcheck.export.content import content
from mailcheck.export.plain import plain
from mailcheck.export.text_file import WIDTH, as_text
from mailcheck.i18n import Language
from tests.export.fixed import NAMES, fixed, large, said_everywhere, squeezed, texts

ANYTHING = st.text(max_size=10_000)
HOSTILE = st.lists(
    st.sampled_from(
        ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eevil\u2066", "שלום", "\x1b[31m", "&amp;"]
    )
    | st.sampled_from(["\r\n", "\0", "]]>", "{{ 7 * 7 }}", "{% raw %}", "</style>", '" onload="x', "—".join("абв")])
    | st.text(max_size=30),
    max_size=100,
).map(" ".join)


def together(text: str) -> str:
    """Without what text has of its own: blanks, and the signs before a server's words and at list items."""
    return squeezed(re.sub(r"\n[ ]*(?:\| |• )?", "\n", text))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_everything_is_in_it(name: str, language: Language) -> None:
    report = fixed(name, language)
    shown = together(as_text(report))
    drawn_otherwise = {"программа", "сервер", "program", "server"}  # as > and <
    missing = [text for text in texts(content(report)) if squeezed(text) not in shown and text not in drawn_otherwise]
    named_by_others = [text for text in missing if text in content(report).name or text in ("not ready", "ready")]
    ticks = {tick.label for s in content(report).sections for b in s.blocks for tick in getattr(b, "ticks", ())}
    states = {content(report).state}
    assert set(missing) - set(named_by_others) - ticks - states == set()


def test_a_bar_for_each_stage() -> None:
    lines = as_text(fixed("gmail", Language.EN)).splitlines()
    bars = [line for line in lines if re.search(r"\|[ #]{24}\|", line)]
    assert len(bars) == 16
    assert len({line.index("|") for line in bars}) == 1
    assert bars[0].split("|")[0].strip() == "Look-up"
    assert "skipped" in bars[-1]


@settings(deadline=None, max_examples=60)
@given(ANYTHING | HOSTILE)
@example("<b>=1+1 шум\u202e\x07 " * 600)
def test_nothing_a_server_says_breaks_it(said: str) -> None:
    made = as_text(said_everywhere(said))
    for line in made.split("\n"):
        assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in line)
        assert len(line) <= WIDTH or " " not in line.strip().lstrip("|>< ").strip() or _one_word_too_long(line)
    if said.strip():
        assert squeezed(plain(said))[:2000] in together(made)


def _one_word_too_long(line: str) -> bool:
    """What stands beside it fits: only the last word goes over the edge."""
    return len(line.rstrip().rpartition(" ")[0]) <= WIDTH


def test_large() -> None:
    assert len(as_text(large()).encode()) < 400_000
