"""The stages at which a reply may have come when nobody says: read off its number and its words, likeliest first."""

from __future__ import annotations

import re

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import Reply

_LOGIN_NUMBERS = frozenset({432, 454, 530, 534, 535, 538})  # RFC 4954 section 6
_SYNTAX_NUMBERS = range(500, 505)
_LETTER_NUMBERS = frozenset({*range(450, 454), *range(550, 558)})  # said of a sender, a recipient or a letter
_WORDS = (
    (r"smtp service|service (?:not |un)available|concurrent|synchroni", Stage.GREET),
    (r"sender|send(?:ing)? (?:as|from)|mail from|from address|auth command first|отправител", Stage.MAIL),
    (r"recipient|rcpt|relay|no such|user unknown|unknown user|double-checking|получател", Stage.RCPT),
    (r"auth|passw|credential|log-?\s?in|logon|sign-?\s?in|парол|логин|авториз|аутентиф", Stage.AUTHENTICATE),
    (r"spam|message|content|virus|letter|attachment|спам|письм|сообщени", Stage.DATA),
    (r"mailbox|user|address|account|ящик|адрес", Stage.RCPT),
    (r"connection|connect|helo|ehlo|host|соединени", Stage.GREET),
)
_ENHANCED = (  # RFC 3463
    (r"[45]\.1\.[78]", Stage.MAIL),
    (r"[45]\.[12]\.", Stage.RCPT),
    (r"[45]\.7\.(?:8|9|30|57|139)$", Stage.AUTHENTICATE),
    (r"[45]\.(?:3\.4|6\.)", Stage.DATA),
)
_OUTGOING = (Stage.RCPT, Stage.MAIL, Stage.DATA, Stage.AUTHENTICATE, Stage.GREET)
_INCOMING = (Stage.AUTHENTICATE, Stage.FOLDERS, Stage.USE, Stage.GREET)


def likely_stages(reply: Reply, service: Service | None) -> tuple[Stage, ...]:
    """The stages of the service that may have said it, the likeliest first."""
    if service is Service.INCOMING:
        return _INCOMING
    first = [Stage.AUTHENTICATE] if reply.number in _LOGIN_NUMBERS else []
    hinted = [stage for pattern, stage in _ENHANCED if reply.enhanced and re.match(pattern, reply.enhanced)]
    named = [stage for pattern, stage in _WORDS if re.search(pattern, reply.text, re.IGNORECASE)]
    if reply.number in _SYNTAX_NUMBERS:
        named.append(Stage.AUTHENTICATE)
    stages = tuple(dict.fromkeys([*first, *hinted, *named, *_OUTGOING]))
    if reply.number in _LETTER_NUMBERS and Stage.AUTHENTICATE not in hinted + named:
        return tuple(stage for stage in stages if stage is not Stage.AUTHENTICATE)
    return stages
