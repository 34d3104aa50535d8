"""Russian and English at run time: which one, the program's own sentences, plural forms, numbers and dates.

The sentences are in resources/locale/messages.toml: `[section]`, `key = { ru = "...", en = "..." }`; with a plural
`key = { ru = ["{n} папка", "{n} папки", "{n} папок"], en = ["{n} folder", "{n} folders"] }`, chosen by the field `n`.
A section that few runs need has a file of its own beside it, named like the section; it is read when it is first asked
for.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mailcheck import resources, template

_FORMS = {"ru": 3, "en": 2}
# Languages whose speakers read Russian more often than English.
_READ_RUSSIAN = frozenset(
    {"ru", "be", "kk", "uk", "ky", "tg", "uz", "tk", "hy", "az", "tt", "ba", "cv", "os", "ce", "av", "kv", "sah", "tyv"}
)
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Numbers that name something instead of counting: never 2 525.
_NAMES_BY_NUMBER = frozenset(
    {"port", "other_port", "port_suggestion", "blocked_ports", "position", "number", "code", "year"}
)
_DATES = frozenset({"not_before", "not_after", "date"})
_FINGERPRINT = "fingerprint"
_NBSP = "\u00a0"

Value = str | int | float | date | Sequence[str] | None
Forms = tuple[str, ...]
"""One form, or the plural forms of a sentence."""
Messages = Mapping[str, Mapping["Language", Forms]]


class Language(StrEnum):
    RU = "ru"
    EN = "en"


def language_of_environment(environ: Mapping[str, str], platform: str = sys.platform) -> Language:
    """The person's language; Russian where it cannot tell. LANGUAGE is a list and yields to "C", as in GNU gettext."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), None)
    if named is not None and _is_neutral(named):
        return Language.RU
    wanted = [entry for entry in environ.get("LANGUAGE", "").split(":") if entry]
    if named is not None:
        wanted.append(named)
    elif not wanted and platform in {"win32", "darwin"}:  # started from a desktop there: no such variables
        import locale  # noqa: PLC0415 - not needed elsewhere

        wanted.append(locale.getlocale()[0] or "")
    wanted = [entry for entry in wanted if not _is_neutral(entry)]
    spoken = [language for entry in wanted if (language := _known_language(entry))]
    if spoken:
        return spoken[0]
    return Language.EN if wanted else Language.RU


def message(key: str, language: Language, **fields: Value) -> str:
    """A sentence of ours. Every field outside `[[ ]]` must be given; None means unknown."""
    source = messages() if key in messages() else _own_file(key.partition(".")[0])
    return _said(key, source, language, fields)


def window_message(key: str, language: Language, **fields: Value) -> str:
    """The same for a sentence of the window, from resources/locale/window/."""
    return _said(key, _window_section(key.partition(".")[0]), language, fields)


def has_window_message(key: str) -> bool:
    """Whether the window has a sentence of its own for it."""
    return key in _window_section(key.partition(".")[0])


def has_message(key: str) -> bool:
    """Whether there is such a sentence, for those that are numbered."""
    return key in messages() or key in _own_file(key.partition(".")[0])


def _said(key: str, source: Messages, language: Language, fields: Mapping[str, Value]) -> str:
    forms = source[key][language]
    text = plural(_count(key, fields.get("n")), forms, language) if len(forms) > 1 else forms[0]
    return _filled(key, text, fields, language) if fields else _plain(key, text)


@lru_cache(maxsize=2048)
def _plain(key: str, text: str) -> str:
    """Most sentences of the window have no fields, and are said again whenever a screen is entered."""
    return _filled(key, text, {}, Language.EN)


def _filled(key: str, text: str, fields: Mapping[str, Value], language: Language) -> str:
    values = field_texts(fields, language)
    missing = template.required_fields(text) - values.keys()
    if missing:
        raise KeyError(f"message {key} needs {', '.join(sorted(missing))}")
    return template.render(text, values)


def word(section: str, name: str, language: Language) -> str:
    """A word of a section for a name that comes from elsewhere; the name itself when the section has none."""
    key = f"{section}.{name.lower()}"
    return message(key, language) if key in messages() else name


def plural(n: float, forms: Sequence[str], language: Language) -> str:
    """The form that goes with `n`: three in Russian (1 папка, 2 папки, 5 папок), two in English."""
    if len(forms) != _FORMS[language]:
        raise ValueError(f"{_FORMS[language]} forms wanted for {language}, not {len(forms)}")
    if language is Language.EN:
        return forms[0] if n == 1 else forms[1]
    if n != int(n):
        return forms[1]  # 1,5 папки
    last, last_two = abs(int(n)) % 10, abs(int(n)) % 100
    if last == 1 and last_two != 11:
        return forms[0]
    return forms[1] if last in {2, 3, 4} and last_two not in {12, 13, 14} else forms[2]


def number(value: float, language: Language, digits: int = 1) -> str:
    """1 234,5 in Russian (with non-breaking blanks), 1,234.5 in English; `digits` after the mark at most."""
    text = f"{value:,d}" if isinstance(value, int) else f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language is Language.RU:
        text = text.replace(",", _NBSP).replace(".", ",").replace("-", "−")
    return text


def day(value: date, language: Language) -> str:
    """23.11.2026 in Russian, 23 Nov 2026 in English (with non-breaking blanks)."""
    if language is Language.RU:
        return f"{value.day:02}.{value.month:02}.{value.year}"
    return _NBSP.join((str(value.day), _ENGLISH_MONTHS[value.month - 1], str(value.year)))


def field_texts(fields: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Values as they stand in a sentence. Unknown ones (None, true and false, mappings) become empty."""
    return {name: _field_text(name, value, language) for name, value in fields.items()}


@cache
def messages() -> Messages:
    return load(resources.path("locale/messages.toml"))


@cache
def _own_file(section: str) -> Messages:
    file = resources.path("locale") / f"{section}.toml"
    return load(file) if file.is_file() else {}


@cache
def window_messages() -> Messages:
    """Of all files of the window: one for each screen or part of one, so that each has one owner."""
    return load_folder(resources.path("locale/window"))


def load_window() -> None:
    """All of its words ahead, while nobody waits for them."""
    messages()
    window_messages()


@cache
def _window_section(name: str) -> Messages:
    """The file of that name, if the section is in it: the first screen shall not wait for the words of the others."""
    file = resources.path("locale/window") / f"{name}.toml"
    own = load(file) if file.is_file() else {}
    return own if any(key.startswith(f"{name}.") for key in own) else window_messages()


def load_folder(folder: Path) -> Messages:
    entries: dict[str, Mapping[Language, Forms]] = {}
    for file in sorted(folder.glob("*.toml")):
        more = load(file)
        twice = sorted(entries.keys() & more.keys())
        if twice:
            raise resources.BadResourceError(f"{file.name}: {twice[0]}: another file has it too")
        entries.update(more)
    return entries


@cache
def load(file: Path) -> Messages:
    """Read and check a file of messages, once; BadResourceError says which entry is wrong and why."""
    entries: dict[str, Mapping[Language, Forms]] = {}
    for section, content in resources.load_toml(file).items():
        if not isinstance(content, dict):
            raise resources.BadResourceError(f"{file.name}: {section}: a [section] was expected")
        for name, entry in content.items():
            try:
                entries[f"{section}.{name}"] = _entry(entry)
            except ValueError as error:
                raise resources.BadResourceError(f"{file.name}: {section}.{name}: {error}") from error
    return entries


def _entry(entry: Any) -> Mapping[Language, Forms]:
    if not isinstance(entry, dict) or set(entry) != set(Language):
        raise ValueError("both ru and en are needed, and nothing else")
    forms = {language: _forms(entry[language], language) for language in Language}
    if len({len(each) > 1 for each in forms.values()}) > 1:
        raise ValueError("plural forms in one language only")
    used = {frozenset().union(*(template.fields(form) for form in each)) for each in forms.values()}
    if len(used) > 1:
        raise ValueError("the languages use different fields")
    return forms


def _forms(texts: Any, language: Language) -> Forms:
    forms = tuple(texts) if isinstance(texts, list) else (texts,)
    if isinstance(texts, list) and len(forms) != _FORMS[language]:
        raise ValueError(f"{language} needs {_FORMS[language]} plural forms, not {len(forms)}")
    for form in forms:
        if not isinstance(form, str) or not form.strip():
            raise ValueError(f"{language} is no text")
        template.check(form)
    return forms


def _count(key: str, n: object) -> float:
    if isinstance(n, bool) or not isinstance(n, int | float):
        raise KeyError(f"message {key} has plural forms and needs the number n")
    return n


def _field_text(name: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value) if name in _NAMES_BY_NUMBER else number(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, str):
        return _text(name, value, language)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return ", ".join(text for item in value if (text := _field_text(name, item, language)))
    return ""


def _text(name: str, value: str, language: Language) -> str:
    if name == _FINGERPRINT:
        return _in_groups(value)
    return _iso_day(value, language) if name in _DATES else value


def _in_groups(fingerprint: str) -> str:
    """Pairs of digits eight by eight: no line is long enough for 32 of them."""
    pairs = fingerprint.split(":")
    return " ".join(":".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8))


def _iso_day(value: str, language: Language) -> str:
    try:
        return day(datetime.fromisoformat(value), language)
    except ValueError:
        return value


def _is_neutral(name: str) -> bool:
    return name.split(".", maxsplit=1)[0].upper() in {"", "C", "POSIX"}


def _known_language(name: str) -> Language | None:
    """`name` is "ru_RU.UTF-8", "be", "en-US" or, on Windows, "Russian_Russia"."""
    first = name.replace("-", "_").replace(".", "_").replace("@", "_").split("_")[0].lower()
    if first in _READ_RUSSIAN or first in {"russian", "belarusian", "kazakh", "ukrainian"}:
        return Language.RU
    return Language.EN if first in {"en", "english"} else None
