"""Finds the known text that a person means, from a part of it, with typing slips, or with other words around it.

Words are compared one by one (slips and Russian endings forgiven), their order is kept, a rare word counts for more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_MOST_WORDS = 400  # of a question: a page, not a book
_SKIPPED_ASKED = 0.4  # cost of a word in the question that the text has not
_SKIPPED_KNOWN = 0.25  # cost of leaving out a word of the text, as a share of its weight
_LEAST_WEIGHT = 1.2  # what must be found at all: "не" and "почты" alone say nothing
# Shares that must be found: of the question, when a part was given; of the text, when there was more around it.
_PART, _WHOLE = 0.5, 0.75
_LIKE = 0.75
_SMALL_WORD = 0.4  # "не", "нет", "при", "the": as a share of the weight of a full word


class Index:
    """Known texts, each under an id; one id may have several."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        known = [(key, words) for key, text in texts if (words := words_of(text))]
        keys_of_stem: dict[str, set[str]] = {}
        for key, words in known:
            for word in words:
                keys_of_stem.setdefault(_stem(word), set()).add(key)
        count = len({key for key, _ in known})
        common = Counter({stem: len(keys) for stem, keys in keys_of_stem.items()})
        self._weights = {stem: math.log((count + 1) / times) for stem, times in common.items()}
        self._unknown = math.log(count + 1)
        self._texts = [(key, words, tuple(map(self._weight, words))) for key, words in known]

    def find(self, question: str) -> list[tuple[str, float]]:
        """(id, likeness up to 1) of every text that may be meant, best first."""
        asked = words_of(question)[:_MOST_WORDS]
        best: dict[str, float] = {}
        for key, words, weights in self._texts:
            best[key] = max(best.get(key, 0.0), self._likeness(asked, words, weights))
        return sorted(((key, score) for key, score in best.items() if score), key=lambda each: -each[1])

    def _likeness(self, asked: tuple[str, ...], known: tuple[str, ...], weights: tuple[float, ...]) -> float:
        found = _aligned(asked, known, weights)
        if found < _LEAST_WEIGHT:
            return 0.0
        of_asked = found / sum(self._weight(word) for word in asked)
        of_known = found / sum(weights)
        as_part = of_asked * (0.65 + 0.35 * of_known) if of_asked >= _PART else 0.0
        as_whole = of_known * (0.85 + 0.15 * of_asked) if of_known >= _WHOLE else 0.0
        return min(1.0, max(as_part, as_whole))

    def _weight(self, word: str) -> float:
        weight = self._weights.get(_stem(word), self._unknown)
        return weight if len(word) > 3 else weight * _SMALL_WORD


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words; quotes, punctuation and the dots of ё do not matter."""
    return tuple(re.findall(r"\w+", text.casefold().replace("ё", "е")))


def _aligned(asked: tuple[str, ...], known: tuple[str, ...], weights: tuple[float, ...]) -> float:
    """The weight of the best run of common words (Smith and Waterman's local alignment)."""
    best = 0.0
    above = [0.0] * (len(known) + 1)
    for word in asked:
        row = [0.0]
        for place, (other, weight) in enumerate(zip(known, weights, strict=True)):
            alike = _alike(word, other)
            taken = above[place] + alike * weight if alike else 0.0
            row.append(max(0.0, taken, above[place + 1] - _SKIPPED_ASKED, row[place] - _SKIPPED_KNOWN * weight))
        best = max(best, *row)
        above = row
    return best


@lru_cache(maxsize=20_000)
def _alike(one: str, other: str) -> float:
    """1 for the same word, less for one with a slip or another ending, 0 for another word."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4 or len(longer) > 40:
        return 0.0
    if longer.startswith(shorter):
        return 0.9
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= _LIKE else 0.0


def _stem(word: str) -> str:
    """What most endings leave alone; it only decides how rare a word is."""
    return word[: max(3, min(5, len(word) - 2))]
