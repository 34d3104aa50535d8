"""A practice mailbox: what its owner types, what its servers are like, and what the check must find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.report import Verdict

CERTIFICATES = ("good", "expired", "expires-soon", "wrong-name", "self-signed", "unknown-authority")
TOPICS = ("providers", "password", "address", "folders", "servers", "sending", "certificate", "order")
"""What a scenario teaches, what people meet most often first."""
GREETING = "GREETING"
"""Stands for the greeting where the commands are named that a server does not answer."""


@dataclass(frozen=True, slots=True)
class Script:
    """One practice server: what it is, and where it departs from good order.

    Replies are written as they stand on the line, without the tag of an IMAP command; a reply of several lines has
    "\\n" between them. `answers`, `silent` and `drops` go by the name of the command in capitals ("LIST", "RCPT"); in
    IMAP the mailbox may follow ("EXAMINE Sent"), LOGIN is AUTHENTICATE too, and END-OF-DATA is the end of a letter in
    SMTP.
    """

    endpoint: Endpoint  # as it would be in the world: the address, port and security that are played
    greeting: str  # "OK ready", "BYE no", "220 host ESMTP", "554 go away"
    offers: tuple[str, ...]  # the capabilities after the login, or the lines of EHLO after the first
    refusal: str  # to a wrong name or password
    certificate: str = "good"  # one of CERTIFICATES
    answers: Mapping[str, str] = field(default_factory=dict)  # given whatever was asked
    silent: frozenset[str] = frozenset()  # commands that are never answered
    drops: frozenset[str] = frozenset()  # commands at which the connection is closed


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a practice mailbox and the room in it."""

    folders: Mapping[str, tuple[str, ...]]  # name, as people read it -> attributes ("\\Sent"); INBOX is always there
    delimiter: str = "/"
    prefix: str = ""  # of the personal namespace: "INBOX."
    used_kib: int | None = None  # both or none: without them the server knows no quota
    limit_kib: int | None = None
    keeps_sent: bool = False  # the server itself puts what is sent into the folder with \\Sent


@dataclass(frozen=True, slots=True)
class Expected:
    """What the check must find."""

    verdict: Verdict
    codes: tuple[str, ...]  # of the diagnoses, in order
    amocrm: str | None  # id of the text that stands first


@dataclass(frozen=True, slots=True)
class Scenario:
    """Texts by language: `title` in a line, `story` in two or three sentences."""

    id: str
    title: Mapping[str, str]
    story: Mapping[str, str]
    teaches: str  # one of TOPICS
    tour: int | None  # its place in the guided tour
    address: str  # as it is typed
    mailbox: str  # the address that the servers know it by
    username: str | None
    secret: str  # what is typed
    accepted: tuple[str, ...]  # the passwords that the servers take
    sender: str | None
    recipient: str | None
    amocrm_error: str | None
    typed: Mapping[Service, Endpoint]  # where the person typed a server; else the provider's, or the server as it is
    deadline: float  # seconds for the whole run
    scripts: Mapping[Service, Script]
    layout: Layout
    zone: Mapping[str, tuple[str, ...]]  # name -> records ("MX 10 mx.example.", "SERVFAIL"); servers have theirs anyway
    expected: Expected
