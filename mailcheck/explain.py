"""`mailcheck explain`: what a text means that somebody saw: our code, a server's reply, a text or number of amoCRM."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from mailcheck import api_codes, replies
from mailcheck.amocrm import AmocrmText, amocrm
from mailcheck.catalogue import amocrm_lines, catalogue, only_service
from mailcheck.catalogue_file import Problem
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import AmocrmLine, Remedy
from mailcheck.explanation import Explanation, Kind, Meaning
from mailcheck.i18n import Language, message
from mailcheck.likely_stages import likely_stages
from mailcheck.likeness import Index
from mailcheck.pasted import Pasted, replies_in

_LONGEST = 20_000  # characters looked at
_MOST_REPLY_CODES = 5
_SURE, _PROBABLE = 0.8, 0.65  # likeness to a text of amoCRM
_DISTANT = 0.6
_BEFORE_WORDS = 0.7  # likeness at which a text in Latin letters is amoCRM's rather than a server's words
_API_LEAD = 0.05  # the texts of mail are asked for far more often: an API text must be plainly nearer
_CONFIDENCE = {"high": "certain", "medium": "likely", "low": "possible"}
_RANK = ("certain", "likely", "possible")
# Among problems that may turn into one text of amoCRM: what people meet most comes first.
_SIDES = ("login", "folders", "sending", "wire", "account", "network", "vantage", "round-trip", "reputation")


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    language: Language
    service: Service | None
    stage: Stage | None
    provider: Provider | None


def explain(
    text: str,
    *,
    language: Language,
    service: Service | None = None,
    stage: Stage | None = None,
    provider: Provider | None = None,
) -> Explanation:
    """Find out what `text` is and say what it means. Never fails, whatever the text."""
    question = _Question(text[:_LONGEST].strip(), language, service, stage, provider)
    finders: tuple[tuple[Kind, Callable[[_Question], Iterable[Meaning]]], ...] = (
        (Kind.CODE, _by_code),
        (Kind.API_CODE, _by_api_number),
        (Kind.REPLY, _by_certain_reply),
        (Kind.AMOCRM_ERROR, _by_likely_text),
        (Kind.API_CODE, _by_api_text),
        (Kind.REPLY, _by_any_reply),
        (Kind.AMOCRM_ERROR, _by_any_text),
        (Kind.API_CODE, _by_any_api_text),
    )
    for kind, find in finders:
        matches = tuple(find(question)) if question.text else ()
        if matches:
            return Explanation(kind, matches)
    return Explanation(Kind.UNKNOWN)


# A code of ours


def _by_code(question: _Question) -> Iterator[Meaning]:
    problem = _problem_named(question.text)
    if problem:
        yield _meaning(problem, question, service=question.service, stage=question.stage)


def _problem_named(text: str) -> Problem | None:
    """By code, written with slips of case, hyphens or a letter, or by its number: "M-508"; М may be a Cyrillic one."""
    number = re.fullmatch(r"[mм][\s-]?(\d{3})", text.strip(" .,;:\"'«»“”").casefold())
    if number:
        return next((each for each in _problems() if each.number == f"M-{number[1]}"), None)
    name = re.sub(r"[\s_-]+", "-", text.strip(" .,;:\"'«»“”`").casefold())
    codes = catalogue().codes()
    if name in codes:
        return catalogue().problem(name)
    if re.fullmatch(r"[a-z]+(?:[-_][a-z]+)+", text.strip().casefold()) and name not in _all_texts():
        close = get_close_matches(name, codes, n=1, cutoff=0.85)
        return catalogue().problem(close[0]) if close else None
    return None


# A number or text of amoCRM's API


def _by_api_number(question: _Question) -> Iterable[Meaning]:
    return api_codes.by_number(question.text, question.language)


def _by_api_text(question: _Question) -> Iterable[Meaning]:
    return api_codes.by_text(question.text, question.language, _PROBABLE if _is_russian(question.text) else _SURE)


def _by_any_api_text(question: _Question) -> Iterable[Meaning]:
    return api_codes.by_text(question.text, question.language, _SURE, fewest_words=2)


# A server's reply


def _by_certain_reply(question: _Question) -> Iterable[Meaning]:
    meanings = tuple(_replied([each for each in replies_in(question.text) if each.certain], question))
    if meanings and meanings[0].confidence == "possible":
        # Only its number was understood: the words around it may say more.
        text = _texts().find(question.text)
        return () if text and text[0][1] >= _SURE else meanings
    return meanings


def _by_any_reply(question: _Question) -> Iterator[Meaning]:
    return _replied(replies_in(question.text), question)


def _replied(pasted: Iterable[Pasted], question: _Question) -> Iterator[Meaning]:
    """The meanings of the reply that is understood best; among equals, of the first."""
    judged = [(each, matches) for each in pasted if (matches := _judge(each, question))]
    if not judged:
        return
    best, matches = min(judged, key=lambda each: _rank(each[1]))
    for code, confidence in matches[:_MOST_REPLY_CODES]:
        problem = catalogue().problem(code)
        yield _meaning(
            problem,
            question,
            service=question.service or best.service or only_service(problem),
            stage=question.stage or best.stage,
            confidence=confidence,
            reply=best.reply.raw,
        )


def _judge(pasted: Pasted, question: _Question) -> list[tuple[str, str]]:
    """(code, confidence) of what the reply may mean, best first."""
    service = question.service or pasted.service
    provider = question.provider.family if question.provider else None
    told = question.stage or pasted.stage
    known = set(catalogue().codes())
    best: list[tuple[str, str]] = []
    for stage in (told,) if told else likely_stages(pasted.reply, service):
        matches = replies.classify(pasted.reply, service=service, stage=stage, provider=provider)
        if not pasted.certain and not (question.service and told):
            # Perhaps no reply at all: what holds for every refusal says nothing here.
            matches = tuple(match for match in matches if not _by_default(match))
        judged = [(match.code, _confidence(match, pasted, told)) for match in matches if match.code in known]
        if judged and (not best or _rank(judged) < _rank(best)):
            best = judged
    return best


def _confidence(match: replies.Match, pasted: Pasted, told: Stage | None) -> str:
    if _by_default(match) and not told:
        return "possible"
    confidence = _CONFIDENCE[match.confidence]
    return "likely" if confidence == "certain" and not pasted.certain else confidence


def _by_default(match: replies.Match) -> bool:
    return match.rule.startswith("default")


def _rank(judged: list[tuple[str, str]]) -> int:
    return _RANK.index(judged[0][1])


# A text of amoCRM's


def _by_likely_text(question: _Question) -> Iterator[Meaning]:
    """Near enough to come before a reply. Russian words are rarely a server's: there a distant likeness will do."""
    if question.text.casefold() in _all_texts():
        return _amocrm_meanings([(question.text.casefold(), 1.0)], question)
    found = _texts().find(question.text)
    if not found or (found[0][1] < _BEFORE_WORDS and not _is_russian(question.text)):
        return iter(())
    if found[0][1] + _API_LEAD <= 1:
        api = api_codes.like(question.text)
        if api and api[0][1] >= max(_SURE, found[0][1] + _API_LEAD):
            return iter(())
    return _amocrm_meanings(found, question)


def _by_any_text(question: _Question) -> Iterator[Meaning]:
    found = _texts().find(question.text)
    return _amocrm_meanings(found, question) if found and found[0][1] >= _DISTANT else iter(())


def _amocrm_meanings(found: list[tuple[str, float]], question: _Question) -> Iterator[Meaning]:
    """The text meant, the problems that turn into it, and then the other texts that may be meant."""
    for place, (text_id, score) in enumerate(found):
        confidence = "certain" if score >= _SURE else "likely" if score >= _PROBABLE else "possible"
        yield _amocrm_meaning(text_id, question.language, confidence if place == 0 else "possible")
        if place == 0:
            yield from _causes(text_id, question)


def _amocrm_meaning(text_id: str, language: Language, confidence: str) -> Meaning:
    known = _all_texts()[text_id]
    what = message(f"explain.shown-{known.stage}", language)
    if language is Language.EN:
        what = f"{what} {message('explain.english', language, english=known.english)}"
    return Meaning(
        title=known.text,
        what=what,
        why=known.explanation[language],
        remedies=tuple(Remedy(step) for step in known.steps[language]),
        id=text_id,
        confidence=confidence,
        amocrm=(AmocrmLine(text_id, known.text, "usual"),),
    )


def _causes(text_id: str, question: _Question) -> Iterator[Meaning]:
    """The problems that turn into the text: a namesake, then those whose usual text it is, then the rest."""
    services = [question.service] if question.service else list(Service)
    found = []
    for problem in _problems():
        places = {each: problem.amocrm[each].index(text_id) for each in services if text_id in problem.amocrm[each]}
        if places:
            place = min(places.values())
            service = question.service or (next(iter(places)) if len(places) == 1 else None)
            found.append((problem.code != text_id, place, _SIDES.index(problem.side), problem, service))
    for _, place, _, problem, service in sorted(found, key=lambda each: each[:3]):
        confidence = "possible" if place else "likely"
        yield _meaning(problem, question, service=service, stage=None, confidence=confidence)


# What all of them need


def _meaning(
    problem: Problem,
    question: _Question,
    *,
    service: Service | None,
    stage: Stage | None,
    confidence: str = "certain",
    reply: str | None = None,
) -> Meaning:
    text = catalogue().render(
        problem.code,
        question.language,
        evidence={"reply": reply, "stage": stage},
        service=service,
        provider=question.provider,
    )
    return Meaning(
        title=text.title,
        what=text.what,
        why=text.why,
        remedies=text.remedies,
        code=problem.code,
        service=service or only_service(problem),
        stage=stage,
        confidence=confidence,
        amocrm=amocrm_lines(problem, service),
        for_admin=text.for_admin,
    )


def _is_russian(text: str) -> bool:
    return re.search(r"[а-яё]", text, re.IGNORECASE) is not None


def _problems() -> Iterator[Problem]:
    return (catalogue().problem(code) for code in catalogue().codes())


@cache
def _texts() -> Index:
    return Index(
        (text_id, text)
        for text_id, known in _all_texts().items()
        for text in (known.text, known.status, known.english)
        if text
    )


def _all_texts() -> Mapping[str, AmocrmText]:
    """Of mail and of importing: their ids do not meet."""
    return {**amocrm().imports, **amocrm().texts}
