"""No file in the world makes the autoconfig reader fall over, and what is written in the format is read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.domain.account import Security
from mailcheck.probes.autoconfig import MAX_SIZE, ClientConfig, Page, ServerEntry, parse
from tests.effort import little_work
from tests.probes.test_autoconfig import IMAP, WHOLE, parsed, server


@pytest.mark.parametrize(
    "encoding", ["idna", "undefined", "unicode_escape", "base64", "rot13", "utf-7", "mbcs", "x" * 40]
)
def test_no_codec_of_the_files_choice(encoding: str) -> None:
    """In UTF-16 too, where the name is not seen before the file is decoded."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    assert parse(declared.encode() + server()) is None
    assert parsed((declared + server().decode()).encode("utf-16")).incoming == (IMAP,)


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
HOSTILE = {
    "a billion laughs": f'<!DOCTYPE c [<!ENTITY e0 "ha">{BOMB}]><clientConfig><emailProvider><domain>&e12;</domain>'
    "</emailProvider></clientConfig>",
    "one entity": '<!DOCTYPE c [<!ENTITY e "a.test">]>' + server(hostname="&e;").decode(),
    "a file of this computer": '<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + server(username="&e;").decode(),
    "a request": '<!DOCTYPE c SYSTEM "http://127.0.0.1:9/evil.dtd">' + server().decode(),
    "a parameter entity": '<!DOCTYPE c [<!ENTITY % e SYSTEM "http://127.0.0.1:9/">%e;]>' + server().decode(),
    "an attribute for all": f'<!DOCTYPE c [<!ATTLIST a b CDATA "{"x" * 100_000}">]><clientConfig><emailProvider>'
    f"{'<a/>' * 30_000}</emailProvider></clientConfig>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    assert _at_once(HOSTILE[name].encode()) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 37_000 + "</a>" * 37_000,
        "<domain/>" * 28_000,
        "<incomingServer type='imap'/>" * 8_900,
        f"<displayName>{'&#x202e;' * 32_000}</displayName>",
        f"<domain>{'a.' * 130_000}</domain>",
        f"<domain {' '.join(f'a{n}=`' for n in range(25_000))}/>".replace("`", "''"),
        f"<documentation url='https://{'a' * 250_000}'/>",
        f"<incomingServer type='imap'><username>{'%A' * 130_000}</username></incomingServer>",
        f"<documentation url='https://a.test'>{'<descr>' * 17_000}x{'</descr>' * 17_000}</documentation>",
    ],
    ids=lambda inside: inside[:25],
)
def test_as_large_as_is_allowed(inside: str) -> None:
    data = f"<clientConfig><emailProvider>{inside}</emailProvider></clientConfig>".encode()
    assert len(data) <= MAX_SIZE
    config = _at_once(data)
    assert config and not config.incoming


def test_too_large_is_not_even_looked_at() -> None:
    filler = b" " * (MAX_SIZE - len(server()))
    assert parsed(server() + filler).incoming
    assert _at_once(server() + filler + b" ") is None
    assert _at_once(server() * (10_000_000 // len(server())), memory=100_000) is None


def _at_once(data: bytes, memory: int = 40_000_000) -> ClientConfig | None:
    """The answer, if it took little time and memory."""
    tracemalloc.start()
    try:
        with little_work():
            config = parse(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < memory
    return config


def is_sane(config: ClientConfig | None) -> bool:
    """Nothing, or servers that can be connected to."""
    return config is None or all(
        0 < entry.port < 65536 and "." in entry.host for entry in config.incoming + config.outgoing
    )


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert is_sane(parse(data))
    assert is_sane(parse(b"<clientConfig><emailProvider>" + data + b"</emailProvider></clientConfig>"))


@given(st.lists(st.tuples(st.integers(0, len(WHOLE.encode())), st.integers(0, 9), st.binary(max_size=6)), max_size=4))
def test_a_good_file_with_wounds(wounds: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE.encode()
    for place, lost, put in wounds:
        data = data[:place] + put + data[place + lost :]
    assert is_sane(parse(data))


TAGS = [
    "clientConfig",
    "emailProvider",
    "domain",
    "displayName",
    "incomingServer",
    "outgoingServer",
    "hostname",
    "port",
]
TAGS += ["socketType", "username", "authentication", "enable", "instruction", "documentation", "descr", "oAuth2", "x"]
VALUES = st.sampled_from(["", "imap", "smtp", "SSL", "993", "a.test", "%EMAILADDRESS%", "https://a.test/"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)


def _element(children: st.SearchStrategy[list[Element]]) -> st.SearchStrategy[Element]:
    names = st.sampled_from(["type", "lang", "url", "visiturl", "system"])
    return st.builds(_built, st.sampled_from(TAGS), st.dictionaries(names, VALUES, max_size=2), VALUES, children)


def _built(tag: str, attributes: dict[str, str], text: str, children: list[Element]) -> Element:
    element = Element(tag, attributes)
    element.text = text
    element.extend(children)
    return element


TREES = st.recursive(_element(st.just([])), lambda inner: _element(st.lists(inner, max_size=5)), max_leaves=25)


@settings(deadline=None, max_examples=40)
@given(st.lists(TREES, max_size=4), st.lists(TREES, max_size=3))
def test_any_tree_of_the_formats_elements(inside: list[Element], beside: list[Element]) -> None:
    root = _built("clientConfig", {}, "", [_built("emailProvider", {}, "", inside), *beside])
    config = parsed(ElementTree.tostring(root, encoding="utf-8"))
    assert all(found.url.lower().startswith("https://") for found in config.enable + config.documentation)


LABELS = st.from_regex(r"\A[a-z](?:[a-z0-9-]{0,10}[a-z0-9])?\Z")
HOSTS = st.lists(LABELS, min_size=2, max_size=4).map(".".join)
SENTENCES = st.text(st.sampled_from("abc яї <>&\"'«]"), max_size=20).map(lambda text: " ".join(text.split()))
PAGES = st.builds(
    Page,
    st.builds("https://{}/{}".format, HOSTS, st.text("ab/?&=%#", max_size=10)),
    st.dictionaries(st.sampled_from(["", "ru", "en", "uk", "pt-br"]), SENTENCES.filter(bool)),
)


def _entries(*kinds: str) -> st.SearchStrategy[tuple[ServerEntry, ...]]:
    methods = st.lists(
        st.sampled_from(["OAuth2", "password-cleartext", "password-encrypted", "none", "new"]), unique=True
    )
    entry = st.builds(
        ServerEntry,
        st.sampled_from(kinds),
        HOSTS | HOSTS.map("{}.%EMAILDOMAIN%".format),
        st.integers(1, 65535),
        st.sampled_from(Security),
        methods.map(tuple),
        st.sampled_from(["", "%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILLOCALPART%@x", "a <&> b"]),
    )
    return st.lists(entry, max_size=4).map(tuple)


CONFIGS = st.builds(
    ClientConfig,
    st.lists(HOSTS, max_size=4).map(tuple),
    SENTENCES,
    _entries("imap", "pop3"),
    _entries("smtp"),
    st.lists(PAGES, max_size=3).map(tuple),
    st.lists(PAGES, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=40)
@given(CONFIGS, st.randoms(use_true_random=False))
def test_what_is_written_is_read(config: ClientConfig, chance: object) -> None:
    assert parse(ElementTree.tostring(_written(config, chance.shuffle), encoding="utf-8")) == config  # type: ignore[attr-defined]


WORDS = {Security.TLS: "SSL", Security.STARTTLS: "STARTTLS", Security.NONE: "plain"}


def _written(config: ClientConfig, shuffle: Callable[[list[Element]], None]) -> Element:
    """The XML of a configuration, the parts of a server in any order."""
    provider = _built("emailProvider", {"id": "x"}, "", [_built("domain", {}, name, []) for name in config.domains])
    provider.append(_built("displayName", {}, config.display_name, []))
    for tag, entries in (("incomingServer", config.incoming), ("outgoingServer", config.outgoing)):
        for entry in entries:
            fields = {"hostname": entry.host, "port": str(entry.port), "socketType": WORDS[entry.security]}
            parts = [_built(name, {}, text, []) for name, text in (fields | {"username": entry.username}).items()]
            shuffle(parts)
            methods = [_built("authentication", {}, method, []) for method in entry.authentication]
            provider.append(_built(tag, {"type": entry.kind}, "", parts + methods))
    root = _built("clientConfig", {"version": "1.1"}, "", [provider])
    root.extend(_page("enable", "visiturl", "instruction", found) for found in config.enable)
    provider.extend(_page("documentation", "url", "descr", found) for found in config.documentation)
    return root


def _page(tag: str, attribute: str, text: str, found: Page) -> Element:
    texts = [_built(text, {"lang": language}, sentence, []) for language, sentence in found.texts.items()]
    return _built(tag, {attribute: found.url}, "", texts)
