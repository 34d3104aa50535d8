"""A page for each problem of the catalogue: what it is, what to ask, what to do, and where other steps hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from mailcheck.catalogue import ProblemText, amocrm_lines, catalogue, only_service
from mailcheck.catalogue_file import SIDES, Problem, Variant
from mailcheck.domain.account import Service
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import AmocrmLine, Remedy
from mailcheck.explain import explain
from mailcheck.explanation import Kind
from mailcheck.handbook.page import Entry, Page
from mailcheck.handbook.words import say
from mailcheck.i18n import Language
from mailcheck.lab.scenario import Scenario
from mailcheck.lab.scenarios import scenarios
from mailcheck.providers import providers
from mailcheck.replies import rules

_OF_A_PROVIDER = frozenset({"provider_id", "source"})  # told under the provider's own heading


@dataclass(frozen=True, slots=True)
class Shown:
    """What amoCRM makes of it: on one side of the mail, or on both."""

    service: Service | None
    lines: tuple[AmocrmLine, ...]


@dataclass(frozen=True, slots=True)
class Special:
    """The steps where they differ: at these providers."""

    providers: tuple[Provider, ...]
    text: ProblemText


@dataclass(frozen=True, slots=True)
class ProblemPage:
    problem: Problem
    side: str
    text: ProblemText
    shown: tuple[Shown, ...]
    questions: tuple[str, ...]
    cases: tuple[ProblemText, ...]  # the same problem under other circumstances
    specials: tuple[Special, ...]
    replies: tuple[str, ...]  # of real servers
    practice: tuple[Scenario, ...]


def file_of(code: str) -> str:
    return f"problem-{code}.html"


def by_side(language: Language) -> tuple[tuple[str, tuple[tuple[Problem, str], ...]], ...]:
    """(name of the side, its problems with their titles) in the order of the catalogue."""
    found: dict[str, list[tuple[Problem, str]]] = {side: [] for side in SIDES}
    for code in catalogue().codes():
        problem = catalogue().problem(code)
        found[problem.side].append((problem, catalogue().render(code, language).title))
    return tuple((say(f"side-{side}", language), tuple(them)) for side, them in found.items() if them)


def pages(language: Language) -> tuple[Page, ...]:
    return tuple(_page(catalogue().problem(code), language) for code in catalogue().codes())


def _page(problem: Problem, language: Language) -> Page:
    text = catalogue().render(problem.code, language)
    shown = ProblemPage(
        problem,
        say(f"side-{problem.side}", language),
        text,
        tuple(_shown(problem)),
        problem.questions[language],
        tuple(_cases(problem, language)),
        tuple(_specials(problem, text, language)),
        _replies().get(problem.code, ()),
        tuple(each for each in scenarios().values() if problem.code in each.expected.codes),
    )
    words = (text.what, text.why, *shown.questions, *(step.text for step in text.remedies), *shown.replies)
    cases = (f"{case.title} {case.what}" for case in shown.cases)
    keys = (problem.number, problem.code, *_codes_of_servers().get(problem.code, ()))
    title = f"{problem.number} · {text.title}"
    entry = Entry(say("kind-problem", language), title, text.what, keys, " ".join((*words, *cases)))
    return Page(file_of(problem.code), "problem", text.title, shown, entry)


def _shown(problem: Problem) -> Iterator[Shown]:
    """Both sides apart only where amoCRM says different things of them."""
    sides = {service: amocrm_lines(problem, service) for service in Service}
    if only_service(problem) is None and sides[Service.INCOMING] == sides[Service.OUTGOING]:
        sides = {Service.INCOMING: sides[Service.INCOMING]}
    alone = len([lines for lines in sides.values() if lines]) == 1
    for service, lines in sides.items():
        if lines:
            yield Shown(None if alone and only_service(problem) is None else service, lines)


def _cases(problem: Problem, language: Language) -> Iterator[ProblemText]:
    """The variants that are told apart by something else than the provider, each as it would be told then."""
    told = [catalogue().render(problem.code, language)]
    for variant in problem.variants:
        if not _OF_A_PROVIDER & variant.when.keys():
            text = _rendered(problem, variant, language)
            if text not in told:
                told.append(text)
                yield text


def _rendered(problem: Problem, variant: Variant, language: Language) -> ProblemText:
    evidence = {name: value for name, value in variant.when.items() if name != "service"}
    service = Service(variant.when["service"]) if "service" in variant.when else None
    return catalogue().render(problem.code, language, evidence=evidence, service=service)


def _specials(problem: Problem, usual: ProblemText, language: Language) -> Iterator[Special]:
    """Providers at which other steps are given. Those with the same ones stand together."""
    found: dict[tuple[str, ...], tuple[ProblemText, list[Provider]]] = {}
    for provider in providers():
        text = catalogue().render(problem.code, language, provider=provider)
        steps = _texts(text.remedies)
        if steps != _texts(usual.remedies):
            found.setdefault(steps, (text, []))[1].append(provider)
    for text, them in found.values():
        yield Special(tuple(them), text)


def _texts(remedies: Sequence[Remedy]) -> tuple[str, ...]:
    return tuple(remedy.text for remedy in remedies)


@cache
def _replies() -> Mapping[str, tuple[str, ...]]:
    """What servers say of each problem: the replies of the practice servers, which are those of real ones."""
    found: dict[str, dict[str, None]] = {}
    for scenario in scenarios().values():
        for script in scenario.scripts.values():
            for reply in (*script.answers.values(), script.refusal):
                meant = explain(reply, language=Language.EN)
                if meant.kind is Kind.REPLY and meant.matches[0].code:
                    found.setdefault(meant.matches[0].code, {})[reply] = None
    return {code: tuple(replies) for code, replies in found.items()}


@cache
def _codes_of_servers() -> Mapping[str, tuple[str, ...]]:
    """The numbers and codes by which the rules know a problem: "535", "5.7.8", "AUTHENTICATIONFAILED"."""
    found: dict[str, dict[str, None]] = {}
    for rule in (*rules().rules, *rules().defaults):
        for key in ("number", "enhanced", "response"):
            found.setdefault(rule.code, {}).update(dict.fromkeys(each for each in rule.lists[key] if "x" not in each))
    return {code: tuple(codes) for code, codes in found.items()}
