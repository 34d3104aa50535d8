"""Reads the autoconfig format of Thunderbird's: what a domain or ISPDB says about its mail servers.

draft-ietf-mailmaint-autoconfig, and version 1.1 before it, as ISPDB is written in. The file comes from a stranger:
whatever is in it, the answer is a ClientConfig of plausible entries or None, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mailcheck.domain.account import Security
from mailcheck.domain.host_name import is_host_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_SIZE = 256 * 1024
"""Bytes: the largest file of ISPDB has 9 kB."""
_MAX_ENTRIES = 50  # of each kind: ISPDB has at most seven in a file
_MAX_DOMAINS = 1000  # ISPDB: 191
_MAX_TEXT = 500  # characters of a sentence or a web address that is shown; ISPDB: 319
_MAX_USERNAME = 320  # characters: an address cannot be longer
_ENCODINGS = {"utf-8", "us-ascii", "ascii", "utf-16", "iso-8859-1", "windows-1251"}
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SECURITY = {"ssl": Security.TLS, "tls": Security.TLS, "starttls": Security.STARTTLS, "plain": Security.NONE}
_INCOMING, _OUTGOING = ("imap", "pop3"), ("smtp",)
_PLACEHOLDER = re.compile("%([A-Z]+)(%?)")
_LANGUAGE = re.compile("[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,3}")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class ServerEntry:
    """A server as the file has it. `kind` is "imap", "pop3" or "smtp".

    `authentication` are the format's own words ("password-cleartext", "OAuth2"), the preferred one first. `host` and
    `username` are patterns for fill(); `username` is "" when the file gives none.
    """

    kind: str
    host: str
    port: int
    security: Security
    authentication: tuple[str, ...]
    username: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page (https) of the provider, and what it is for by language ("" when the file does not say which)."""

    url: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Servers in the file's order: the first is the one the provider prefers.

    `enable` are pages on which something is to be switched on first, `documentation` pages to read.
    """

    domains: tuple[str, ...]
    display_name: str
    incoming: tuple[ServerEntry, ...]
    outgoing: tuple[ServerEntry, ...]
    enable: tuple[Page, ...]
    documentation: tuple[Page, ...]


def parse(data: bytes) -> ClientConfig | None:
    """None when this is no autoconfig file; an entry that makes no sense, or is of no use to us, is left out."""
    root = _root(data)
    provider = root.find("emailProvider") if root is not None and root.tag == "clientConfig" else None
    if root is None or provider is None:
        return None
    return ClientConfig(
        domains=tuple(name for name in _texts(provider, "domain")[:_MAX_DOMAINS] if is_host_name(name)),
        display_name=_shown(provider.findtext("displayName")),
        incoming=tuple(_servers(provider, "incomingServer", _INCOMING)),
        outgoing=tuple(_servers(provider, "outgoingServer", _OUTGOING)),
        enable=tuple(_pages(root, provider, "enable", "visiturl", "instruction")),
        documentation=tuple(_pages(root, provider, "documentation", "url", "descr")),
    )


def fill(pattern: str, address: str) -> str | None:
    """A host or username with %EMAILADDRESS%, %EMAILLOCALPART% and %EMAILDOMAIN% put in; None for any other %WORD%."""
    local, _, domain = address.rpartition("@")
    values = {"EMAILADDRESS": address, "EMAILLOCALPART": local, "EMAILDOMAIN": domain}
    if any(name not in values or not end for name, end in _PLACEHOLDER.findall(pattern)):
        return None
    return _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)


def query(address: str) -> str:
    """The address as the value of ?emailaddress=. A dot stays: servers have given %2E back inside the user name."""
    return quote(address, safe="")


def _root(data: bytes) -> Element | None:
    text = _decoded(data) if len(data) <= MAX_SIZE else None
    if text is None:
        return None
    try:
        # Without entities a DTD could still give each of 60,000 elements the same long attribute.
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        return None
    return root


def _decoded(data: bytes) -> str | None:
    """The draft says UTF-8. Expat is not left to choose: it would try any codec of Python's that the file names."""
    declared = _DECLARED.match(data)
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    if encoding not in _ENCODINGS:
        return None
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        return None


def _servers(provider: Element, tag: str, kinds: tuple[str, ...]) -> Iterator[ServerEntry]:
    for element in provider.findall(tag)[:_MAX_ENTRIES]:
        kind = element.get("type", "").strip().lower()
        host = _text(element, "hostname")
        port = _port(_text(element, "port"))
        security = _SECURITY.get(_text(element, "socketType").lower())
        username = _text(element, "username")
        if kind in kinds and _is_host_pattern(host) and port and security and _is_username(username):
            yield ServerEntry(kind, host, port, security, _authentication(element), username)


def _authentication(element: Element) -> tuple[str, ...]:
    """Methods of another system ("http") are for other protocols."""
    found = element.findall("authentication")[:_MAX_ENTRIES]
    methods = (_shown(method.text) for method in found if not method.get("system"))
    return tuple(dict.fromkeys(method for method in methods if method))


def _pages(root: Element, provider: Element, tag: str, attribute: str, text: str) -> Iterator[Page]:
    """ISPDB has them at either level."""
    for element in (provider.findall(tag) + root.findall(tag))[:_MAX_ENTRIES]:
        url = element.get(attribute, "").strip()
        if _is_page(url):
            yield Page(url, dict(_by_language(element, text)))


def _by_language(element: Element, tag: str) -> Iterator[tuple[str, str]]:
    seen = set()
    for child in element.findall(tag)[:_MAX_ENTRIES]:
        language = (child.get("lang") or child.get(_XML_LANG) or "").strip().lower()
        shown = _shown("".join(child.itertext()))
        if shown and language not in seen and (not language or _LANGUAGE.fullmatch(language)):
            seen.add(language)
            yield language, shown


def _texts(element: Element, tag: str) -> list[str]:
    return [(child.text or "").strip().lower() for child in element.findall(tag)]


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _shown(text: str | None) -> str:
    """One line without what shows nothing or turns the line round (controls, U+202E); whoever shows it escapes it."""
    kept = "".join(letter for letter in text or "" if letter.isprintable() or letter.isspace())
    return " ".join(kept.split())[:_MAX_TEXT]


def _port(text: str) -> int | None:
    """None for what is no port: the format's own words are a whole number from 1 to 65535."""
    if not re.fullmatch("[0-9]{1,5}", text):
        return None
    number = int(text)
    return number if 0 < number < 2**16 else None


def _is_host_pattern(pattern: str) -> bool:
    """Of the placeholders only the domain makes a host: nobody has a server for each local part."""
    return is_host_name(pattern.replace("%EMAILDOMAIN%", "example.com"))


def _is_username(pattern: str) -> bool:
    return len(pattern) <= _MAX_USERNAME and pattern.isprintable()


def _is_page(url: str) -> bool:
    """A https page that a browser would open at the host that we read: no user name, no backslash, no blank.

    Pages of http are left out, which anyone on the way may change: 49 of the 162 in ISPDB. Whether there is one of
    https in their place nobody has said.
    """
    if len(url) > _MAX_TEXT or not url.isprintable() or re.search(r"[\s\\]", url):
        return False
    try:
        parts = urlsplit(url)
        plain = "@" not in parts.netloc and parts.port != 0
        return parts.scheme == "https" and plain and is_host_name(parts.hostname or "")
    except ValueError:
        return False
