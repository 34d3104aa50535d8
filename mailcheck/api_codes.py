"""Numbers of amoCRM's API in what a person typed: "113", "код 403", "error 244", "HTTP 402"; and their texts."""

from __future__ import annotations

import re
from functools import cache

from mailcheck.amocrm import ApiCode, amocrm
from mailcheck.domain.report import Remedy
from mailcheck.explanation import Meaning
from mailcheck.i18n import Language, message
from mailcheck.likeness import Index, words_of

_NUMBER = re.compile(
    r"[\s#№:.,\"'({\[-]*"
    r"(?P<named>(?:(?:amocrm|amo|api|http(?:/[\d.]+)?|код\w*|code|ошибк\w*|error|статус\w*|status|ответ\w*|response|"
    r"error_code|status_code)[\s#№:.,\"'={-]*)*)"
    r"(?P<number>\d{3,4})\b[\s.,:;\"'»)}\]-]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_HTTP_WORDS = frozenset(
    {
        "bad request",
        "forbidden",
        "method not allowed",
        "no content",
        "not found",
        "payment required",
        "too many requests",
        "unauthorized",
        "unprocessable entity",
    }
)
_EXACT = 0.95
_LIKE = 0.65  # likeness of the words after a number to that number's text


def by_number(text: str, language: Language) -> tuple[Meaning, ...]:
    """The meanings of the number that the text gives; none when it gives none, or a mail server's."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return ()
    number, rest = match["number"], match["rest"].strip()
    own = [code for code in amocrm().api if str(code.code) == number]
    by_http = [code for code in amocrm().api if code not in own and (code.http or "").split(" ")[0] == number]
    found = own + by_http
    if not found or not _is_about(found, bool(match["named"]), rest):
        return ()
    return tuple(_meaning(code, language, certain=len(found) == 1) for code in found)


def like(text: str) -> list[tuple[ApiCode, float]]:
    """The codes whose text is like this one, best first."""
    return [(amocrm().api[int(place)], score) for place, score in _texts().find(text)]


def by_text(text: str, language: Language, least: float, fewest_words: int = 3) -> tuple[Meaning, ...]:
    """The code whose text this is, and its other meanings if the text fits them too.

    Fewer words may be said by anybody: "пароль", "access denied".
    """
    found = like(text)
    if len(words_of(text)) < fewest_words or not found or found[0][1] < least:
        return ()
    best, sure = found[0][0].code, found[0][1] >= _EXACT
    meant = [code for code, score in found if score >= least and code.code == best]
    return tuple(_meaning(code, language, certain=sure and len(meant) == 1) for code in meant)


def _is_about(found: list[ApiCode], named: bool, rest: str) -> bool:
    """Whether what follows the number lets it be an API code: "221 2.0.0 Bye" is a mail server's."""
    if not rest or rest.casefold() in _HTTP_WORDS:
        return True
    if re.match(r"[245]\.\d", rest):
        return False
    alike = any(code in found and score >= _LIKE for code, score in like(rest))
    return alike or (named and len(rest.split()) <= 12)


def _meaning(code: ApiCode, language: Language, *, certain: bool) -> Meaning:
    text = code.text[language].rstrip(".") + "."
    what = message("explain.api-what", language, text=text, section=code.section[language], http=code.http)
    if code.note:
        what = f"{what} {code.note[language]}"
    return Meaning(
        title=message("explain.api-title", language, code=code.code),
        what=what,
        why=message("explain.api-why", language),
        remedies=tuple(Remedy(message(f"explain.api-{step}", language)) for step in ("forward", "support")),
        id=str(code.code),
        confidence="certain" if certain else "likely",
    )


@cache
def _texts() -> Index:
    return Index((str(place), text) for place, code in enumerate(amocrm().api) for text in code.text.values())
