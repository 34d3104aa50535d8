"""What `explain` found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.catalogue import catalogue
from mailcheck.explanation import Explanation, Kind, Meaning
from mailcheck.export.content import quotes
from mailcheck.export.plain import wrapped
from mailcheck.export.text_file import drawn
from mailcheck.i18n import Language, message
from mailcheck.phone_code import Decoded
from mailcheck.providers import providers

_MOST = 10  # other meanings: whoever gets a list of thirty reads none


def as_lines(found: Explanation, language: Language, width: int = 79) -> Iterator[str]:
    """The case that a phone code tells; the best match whole, the others by their titles."""
    if found.case:
        yield from _case(found.case, language)
    if not found.matches:
        return
    if found.case:
        yield ""
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


def _case(case: Decoded, language: Language) -> Iterator[str]:
    """What a phone code tells, line by line."""
    yield message(f"verdict.{case.verdict}", language)
    known = providers().by_id(case.provider)
    unknown = "phone.mailbox-newer" if case.provider_number else "phone.mailbox-other"
    yield message("phone.mailbox", language, provider=known.name[language]) if known else message(unknown, language)
    for check, outcome in (("incoming", case.incoming), ("outgoing", case.outgoing)):
        title, state = message(f"check.{check}", language), message(f"state.{outcome}", language)
        yield message("phone.service", language, check=title, state=state)
    yield message("phone.version", language, version=case.version)
    if case.number is None:
        yield message("phone.problem-none", language)
    elif case.number not in {catalogue().problem(code).number for code in catalogue().codes()}:
        yield message("phone.problem-newer", language, number=case.number)


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
        yield from ("", *drawn(tuple(quotes(meaning.amocrm, language)), width))
    if meaning.for_admin:
        yield from ("", message("report.for-admin", language), *wrapped(meaning.for_admin, width))
