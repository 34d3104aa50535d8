"""Recognises a service by the first words it says: the wrong port or the wrong kind of encryption shows there."""

from __future__ import annotations

import re

from mailcheck.domain.account import Security, Service
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.redact import printable

_FIRST_WORDS = (
    (re.compile(r"^\+OK"), "pop3", None),
    (re.compile(r"^\* (OK|PREAUTH|BYE)"), "imap", Service.INCOMING),
    (re.compile(r"^[2-5]\d\d[ -]"), "smtp", Service.OUTGOING),
    (re.compile(r"^HTTP/|^<(!doctype|html)", re.IGNORECASE), "http", None),
    (re.compile(r"^SSH-"), "ssh", None),
)
_SOFTWARE = (
    (re.compile(r"Microsoft (Exchange|ESMTP MAIL Service)"), "exchange"),
    (re.compile(r"Courier-IMAP"), "courier"),
)
_TLS_RECORDS = (b"\x15\x03", b"\x16\x03")  # an alert, a handshake message (RFC 8446 section 5.1)


def wrong_service(said: str, service: Service) -> ProbeError | None:
    """What another protocol's greeting gives away; None when it is the right one's, or nobody's we know."""
    for pattern, name, speaker in _FIRST_WORDS:
        if pattern.search(said) and speaker is not service:
            return ProbeError("wrong-service", reply=said, answered=name)
    return None


def plain_speaker(first_bytes: bytes, service: Service) -> ProbeError | None:
    """A server that answered our TLS with readable words."""
    said = "\n".join(printable(line) for line in first_bytes.strip().splitlines())
    for pattern, _, speaker in _FIRST_WORDS:
        if pattern.search(said) and speaker is service:
            suggestion = Security.STARTTLS.value
            return ProbeError("port-speaks-plaintext", reply=said, security_suggestion=suggestion)
    return wrong_service(said, service)


def is_tls(first_bytes: bytes) -> bool:
    """A server that answered our silence or our words with a TLS record."""
    return first_bytes[:2] in _TLS_RECORDS


def software(greeting: str) -> str | None:
    """Programs whose user names are often of another form than the address, by their first words."""
    return next((name for pattern, name in _SOFTWARE if pattern.search(greeting)), None)
