"""Reports as they were once read by eye: any change of theirs is to be looked at again.

To renew them: `python -m tests.export.test_golden`, then read the difference (git diff tests/export/golden).
The style sheet is left out of the web pages: it is the same in all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck import resources
from mailcheck.export.html_file import as_html
from mailcheck.export.text_file import as_text
from mailcheck.i18n import Language
from tests.export.fixed import GOLDEN, NAMES, fixed


def _page(name: str, language: Language) -> str:
    style = resources.path("report.css").read_text(encoding="utf-8")
    page = as_html(fixed(name, language))
    assert style in page
    return page.replace(style, "")


def _made(name: str, language: Language) -> dict[Path, str]:
    stem = GOLDEN / f"{name}.{language}"
    return {
        stem.with_name(f"{stem.name}.txt"): as_text(fixed(name, language)),
        stem.with_name(f"{stem.name}.html"): _page(name, language),
    }


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", NAMES)
def test_as_it_was(name: str, language: Language) -> None:
    for file, made in _made(name, language).items():
        assert made == file.read_text(encoding="utf-8"), f"{file.name}: python -m tests.export.test_golden"


if __name__ == "__main__":
    for name in NAMES:
        for language in Language:
            for file, made in _made(name, language).items():
                file.write_text(made, encoding="utf-8", newline="\n")
