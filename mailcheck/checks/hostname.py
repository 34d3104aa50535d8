"""Is a server's name one that can be typed into amoCRM? Judged before any network."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

import idna

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain_slips import domain_data
from mailcheck.lookalikes import lookalikes
from mailcheck.probes import text as characters

# RFC 1123 section 2.1; a dot at the end is legal in DNS and not in a form.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}?\.)+{_LABEL}", re.IGNORECASE)
_URL = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@]*@)?([^/?#]*).*", re.IGNORECASE | re.DOTALL)
_PATH = re.compile(r"([^/?#]+)[/?#].*", re.DOTALL)
_PORT = re.compile(r"(.*?[^:,;\s])(?:\s*:|[\s,;]+(?:(?:порт|port)\s*:?)?)\s*(\d{1,5})", re.DOTALL | re.IGNORECASE)
_SERVER_LABEL = re.compile(r"imaps?|smtps?|mail|mx|pop3?", re.IGNORECASE)
_PIECES = re.compile(rf"\s*(?:{_SERVER_LABEL.pattern})\s+(?:\S+|[\w-]+\s+\w+)\s*", re.IGNORECASE)  # imap mail ru
_MOST = 300  # characters: longer input is no server name, whatever is in it


def judge_host(host: str, service: Service) -> tuple[Finding, ...]:
    """At most one finding: the first thing that is wrong, with the whole name mended where that is obvious.

    "localhost" passes: no other computer can reach it, but practice servers are there and nobody types it by a slip.
    An internationalised name is malformed, its ASCII form is the mend; given in ASCII (xn--) it is a name like others.
    """
    if host.lower() == "localhost" or (_is_name(host) and not _address(host)):
        return ()
    if address := _address(host):
        return (_finding("host-is-ip-address", service, {"host": host, "ip_addresses": address}),)
    reason, evidence = next(_reasons(host))
    mended = _mended(host) if len(host) <= _MOST else None
    if mended is not None and (address := _address(mended)):
        return (_finding("host-is-ip-address", service, {"host": host, "ip_addresses": address}),)
    evidence |= {"host": host[:_MOST], "reason": reason}
    if mended is not None and mended != host and _is_name(mended):
        evidence["suggestion"] = mended
    return (_finding("host-malformed", service, evidence),)


def _finding(code: str, service: Service, evidence: dict[str, Any]) -> Finding:
    return Finding(code, Outcome.FAILED, Stage.HOST, service, evidence=evidence)


def _is_name(host: str) -> bool:
    return _HOST.fullmatch(host) is not None and not host.rpartition(".")[2].isdigit()


def _address(host: str) -> str | None:
    """IPv4 or IPv6, in brackets or with a port as people write them."""
    for text in (host.strip(), _without_port(host)[0]):
        try:
            return str(ipaddress.ip_address(text.strip("[]")))
        except ValueError:
            continue
    return None


def _reasons(host: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Why it is no name, and where; the first is the one to tell."""
    if not host.strip():
        yield "empty", {}
    if len(host) > _MOST:
        yield "too-long", {}
    if "://" in host or _PATH.fullmatch(host):
        yield "url", {}
    if "@" in host:
        yield "email", {}
    if port := _without_port(host)[1]:
        yield "port", {"port_suggestion": int(port)}
    for index, character in enumerate(host):
        if characters.is_invisible(character, host[index - 1] if index else ""):
            yield "blank-inside", _place(host, index)
    for index, twin in sorted(_twins(host).items()):
        yield "lookalike", _place(host, index) | {"latin": twin}
    if not host.isascii():
        yield "idn", {}
    yield from _reasons_in_ascii(host)


def _reasons_in_ascii(host: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for sign, reason in ((",", "comma-for-dot"), ("..", "two-dots")):
        if sign in host:
            yield reason, _place(host, host.index(sign))
    for index in (0, len(host) - 1):
        if host[index] == ".":
            yield "dot-at-edge", _place(host, index)
    if strange := re.search(r"[^A-Za-z0-9.-]", host):
        yield "bad-character", _place(host, strange.start())
    if "." not in host:
        yield "no-zone", {}
    if len(host) > 253 or any(len(label) > 63 for label in host.split(".")):
        yield "too-long", {}
    if hyphen := re.search(r"(?:(?<=\.)|\A)-|-(?=\.|\Z)", host):
        yield "label-hyphen-edge", _place(host, hyphen.start())
    yield "bad-zone", {}


def _place(host: str, index: int) -> dict[str, Any]:
    return {"position": index + 1, "character": host[index], "name": characters.name(host[index])}


def _without_port(host: str) -> tuple[str, str | None]:
    match = _PORT.fullmatch(host.strip()) if len(host) <= _MOST else None
    return (match[1], match[2]) if match else (host, None)


def _twins(host: str) -> dict[int, str]:
    """Look-alikes, when putting the Latin letters in their place leaves ASCII alone."""
    table = lookalikes()
    foreign = {i: character for i, character in enumerate(host) if not character.isascii()}
    twins = {i: twin for i, c in foreign.items() if (twin := table.twin(c) or table.sign(c))}
    zone = re.split(r"[.。]", host)[-1]
    spelled = domain_data().spelled_zones.get(zone.lower(), "")  # .ру is not .py
    twins |= dict(enumerate(spelled, len(host) - len(zone)))
    labels = re.findall(r"[^.\s。]+", host.removesuffix(zone) if spelled else host)
    return twins if len(twins) == len(foreign) and not any(map(_is_word, labels)) else {}


def _is_word(label: str) -> bool:
    """A word of another script, though its letters have twins: «рост» is not poct. «мх» is mx."""
    table = lookalikes()
    latin = "".join(table.twin(character) or character for character in label)
    by_ear = any(character in table.by_ear for character in label)
    return by_ear and not re.search("[A-Za-z]", label) and not _SERVER_LABEL.fullmatch(latin)


def _mended(host: str) -> str | None:
    """The host name in what was typed, or None."""
    if match := _URL.fullmatch(host):
        host = match[1]
    host = _without_port(host.strip())[0]
    if match := _PATH.fullmatch(host):
        host = match[1]
    if "@" in host:
        name, _, host = host.rpartition("@")
        if _SERVER_LABEL.fullmatch(name.strip()):  # imap@mail.ru
            host = f"{name.strip()}.{host}"
        elif host.count(".") < 2 or not _SERVER_LABEL.fullmatch(host.partition(".")[0].strip()):
            return None  # an e-mail address: its domain is seldom the server
    if _PIECES.fullmatch(host):
        host = ".".join(host.split())
    if not re.search("[A-Za-z]", host) and _SERVER_LABEL.match(characters.in_latin_layout(host)):
        host = characters.in_latin_layout(host)  # шьфз.ьфшд.кг
    if re.search(r"\w\s+\w", host):  # nobody knows what the blank stands for
        return None
    host = "".join(c for i, c in enumerate(host) if not characters.is_invisible(c, host[i - 1] if i else ""))
    twins = _twins(host)
    host = "".join(twins.get(i, character) for i, character in enumerate(host))
    host = re.sub(r"\.{2,}", ".", host.replace(",", ".")).strip(".;:")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except UnicodeError:  # idna.IDNAError is one
        return None
