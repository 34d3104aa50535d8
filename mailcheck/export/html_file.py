"""The report as a web page: one file without a script, which loads nothing from anywhere and prints well."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from mailcheck import resources
from mailcheck.domain.report import Report
from mailcheck.export.blocks import Content
from mailcheck.export.content import content
from mailcheck.i18n import Language, message


def as_html(report: Report) -> str:
    """In the language of the report."""
    return page(content(report))


def page(shown: Content) -> str:
    language = Language(shown.language)
    columns = {"stages": [message(f"report.column-{name}", language) for name in ("stage", "state", "time")]}
    return _template().render(content=shown, columns=columns, style=_style())


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(resources.directory()),
        autoescape=True,  # whatever the ending of the template
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["percent"] = lambda part: f"{part * 100:.2f}%"
    return environment.get_template("report.html.jinja")


@cache
def _style() -> Markup:
    """Our own file: nothing of a report is in it."""
    return Markup(resources.path("report.css").read_text(encoding="utf-8"))  # noqa: S704
