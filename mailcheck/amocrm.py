"""What amoCRM itself says: its mail and import texts, the codes of its API, its limits; from resources/amocrm.toml.

The texts are amoCRM's own, kept exactly; the English of them, the explanations and the steps are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mailcheck import resources
from mailcheck.i18n import Language
from mailcheck.resources import BadResourceError

STAGES = frozenset({"connect", "send", "ui"})  # "ui": nothing is wrong with the mailbox, the steps are a checklist
CONFIDENCE = frozenset({"high", "medium", "low"})
_TEXT_KEYS = frozenset({"text", "status", "stage", "english", "explanation", "steps", "questions"})
_IMPORT_KEYS = frozenset({"id", "text", "own_words", "english", "explanation", "steps"})
_API_KEYS = frozenset({"code", "http", "section", "ours", "note", *Language})
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

Words = Mapping[Language, str]
Steps = Mapping[Language, tuple[str, ...]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AmocrmText:
    """A text that amoCRM shows."""

    id: str
    text: str
    stage: str  # "connect", "send", "ui", or "import" for the texts of importing contacts and deals
    english: str  # our rendering
    explanation: Words
    steps: Steps
    questions: Steps  # for support, in the order to ask them; the texts of importing have none
    status: str | None = None  # what the letter's status says, where that differs
    own_words: bool = False  # amoCRM's heading is lost: the text is ours

    @property
    def is_checklist(self) -> bool:
        """No error of the mailbox: something is left to fill in or to allow in amoCRM itself."""
        return self.stage == "ui"


@dataclass(frozen=True, slots=True)
class ApiCode:
    """One meaning of a code of amoCRM's API; a code may have several."""

    code: int
    section: Words
    text: Words
    http: str | None = None
    ours: frozenset[Language] = frozenset()  # languages in which amoCRM's tables have no such row
    note: Words | None = None  # where the tables contradict themselves or mislead


@dataclass(frozen=True, slots=True)
class Limit:
    """Something amoCRM's mail does not do, or does only so far."""

    id: str
    text: Words
    source: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a procedure, under its own heading."""

    title: Words
    steps: Steps


@dataclass(frozen=True, slots=True)
class Amocrm:
    texts: Mapping[str, AmocrmText]
    imports: Mapping[str, AmocrmText]
    api: tuple[ApiCode, ...]
    limits: Mapping[str, Limit]
    procedures: Mapping[str, Mapping[str, Part]]


def load(file: Path) -> Amocrm:
    """Read and judge a file; BadResourceError says "file: entry: reason"."""
    content = resources.load_toml(file)
    try:
        _table(content, {"texts", "import", "api", "limits", "procedures"})
        return Amocrm(
            texts=_read(content, "texts", _text),
            imports=_read(content, "import", _import),
            api=_different(_read(content, "api", _api_code).values()),
            limits=_read(content, "limits", _limit),
            procedures=_read(content, "procedures", _procedure),
        )
    except ValueError as error:
        raise BadResourceError(f"{file.name}: {error}") from error


@cache
def amocrm() -> Amocrm:
    return load(resources.path("amocrm.toml"))


def _read(content: Mapping[str, Any], section: str, read: Callable[[str, Any], T]) -> dict[str, T]:
    entries: dict[str, T] = {}
    for where, name, entry in _entries(content.get(section), section):
        try:
            if name in entries:
                raise ValueError(f"{name!r} stands twice")
            entries[name] = read(name, entry)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error
    if not entries:
        raise ValueError(f"{section}: is missing or empty")
    return entries


def _entries(entries: Any, section: str) -> Iterator[tuple[str, str, Any]]:
    """(where it stands, its id, the entry): of a table of tables, or of a list whose entries may bring an id."""
    if isinstance(entries, dict):
        yield from ((f"{section}.{name}", name, entry) for name, entry in entries.items())
    elif isinstance(entries, list):
        for place, entry in enumerate(entries, 1):
            name = entry.get("id") if isinstance(entry, dict) else None
            yield f"{section}, entry {place}", name if isinstance(name, str) else str(place), entry


def _text(name: str, entry: Any) -> AmocrmText:
    table = _named(name, entry, _TEXT_KEYS)
    return AmocrmText(
        id=name,
        text=_line("text", table.get("text")),
        stage=_one_of("stage", table.get("stage"), STAGES),
        english=_line("english", table.get("english")),
        explanation=_words("explanation", table.get("explanation")),
        steps=_steps("steps", table.get("steps")),
        questions=_steps("questions", table["questions"]) if "questions" in table else dict.fromkeys(Language, ()),
        status=_line("status", table["status"]) if "status" in table else None,
    )


def _import(name: str, entry: Any) -> AmocrmText:
    table = _named(name, entry, _IMPORT_KEYS)
    own_words = table.get("own_words", False)
    if not isinstance(own_words, bool):
        raise ValueError("own_words is neither true nor false")
    return AmocrmText(
        id=name,
        text=_line("text", table.get("text")),
        stage="import",
        english=_line("english", table.get("english")),
        explanation=_words("explanation", table.get("explanation")),
        steps=_steps("steps", table.get("steps")),
        questions=dict.fromkeys(Language, ()),
        own_words=own_words,
    )


def _api_code(_: str, entry: Any) -> ApiCode:
    table = _table(entry, _API_KEYS)
    code, ours = table.get("code"), table.get("ours", [])
    if not isinstance(code, int) or isinstance(code, bool):
        raise ValueError(f"code {code!r} is no number")
    if not isinstance(ours, list) or len(ours) > 1:
        raise ValueError("ours is a list of one language: amoCRM must have said it in the other")
    return ApiCode(
        code=code,
        section=_words("section", table.get("section")),
        text=_words("text", {language: table.get(language) for language in Language}),
        http=_line("http", table["http"]) if "http" in table else None,
        ours=frozenset(Language(_one_of("ours", each, frozenset(Language))) for each in ours),
        note=_words("note", table["note"]) if "note" in table else None,
    )


def _different(codes: Iterable[ApiCode]) -> tuple[ApiCode, ...]:
    found: list[ApiCode] = []
    for each in codes:
        if any((each.code, each.section, each.text) == (one.code, one.section, one.text) for one in found):
            raise ValueError(f"api: code {each.code} stands twice with the same meaning")
        found.append(each)
    return tuple(found)


def _limit(name: str, entry: Any) -> Limit:
    table = _named(name, entry, {"text", "source", "confidence"})
    source = _lines("source", table.get("source"))
    confidence = _one_of("confidence", table.get("confidence"), CONFIDENCE)
    return Limit(name, _words("text", table.get("text")), source, confidence)


def _procedure(name: str, entry: Any) -> Mapping[str, Part]:
    parts = {part: _part(part, table) for part, table in _named(name, entry).items()}
    if not parts:
        raise ValueError("has no parts")
    return parts


def _part(name: str, entry: Any) -> Part:
    table = _named(name, entry, {"title", "steps"})
    return Part(_words("title", table.get("title")), _steps("steps", table.get("steps")))


def _named(name: str, entry: Any, keys: Collection[str] | None = None) -> dict[str, Any]:
    if not _ID.fullmatch(name):
        raise ValueError(f"the id {name!r} is not lower-case words joined by hyphens")
    return _table(entry, keys)


def _table(entry: Any, keys: Collection[str] | None = None) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ValueError("is no table")
    unknown = sorted(entry.keys() - keys) if keys is not None else []
    if unknown:
        raise ValueError(f"unknown key {unknown[0]}")
    return entry


def _words(what: str, entry: Any) -> Words:
    table = _table(entry, frozenset(Language)) if isinstance(entry, dict) else {}
    return {language: _line(f"{what}: {language}", table.get(language)) for language in Language}


def _steps(what: str, entry: Any) -> Steps:
    table = _table(entry, frozenset(Language)) if isinstance(entry, dict) else {}
    steps = {language: _lines(f"{what}: {language}", table.get(language)) for language in Language}
    if len({len(each) for each in steps.values()}) > 1:
        raise ValueError(f"{what}: ru and en differ in number")
    return steps


def _lines(what: str, entry: Any) -> tuple[str, ...]:
    if not isinstance(entry, list) or not entry:
        raise ValueError(f"{what}: a list of texts is needed")
    return tuple(_line(what, each) for each in entry)


def _line(what: str, entry: Any) -> str:
    if not isinstance(entry, str) or not entry.strip():
        raise ValueError(f"{what}: a text is needed")
    return entry


def _one_of(what: str, entry: Any, allowed: Collection[str]) -> str:
    if not isinstance(entry, str) or entry not in allowed:
        raise ValueError(f"{what}: {entry!r} is not one of {', '.join(sorted(allowed))}")
    return entry
