"""What a server's reply means: reply -> problem codes, by the rules of resources/replies.toml (its head explains them)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from mailcheck import resources
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import Reply
from mailcheck.resources import BadResourceError

_MAX_TEXT = (
    1500  # characters looked at: a reply line has 512 (RFC 5321 section 4.5.3.1.5), the rest is a hostile server's
)
_CONFIDENCES = ("high", "medium", "low")
_LISTS = ("stage", "provider", "text", "link", "not", "number", "enhanced", "response")
_RULE_KEYS = frozenset({"code", "service", "confidence", "note", *_LISTS})
_DEFAULT_KEYS = frozenset({"code", "service", "stage", "number", "status", "confidence", "note"})

_STAGE = re.compile("|".join(Stage))
_NUMBER = re.compile(r"[45](?:\d\d|xx)")
_STATUS = re.compile("NO|BAD|BYE")
_ENHANCED = re.compile(r"[45x]\.(?:\d+|x)\.(?:\d+|x)")

_WORD = re.compile(r"\{([a-z_]+)\}")
_LINK = re.compile(r"(?:https?://|\bwww\.|\baka\.ms/|\bya\.cc/)\S+")
_ADDRESS = re.compile(r"<?[^\s<>@:;,()\[\]\"]{1,100}@[\w.-]{1,100}>?")
_IP = re.compile(r"\[?\b(?:\d{1,3}\.){3}\d{1,3}\b\]?|\[?(?:ipv6:)?\b[0-9a-f]{1,4}:[0-9a-f:]{0,4}:[0-9a-f:]{1,35}\]?")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing the reply may mean. `rule` names the entry of replies.toml that said so."""

    code: str
    confidence: str  # "high", "medium" or "low"
    rule: str


@dataclass(frozen=True, slots=True)
class _Question:
    """A reply made ready to be matched."""

    reply: Reply
    text: str
    links: str
    service: Service | None
    stage: Stage | None
    provider: str


@dataclass(frozen=True)
class _Rule:
    name: str
    code: str
    confidence: str
    service: str | None
    lists: dict[str, tuple[str, ...]]

    @cached_property
    def text(self) -> re.Pattern[str] | None:
        return _compiled(self.lists["text"])

    @cached_property
    def link(self) -> re.Pattern[str] | None:
        return _compiled(self.lists["link"])

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        return _compiled(self.lists["not"])

    @property
    def reads_words(self) -> bool:
        return bool(self.lists["text"] or self.lists["link"])

    def applies(self, question: _Question) -> bool:
        """Whether the place and the codes fit: cheap, and so asked before the words."""
        lists = self.lists
        return (
            _fits(self.service, question.service)
            and (question.stage is None or not lists["stage"] or question.stage in lists["stage"])
            and (not lists["provider"] or any(name in question.provider for name in lists["provider"]))
            and (not lists["number"] or _number_in(question.reply.number, lists["number"]))
            and (not lists["enhanced"] or _enhanced_in(question.reply.enhanced, lists["enhanced"]))
            and (not lists["response"] or question.reply.response_code in lists["response"])
        )

    def matches(self, question: _Question) -> bool:
        if self.reads_words and not (
            (self.text and self.text.search(question.text)) or (self.link and self.link.search(question.links))
        ):
            return False
        return not (self.unless and self.unless.search(question.text))


@dataclass(frozen=True, slots=True)
class _Default:
    name: str
    code: str
    confidence: str
    service: str | None
    stage: tuple[str, ...]
    number: tuple[str, ...]
    status: tuple[str, ...]

    def matches(self, question: _Question) -> bool:
        reply = question.reply
        return (
            _fits(self.service, question.service)
            and (not self.stage or question.stage in self.stage)
            and (not self.number or _number_in(reply.number, self.number))
            and (not self.status or reply.status in self.status)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked rules file."""

    rules: tuple[_Rule, ...]
    defaults: tuple[_Default, ...]

    def classify(
        self, reply: Reply, *, service: Service | None, stage: Stage | None, provider: str | None = None
    ) -> tuple[Match, ...]:
        """What the reply may mean, best first. Nothing for a reply that refuses nothing; else one at least when the stage is known."""
        if reply.status in ("OK", "PREAUTH") or (reply.number is not None and reply.number < 400):
            return ()
        question = _question(reply, service or _guessed(reply), stage, provider)
        found: dict[str, Match] = {}
        fitting = [rule for rule in self.rules if rule.applies(question)]
        for rule in sorted(fitting, key=lambda rule: not rule.lists["provider"]):  # a stable sort: theirs first
            if rule.code not in found and rule.matches(question):
                found[rule.code] = Match(rule.code, rule.confidence, rule.name)
        for default in self.defaults:
            if default.matches(question):
                found.setdefault(default.code, Match(default.code, default.confidence, default.name))
                break
        return tuple(found.values())


def classify(
    reply: Reply, *, service: Service | None, stage: Stage | None, provider: str | None = None
) -> tuple[Match, ...]:
    """`Rules.classify` by the program's own rules."""
    return rules().classify(reply, service=service, stage=stage, provider=provider)


@cache
def rules() -> Rules:
    return load(resources.path("replies.toml"))


def load(file: Path, codes: Collection[str] | None = None) -> Rules:
    """Read a rules file; BadResourceError names the file, the entry and the reason.

    `codes` are the codes that rules may name; None: those of resources/problems.toml are checked by a test, not at run time.
    """
    data = resources.load_toml(file)
    _refuse_unknown(file, "file", data, frozenset({"words", "rule", "default"}))
    words = _words(file, data.get("words", {}))
    read = [_rule(file, f"rule {n}", entry, words, codes) for n, entry in enumerate(data.get("rule", ()), 1)]
    defaults = [_default(file, f"default {n}", entry, codes) for n, entry in enumerate(data.get("default", ()), 1)]
    return Rules(tuple(read), tuple(defaults))


def _rule(file: Path, name: str, entry: Any, words: dict[str, str], codes: Collection[str] | None) -> _Rule:
    code, service, confidence = _head(file, name, entry, _RULE_KEYS, codes)
    lists = {key: _strings(file, name, entry, key) for key in _LISTS}
    for key in ("text", "link", "not"):
        lists[key] = tuple(_checked_regex(file, name, words, regex) for regex in lists[key])
    lists["provider"] = tuple(_squeezed(provider) for provider in lists["provider"])
    if not any(lists[key] for key in ("text", "link", "number", "enhanced", "response")):
        raise BadResourceError(f"{file.name}: {name}: no text, link, number, enhanced or response")
    return _Rule(name, code, confidence, service, lists)


def _default(file: Path, name: str, entry: Any, codes: Collection[str] | None) -> _Default:
    code, service, confidence = _head(file, name, entry, _DEFAULT_KEYS, codes)
    stage, number, status = (_strings(file, name, entry, key) for key in ("stage", "number", "status"))
    return _Default(name, code, confidence, service, stage, number, status)


def _head(
    file: Path, name: str, entry: Any, keys: frozenset[str], codes: Collection[str] | None
) -> tuple[str, str | None, str]:
    """The keys that rules and defaults share: code, service, confidence."""
    _refuse_unknown(file, name, entry, keys)
    code, service, confidence = entry.get("code"), entry.get("service"), entry.get("confidence", "high")
    if not isinstance(code, str) or (codes is not None and code not in codes):
        raise BadResourceError(f"{file.name}: {name}: unknown code {code!r}")
    if service is not None and service not in set(Service):
        raise BadResourceError(f"{file.name}: {name}: unknown service {service!r}")
    if confidence not in _CONFIDENCES:
        raise BadResourceError(f"{file.name}: {name}: unknown confidence {confidence!r}")
    return code, service, confidence


def _refuse_unknown(file: Path, name: str, entry: Any, keys: frozenset[str]) -> None:
    if not isinstance(entry, dict):
        raise BadResourceError(f"{file.name}: {name}: not a table")
    unknown = sorted(set(entry) - keys)
    if unknown:
        raise BadResourceError(f"{file.name}: {name}: unknown key {unknown[0]!r}")


def _strings(file: Path, name: str, entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
        raise BadResourceError(f"{file.name}: {name}: {key} is no list of texts")
    strings = tuple(str(item) for item in value)
    shape = {"stage": _STAGE, "number": _NUMBER, "enhanced": _ENHANCED, "status": _STATUS}.get(key)
    for string in strings if shape else ():
        if shape and not shape.fullmatch(string):
            raise BadResourceError(f"{file.name}: {name}: bad {key} {string!r}")
    return strings


def _words(file: Path, entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise BadResourceError(f"{file.name}: words: not a table of texts")
    words: dict[str, str] = {}
    for name, regex in entry.items():
        words[name] = _checked_regex(file, "words", words, regex)
    return words


def _checked_regex(file: Path, name: str, words: dict[str, str], regex: str) -> str:
    """The regex with its {words} put in and folded like the text; an upper-case letter could never match."""
    if re.search(r"(?<!\\)[A-ZА-ЯЁ]", regex):
        raise BadResourceError(f"{file.name}: {name}: upper case in {regex!r}")
    unknown = [word for word in _WORD.findall(regex) if word not in words]
    if unknown:
        raise BadResourceError(f"{file.name}: {name}: unknown word {{{unknown[0]}}}")
    whole = _WORD.sub(lambda match: words[match[1]], _without_accents(regex))
    try:
        re.compile(whole)
    except re.error as error:
        raise BadResourceError(f"{file.name}: {name}: bad regex {regex!r}: {error}") from error
    return whole


def _compiled(regexes: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(regexes)) if regexes else None


def _question(reply: Reply, service: Service | None, stage: Stage | None, provider: str | None) -> _Question:
    text = _without_accents(reply.text[: 2 * _MAX_TEXT].casefold()).replace("'", "").replace("e-mail", "email")
    links = " ".join(_LINK.findall(text))
    text = _IP.sub("<ip>", _ADDRESS.sub("<addr>", _LINK.sub("", text)))
    return _Question(reply, " ".join(text.split())[:_MAX_TEXT], links, service, stage, _squeezed(provider or ""))


def _without_accents(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'").replace("‑", "-").replace("–", "-")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _squeezed(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _guessed(reply: Reply) -> Service | None:
    if reply.number is not None:
        return Service.OUTGOING
    return Service.INCOMING if reply.status or reply.response_code else None


def _fits(wanted: str | None, service: Service | None) -> bool:
    return wanted is None or service is None or wanted == service


def _number_in(number: int | None, wanted: tuple[str, ...]) -> bool:
    return number is not None and (str(number) in wanted or f"{number // 100}xx" in wanted)


def _enhanced_in(enhanced: str | None, wanted: tuple[str, ...]) -> bool:
    """Whether `enhanced` is one of `wanted`, where "x" stands for any number."""
    if enhanced is None:
        return False
    parts = enhanced.split(".")
    return any(all(w in ("x", p) for w, p in zip(one.split("."), parts, strict=False)) for one in wanted)
