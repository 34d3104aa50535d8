"""Letters of an address that are not ASCII: look-alikes, words of another script, international domains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import idna

from mailcheck.checks.draft import IDN, LOOKALIKE, NOT_ASCII, Draft
from mailcheck.domain_slips import domain_data
from mailcheck.lookalikes import lookalikes
from mailcheck.probes import text as characters

Twins = Mapping[int, str]
"""Place of a letter -> the ASCII letter that was meant."""

_WORD = re.compile(r"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")  # ASCII letters and digits, and all that is not ASCII
_NAME = re.compile(r"[A-Za-z0-9._+-]+")
_LATIN = re.compile("[A-Za-z]")
_LAYOUT = "keyboard-layout"


def judge_local(draft: Draft) -> None:
    """Name the letters one by one where they are mixed with Latin ones, a word of another script as a whole.

    «а@» is "a" by ear and on sight; «сара@» is a name as much as it looks like "capa".
    After a domain that was typed in the Russian layout from end to end, this was, too.
    """
    local = draft.local
    if local.isascii():
        return
    as_latin = characters.in_latin_layout(local)
    if draft.whole_layout and not _LATIN.search(local) and _NAME.fullmatch(as_latin):
        for i, typed in enumerate(as_latin):
            if typed != local[i]:
                draft.lookalike(i, typed, reason=_LAYOUT)
        return
    if not _LATIN.search(local):
        _judge_word(draft, 0, local)
        return
    for word in _WORD.finditer(local):
        if not word.group().isascii():
            _judge_word(draft, word.start(), word.group())


def _judge_word(draft: Draft, start: int, word: str) -> None:
    foreign = [i for i, character in enumerate(word) if not character.isascii()]
    twins = _twins_in(word)
    if not _LATIN.search(draft.local) and any(word[i] in lookalikes().by_ear for i in foreign):
        twins = {}
    if not twins and not _LATIN.search(word):
        draft.note(NOT_ASCII, start + foreign[0], bad_text=word)
        draft.hopeless = True
        return
    mended = _mended(word, twins)
    for i in foreign:
        if i in twins:
            draft.unsure |= _is_by_ear(word[i])
            draft.lookalike(start + i, twins[i], bad_text=word, good_text=mended)
        else:
            draft.note(NOT_ASCII, start + i, bad_text=word)
            draft.hopeless = True


def _twins_in(word: str) -> dict[int, str]:
    """In a word of another script all or none; beside Latin letters all, near ones too, else the exact twins alone."""
    table = lookalikes()
    foreign = {i: character for i, character in enumerate(word) if not character.isascii()}
    exact = {i: twin for i, character in foreign.items() if (twin := table.same(character))}
    if not _LATIN.search(word):  # «АННА» is the word «анна», though all its capitals have twins; «В» is none
        return (
            exact if len(word) == 1 or all(table.same(character.lower()[0]) for character in foreign.values()) else {}
        )
    every = {i: twin for i, character in foreign.items() if (twin := table.twin(character))}
    return every if len(every) == len(foreign) else exact


def _is_by_ear(letter: str) -> bool:
    """в beside Latin letters: b on sight, and v by ear."""
    return letter in lookalikes().near and letter in lookalikes().by_ear


def judge_domain(draft: Draft) -> None:
    """Look-alikes are mended; what is then not ASCII, or is xn--, is an international domain."""
    domain = draft.domain
    if domain.isascii():
        if "xn--" in domain.lower():
            _judge_encoded(draft)
        return
    twins, evidence = _domain_twins(domain, draft.known)
    rest = _mended(domain, twins)
    if rest.lower() not in draft.known:
        draft.unsure |= any(_is_by_ear(domain[i]) for i in twins if "." in domain[i:])
    for i, latin in sorted(twins.items()):
        draft.lookalike(draft.domain_start + i, latin, bad_text=domain, good_text=rest, **evidence)
    if not rest.isascii():
        _note_idn(draft, rest)
    elif "xn--" in rest.lower():
        _judge_encoded(draft)
    draft.whole_layout = bool(evidence) and not _LATIN.search(domain)


def _judge_encoded(draft: Draft) -> None:
    """xn--: a look-alike of a known domain, or an international domain whatever it looks like.

    The letters stand nowhere in what was typed, so they have no position.
    """
    shown = _decoded(draft.domain)
    if shown is None or shown.isascii():
        draft.give_up("bad-idn", draft.domain_start)
        return
    twins, _ = _domain_twins(shown, draft.known)
    rest = _mended(shown, twins)
    if rest not in draft.known:
        _note_idn(draft, shown)
        return
    for i, latin in sorted(twins.items()):
        letter = {"character": shown[i], "name": characters.name(shown[i])}
        draft.note(LOOKALIKE, None, latin=latin, bad_text=shown, good_text=rest, **letter)
    draft.set_domain(rest)


def _decoded(domain: str) -> str | None:
    try:
        return idna.decode(domain.lower())
    except UnicodeError:  # idna.IDNAError is one
        return None


def _note_idn(draft: Draft, domain: str) -> None:
    try:
        ascii_form = idna.encode(domain, uts46=True).decode()
        unicode_form = idna.decode(ascii_form)
    except UnicodeError:
        strange = (i for i, c in enumerate(domain) if not c.isascii() and not c.isalnum())
        first = next(strange, next(i for i, c in enumerate(domain) if not c.isascii()))
        draft.give_up("bad-character", draft.domain_start + first if draft.domain == domain else None)
        return
    draft.note(IDN, domain_ascii=ascii_form, domain_unicode=unicode_form)
    spelled = _spelled(unicode_form)
    if spelled in draft.known:  # яндекс.ру
        draft.set_domain(spelled)
    else:
        draft.hopeless = True


def _spelled(domain: str) -> str:
    name, _, zone = domain.rpartition(".")
    data = domain_data()
    return f"{data.spelled_names.get(name, name)}.{data.spelled_zones.get(zone, zone)}"


def _domain_twins(domain: str, known: frozenset[str]) -> tuple[Twins, Mapping[str, str]]:
    """The letters that were meant to be Latin, and how they came to be others."""
    for twins, evidence in _whole_domain(domain):
        if len(twins) and _mended(domain, twins).lower() in known:
            return twins, evidence
    labels = domain.split(".")
    start = len(domain) - len(labels[-1])
    zone, evidence = _zone_twins(labels[-1], known)
    twins = {start + i: latin for i, latin in zone.items()}
    if not _mended(labels[-1], zone).isascii():
        return {}, {}  # .рф: all of it is an international domain
    start = 0
    for label in labels[:-1]:
        found = _twins_in(label)
        if _mended(label, found).isascii():
            twins |= {start + i: latin for i, latin in found.items()}
        start += len(label) + 1
    return twins, evidence


def _whole_domain(domain: str) -> Iterator[tuple[dict[int, str], dict[str, str]]]:
    """Readings of a domain that are right if a known domain comes out."""
    table = lookalikes()
    foreign = {i: character for i, character in enumerate(domain) if not character.isascii()}
    yield {i: table.twin(c) or characters.without_marks(c) for i, c in foreign.items()}, {}
    typed = characters.in_latin_layout(domain)
    yield {i: typed[i] for i in foreign}, {"reason": _LAYOUT}  # ьфшд.кг
    name, _, zone = domain.rpartition(".")
    spelled = domain_data().spelled_zones.get(zone.lower(), "")
    yield {len(name) + 1 + i: latin for i, latin in enumerate(spelled)}, {}  # gmail.ком


def _zone_twins(zone: str, known: frozenset[str]) -> tuple[dict[int, str], dict[str, str]]:
    if zone.isascii():
        return {}, {}
    data, table = domain_data(), lookalikes()
    zones = {*data.common_zones, *(domain.rpartition(".")[2] for domain in known)}
    if zone.lower() == "ру":  # the only zone written by ear that is no real one
        return dict(enumerate(data.spelled_zones["ру"])), {}
    typed = characters.in_latin_layout(zone)
    if typed.lower() in data.common_zones:  # .кг, .сщь
        return {i: typed[i] for i, character in enumerate(zone) if not character.isascii()}, {"reason": _LAYOUT}
    twins = {i: twin for i, character in enumerate(zone) if not character.isascii() and (twin := table.twin(character))}
    mixed = _LATIN.search(zone) is not None
    return (twins, {}) if mixed or _mended(zone, twins).lower() in zones else ({}, {})


def _mended(text: str, twins: Twins) -> str:
    return "".join(twins.get(i, character) for i, character in enumerate(text))
