"""Server reply -> problem codes, by the rules of resources/replies.toml (whose head explains them)."""

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
from mailcheck.latin_russian import in_cyrillic
from mailcheck.likely_stages import likely_stages
from mailcheck.resources import BadResourceError

_MAX_TEXT = (
    1500  # characters looked at: a reply line has 512 (RFC 5321 section 4.5.3.1.5), the rest is a hostile server's
)
_CONFIDENCES = ("high", "medium", "low")
_REGEXES = ("text", "link", "not")
_LISTS = ("stage", "provider", *_REGEXES, "number", "enhanced", "response", "status")
_KEYS = frozenset({"code", "service", "confidence", "note", *_LISTS})
_SHAPES = {
    "stage": re.compile("|".join(Stage)),
    "number": re.compile(r"[45](?:\d\d|xx)"),
    "enhanced": re.compile(r"[45x]\.(?:\d+|x)\.(?:\d+|x)"),
    "response": re.compile("[A-Z][A-Z-]*"),
    "status": re.compile("NO|BAD|BYE"),
}

_UPPER = re.compile(r"(?<!\\)[A-ZА-ЯЁ]")
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
    """A reply made ready to be matched, and where in the conversation it was said."""

    reply: Reply
    text: str
    links: str
    provider: str
    service: Service
    stage: Stage


@dataclass(frozen=True)
class _Rule:
    name: str
    code: str
    confidence: str
    service: str | None
    lists: dict[str, tuple[str, ...]]

    @cached_property
    def regexes(self) -> tuple[re.Pattern[str] | None, ...]:
        """Of text, link and not. Made when first asked for: all of them would take a third of a second."""
        try:
            return tuple(re.compile("|".join(self.lists[key])) if self.lists[key] else None for key in _REGEXES)
        except re.error as error:
            raise BadResourceError(f"replies.toml: {self.name}: bad regex: {error}") from error

    def matches(self, question: _Question) -> bool:
        return self._fits(question) and self._reads(question)

    def _fits(self, question: _Question) -> bool:
        """Whether the place and the codes fit: cheap, and so asked before the words."""
        lists, reply = self.lists, question.reply
        return (
            self.service in (None, question.service)
            and (not lists["stage"] or question.stage in lists["stage"])
            and (not lists["provider"] or any(name in question.provider for name in lists["provider"]))
            and (not lists["number"] or _number_in(reply.number, lists["number"]))
            and (not lists["enhanced"] or _enhanced_in(reply.enhanced, lists["enhanced"]))
            and (not lists["response"] or reply.response_code in lists["response"])
            and (not lists["status"] or reply.status in lists["status"])
        )

    def _reads(self, question: _Question) -> bool:
        text, link, unless = self.regexes
        if text or link:
            said = (text and text.search(question.text)) or (link and link.search(question.links))
            if not said:
                return False
        return not (unless and unless.search(question.text))

    def match(self, *, sure: bool) -> Match:
        return Match(self.code, self.confidence if sure else "low", self.name)


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked rules file."""

    rules: tuple[_Rule, ...]
    defaults: tuple[_Rule, ...]

    def classify(
        self, reply: Reply, *, service: Service | None, stage: Stage | None, provider: str | None = None
    ) -> tuple[Match, ...]:
        """What the reply may mean, best first.

        Nothing for a reply that refuses nothing; at least one match for a refusal whose service and stage are known.
        """
        if reply.status in ("OK", "PREAUTH") or (reply.number is not None and reply.number < 400):
            return ()
        text, links = _prepared(reply)
        questions = [
            _Question(reply, text, links, _squeezed(provider or ""), each, where)
            for each in ([service] if service else _likely_services(reply))
            for where in ([stage] if stage else likely_stages(reply, each))
        ]
        found: dict[str, Match] = {}
        for question in questions:
            for rule in self.rules:
                if rule.code not in found and rule.matches(question):
                    found[rule.code] = rule.match(sure=question is questions[0])
        if not found and (stage or reply.number or reply.status or reply.response_code):  # else no reply at all
            return tuple(rule.match(sure=True) for rule in self.defaults if rule.matches(questions[0]))[:1]
        return tuple(found.values())


def _likely_services(reply: Reply) -> tuple[Service, ...]:
    if reply.number is not None:
        return (Service.OUTGOING,)
    return (Service.INCOMING,) if reply.status or reply.response_code else (Service.INCOMING, Service.OUTGOING)


def classify(
    reply: Reply, *, service: Service | None, stage: Stage | None, provider: str | None = None
) -> tuple[Match, ...]:
    """`Rules.classify` by the program's own rules."""
    return rules().classify(reply, service=service, stage=stage, provider=provider)


@cache
def rules() -> Rules:
    """The program's own rules. A test has checked every regex and every code of them, so nothing is compiled here."""
    return _read(resources.path("replies.toml"), None)


def load(file: Path, codes: Collection[str] | None = None) -> Rules:
    """Read and check a whole rules file; BadResourceError names the file, the entry and the reason.

    `codes` are the codes that a rule may name; None: any.
    """
    read = _read(file, codes)
    for rule in (*read.rules, *read.defaults):
        for regex in (regex for key in _REGEXES for regex in rule.lists[key]):
            try:
                re.compile(regex)
            except re.error as error:
                raise BadResourceError(f"{file.name}: {rule.name}: bad regex {regex!r}: {error}") from error
    return read


def _read(file: Path, codes: Collection[str] | None) -> Rules:
    data = resources.load_toml(file)
    _refuse_unknown(file, "file", data, frozenset({"words", "rule", "default"}))
    words = _words(file, data.get("words", {}))
    kinds = {
        kind: tuple(
            _rule(file, f"{kind} {number}", entry, words, codes)
            for number, entry in enumerate(_entries(file, data, kind), 1)
        )
        for kind in ("rule", "default")
    }
    theirs_first = sorted(kinds["rule"], key=lambda rule: not rule.lists["provider"])  # else as in the file
    return Rules(tuple(theirs_first), kinds["default"])


def _entries(file: Path, data: dict[str, Any], kind: str) -> list[Any]:
    entries = data.get(kind, [])
    if not isinstance(entries, list):
        raise BadResourceError(f"{file.name}: {kind}: write [[{kind}]]")
    return entries


def _rule(file: Path, name: str, entry: Any, words: dict[str, str], codes: Collection[str] | None) -> _Rule:
    code, service, confidence = _head(file, name, entry, codes)
    lists = {key: _strings(file, name, entry, key) for key in _LISTS}
    for key in _REGEXES:
        lists[key] = tuple(_filled(file, name, words, regex) for regex in lists[key])
    lists["provider"] = tuple(_squeezed(provider) for provider in lists["provider"])
    if name.startswith("rule") and not any(lists[key] for key in ("text", "link", "number", "enhanced", "response")):
        raise BadResourceError(f"{file.name}: {name}: no text, link, number, enhanced or response")
    return _Rule(name, code, confidence, service, lists)


def _head(file: Path, name: str, entry: Any, codes: Collection[str] | None) -> tuple[str, str | None, str]:
    _refuse_unknown(file, name, entry, _KEYS)
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
    shape = _SHAPES.get(key)
    for string in strings:
        if shape and not shape.fullmatch(string):
            raise BadResourceError(f"{file.name}: {name}: bad {key} {string!r}")
    return strings


def _words(file: Path, entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise BadResourceError(f"{file.name}: words: not a table of texts")
    words: dict[str, str] = {}
    for name, regex in entry.items():
        words[name] = _filled(file, "words", words, regex)
    return words


def _filled(file: Path, name: str, words: dict[str, str], regex: str) -> str:
    """The regex with its {words} put in and folded like the text, in which no upper-case letter is left to match."""
    if _UPPER.search(regex):
        raise BadResourceError(f"{file.name}: {name}: upper case in {regex!r}")
    unknown = [word for word in _WORD.findall(regex) if word not in words]
    if unknown:
        raise BadResourceError(f"{file.name}: {name}: unknown word {{{unknown[0]}}}")
    return _WORD.sub(lambda match: words[match[1]], _without_accents(regex))


def _prepared(reply: Reply) -> tuple[str, str]:
    """The words as rules see them, and the web addresses, which are taken out of them."""
    text = _folded(reply.text)
    links = " ".join(_LINK.findall(_folded(reply.raw)))
    text = _IP.sub("<ip>", _ADDRESS.sub("<addr>", _LINK.sub("", text)))
    return " ".join(f"{text} {in_cyrillic(text)}".split())[:_MAX_TEXT], links


def _folded(text: str) -> str:
    return _without_accents(text[: 2 * _MAX_TEXT].casefold()).replace("'", "").replace("e-mail", "email")


def _without_accents(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'").replace("‑", "-").replace("–", "-")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _squeezed(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _number_in(number: int | None, wanted: tuple[str, ...]) -> bool:
    return number is not None and (str(number) in wanted or f"{number // 100}xx" in wanted)


def _enhanced_in(enhanced: str | None, wanted: tuple[str, ...]) -> bool:
    """Whether `enhanced` is one of `wanted`, where "x" stands for any number."""
    if enhanced is None:
        return False
    parts = enhanced.split(".")
    return any(all(w in ("x", p) for w, p in zip(one.split("."), parts, strict=False)) for one in wanted)
