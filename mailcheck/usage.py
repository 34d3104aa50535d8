"""What is typed after a command, taken apart. Anything unusable is a UsageError with one line in the person's language.

Values are never repeated in an error: the one in the wrong place may be a password.
"""

from __future__ import annotations

import argparse
import ipaddress
import re
import unicodedata
from typing import Any, NoReturn

from mailcheck.domain.account import Endpoint, Security, Service

DEFAULT_PORTS = {
    (Service.INCOMING, Security.TLS): 993,  # RFC 8314 section 7
    (Service.INCOMING, Security.STARTTLS): 143,
    (Service.INCOMING, Security.NONE): 143,
    (Service.OUTGOING, Security.TLS): 465,
    (Service.OUTGOING, Security.STARTTLS): 587,
    (Service.OUTGOING, Security.NONE): 587,
}
_STARTTLS_PORTS = (143, 587, 25, 2525)
_ENDPOINT = re.compile(r"(?P<host>\[[^\]]*\]|[^:/]*)(?::(?P<port>[^/]*))?(?:/(?P<security>.*))?", re.DOTALL)
_LONGEST = 20_000  # characters of one argument; Linux itself takes 131,072


class UsageError(Exception):
    """`key` names a sentence in the section [usage] of messages.toml."""

    def __init__(self, key: str, **fields: str) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields


class Parser(argparse.ArgumentParser):
    """argparse without its habit of printing two lines in English and repeating what was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def parse(self, words: list[str]) -> argparse.Namespace:
        found, extra = self.parse_known_args(words)
        if extra:
            option = next((word.partition("=")[0] for word in extra if word.startswith("-")), None)
            if option:
                raise UsageError("unknown-option", option=shown(option))
            raise UsageError("too-many")
        for name, value in vars(found).items():
            _refuse_controls(name, value)
        return found

    def error(self, message: str) -> NoReturn:
        """argparse speaks English prose; of that only the option's own name is taken."""
        option = next((word for word in re.findall(r"--[a-z-]+", message)), "")
        raise UsageError("needs-value", option=option)


def shown(text: str) -> str:
    """A word of the person's for an error line: printable and short."""
    return "".join(ch if ch.isprintable() else "?" for ch in text)[:60]


def endpoint(text: str | None, service: Service, option: str) -> Endpoint | None:
    """HOST[:PORT][/tls|/starttls|/none]. What is no host name at all is left to the check that explains it."""
    if text is None:
        return None
    if "://" in text or "@" in text or "\\" in text:
        return Endpoint(text, DEFAULT_PORTS[service, Security.TLS], Security.TLS)
    match = _ENDPOINT.fullmatch(text)
    if not match or not match["host"].strip("[] "):
        raise UsageError("host-missing", option=option)
    port = _port(match["port"], option) if match["port"] is not None else None
    security = _security(match["security"], port, option)
    return Endpoint(match["host"].strip("[]"), port or DEFAULT_PORTS[service, security], security)


def _port(text: str, option: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or not 1 <= int(text) <= 65535:
        raise UsageError("port", option=option)
    return int(text)


def _security(text: str | None, port: int | None, option: str) -> Security:
    if text is None:
        return Security.STARTTLS if port in _STARTTLS_PORTS else Security.TLS
    try:
        return Security(text.lower())
    except ValueError:
        raise UsageError("security", option=option) from None


def nameserver(text: str | None) -> tuple[str, int] | None:
    """IP or IP:port; an IPv6 address with a port stands in brackets."""
    if text is None:
        return None
    bracketed = re.fullmatch(r"\[(.*)\](?::(\d+))?", text)
    host, port = (bracketed[1], bracketed[2]) if bracketed else (text, None)
    if not bracketed and text.count(":") == 1:
        host, _, port = text.partition(":")
    try:
        address = ipaddress.ip_address(host)
        number = 53 if port is None else _port(port, "--nameserver")
    except (ValueError, UsageError):
        raise UsageError("nameserver") from None
    return str(address), number


def seconds(text: str) -> float:
    """--deadline."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 600:
        raise UsageError("deadline")
    return value


def _refuse_controls(name: str, value: object) -> None:
    """A control character in an argument is never meant, except in what is judged letter by letter."""
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        if not isinstance(text, str):
            continue
        option = name if name in ("address", "text", "file") else f"--{name.replace('_', '-')}"
        if name == "text":
            if len(text) > _LONGEST * 5:
                raise UsageError("too-long", option=option)
            continue
        if "\0" in text or (name not in ("address", "recipient", "sender") and _has_control(text)):
            raise UsageError("control", option=option)
        if any(unicodedata.category(ch) == "Cs" for ch in text):  # bytes that are no UTF-8
            raise UsageError("control", option=option)


def _has_control(text: str) -> bool:
    return any(unicodedata.category(ch) == "Cc" for ch in text)
