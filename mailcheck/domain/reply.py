"""One answer of a mail server, taken apart (RFC 9051 section 7, RFC 5321 section 4.2, RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SMTP_LINE = re.compile(r"^(?P<number>[2-5]\d\d)(?:[ -](?P<rest>.*))?$", re.DOTALL)
_ENHANCED = re.compile(r"^(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})(?:[ \t]+(?P<rest>.*))?$", re.DOTALL)
_IMAP_LINE = re.compile(
    r"^(?:(?:\*|\+|[A-Za-z0-9.]{1,20})[ \t]+)?(?P<status>OK|NO|BAD|BYE|PREAUTH)\b[ \t]*(?P<rest>.*)$", re.DOTALL
)
# qmail and its kin: "sorry, no mailbox here by that name (#5.1.1)"
_ENHANCED_LATER = re.compile(r"#(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})\b")
_RESPONSE_CODE = re.compile(r"^\[(?P<code>[A-Z][A-Z0-9-]*)(?P<argument>[^\]]*)\][ \t]*(?P<rest>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """`raw` is verbatim (lines joined by a line feed); `text` is the words without numbers, codes and tags."""

    raw: str
    text: str
    number: int | None = None  # SMTP reply code
    enhanced: str | None = None  # RFC 3463, "5.7.8"
    status: str | None = None  # IMAP: OK, NO, BAD, BYE, PREAUTH
    response_code: str | None = None  # IMAP, RFC 5530: AUTHENTICATIONFAILED …


def parse_reply(raw: str) -> Reply:
    """Take apart a reply as a server sent it or as a person pasted it, with or without tag or number; never fails.

    Several SMTP lines may be separated by line feeds or, as people write them, by blanks or " / ".
    """
    raw = raw.strip()
    lines = _lines(raw)
    imap = _IMAP_LINE.match(raw)
    if imap and not _SMTP_LINE.match(lines[0]):
        return _imap_reply(raw, imap["status"], imap["rest"])
    code = _RESPONSE_CODE.match(raw)
    if code:  # "[AUTHENTICATIONFAILED] ..." pasted without its NO
        return Reply(raw, " ".join(code["rest"].split()), response_code=code["code"])
    return _smtp_reply(raw, lines)


def _imap_reply(raw: str, status: str, rest: str) -> Reply:
    code = _RESPONSE_CODE.match(rest)
    if code and code["code"] == "ALERT":  # one code is allowed, some servers write "[ALERT] [AUTHENTICATIONFAILED]"
        code = _RESPONSE_CODE.match(code["rest"]) or code
    if code:
        return Reply(raw, " ".join(code["rest"].split()), status=status, response_code=code["code"])
    return Reply(raw, " ".join(rest.split()), status=status)


def _smtp_reply(raw: str, lines: list[str]) -> Reply:
    number: int | None = None
    enhanced: str | None = None
    words: list[str] = []
    for line in lines:
        rest = line
        match = _SMTP_LINE.match(rest)
        if match:
            number = int(match["number"])
            rest = (match["rest"] or "").strip()
        match = _ENHANCED.match(rest)
        if match:
            enhanced = match["enhanced"]
            rest = match["rest"] or ""
        words.append(rest)
    text = " ".join(" ".join(words).split())
    later = None if enhanced else _ENHANCED_LATER.search(text)
    return Reply(raw, text, number=number, enhanced=later["enhanced"] if later else enhanced)


def _lines(raw: str) -> list[str]:
    lines = raw.splitlines() or [""]
    if len(lines) == 1 and re.match(r"^[2-5]\d\d-", raw):
        lines = re.split(rf"\s+(?:/\s+)?(?={raw[:3]}[ -])", raw)
    return [line.strip() for line in lines]
