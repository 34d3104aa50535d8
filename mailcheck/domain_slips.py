"""Slips of the finger in a domain: resources/domain-slips.toml, and which popular domain was meant.

The rules lean to silence. A short name (bk.ru, me.com) one letter away from another is most likely another real domain,
so that only its zone is looked at; a name of four letters (mail, list, live) is judged by the slips that fingers make
(two letters swapped, one doubled, the key beside); a longer one by any single slip. What is near no popular domain is
measured against the other zones of the popular names (hotmail.fr) and against some providers more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from mailcheck import resources
from mailcheck.resources import BadResourceError

_SHORT, _LONG = 4, 5  # letters of a name from which swaps and neighbours count, and from which any slip counts
_MOST_POPULAR = 3  # these are so much used that a missing letter counts in a name of four, too, and that they win a tie
_SEPARATORS = str.maketrans("", "", ".-_/")

_KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# Written by ear, or alike on screen.
_PAIRS = ("il", "i1", "l1", "o0", "ae", "ei", "ao", "yi", "yj", "kc", "vw", "s5", "uo")
_MISTAKEN = frozenset(frozenset(pair) for pair in _PAIRS)


@dataclass(frozen=True, slots=True)
class DomainData:
    """The file, see the comments there."""

    popular: tuple[str, ...]
    also: frozenset[str]
    real: frozenset[str]
    brands: frozenset[str]
    brand_zones: frozenset[str]
    cut_zones: frozenset[str]
    common_zones: tuple[str, ...]
    real_zones: frozenset[str]
    spelled_zones: Mapping[str, str]
    spelled_names: Mapping[str, str]


def load(file: Path) -> DomainData:
    """Read and judge a file; BadResourceError says "file: entry: reason"."""
    raw = resources.load_toml(file)
    unknown = raw.keys() - set(DomainData.__slots__)
    if unknown:
        raise BadResourceError(f"{file.name}: unknown key {min(unknown)!r}")
    lists = {key: _texts(file.name, raw, key, list) for key in DomainData.__slots__ if not key.startswith("spelled_")}
    tables = {key: _texts(file.name, raw, key, dict) for key in DomainData.__slots__ if key.startswith("spelled_")}
    if any(len(spelled) != len(zone) for spelled, zone in tables["spelled_zones"].items()):
        raise BadResourceError(f"{file.name}: spelled_zones: as many letters are wanted on both sides")
    return DomainData(
        popular=tuple(lists["popular"]),
        also=frozenset(lists["also"]),
        real=frozenset(lists["real"]),
        brands=frozenset(lists["brands"]),
        brand_zones=frozenset(lists["brand_zones"]),
        cut_zones=frozenset(lists["cut_zones"]),
        common_zones=tuple(lists["common_zones"]),
        real_zones=frozenset(lists["real_zones"]),
        spelled_zones=tables["spelled_zones"],
        spelled_names=tables["spelled_names"],
    )


def _texts(file: str, raw: Mapping[str, Any], key: str, kind: type) -> Any:
    value = raw.get(key)
    texts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, kind) or not all(isinstance(text, str) and text == text.lower() for text in texts or ()):
        raise BadResourceError(f"{file}: {key}: missing, or not of lower-case texts")
    return value


@cache
def domain_data() -> DomainData:
    return load(resources.path("domain-slips.toml"))


@dataclass(frozen=True, slots=True)
class Meant:
    """What a domain was probably meant to be; `sure` when nothing else fits as well."""

    domain: str
    sure: bool


@lru_cache(maxsize=8192)  # a list of addresses has few domains
def meant(domain: str, known: frozenset[str]) -> Meant | None:
    """`domain` in lower case and ASCII. None when it is known, really somebody's, or no slip."""
    data = domain_data()
    if domain in known or domain in data.real:
        return None
    for targets in _targets(known):
        found = sorted(set(_candidates(domain, targets, data)), key=targets.rank.__getitem__)
        if found:
            popular = [candidate for candidate in found if targets.rank[candidate] < _MOST_POPULAR]
            return Meant(found[0], sure=len(found) == 1 or len(popular) == 1)
    name, _, zone = domain.rpartition(".")
    zones = [good for good in data.common_zones if name and _is_broken_zone(zone, good, data)]
    if not zones:
        return None
    mended = f"{name}.{zones[0]}"
    return meant(mended, known) or Meant(mended, sure=len(zones) == 1)  # gmail.rru -> gmail.ru -> gmail.com


@dataclass(frozen=True, slots=True)
class _Targets:
    rank: Mapping[str, int]
    squeezed: Mapping[str, str]  # without its dot: mailru
    zones: Mapping[str, tuple[str, ...]]  # name -> its zones
    shortened: Mapping[str, frozenset[str]]  # a name with one letter left out, or none -> the names


@lru_cache(maxsize=8)
def _targets(known: frozenset[str]) -> tuple[_Targets, _Targets]:
    """The popular domains, and others that are known."""
    data = domain_data()
    popular = [domain for domain in data.popular if domain in known]
    names = data.also.union(name for name in map(_name, popular) if len(name) >= _LONG)
    others = [domain for domain in known.difference(popular) if _name(domain) in names]
    return _indexed(popular, 0), _indexed(sorted(others), len(popular))


def _indexed(domains: Sequence[str], first: int) -> _Targets:
    """`first`: the rank of the first."""
    zones: dict[str, tuple[str, ...]] = {}
    shortened: dict[str, frozenset[str]] = {}
    for domain in domains:
        name, _, zone = domain.partition(".")
        zones[name] = (*zones.get(name, ()), zone)
        for key in _shortened(name):
            shortened[key] = shortened.get(key, frozenset()) | {name}
    rank = {domain: place for place, domain in enumerate(domains, first)}
    return _Targets(rank, {domain.translate(_SEPARATORS): domain for domain in domains}, zones, shortened)


def _name(domain: str) -> str:
    return domain.partition(".")[0]


def _candidates(domain: str, targets: _Targets, data: DomainData) -> Iterator[str]:
    squeezed = targets.squeezed.get(domain.translate(_SEPARATORS))
    if squeezed and ("." not in domain or squeezed.index(".") >= _SHORT):  # mailru, gmailc.om, yan-dex.ru
        yield squeezed
    if domain.startswith("www.") and domain[4:] in targets.rank:
        yield domain[4:]
    name, dot, zone = domain.partition(".")
    for good in targets.zones.get(name, ()):
        if _is_wrong_zone(name, zone, good, data) if dot else len(name) >= _SHORT:
            yield f"{name}.{good}"
    if dot:
        for near in _near_names(name, targets):
            for good in targets.zones[near]:
                loose = targets.rank[f"{near}.{good}"] < _MOST_POPULAR
                if _is_slip(name, near, loose=loose) and (zone == good or _is_broken_zone(zone, good, data)):
                    yield f"{near}.{good}"


def _is_wrong_zone(name: str, zone: str, good: str, data: DomainData) -> bool:
    if _is_broken_zone(zone, good, data):
        return True
    if len(name) < _SHORT:
        return False
    if zone == good * 2 or any(zone in (f"{good}.{extra}", f"{extra}.{good}") for extra in data.common_zones):
        return True
    if name in data.brands and zone in data.brand_zones:
        return True
    return len(name) >= _LONG and good == "com" and zone in data.cut_zones


def _is_broken_zone(zone: str, good: str, data: DomainData) -> bool:
    """A zone that does not exist, one slip away from one that does."""
    if not zone or ("." in zone and "." not in good) or zone.rpartition(".")[2] in data.real_zones:
        return False
    return zone in _shortened(good) or _is_slip(zone, good, least=2)


def _near_names(name: str, targets: _Targets) -> frozenset[str]:
    keys = _shortened(name) | {name.replace("ks", "x", 1)}
    return frozenset().union(*(targets.shortened.get(key, frozenset()) for key in keys)) - {name}


def _shortened(name: str) -> frozenset[str]:
    return frozenset((name, *(name[:i] + name[i + 1 :] for i in range(len(name)))))


def _is_slip(typed: str, good: str, *, least: int = _SHORT, loose: bool = False) -> bool:
    """`loose`: a missing letter counts in a short name too."""
    if len(good) < least:
        return False
    if len(typed) == len(good):
        return _is_replaced(typed, good)
    i = next((i for i, (a, b) in enumerate(zip(typed, good, strict=False)) if a != b), min(len(typed), len(good)))
    if len(typed) == len(good) + 1:
        if typed.replace("ks", "x", 1) == good:
            return True
        beside = typed[i - 1 : i] + typed[i + 1 : i + 2]
        by_finger = any(typed[i] == near or _are_neighbours(typed[i], near) for near in beside)
        return typed[:i] + typed[i + 1 :] == good and (by_finger or len(good) >= _LONG or least < _SHORT)
    missing = len(typed) == len(good) - 1 and typed == good[:i] + good[i + 1 :]
    return missing and (loose or len(good) >= _LONG)


def _is_replaced(typed: str, good: str) -> bool:
    differ = [i for i, (a, b) in enumerate(zip(typed, good, strict=True)) if a != b]
    i = differ[0]
    a, b = typed[i], good[i]
    if len(differ) == 1:
        return _are_neighbours(a, b) or frozenset(a + b) in _MISTAKEN or (len(good) >= _LONG and i > 0)
    return len(differ) == 2 and typed[i : i + 2] == good[i + 1] + good[i] and differ[1] == i + 1


@cache
def _neighbours() -> Mapping[str, frozenset[str]]:
    """The keys around each key: each row stands half a key to the right of the one above it."""
    table = {}
    for r, row in enumerate(_KEYBOARD):
        above = _KEYBOARD[r - 1] if r else ""
        below = _KEYBOARD[r + 1] if r + 1 < len(_KEYBOARD) else ""
        for c, key in enumerate(row):
            around = row[max(c - 1, 0) : c + 2] + above[c : c + 2] + below[max(c - 1, 0) : c + 1]
            table[key] = frozenset(around) - {key}
    return table


def _are_neighbours(a: str, b: str) -> bool:
    return b in _neighbours().get(a, frozenset())
