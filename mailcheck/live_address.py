"""An address while it is being typed: which characters to mark, what it was meant to be, and what is merely not done.

Nobody is scolded for what he has not typed yet: an address without its @ or its zone is unfinished, not wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mailcheck.checks.address import review
from mailcheck.checks.draft import IDN, INVISIBLE, LOOKALIKE, MALFORMED, NOT_ASCII, TYPO
from mailcheck.domain.finding import Evidence, Finding, Outcome
from mailcheck.i18n import Language, message, word
from mailcheck.probes import text as characters
from mailcheck.providers import providers

_UNFINISHED = {  # reason of the judgement -> what is still to come, in the order of an address
    "empty": "empty",
    "no-at": "no-at",
    "empty-local": "empty-local",
    "empty-domain": "empty-domain",
    "no-zone": "no-zone",
    "bad-zone": "zone",
}
_NOT_YET = frozenset({"dot-at-edge", "label-hyphen-edge", "sign-at-edge"})  # the next letter may put it right
_TO_THE_END = frozenset({"no-zone", "bad-zone", "ip-domain", "bad-idn"})
_LETTERS = (LOOKALIKE, NOT_ASCII)
_MOST_MARKS = 100  # nobody looks at more of them, and each takes its time
_LATIN = re.compile("[A-Za-z]")
_ANY_DOMAIN = "@example.org"  # lets the letters before an @ be judged that is not typed yet


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of the text that something is to be said of: `position` counts from 1, in Python's characters."""

    position: int
    length: int
    character: str | None  # the one that is wrong, where it is a single one
    code: str  # as in the catalogue
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LiveAddress:
    text: str
    marks: tuple[Mark, ...]
    suggestion: str | None  # the whole address, mended
    unfinished: str | None  # what is still to come; None when the address is whole
    usable: bool

    @property
    def domain(self) -> str:
        """What stands after the @, "" while there is none."""
        return self.text.rpartition("@")[2].strip().lower() if "@" in self.text else ""


def look(text: str, *, typing: bool = True) -> LiveAddress:
    """`typing`: more letters are coming; False when the field was left or an address was pasted: all is told then."""
    found = review(text, _known())
    unfinished = _unfinished(text, found.findings)
    told = [finding for finding in found.findings if not _is_unfinished(finding)]
    if unfinished == "no-at" and not text.isascii():
        told += [each for each in review(text + _ANY_DOMAIN, _known()).findings if each.code in _LETTERS]
    early = typing and _may_become_known(text)
    if typing:
        told = [finding for finding in told if not _comes_too_early(finding, text, early or unfinished is not None)]
    marks: dict[tuple[int, int, str], Mark] = {}
    for finding in told[:_MOST_MARKS]:
        if finding.evidence.get("position", 0) <= len(text):
            mark = _mark(finding, text)
            marks.setdefault((mark.position, mark.length, mark.code), mark)
    usable = unfinished is None and found.outcome is not Outcome.FAILED
    if typing and not (usable or unfinished or marks):
        unfinished = "zone"  # ivan@mail.ru. on its way to another zone
    return LiveAddress(
        text=text,
        marks=tuple(sorted(marks.values(), key=lambda mark: mark.position)),
        suggestion=None if typing and (early or unfinished) else found.suggestion,
        unfinished=unfinished,
        usable=usable,
    )


def mark_words(mark: Mark, language: Language) -> str:
    """A short line for a mark: «а» — кириллическая, позиция 3."""
    evidence = mark.evidence
    if mark.code == MALFORMED:
        return unfinished_words(str(evidence.get("reason")), language)
    if mark.code == TYPO:
        return message("mark.typo", language, bad=evidence.get("bad_text"), good=evidence.get("good_text"))
    if mark.character is None:
        return message("mark.word", language, bad=evidence.get("domain_unicode") or evidence.get("bad_text"))
    place: dict[str, str | int] = {"position": mark.position, "character": mark.character}
    if mark.code == INVISIBLE:
        kind = "blank" if mark.character in " \u00a0" else "invisible"
        return message(f"mark.{kind}", language, position=mark.position)
    if not mark.character.isalpha():
        return message("mark.sign", language, **place)
    return message("mark.letter", language, script=word("script", characters.script(mark.character), language), **place)


def unfinished_words(reason: str, language: Language) -> str:
    """A whole sentence of what is still to come."""
    return word("reason", "bad-zone" if reason == "zone" else reason, language)


def qt_range(text: str, mark: Mark) -> tuple[int, int]:
    """Where a mark begins, from 0, and how long it is in units of UTF-16, which Qt counts in."""
    start = mark.position - 1
    return _units(text[:start]), _units(text[start : start + mark.length])


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _unfinished(text: str, findings: tuple[Finding, ...]) -> str | None:
    reasons = {str(finding.evidence.get("reason")) for finding in findings if _is_unfinished(finding)}
    told = next((still for reason, still in _UNFINISHED.items() if reason in reasons), None)
    short = "@" in text and len(text.rpartition("@")[2].rpartition(".")[2]) == 1
    if told is None and short and any(finding.code == TYPO for finding in findings):
        return "zone"  # ivan@mail.r
    return told


def _is_unfinished(finding: Finding) -> bool:
    """Where a sign stands in place of the missing one («ivan"mail.ru») something is wrong, and said so."""
    reason = finding.evidence.get("reason")
    if finding.code != MALFORMED or reason not in _UNFINISHED:
        return False
    if reason == "bad-zone":
        return not str(finding.evidence.get("character")).isdigit()
    return reason != "no-at" or "position" not in finding.evidence


def _comes_too_early(finding: Finding, text: str, early: bool) -> bool:
    at_end = finding.evidence.get("position") == len(text)
    return (finding.code == TYPO and early) or (finding.evidence.get("reason") in _NOT_YET and at_end)


def _may_become_known(text: str) -> bool:
    """yandex.co on its way to yandex.com."""
    domain = text.rpartition("@")[2].lower() if "@" in text else ""
    return bool(domain) and domain in _beginnings()


@cache
def _known() -> frozenset[str]:
    return providers().domains()


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(domain[:length] for domain in _known() for length in range(1, len(domain)))


def _mark(finding: Finding, text: str) -> Mark:
    start, length = _span(finding, text)
    character = text[start - 1 : start] if length == 1 else None
    return Mark(start, length, character, finding.code, finding.evidence)


def _span(finding: Finding, text: str) -> tuple[int, int]:
    """(position, length): of a character, a word, the domain, or the whole text where nothing smaller is at fault."""
    position, bad = finding.evidence.get("position"), str(finding.evidence.get("bad_text", ""))
    end = len(text.rstrip()) + 1
    if finding.code in (TYPO, IDN):
        start = text.rfind("@") + 2
        foreign = [place for place, letter in enumerate(text, 1) if place >= start and not letter.isascii()]
        if finding.code == IDN and foreign:
            return foreign[0], foreign[-1] - foreign[0] + 1
        return start, max(end - start, 1)
    if position is None:
        return 1, max(len(text), 1)
    if finding.evidence.get("reason") in _TO_THE_END:
        return position, max(end - position, 1)
    if finding.code == NOT_ASCII and not _LATIN.search(bad):  # a whole word of another script, noted once
        ahead = next((place for place, letter in enumerate(bad) if not letter.isascii()), 0)
        return position, max(len(bad) - ahead, 1)
    return position, 1
