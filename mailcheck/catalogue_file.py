"""resources/problems.toml read into values, and refused with file, entry and reason when it breaks its rules.

The file: `[vocabulary]` (every name a text or a `when` may use, with its meaning), `[defaults.ru]` and `[defaults.en]`
(words for what is not known), then one table a problem code. The rules of its texts are those of template.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailcheck import catalogue_questions, template
from mailcheck.catalogue_questions import Questions
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome
from mailcheck.i18n import Language
from mailcheck.resources import BadResourceError, load_toml

# The first digit of a problem's number, M-508, says on which side it is.
SIDES = {
    "account": 1,
    "network": 2,
    "wire": 3,
    "login": 4,
    "folders": 5,
    "sending": 6,
    "round-trip": 7,
    "reputation": 8,
    "vantage": 9,
}
ACTIONS = frozenset({"open", "copy", "correct", "recheck", "create-sent"})
STEPS = frozenset({"app_password", "enable_imap", "enable_smtp", "browser_login"})
APP_PASSWORD = "app_password"  # noqa: S105 - a kind of steps, not a password
NEEDS = frozenset({APP_PASSWORD, "own_domain", "short_login", "mailbox", "recipient"})
ADMINISTRATORS = frozenset({"mail", "workplace"})
HEADINGS = ("title", "what", "why")
_REMEDIES = range(2, 8)  # fewer is no help, more is not read
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEYS = frozenset(
    {"number", "side", "outcome", "incoming", "outgoing", "questions", "administrator", "variants", *Language}
)
_TEXT_KEYS = frozenset({*HEADINGS, "admin", "remedies"})
_REMEDY_KEYS = frozenset({"text", "url", "action", "steps", "otherwise", "needs"})


@dataclass(frozen=True, slots=True)
class RemedyEntry:
    """One step as written. With `steps` it stands for the provider's own steps; `text` is for when it has none."""

    text: str
    url: str | None = None
    action: str | None = None
    steps: str | None = None
    needs: str | None = None  # what it is for, one of NEEDS; None: always of use


@dataclass(frozen=True, slots=True)
class Texts:
    """What is said in one language; in a variant, None means: as in the problem itself."""

    title: str | None
    what: str | None
    why: str | None
    admin: str | None
    remedies: tuple[RemedyEntry, ...] | None


@dataclass(frozen=True, slots=True)
class Variant:
    """Other texts for the same problem, used when everything in `when` equals the evidence."""

    when: Mapping[str, Any]
    texts: Mapping[Language, Texts]
    administrator: str | None  # None: as in the problem itself


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry of the catalogue."""

    code: str
    number: str  # "M-508", for the telephone
    side: str
    outcome: Outcome
    amocrm: Mapping[Service, tuple[str, ...]]  # ids of amoCRM's texts, best first
    texts: Mapping[Language, Texts]
    questions: Questions  # for support: they tell it from others
    administrator: str  # whom `admin` is for: of the "mail" or of the "workplace" and its network
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    vocabulary: frozenset[str]
    defaults: Mapping[Language, Mapping[str, str]]
    problems: Mapping[str, Problem]


def read(file: Path, amocrm_ids: Collection[str]) -> CatalogueFile:
    """Read the file; every rule is checked, the first breach is told."""
    content = load_toml(file)
    where = ""
    try:
        where = "[vocabulary]"
        vocabulary = frozenset(_words(content.pop("vocabulary", None)))
        where = "[defaults]"
        defaults = _defaults(content.pop("defaults", None), vocabulary)
        problems: dict[str, Problem] = {}
        numbers: dict[str, str] = {}
        for where, entry in content.items():
            problem = _problem(where, entry, vocabulary, amocrm_ids)
            if problem.number in numbers:
                raise ValueError(f"number {problem.number} is taken by {numbers[problem.number]}")
            numbers[problem.number] = where
            problems[where] = problem
        for problem in problems.values():
            where = problem.code
            catalogue_questions.check_numbers(problem.questions, problem.number, numbers.keys())
    except ValueError as error:
        raise BadResourceError(f"{file.name}: {where}: {error}") from error
    return CatalogueFile(vocabulary, defaults, problems)


def _defaults(entry: Any, vocabulary: frozenset[str]) -> Mapping[Language, Mapping[str, str]]:
    table = _table(entry, "defaults", frozenset(Language))
    words = {language: _words(table.get(language)) for language in Language}
    if words[Language.RU].keys() != words[Language.EN].keys():
        raise ValueError("ru and en give words for different names")
    for name in words[Language.RU]:
        if name not in vocabulary:
            raise ValueError(f"unknown name {name}")
    return words


def _problem(code: str, entry: Any, vocabulary: frozenset[str], amocrm_ids: Collection[str]) -> Problem:
    if not _CODE.fullmatch(code):
        raise ValueError("a code is lower-case words joined by hyphens")
    table = _table(entry, "a problem", _KEYS)
    side, number, outcome = table.get("side"), table.get("number"), table.get("outcome")
    if side not in SIDES:
        raise ValueError(f"unknown side {side!r}")
    if not isinstance(number, int) or isinstance(number, bool) or number // 100 != SIDES[side]:
        raise ValueError(f"number {number!r} is not in {SIDES[side]}00…{SIDES[side]}99, the numbers of {side}")
    if outcome not in {Outcome.FAILED, Outcome.WARNED}:
        raise ValueError(f"outcome {outcome!r} is neither failed nor warned")
    amocrm = {service: _ids(table.get(service), service, amocrm_ids) for service in Service}
    texts = _both(table, vocabulary, whole=True)
    variants = table.get("variants", [])
    if not isinstance(variants, list):
        raise ValueError("variants is no list of tables")
    read_variants = tuple(_variant(place, each, vocabulary) for place, each in enumerate(variants, 1))
    questions = catalogue_questions.read(table.get("questions"))
    administrator = _administrator(table) or "mail"
    return Problem(code, f"M-{number}", side, Outcome(outcome), amocrm, texts, questions, administrator, read_variants)


def _administrator(table: Mapping[str, Any]) -> str | None:
    entry = table.get("administrator")
    if entry is not None and entry not in ADMINISTRATORS:
        raise ValueError(f"unknown administrator {entry!r}")
    return entry


def _ids(entry: Any, service: Service, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(entry, list):
        raise ValueError(f"{service} is no list of amoCRM ids")
    for each in entry:
        if each not in known:
            raise ValueError(f"{service}: unknown amoCRM id {each!r}")
    return tuple(entry)


def _variant(place: int, entry: Any, vocabulary: frozenset[str]) -> Variant:
    try:
        table = _table(entry, "a variant", frozenset({"when", "administrator", *Language}))
        when = table.get("when")
        if not isinstance(when, dict) or not when:
            raise ValueError("when is empty")
        for name, value in when.items():
            if name not in vocabulary:
                raise ValueError(f"when: unknown name {name}")
            if not isinstance(value, str | int):
                raise ValueError(f"when: {name} is neither text, number, true nor false")
        return Variant(when, _both(table, vocabulary, whole=False), _administrator(table))
    except ValueError as error:
        raise ValueError(f"variant {place}: {error}") from error


def _both(table: Mapping[str, Any], vocabulary: frozenset[str], *, whole: bool) -> Mapping[Language, Texts]:
    texts: dict[Language, Texts] = {}
    shapes: dict[Language, Mapping[str, Any]] = {}
    for language in Language:
        try:
            texts[language] = _texts(table.get(language), vocabulary, whole=whole)
        except ValueError as error:
            raise ValueError(f"{language}: {error}") from error
        shapes[language] = dict(_shape(texts[language]))
    russian, english = shapes[Language.RU], shapes[Language.EN]
    for part in dict.fromkeys([*russian, *english]):
        if russian.get(part) != english.get(part):
            raise ValueError(f"{part}: ru has {russian.get(part, 'nothing')}, en has {english.get(part, 'nothing')}")
    return texts


def _texts(entry: Any, vocabulary: frozenset[str], *, whole: bool) -> Texts:
    table = _table(entry, "texts", _TEXT_KEYS)
    for heading in (*HEADINGS, "admin"):
        if heading in table:
            _check_text(heading, table[heading], vocabulary)
        elif whole and heading != "admin":
            raise ValueError(f"no {heading}")
    if whole and "remedies" not in table:
        raise ValueError("no remedies")
    if not whole and not table:
        raise ValueError("says nothing of its own")
    remedies = _remedies(table["remedies"], vocabulary) if "remedies" in table else None
    return Texts(table.get("title"), table.get("what"), table.get("why"), table.get("admin"), remedies)


def _remedies(entry: Any, vocabulary: frozenset[str]) -> tuple[RemedyEntry, ...]:
    if not isinstance(entry, list) or len(entry) not in _REMEDIES:
        raise ValueError(f"remedies: {_REMEDIES[0]} to {_REMEDIES[-1]} are needed")
    remedies = []
    for place, each in enumerate(entry, 1):
        try:
            remedies.append(_remedy(each, vocabulary))
        except ValueError as error:
            raise ValueError(f"remedy {place}: {error}") from error
    return tuple(remedies)


def _remedy(entry: Any, vocabulary: frozenset[str]) -> RemedyEntry:
    table = _table(entry, "a remedy", _REMEDY_KEYS)
    steps, action, url = table.get("steps"), table.get("action"), table.get("url")
    if "steps" in table:
        if steps not in STEPS:
            raise ValueError(f"unknown steps {steps!r}")
        if "text" in table or "otherwise" not in table:
            raise ValueError("steps go with otherwise, and without text")
    elif "otherwise" in table:
        raise ValueError("otherwise goes with steps")
    if table.get("needs", APP_PASSWORD) not in NEEDS:
        raise ValueError(f"unknown needs {table['needs']!r}")
    text_key = "text" if steps is None else "otherwise"
    _check_text(text_key, table.get(text_key), vocabulary)
    if "action" in table and action not in ACTIONS:
        raise ValueError(f"unknown action {action!r}")
    if url is not None:
        _check_text("url", url, vocabulary)
        if not url.startswith(("https://", "http://", "{")):
            raise ValueError("url is no web address")
    if action == "open" and url is None:
        raise ValueError("action open goes with url")
    return RemedyEntry(table[text_key], url, action, steps, table.get("needs"))


def _shape(texts: Texts) -> Iterator[tuple[str, Any]]:
    """What must be the same in both languages: headings, names used in them, steps, pages and actions."""
    for heading in (*HEADINGS, "admin"):
        text = getattr(texts, heading)
        if text is not None:
            yield heading, sorted(template.fields(text))
    if texts.remedies is not None:
        yield "remedies", f"{len(texts.remedies)} entries"
        for place, each in enumerate(texts.remedies, 1):
            yield f"remedy {place}", (sorted(template.fields(each.text)), each.url, each.action, each.steps, each.needs)


def _check_text(heading: str, text: Any, vocabulary: frozenset[str]) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{heading} is no text")
    try:
        template.check(text)
    except ValueError as error:
        raise ValueError(f"{heading}: {error}") from error
    unknown = sorted(template.fields(text) - vocabulary)
    if unknown:
        raise ValueError(f"{heading}: unknown placeholder {unknown[0]}")


def _words(entry: Any) -> dict[str, str]:
    table = _table(entry, "a table of words", None)
    for name, word in table.items():
        if not isinstance(word, str) or not word.strip():
            raise ValueError(f"{name} is no text")
    return table


def _table(entry: Any, what: str, keys: Collection[str] | None) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ValueError(f"{what} is missing" if entry is None else f"{what} is no table")
    if keys is not None:
        unknown = sorted(entry.keys() - keys)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]}")
    return entry
