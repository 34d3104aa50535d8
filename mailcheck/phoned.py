"""What a phone code tells support: the case it was made from, and its problem explained as any other."""

from __future__ import annotations

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome
from mailcheck.explain import explain
from mailcheck.explanation import Explanation, Kind
from mailcheck.i18n import Language
from mailcheck.phone_code import Decoded, decode, is_misread
from mailcheck.providers import providers


def phoned(text: str, language: Language) -> Explanation | None:
    """None when it is no phone code. One with a wrong character in it is one, of no known case."""
    case = decode(text)
    if case is None:
        return Explanation(Kind.PHONE_CODE) if is_misread(text) else None
    if case.number is None:
        return Explanation(Kind.PHONE_CODE, case=case)
    provider = providers().by_id(case.provider)
    found = explain(case.number, language=language, service=_failing(case), provider=provider)
    return Explanation(Kind.PHONE_CODE, found.matches, case)


def _failing(case: Decoded) -> Service | None:
    """The service that the problem is of, where only one can be."""
    for wanted in (Outcome.FAILED, Outcome.WARNED):
        failing = [s for s, outcome in zip(Service, (case.incoming, case.outgoing), strict=True) if outcome is wanted]
        if failing:
            return failing[0] if len(failing) == 1 else None
    return None
