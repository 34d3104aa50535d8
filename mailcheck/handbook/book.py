"""All pages of the handbook in one language, in their order: the table of contents."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.catalogue_file import Problem
from mailcheck.handbook import problems, provider_pages, screens, tables, texts
from mailcheck.handbook.page import Page
from mailcheck.handbook.screens import Pictures
from mailcheck.handbook.words import say
from mailcheck.i18n import Language

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Contents:
    """The first page: everything that there is, under its heading."""

    screens: tuple[Page, ...]
    texts: tuple[Page, ...]
    problems: tuple[tuple[str, tuple[tuple[Problem, str], ...]], ...]
    providers: tuple[Page, ...]
    tables: tuple[Page, ...]


def pages(language: Language, pictures: Pictures) -> tuple[Page, ...]:
    """The first one is the index."""
    shown = screens.pages(language, pictures)
    amocrm = texts.pages(language)
    services = provider_pages.pages(language)
    others = tables.pages(language)
    contents = Contents(shown, amocrm, problems.by_side(language), services, others)
    index = Page(INDEX, "index", say("title", language), contents)
    return (index, *amocrm, *shown, *problems.pages(language), *services, *others)
