"""A page for each text that amoCRM shows: what to ask in which order, and the problems that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from mailcheck.amocrm import AmocrmText, amocrm
from mailcheck.catalogue import catalogue
from mailcheck.catalogue_file import Problem
from mailcheck.explain import explain
from mailcheck.explanation import Meaning
from mailcheck.handbook.page import Entry, Page
from mailcheck.handbook.words import say
from mailcheck.i18n import Language, message


@dataclass(frozen=True, slots=True)
class Cause:
    problem: Problem
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class TextPage:
    text: AmocrmText
    where: str
    usual: tuple[Cause, ...]
    possible: tuple[Cause, ...]


def file_of(text_id: str) -> str:
    return f"text-{text_id}.html"


def pages(language: Language) -> tuple[Page, ...]:
    return tuple(_page(text, language) for text in amocrm().texts.values())


def _page(text: AmocrmText, language: Language) -> Page:
    _, *causes = explain(text.text, language=language).matches
    shown = TextPage(
        text,
        message(f"explain.shown-{text.stage}", language),
        tuple(_cause(each) for each in causes if each.code and each.confidence == "likely"),
        tuple(_cause(each) for each in causes if each.code and each.confidence == "possible"),
    )
    words = " ".join((text.english, text.explanation[language], *text.steps[language], *text.questions[language]))
    keys = (text.id, *([text.status] if text.status else []))
    entry = Entry(say("kind-text", language), text.text, text.explanation[language], keys, words)
    return Page(file_of(text.id), "text", text.text, shown, entry)


def _cause(meaning: Meaning) -> Cause:
    assert meaning.code is not None
    return Cause(catalogue().problem(meaning.code), meaning.title, meaning.what)
