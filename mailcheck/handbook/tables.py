"""The pages that are one table or list each: API codes, how to read a report, what amoCRM's mail can do, practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mailcheck.amocrm import ApiCode, Limit, Part, amocrm
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Verdict
from mailcheck.handbook.page import Entry, Page
from mailcheck.handbook.words import numbered, say
from mailcheck.i18n import Language, message
from mailcheck.lab.scenario import Scenario
from mailcheck.lab.scenarios import scenarios

API_CODES, READING, AMOCRM, PRACTICE = "api-codes.html", "reading.html", "amocrm.html", "practice.html"


@dataclass(frozen=True, slots=True)
class CodeTable:
    codes: tuple[ApiCode, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """(the program's own words, what they mean)."""

    verdicts: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[Outcome, str, str], ...]
    parts: tuple[str, ...]
    exits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmocrmMail:
    limits: Mapping[str, Limit]
    reconnect: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PracticeList:
    scenarios: tuple[Scenario, ...]


def pages(language: Language) -> tuple[Page, ...]:
    return (_api_codes(language), _reading(language), _amocrm(language), _practice(language))


def _api_codes(language: Language) -> Page:
    codes = amocrm().api
    parts = [
        Entry(
            say("kind-api", language),
            f"{code.code} · {code.text[language]}",
            code.section[language],
            (str(code.code), *((code.http or "").split(" ")[:1])),
            code.note[language] if code.note else "",
            f"#code-{place}",
        )
        for place, code in enumerate(codes, 1)
    ]
    return Page(API_CODES, "api-codes", say("api-title", language), CodeTable(codes), parts=parts)


def _reading(language: Language) -> Page:
    shown = Reading(
        tuple((message(f"verdict.{each}", language), say(f"verdict-{each}", language)) for each in Verdict),
        tuple((each, message(f"state.{each}", language), say(f"outcome-{each}", language)) for each in Outcome),
        numbered("part", language),
        numbered("exit", language),
    )
    title = say("reading-title", language)
    told = (
        *(" ".join(pair) for pair in shown.verdicts),
        *shown.parts,
        say("phone-code", language, code=say("phone-example", language)),
    )
    entry = Entry(say("kind-page", language), title, say("reading-lead", language), ("explain",), " ".join(told))
    return Page(READING, "reading", title, shown, entry)


def _amocrm(language: Language) -> Page:
    shown = AmocrmMail(amocrm().limits, tuple(amocrm().procedures["reconnect"].values()))
    title = say("amocrm-title", language)
    limits = [limit.text[language] for limit in shown.limits.values()]
    steps = [step for part in shown.reconnect for step in (part.title[language], *part.steps[language])]
    entry = Entry(say("kind-page", language), title, say("amocrm-lead", language), (), " ".join((*limits, *steps)))
    return Page(AMOCRM, "amocrm", title, shown, entry)


def _practice(language: Language) -> Page:
    shown = PracticeList(tuple(scenarios().values()))
    title = say("practice-title", language)
    told = " ".join(f"{each.id} {each.title[language]}" for each in shown.scenarios)
    entry = Entry(say("kind-page", language), title, say("practice-lead", language), ("demo",), told)
    return Page(PRACTICE, "practice", title, shown, entry)
