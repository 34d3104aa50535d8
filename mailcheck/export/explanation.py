"""What `explain` found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.explanation import Explanation, Kind, Meaning
from mailcheck.export.plain import wrapped
from mailcheck.export.text_file import amocrm_lines
from mailcheck.i18n import Language, message

_MOST = 10  # other meanings: whoever gets a list of thirty reads none


def as_lines(found: Explanation, language: Language, width: int = 79) -> Iterator[str]:
    """The best match is told whole, the others by their titles."""
    first, *others = found.matches
    yield from _whole(first, language, width, amocrm=found.kind not in (Kind.AMOCRM_ERROR, Kind.API_CODE))
    if not others:
        return
    yield ""
    yield message("meanings.causes" if found.kind is Kind.AMOCRM_ERROR else "meanings.others", language)
    for meaning in others[:_MOST]:
        yield from wrapped(f"{meaning.title}  [{meaning.code or meaning.id}]", width, "• ", "  ")
    if len(others) > _MOST:
        yield message("meanings.rest", language, n=len(others) - _MOST)
    code = next((meaning.code for meaning in others if meaning.code), None)
    if code:
        yield ""
        yield message("meanings.more", language, code=code)


def _whole(meaning: Meaning, language: Language, width: int, *, amocrm: bool) -> Iterator[str]:
    yield from wrapped(f"{meaning.title}  [{meaning.code or meaning.id}]", width)
    for text in (meaning.what, meaning.why):
        if text:
            yield ""
            yield from wrapped(text, width)
    if meaning.confidence != "certain":
        yield from wrapped(message(f"report.{meaning.confidence}", language), width)
    if meaning.remedies:
        yield ""
        yield message("report.steps", language)
        for number, remedy in enumerate(meaning.remedies, 1):
            yield from wrapped(remedy.text, width, f"{number}) ", "   ")
            if remedy.url:
                yield f"   {remedy.url}"
    if amocrm and meaning.amocrm:
        yield from ("", *amocrm_lines(meaning.amocrm, language, width))
    if meaning.for_admin:
        yield from ("", message("report.for-admin", language), *wrapped(meaning.for_admin, width))
