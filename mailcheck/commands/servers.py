"""Server names as they are typed: HOST[:PORT][/tls|/starttls|/none] and IP[:PORT]."""

from __future__ import annotations

import ipaddress
import re

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.usage import UsageError

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
_DNS_PORT = 53


def endpoint(text: str | None, service: Service, option: str) -> Endpoint | None:
    """What is no host name at all is left to the check that explains it."""
    if text is None:
        return None
    if "://" in text or "@" in text or "\\" in text or _is_ip(text):
        return Endpoint(text, DEFAULT_PORTS[service, Security.TLS], Security.TLS)
    match = _ENDPOINT.fullmatch(text)
    if not match or not match["host"].strip("[] "):
        raise UsageError("host-missing", option=option)
    port = _port(match["port"], option) if match["port"] is not None else None
    security = _security(match["security"], port, option)
    return Endpoint(match["host"].strip("[]"), port or DEFAULT_PORTS[service, security], security)


def nameserver(text: str | None) -> tuple[str, int] | None:
    """An IPv6 address with a port stands in brackets."""
    if text is None:
        return None
    bracketed = re.fullmatch(r"\[(.*)\](?::(.*))?", text)
    host, port = (bracketed[1], bracketed[2]) if bracketed else (text, None)
    if not bracketed and text.count(":") == 1:
        host, _, port = text.partition(":")
    if not _is_ip(host):
        raise UsageError("nameserver")
    return host, _DNS_PORT if port is None else _port(port, "--nameserver")


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


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
