"""Eight letters and digits that a customer reads aloud: the gist of a report, for support without the file.

The seven first are a number to the base of 23, the most significant digit first; the eighth is the check. The fields of
the number, and their places, are forever: a code that was read aloud is decoded by programs of other versions.

The alphabet has no 0, 1, O or I, nor two letters that look alike or, read aloud in Russian, sound alike: «эр» may be P
or R, «вэ» V or B, «эн» H or N, «эс» C or S. Of each pair one is left at most; what is typed instead is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailcheck import __version__
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report, Verdict
from mailcheck.providers import providers

ALPHABET = "23456789ACDEFGKLMPQTWXY"
_BASE = len(ALPHABET)  # a prime, so that the check below finds what it promises
_LENGTH = 8
# Cyrillic letters that look the same, then those that sound the same, then Latin ones taken for another.
_TAKEN_FOR = str.maketrans("АСЕЁКМРТХУЗ" + "ВГДЛПФЦ" + "BJRSUVZ", "ACEEKMPTXY3" + "WGDLPFC" + "8GPCYW2")
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2212\-_]+")
_AROUND = " \t\r\n.,;:!\"'«»“”„()[]"
_IN_FOURS = re.compile(r"\w{4}\s?[\u2010-\u2015\u2212-]\s?\w{4}")
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})", re.ASCII)

# The fields in their order, each counted from 0. New values go to the end of their list; the sizes stay.
_VERDICTS = (Verdict.READY, Verdict.READY_WITH_WARNINGS, Verdict.NOT_READY, Verdict.INCOMPLETE)
_OUTCOMES = (Outcome.PASSED, Outcome.WARNED, Outcome.FAILED, Outcome.SKIPPED, Outcome.CRASHED)
_SIZES = (len(_VERDICTS), len(_OUTCOMES), len(_OUTCOMES), 1000, 256, 6, 22)
"""verdict, incoming, outgoing, problem number or 0, provider number or 0, version: major and minor, or later ones."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a code tells."""

    version: str  # "0.1"
    verdict: Verdict
    number: str | None  # of the first diagnosis, "M-508"; this program may not know it
    provider: str | None  # id; None where none was recognised, or this program does not know it
    provider_number: int  # 0 where none was recognised
    incoming: Outcome
    outgoing: Outcome


def phone_code(report: Report) -> str:
    """In two fours, as it is read aloud: K7MP-3XQ9."""
    provider = providers().by_id(report.provider)
    fields = (
        _VERDICTS.index(report.verdict),
        _OUTCOMES.index(_outcome(report, "incoming")),
        _OUTCOMES.index(_outcome(report, "outgoing")),
        int(report.diagnoses[0].number.removeprefix("M-")) if report.diagnoses else 0,
        provider.number if provider else 0,
        *_version(report.tool.get("version", __version__)),
    )
    value = 0
    for field, size in zip(fields, _SIZES, strict=True):
        value = value * size + min(field, size - 1)
    symbols: list[int] = []
    for _ in range(_LENGTH - 1):
        value, symbol = divmod(value, _BASE)
        symbols.insert(0, symbol)
    text = "".join(ALPHABET[symbol] for symbol in (*symbols, _check(symbols)))
    return f"{text[:4]}-{text[4:]}"


def decode(text: str) -> Decoded | None:
    """None when it is no phone code: also when one of its characters is wrong, or two changed places."""
    clean = _clean(text)
    if len(clean) != _LENGTH or not set(clean) <= set(ALPHABET):
        return None
    if not (_is_in_fours(text) or _has_both(text)):
        return None  # a word, or a number
    *symbols, check = (ALPHABET.index(character) for character in clean)
    if check != _check(symbols):
        return None
    value = 0
    for symbol in symbols:
        value = value * _BASE + symbol
    fields: list[int] = []
    for size in reversed(_SIZES):
        value, field = divmod(value, size)
        fields.insert(0, field)
    return None if value else _decoded(fields)


def is_misread(text: str) -> bool:
    """Whether it is a phone code in all but its check: something in it was misread, misheard or mistyped."""
    if len(_clean(text)) != _LENGTH or decode(text):
        return False
    in_its_letters = set(_BETWEEN.sub("", text.strip(_AROUND)).upper()) <= set(ALPHABET)
    return (_is_in_fours(text) and (_has_both(text) or text.isupper())) or (in_its_letters and _has_both(text))


def _decoded(fields: list[int]) -> Decoded:
    verdict, incoming, outgoing, problem, provider, major, minor = fields
    return Decoded(
        version=f"{major}.{minor}",
        verdict=_VERDICTS[verdict],
        number=f"M-{problem:03}" if problem else None,
        provider=next((entry.id for entry in providers() if entry.number == provider), None),
        provider_number=provider,
        incoming=_OUTCOMES[incoming],
        outgoing=_OUTCOMES[outgoing],
    )


def _clean(text: str) -> str:
    return _BETWEEN.sub("", text[:100].strip(_AROUND)).upper().translate(_TAKEN_FOR)


def _is_in_fours(text: str) -> bool:
    return _IN_FOURS.fullmatch(text.strip(_AROUND)) is not None


def _has_both(text: str) -> bool:
    """Digits and letters."""
    return re.search(r"\d", text) is not None and re.search(r"[^\W\d]", text) is not None


def _check(symbols: list[int]) -> int:
    """The symbol that makes the sum of all, each times its place, a multiple of 23.

    One wrong symbol changes the sum by a product of two numbers below 23, two exchanged ones by another such product:
    neither is a multiple of a prime. (The eighth place counts once, the others 2 to 8 times.)
    """
    return -sum(place * symbol for place, symbol in enumerate(symbols, 2)) % _BASE


def _outcome(report: Report, check: str) -> Outcome:
    """As the report shows it: a conversation that was cut short has not passed."""
    result = next((result for result in report.checks if result.id == check), None)
    return Outcome.SKIPPED if result is None or result.is_cut_short else result.outcome


def _version(text: str) -> tuple[int, int]:
    found = _VERSION.match(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)
