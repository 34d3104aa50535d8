"""What `explain` found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.explanation import Explanation, Kind, Meaning
from mailcheck.export.text_file import wrapped
from mailcheck.i18n import Language, message

_WHOLE = 1  # the best match is told whole, the others by their titles
_WIDTH = 80


def as_lines(found: Explanation, language: Language) -> Iterator[str]:
    first, *others = found.matches
    yield from _whole(first, language, amocrm=found.kind not in (Kind.AMOCRM_ERROR, Kind.API_CODE))
    if others:
        heading = "meanings.causes" if found.kind is Kind.AMOCRM_ERROR else "meanings.others"
        yield ""
        yield message(heading, language)
        for meaning in others:
            yield from wrapped(f"{meaning.title}  [{meaning.code or meaning.id}]", _WIDTH, "• ", "  ")


def _whole(meaning: Meaning, language: Language, *, amocrm: bool) -> Iterator[str]:
    yield from wrapped(f"{meaning.title}  [{meaning.code or meaning.id}]", _WIDTH)
    if meaning.confidence != "certain":
        yield from wrapped(message(f"report.{meaning.confidence}", language), _WIDTH)
    for text in (meaning.what, meaning.why):
        if text:
            yield ""
            yield from wrapped(text, _WIDTH)
    if meaning.remedies:
        yield ""
        yield message("report.steps", language)
        for number, remedy in enumerate(meaning.remedies, 1):
            yield from wrapped(remedy.text, _WIDTH, f"{number}) ", "   ")
            if remedy.url:
                yield f"   {remedy.url}"
    if amocrm and meaning.amocrm:
        yield ""
        for line in meaning.amocrm:
            said = message(f"report.amocrm-{line.likelihood}", language, text=f"«{line.text}»")
            yield from wrapped(said, _WIDTH, "", "  ")
