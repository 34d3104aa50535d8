"""What stands around and between the parts of an address: wrapping, invisible characters, the @, dots and commas."""

from __future__ import annotations

import re

from mailcheck.checks.draft import INVISIBLE, Draft
from mailcheck.lookalikes import lookalikes
from mailcheck.probes import text as characters

# RFC 5321 section 4.1.2: a dot-string of atoms, a domain of letters, digits and hyphens, here with at least one dot.
PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)

_IN_BRACKETS = re.compile(r"<\s*([^<>]*@[^<>]*?)\s*>[\s,;.]*\Z")
_MAILTO = re.compile(r"\s*mailto:\s*([^?]*)", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:e-?mail|mail|почта|эл\.?\s*почта|адрес)\s*[:=]\s*(?=\S)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_BETWEEN = re.compile(r"(?<=\w)\s+(?=\w)")
_COMMENT = re.compile(r"\s*\([^()@]*\)\s*")
_SPELLED_AT = re.compile(r"\s*[(\[{]\s*(?:at|@|собака|эт)\s*[)\]}]\s*|\s+(?:at|собака)\s+", re.IGNORECASE)
_QUOTED = re.compile(r'\s*"((?:[^"\\]|\\.)*)"@[^@]*\Z')
_OPENING, _CLOSING = '<([{"«“„', ">)]}\"»”“,;:!?/\\'"
_PAIRS = frozenset(map(str.__add__, _OPENING, _CLOSING)) | {"''", "``"}


def unwrap(draft: Draft) -> None:
    """Cut away what was copied together with the address."""
    if match := _IN_BRACKETS.search(draft.text):
        draft.malformed("angle-brackets")
        draft.keep(*match.span(1))
    if match := _MAILTO.match(draft.text):
        draft.malformed("mailto")
        draft.keep(*match.span(1))
    elif match := _LABEL.match(draft.text):
        draft.malformed("words-around")
        draft.keep(match.end(), len(draft.text))
    match = _SPELLED_AT.search(draft.text)
    if match and draft.text.count("@") == match.group().count("@"):
        start, stop = match.span()
        draft.malformed("no-at", start)
        draft.put(start, "@")
        draft.remove(start + 1, stop)
    _drop_words(draft)


def _drop_words(draft: Draft) -> None:
    """«Иван Петров ivan@mail.ru»: words that cannot belong to the address beside one that is whole."""
    chunks = list(re.finditer(r"\S+", draft.text))
    whole = [chunk for chunk in chunks if PLAIN.fullmatch(chunk.group())]
    words = [chunk for chunk in chunks if chunk not in whole and _is_word(chunk.group())]
    if words and len(whole) == 1 and len(words) == len(chunks) - 1:
        draft.malformed("words-around")
        draft.keep(*whole[0].span())


def _is_word(chunk: str) -> bool:
    return "@" not in chunk and not chunk.isascii() and any(map(str.isalpha, chunk))


def is_several(text: str) -> bool:
    """Two addresses or more in one field."""
    chunks = [chunk for chunk in re.split(r"[\s,;|/<>]+", text) if chunk.strip("@")]
    return sum("@" in chunk[1:-1] for chunk in chunks) > 1


def remove_invisible(draft: Draft) -> None:
    for index in range(len(draft.text) - 1, -1, -1):
        character, before = draft.text[index], draft.text[index - 1] if index else ""
        if characters.is_invisible(character, before) and not character.isspace():
            draft.note(INVISIBLE, index)
            draft.remove(index, index + 1)
    _remove_blanks(draft)
    draft.hopeless = not draft.text


def _remove_blanks(draft: Draft) -> None:
    """«ivan petrov@» may be two words, a name and an address, or one word; pieces of a known domain are no guess."""
    domain = draft.domain.strip()
    dotted = _BETWEEN.sub(".", domain).lower() in draft.known  # mail ru
    known = dotted or "".join(domain.split()).lower() in draft.known
    for match in reversed(list(_BLANKS.finditer(draft.text))):
        start, stop = match.span()
        for index in range(start, stop):
            draft.note(INVISIBLE, index)
        between = _BETWEEN.match(draft.text, start) is not None
        in_domain = start >= draft.domain_start
        if between and not (in_domain and known):
            draft.unsure = True
        if between and in_domain and dotted:
            draft.put(start, ".")
            start += 1
        draft.remove(start, stop)


def mend_signs(draft: Draft) -> None:
    """Punctuation that only looks like that of ASCII: ＠, ideographic full stop, dashes."""
    for index, character in enumerate(draft.text):
        if not character.isascii() and (sign := lookalikes().sign(character)):
            draft.lookalike(index, sign)


def trim_signs(draft: Draft) -> None:
    """Brackets, quotes and commas at the edges, in pairs or alone. A single apostrophe may begin a name."""
    while (text := draft.text) and len(text) > 1:
        if text[0] + text[-1] in _PAIRS:
            draft.malformed("sign-at-edge", 0)
            draft.keep(1, len(text) - 1)
        elif text[-1] in _CLOSING and _opening(text[-1]) not in text:
            draft.malformed("sign-at-edge", len(text) - 1)
            draft.keep(0, len(text) - 1)
        elif text[0] in _OPENING and _CLOSING[_OPENING.index(text[0])] not in text[1:]:
            draft.malformed("sign-at-edge", 0)
            draft.keep(1, len(text))
        else:
            return


def _opening(sign: str) -> str:
    """The partner of a closing bracket; for any other sign one that is nowhere."""
    place = _CLOSING.index(sign)
    return _OPENING[place] if place < len(_OPENING) and sign != '"' else "\n"


def mend_at(draft: Draft) -> None:
    """Leave exactly one @, or give up."""
    if "@" not in draft.text:
        _find_at(draft)
    while (index := draft.text.find("@@")) >= 0:
        draft.malformed("two-at", index + 1)
        draft.remove(index + 1, index + 2)
    if draft.text.count("@") < 2:
        return
    second = draft.text.rfind("@")
    local, first, second_part = draft.text.split("@", 2) if draft.text.count("@") == 2 else ("", "", "")
    draft.malformed("two-at", second)
    if f"{first}.{second_part}".lower() in draft.known:  # ivan@mail@ru
        draft.put(second, ".")
    elif local and first and first == second_part:  # ivan@mail.ru@mail.ru
        draft.keep(0, second)
    else:
        draft.hopeless = True


def _find_at(draft: Draft) -> None:
    """On the key of @ stand " in the Russian layout and 2 without Shift."""
    for sign in '"2':
        index = draft.text.rfind(sign)
        if index > 0 and characters.in_latin_layout(draft.text[index + 1 :].lower()) in draft.known:
            draft.malformed("no-at", index)
            draft.put(index, "@")
            return
    draft.give_up("no-at")


def drop_comments(draft: Draft) -> None:
    while match := _COMMENT.search(draft.text):
        draft.malformed("comment", draft.text.index("(", match.start()))
        draft.remove(*match.span())


def mend_quoted(draft: Draft) -> None:
    """RFC 5321 allows "a b"@example.com; no mail provider gives such addresses out, and CRMs do not take them."""
    match = _QUOTED.match(draft.text)
    if not match:
        return
    draft.malformed("quoted-local", match.start(1) - 1)
    if re.fullmatch(r"[A-Za-z0-9._+-]+", match.group(1)):
        draft.remove(match.end(1), match.end(1) + 1)
        draft.remove(0, match.start(1))
    else:
        draft.hopeless = True


def mend_dots(draft: Draft) -> None:
    """Commas where dots belong, two dots, dots at the edges of either part."""
    _mend_foreign_dot(draft)
    for index, character in enumerate(draft.text):
        if character == ",":
            draft.malformed("comma-for-dot", index)
            draft.put(index, ".")
    while (index := draft.text.find("..")) >= 0:
        draft.malformed("two-dots", index + 1)
        draft.remove(index + 1, index + 2)
    for index in (len(draft.text) - 1, draft.domain_start, draft.domain_start - 2, 0):
        if 0 <= index < len(draft.text) and draft.text[index] == ".":
            draft.malformed("dot-at-edge", index)
            draft.remove(index, index + 1)


def _mend_foreign_dot(draft: Draft) -> None:
    """The key of the dot in another layout, or with Shift: mail/ru, mail>ru, mailюru."""
    for sign in "/>?;ю":
        domain = draft.domain
        if domain.count(sign) and domain.lower().replace(sign, ".") in draft.known:
            for index in (i for i in range(draft.domain_start, len(draft.text)) if draft.text[i] == sign):
                if sign.isascii():
                    draft.malformed("wrong-sign-for-dot", index)
                    draft.put(index, ".")
                else:
                    draft.lookalike(index, ".", reason="keyboard-layout")
