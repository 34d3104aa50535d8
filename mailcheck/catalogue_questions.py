"""The questions of a problem in problems.toml, which support asks on the telephone to tell it from others.

`questions.ru` and `questions.en` are lists of texts: the question, then what the answers mean. A text may name other
problems by their numbers, "M-402"; the handbook leads there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from mailcheck.i18n import Language

NUMBER = re.compile(r"\bM-\d+\b")
_MOST = 5  # on the telephone nobody asks more

Questions = Mapping[Language, tuple[str, ...]]


def read(entry: Any) -> Questions:
    """Of both languages, as many in each and naming the same problems; empty without an entry. ValueError says why."""
    if entry is None:
        return dict.fromkeys(Language, ())
    if not isinstance(entry, dict) or entry.keys() != set(Language):
        raise ValueError("questions: ru and en are needed, and nothing else")
    found = {language: _asked(language, entry[language]) for language in Language}
    if _named(found[Language.RU]) != _named(found[Language.EN]):
        raise ValueError("questions: ru and en differ in number, or name different problems")
    return found


def check_numbers(questions: Questions, own: str, known: Collection[str]) -> None:
    """Whether the problems that they name exist and are others."""
    for number in sorted({number for asked in questions.values() for text in asked for number in NUMBER.findall(text)}):
        if number not in known:
            raise ValueError(f"questions: no problem has the number {number}")
        if number == own:
            raise ValueError(f"questions: {number} is the problem itself")


def _asked(language: Language, texts: Any) -> tuple[str, ...]:
    if not isinstance(texts, list) or not all(isinstance(each, str) and each.strip() for each in texts):
        raise ValueError(f"questions: {language} is no list of texts")
    if not 1 <= len(texts) <= _MOST:
        raise ValueError(f"questions: 1 to {_MOST} are wanted, {language} has {len(texts)}")
    return tuple(texts)


def _named(texts: tuple[str, ...]) -> list[list[str]]:
    return [sorted(NUMBER.findall(text)) for text in texts]
