"""The stages at which a reply may have come when nobody says: read off its number and its words, likeliest first."""

from __future__ import annotations

import re

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import Reply

_LOGIN_NUMBERS = frozenset({432, 454, 534, 535, 538})  # RFC 4954 section 6
_LOGIN_FIRST = 530  # said to whoever did not log in
_SYNTAX_NUMBERS = range(500, 505)
_LETTER_NUMBERS = frozenset({*range(450, 454), *range(550, 558)})  # said of a sender, a recipient or a letter
_WORDS = (
    (r"smtp service|no service|service (?:not |un)available|concurrent|synchroni", Stage.GREET),
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
_SETTING_UP_TLS = (
    r"^(?!.*\b(?:must|first|requires?|required|issue|need\w*|using)\b).*(?:starttls|\btls\b.*\b(?:un)?available)"
)
_LOGIN = r"auth|passw|credential|log-?\s?in\b|log(?:ged)? on|logon|sign-?\s?in|парол|логин|авториз|аутентиф"
_COMMANDS = ((r"\bLIST\b", Stage.FOLDERS), (r"\b(?:SELECT|EXAMINE|STATUS)\b", Stage.USE))  # a server names its own
_READING = (
    (r"folders|command error|list of folders|список|списк", Stage.FOLDERS),
    (r"acl\b|folder|selectable|inbox|another session|open mailboxes|no such mailbox|папк", Stage.USE),
    (r"mailbox (?:name|format|moved|has been moved|is currently reserved)|^permission denied", Stage.USE),
)
_OUTGOING = (Stage.RCPT, Stage.MAIL, Stage.DATA, Stage.AUTHENTICATE)
_INCOMING = (Stage.AUTHENTICATE, Stage.FOLDERS, Stage.USE)


def likely_stages(reply: Reply, service: Service | None) -> tuple[Stage, ...]:
    """The stages of the service that may have said it, the likeliest first."""
    if service is Service.INCOMING:
        return _incoming(reply)
    first = [Stage.AUTHENTICATE] if reply.number in _LOGIN_NUMBERS else []
    if reply.number == _LOGIN_FIRST:
        first = [Stage.MAIL]
    hinted = [stage for pattern, stage in _ENHANCED if reply.enhanced and re.match(pattern, reply.enhanced)]
    if re.search(_SETTING_UP_TLS, reply.text, re.IGNORECASE):
        first = [Stage.ENCRYPT]
    named = [stage for pattern, stage in _WORDS if re.search(pattern, reply.text, re.IGNORECASE)]
    if reply.number in _SYNTAX_NUMBERS:
        named.append(Stage.AUTHENTICATE)
    stages = tuple(dict.fromkeys([*first, *hinted, *named, *_OUTGOING]))
    if reply.number in _LETTER_NUMBERS and Stage.AUTHENTICATE not in hinted + named:
        return tuple(stage for stage in stages if stage is not Stage.AUTHENTICATE)
    return stages


def _incoming(reply: Reply) -> tuple[Stage, ...]:
    commands = tuple(stage for pattern, stage in _COMMANDS if re.search(pattern, reply.text))
    if commands:
        return commands
    reading = [stage for pattern, stage in _READING if re.search(pattern, reply.text, re.IGNORECASE)]
    if reply.response_code == "NONEXISTENT":
        reading.append(Stage.USE)
    greeting = [Stage.GREET] if reply.status in (None, "BYE") else []
    if re.search(_LOGIN, reply.text, re.IGNORECASE) and not reading:
        return (Stage.AUTHENTICATE, *greeting)
    return tuple(dict.fromkeys([*reading, *_INCOMING, *greeting]))
