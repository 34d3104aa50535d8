"""What the search of the handbook has to look through; how it looks is tried in tests/ui, where scripts can be run."""

from __future__ import annotations

import json
from pathlib import Path

from mailcheck.handbook.search_index import search_index
from mailcheck.i18n import Language
from tests.handbook.conftest import pages


def test_the_index_is_in_the_page_and_closes_no_script(handbook: Path) -> None:
    page = (handbook / "ru" / "index.html").read_text(encoding="utf-8")
    inside = page.partition('<script type="application/json" id="entries">')[2].partition("</script>")[0]
    assert json.loads(inside) == search_index(pages(Language.RU))
    assert len(inside) < 400_000
    assert "<" not in inside


def test_every_page_but_the_first_can_be_found(handbook: Path) -> None:
    for language in Language:
        links = {each["link"].partition("#")[0] for each in search_index(pages(language))}
        assert links == {file.name for file in (handbook / language).glob("*.html")} - {"index.html"}


def test_codes_names_and_replies_are_in_it() -> None:
    index = {each["link"]: each for each in search_index(pages(Language.EN))}
    assert {"M-403", "app-password-required"} <= set(index["problem-app-password-required.html"]["keys"])
    assert "5.7.1" in index["problem-spam-suspected.html"]["words"]
    assert {"gmail.com", "Gmail", "Гугл"} <= set(index["provider-gmail.html"]["keys"])
    assert "Исходящие" in index["text-sent-folder-missing.html"]["title"]
    assert "app password" in index["problem-secret-not-app-password.html"]["title"]
