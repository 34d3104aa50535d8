"""What a person pasted, searched for a mail server's reply: programs wrap it in quotes, exceptions and advice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import Reply, parse_reply

_MOST_LINES = 8  # of one reply; what follows is somebody's traceback

# RFC 5321 section 4.2: the second digit is 0 to 5, which keeps the ports 465 and 587 out.
_SMTP = re.compile(r"(?<![\w.:/#@$-])(?P<number>[45][0-5]\d)(?P<mark>[ -]\s*|$)(?P<enhanced>[45]\.\d{1,3}\.\d{1,3}\b)?")
_ENHANCED = re.compile(r"(?<![\w.-])[45]\.\d{1,3}\.\d{1,3}(?=\s)")  # .NET leaves the number out
_IMAP = re.compile(r"(?:^|(?<=[\s:>'\"«“(]))(?P<tag>(?:\*|[A-Za-z]{0,5}\d{1,6})[ \t]+)?(?:NO|BAD|BYE)[ \t]+\S")
_RESPONSE_CODE = re.compile(r"\[(?:AUTH[A-Z]+|[A-Z]{5,}(?:-[A-Z]+)*)(?:\s[^\]]*)?\]")
_ANNOUNCED = re.compile(r"\b(?:error|code|smtp|reply|said|responded|код\w*|ошибк\w*|ответ\w*)[\s#№=]*$", re.IGNORECASE)
_TAIL = " \t\r\n'\"»”;,"

# What Postfix and Thunderbird (English and Russian) say after a reply.
_AFTERWORD = re.compile(
    r"\s*(?:\(in reply to [^)]{1,40}\)?|Please (?:verify that your|check the message)\b.*"
    r"|(?:Убедитесь, что ваш|Проверьте получателя)\b.*)$",
    re.DOTALL,
)
_HINTS = (
    (
        r"(?:in reply to|mail server after) RCPT|RCPT TO command failed|RecipientsRefused|following recipients",
        Stage.RCPT,
    ),
    (r"check the message recipient|Проверьте получателя", Stage.RCPT),
    (
        r"(?:in reply to|mail server after) MAIL|MAIL FROM command failed|SenderRefused|following From address",
        Stage.MAIL,
    ),
    (r"verify that your email address is correct|Убедитесь, что ваш адрес", Stage.MAIL),
    (r"(?:in reply to|mail server after) (?:end of |pipelined )?DATA|DATA command failed", Stage.DATA),
    (r"SMTPDataError|data not accepted", Stage.DATA),
    (r"in reply to AUTH|not authenticate|Authentication(?:Error|Failed)|Password command", Stage.AUTHENTICATE),
    (r"AUTH command failed|login failed|Error login|Invalid login|imap_open|IMAP4\.error", Stage.AUTHENTICATE),
    (
        r"SMTPConnectError|in reply to (?:HELO|EHLO)|refused to talk to me|mail server after initial connection",
        Stage.GREET,
    ),
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A reply found in a text. `certain` means that its form leaves no doubt that it is a reply."""

    reply: Reply
    service: Service | None
    stage: Stage | None  # as the wrapping tells it
    certain: bool


def replies_in(text: str) -> tuple[Pasted, ...]:
    """All that looks like a refusal, best first; the last is the whole text, taken as the words of a reply."""
    plain = _unwrap(text)
    stage = _stage(plain)
    found = sorted(_found(plain), key=lambda each: (not each[2], each[0]))
    replies = [
        Pasted(parse_reply(_cut(plain, start, service)), service, stage, certain) for start, service, certain in found
    ]
    whole = Pasted(parse_reply(_trim(plain)), _named_service(plain), stage, certain=False)
    return (*dict.fromkeys(replies), whole)


def _found(text: str) -> Iterator[tuple[int, Service, bool]]:
    """Where replies begin, of which service, and whether the form is beyond doubt."""
    numbers: set[str] = set()
    for match in _SMTP.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()].rstrip()
        if re.search(r"http(?:/[\d.]+)?$", before, re.IGNORECASE):
            continue
        if match["number"] not in numbers:  # else the next line of the same reply
            opens = before[-1:] in {"", ":", ">", "("} or _ANNOUNCED.search(before)
            explains = re.match(r"[A-Za-z]", text[match.end() :]) and before.endswith(".")
            certain = opens or explains or match["enhanced"] or "-" in match["mark"]
            yield match.start(), Service.OUTGOING, bool(certain)
        numbers.add(match["number"])
    tagged = _IMAP.search(text)
    if tagged:
        certain = tagged["tag"] or tagged[0].endswith("[") or tagged.start() == 0
        yield tagged.start(), Service.INCOMING, bool(certain)
    if numbers or tagged:
        return
    for pattern, service in ((_ENHANCED, Service.OUTGOING), (_RESPONSE_CODE, Service.INCOMING)):
        bare = pattern.search(text)
        if bare:
            yield bare.start(), service, True


def _cut(text: str, start: int, service: Service) -> str:
    """The reply that begins at `start`: its lines as the server sent them."""
    rest = text[start:].split("\n\n", maxsplit=1)[0]
    lines = [line.strip() for line in rest.splitlines()[:_MOST_LINES]]
    if service is Service.INCOMING:
        return _trim(" ".join(lines))
    number = re.match(r"\d{3}", rest)
    if not number:
        return _trim(" ".join(lines))
    # The lines of one reply carry the same number; a paste may have glued them into one.
    parts = re.split(rf"(?:^|\s+(?:/\s+)?)(?={number[0]}[ -])", " ".join(lines))
    return _trim("\n".join(part.strip() for part in parts if part.strip()))


def _trim(reply: str) -> str:
    """Without the quotes and the bracket that closed the wrapping."""
    reply = _AFTERWORD.sub("", reply.strip(_TAIL)).strip(_TAIL)
    if reply.endswith(")") and reply.count(")") > reply.count("("):
        reply = reply[:-1].strip(_TAIL)
    return reply


def _unwrap(text: str) -> str:
    """Undo what programs do to a reply before they show it."""
    text = html.unescape("\n".join(text.splitlines()))
    text = re.sub(r"(?:\\x[0-9a-fA-F]{2})+", _bytes, text)
    text = re.sub(r"(?:\\r)?\\n|\\r", "\n", text).replace('\\"', '"').replace("\\'", "'").replace("\\t", " ")
    text = re.sub(r"\bb(['\"])", r"\1", text)  # Python's b'...'
    text = re.sub(r"\(?\b([45][0-5]\d),\s*['\"]", r"\1 ", text)  # Python's (535, '...')
    text = re.sub(r"(?m)^.{0,60}?(?:SERVER -> CLIENT|\b[SR]|(?<!\S)<{1,3}|<-)\s?:?\s(?=[*\w])", "", text)  # transcripts
    return text.strip().strip("'\"«»“”„`").strip()


def _bytes(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("\\x", "")).decode("utf-8", errors="replace")


def _stage(text: str) -> Stage | None:
    return next((stage for pattern, stage in _HINTS if re.search(pattern, text, re.IGNORECASE)), None)


def _named_service(text: str) -> Service | None:
    words = {"imap": Service.INCOMING, "smtp": Service.OUTGOING}
    named = [service for word, service in words.items() if word in text.lower()]
    return named[0] if len(named) == 1 else None
