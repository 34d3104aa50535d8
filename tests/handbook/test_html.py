"""Every page of the handbook: links that lead somewhere, nothing from elsewhere, headings in order, escaped words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.catalogue_questions import NUMBER
from mailcheck.handbook import book, problems, provider_pages, texts
from mailcheck.handbook.html import Maker
from mailcheck.handbook.page import Page
from mailcheck.handbook.words import say
from mailcheck.i18n import Language
from mailcheck.phone_code import decode
from mailcheck.providers import providers
from tests.handbook.conftest import TODAY, pages
from tests.handbook.reading import PageReader, read

FACTS = {"today": TODAY, "has_pictures": False}


def _read_all(handbook: Path) -> Mapping[Path, PageReader]:
    return {file: read(file) for file in sorted(handbook.rglob("*.html"))}


def test_every_link_leads_somewhere(handbook: Path) -> None:
    found = _read_all(handbook)
    assert len(found) > 280
    for file, page in found.items():
        for link in page.links:
            if link.startswith(("https://", "data:")):
                continue
            name, _, anchor = link.partition("#")
            target = (file.parent / name).resolve() if name else file
            assert target.is_file(), f"{file.name}: {link}"
            if anchor:
                assert anchor in found[target].ids, f"{file.name}: {link}"


def test_nothing_is_loaded_from_elsewhere(handbook: Path) -> None:
    """Only what is clicked leads out, and without telling from where."""
    for file, page in _read_all(handbook).items():
        for tag, attributes in page.tags:
            for name in ("src", "srcset", "action"):
                assert "//" not in str(attributes.get(name, "")), file.name
            if tag == "link":
                assert "//" not in str(attributes["href"])
            if tag == "a" and str(attributes["href"]).startswith("http"):
                assert attributes["rel"] == "noreferrer noopener"
            assert not any(name.startswith("on") or name == "style" for name in attributes), file.name
        policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
        assert str(policy).startswith("default-src 'none'")
        assert "unsafe" not in str(policy)
    assert "url(" not in (handbook / "handbook.css").read_text(encoding="utf-8")


def test_headings_ids_and_language(handbook: Path) -> None:
    for file, page in _read_all(handbook).items():
        assert page.headings[0] == 1, file.name
        assert page.headings.count(1) == 1, file.name
        steps = [after - before for before, after in zip(page.headings, page.headings[1:], strict=False)]
        assert max(steps, default=0) <= 1, f"{file.name}: {page.headings}"
        assert len(page.ids) == len(set(page.ids)), file.name
        language = file.parent.name if file.parent.name in tuple(Language) else "ru"
        assert ("html", {"lang": language}) in page.tags
        assert all("alt" in picture for picture in page.pictures)


def test_both_languages_have_the_same_pages(handbook: Path) -> None:
    names = [sorted(file.name for file in (handbook / language).glob("*.html")) for language in Language]
    assert names[0] == names[1]
    for language, other in (("ru", "en"), ("en", "ru")):
        for name in names[0]:
            page = read(handbook / language / name)
            assert f"../{other}/{name}" in page.links
            if language == "en" and "screen" in name:
                assert not re.search("[а-яё]{3}", page.words.replace("Русский", ""), re.IGNORECASE), name


def test_everything_has_a_page(handbook: Path) -> None:
    wanted = [problems.file_of(code) for code in catalogue().codes()]
    wanted += [texts.file_of(text_id) for text_id in amocrm().texts]
    wanted += [provider_pages.file_of(provider.id) for provider in providers()]
    contents = read(handbook / "ru" / "index.html").links
    assert len(wanted) == 92 + 10 + len(providers().all)
    for name in wanted:
        assert (handbook / "ru" / name).is_file()
        assert name in contents


@pytest.mark.parametrize("language", Language)
def test_a_problem_is_told_whole(handbook: Path, language: Language) -> None:
    for code in catalogue().codes():
        problem, text = catalogue().problem(code), catalogue().render(code, language)
        page = " ".join(read(handbook / language / problems.file_of(code)).words.split())
        told = [problem.number, code, text.title, text.what, text.why, *(step.text for step in text.remedies)]
        told += [text.for_admin or "", *problem.questions[language]]
        told += [amocrm().texts[text_id].text for ids in problem.amocrm.values() for text_id in ids]
        for words in told:
            assert " ".join(words.split()) in page, f"{code}: {words}"


def test_the_numbers_in_questions_lead_to_their_problems(handbook: Path) -> None:
    by_number = {catalogue().problem(code).number: code for code in catalogue().codes()}
    for text in amocrm().texts.values():
        assert text.questions[Language.RU], f"nothing to ask about {text.id}"
        links = read(handbook / "ru" / texts.file_of(text.id)).links
        for number in NUMBER.findall(" ".join(text.questions[Language.RU])):
            assert problems.file_of(by_number[number]) in links


def test_the_usual_cause_comes_before_the_rest(handbook: Path) -> None:
    page = (handbook / "ru" / "text-sent-folder-missing.html").read_text(encoding="utf-8")
    places = [page.index(problems.file_of(code)) for code in ("sent-folder-missing", "sent-folder-unusable")]
    assert places == sorted(places)
    usual = page.index("Обычные причины")
    assert usual < page.index(problems.file_of("sent-folder-missing"), usual)


def test_what_differs_at_a_provider_is_told() -> None:
    page = next(each for each in problems.pages(Language.RU) if each.file == problems.file_of("app-password-required"))
    assert isinstance(page.shown, problems.ProblemPage)
    gmail = next(s for s in page.shown.specials if any(provider.id == "gmail" for provider in s.providers))
    assert any("16\u00a0знаков" in step.text for step in gmail.text.remedies)
    assert page.shown.replies
    assert [each.id for each in page.shown.practice][:1] == ["mailru-without-app-password"]


def test_hints_are_marked(handbook: Path) -> None:
    page = (handbook / "en" / "provider-gmail.html").read_text(encoding="utf-8")
    gmail = providers().by_name("gmail")
    assert gmail is not None
    assert gmail.unconfirmed == {"app_password_shape"}  # nothing that this page shows
    assert 'class="hint"' not in page
    assert 'class="hint"' in (handbook / "en" / "provider-yandex.html").read_text(encoding="utf-8")


def test_words_are_escaped() -> None:
    nasty = '<img src=x onerror="alert(1)">{{ 7 * 7 }}</title>'
    index, *rest = pages(Language.EN)
    assert isinstance(index.shown, book.Contents)
    page = Page(index.file, index.kind, nasty, index.shown, index.entry)
    html = Maker().page(page, Language.EN, (page, *rest), FACTS)
    assert "<img src=x" not in html
    problem = next(each for each in rest if each.kind == "problem")
    html = Maker().page(Page("problem-x.html", "problem", nasty, problem.shown), Language.EN, (index, *rest), FACTS)
    assert "<img src=x" not in html
    assert "{{ 7 * 7 }}" in html


def test_the_code_of_the_example_can_be_read(handbook: Path) -> None:
    for language in Language:
        example = say("phone-example", language)
        decoded = decode(example)
        assert decoded
        assert (decoded.number, decoded.provider) == ("M-403", "gmail")
        assert f"mailcheck explain {example}" in read(handbook / language / "reading.html").words
