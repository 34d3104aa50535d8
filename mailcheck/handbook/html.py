"""The pages as HTML, by the templates of resources/handbook/. Everything is escaped; what is missing is an error."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mailcheck import __version__, i18n, resources
from mailcheck.catalogue import catalogue
from mailcheck.catalogue_questions import NUMBER
from mailcheck.handbook import problems, provider_pages, tables, texts
from mailcheck.handbook.page import Page
from mailcheck.handbook.search_index import search_index
from mailcheck.handbook.words import say
from mailcheck.i18n import Language

STYLE = "handbook.css"
MENU = (tables.READING, tables.AMOCRM, tables.API_CODES, tables.PRACTICE)
_TEMPLATES = "handbook"


class Maker:
    """Turns pages into HTML; one for the whole handbook."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(resources.path(_TEMPLATES)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self._environment.filters |= {"linked": _linked, "sentence": _sentence}
        self._environment.globals |= {
            "script": Markup(_script()),  # noqa: S704 - our own, and named by its hash in every page's policy
            "script_hash": _hash(_script()),
            "style": STYLE,
            "version": __version__,
            "problem_file": problems.file_of,
            "provider_file": provider_pages.file_of,
            "text_file": texts.file_of,
        }

    def page(self, page: Page, language: Language, pages: tuple[Page, ...], facts: Mapping[str, Any]) -> str:
        """`pages`: all of its language. `facts`: what every page may show, such as the day."""
        titles = {each.file: each.title for each in pages}
        template = self._environment.get_template(f"{page.kind}.html.jinja")
        return template.render(
            page=page,
            shown=page.shown,
            language=language,
            other=next(each for each in Language if each is not language),
            menu=[(file, titles[file]) for file in MENU],
            index=search_index(pages) if page.kind == "index" else [],
            say=partial(_say, language),
            message=lambda key, **fields: i18n.message(key, language, **fields),
            **facts,
        )

    def choice(self, languages: tuple[Language, ...]) -> str:
        """The page that leads to the languages, the first of them first."""
        template = self._environment.get_template("choice.html.jinja")
        return template.render(languages=languages, language=languages[0], say=_say)


def style() -> str:
    return (resources.path(_TEMPLATES) / STYLE).read_text(encoding="utf-8")


def _script() -> str:
    return (resources.path(_TEMPLATES) / "search.js").read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """As a content security policy names it (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _say(language: Language, key: str, **fields: Any) -> str:
    return say(key, language, **fields)


def _sentence(text: str) -> str:
    """A word of ours at the head of a line."""
    return text[:1].upper() + text[1:]


@pass_context
def _linked(context: Context, text: str) -> Markup:
    """The text with every "M-402" in it leading to that problem, whose title is told beside it."""
    numbers = {catalogue().problem(code).number: code for code in catalogue().codes()}
    pieces = []
    end = 0
    for match in NUMBER.finditer(text):
        code = numbers[match[0]]
        title = catalogue().render(code, context["language"]).title
        pieces.append(escape(text[end : match.start()]))
        pieces.append(
            Markup('<a class="number" href="{}" title="{}">{}</a>').format(problems.file_of(code), title, match[0])
        )
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
