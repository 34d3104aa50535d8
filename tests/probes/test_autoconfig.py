"""The autoconfig reader: what it finds and what it leaves out. The XML is made up, in the draft's and ISPDB's forms."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import pytest

from mailcheck.domain.account import Security
from mailcheck.probes.autoconfig import ClientConfig, Page, ServerEntry, fill, parse, query

WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment before all -->
<clientConfig version="1.1">
  <emailProvider id="example.test">
    <domain>example.test</domain>
    <domain purpose="mx"> Post.Example.TEST </domain>
    <displayName>Почта «Пример» &amp; Co</displayName>
    <displayShortName>Пример</displayShortName>
    <incomingServer type="imap">
      <hostname>imap.example.test</hostname>
      <port>993</port>
      <socketType>SSL</socketType>
      <username>%EMAILADDRESS%</username>
      <authentication>OAuth2</authentication>
      <authentication system="http">Basic</authentication>
      <authentication>password-cleartext</authentication>
      <authentication>password-cleartext</authentication>
    </incomingServer>
    <incomingServer type="imap">
      <authentication>password-encrypted</authentication>
      <username>%EMAILLOCALPART%</username>
      <socketType>STARTTLS</socketType>
      <port>
        143
      </port>
      <hostname>mail.%EMAILDOMAIN%</hostname>
    </incomingServer>
    <incomingServer type="pop3">
      <hostname>pop.example.test</hostname>
      <port>110</port>
      <socketType>plain</socketType>
      <username>%EMAILLOCALPART%</username>
      <authentication>password-cleartext</authentication>
      <pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>
    </incomingServer>
    <incomingServer type="jmap"><url>https://jmap.example.test</url></incomingServer>
    <outgoingServer type="smtp">
      <hostname>smtp.example.test</hostname>
      <port>465</port>
      <socketType>SSL</socketType>
      <addThisServer>true</addThisServer>
    </outgoingServer>
    <documentation url="https://example.test/help?a=1&amp;b=2">
      <descr lang="ru">Как настроить <b>почту</b></descr>
      <descr lang="en">How to set
         mail up</descr>
    </documentation>
  </emailProvider>
  <oAuth2><issuer>example.test</issuer></oAuth2>
  <enable visiturl="https://example.test/settings">
    <instruction>Switch IMAP on</instruction>
    <instruction lang="de">IMAP einschalten</instruction>
    <instruction xml:lang="pt-BR">Ative o IMAP</instruction>
  </enable>
  <webMail><loginPage url="https://example.test/"/></webMail>
  <clientConfigUpdate url="https://example.test/config.xml"/>
</clientConfig>
"""

IMAP = ServerEntry("imap", "imap.example.test", 993, Security.TLS, ("password-cleartext",), "%EMAILADDRESS%")


def server(**changes: str) -> bytes:
    """A file with one server, good but for the changes."""
    fields = {"hostname": IMAP.host, "port": "993", "socketType": "SSL", "username": IMAP.username} | changes
    kind = fields.pop("type", "imap")
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    entry = f'<incomingServer type="{kind}">{inside}<authentication>password-cleartext</authentication>'
    return f"<clientConfig><emailProvider>{entry}</incomingServer></emailProvider></clientConfig>".encode()


def page(url: str, text: str = "", tag: str = "documentation", attribute: str = "url") -> bytes:
    root = Element("clientConfig")
    SubElement(SubElement(root, "emailProvider"), tag, {attribute: url}).extend([_descr(text)] if text else [])
    return ElementTree.tostring(root)


def _descr(text: str) -> Element:
    element = Element("descr")
    element.text = text
    return element


def parsed(data: bytes) -> ClientConfig:
    config = parse(data)
    assert config is not None
    return config


def test_whole() -> None:
    assert parse(WHOLE.encode()) == ClientConfig(
        domains=("example.test", "post.example.test"),
        display_name="Почта «Пример» & Co",
        incoming=(
            ServerEntry(
                "imap", "imap.example.test", 993, Security.TLS, ("OAuth2", "password-cleartext"), "%EMAILADDRESS%"
            ),
            ServerEntry(
                "imap", "mail.%EMAILDOMAIN%", 143, Security.STARTTLS, ("password-encrypted",), "%EMAILLOCALPART%"
            ),
            ServerEntry("pop3", "pop.example.test", 110, Security.NONE, ("password-cleartext",), "%EMAILLOCALPART%"),
        ),
        outgoing=(ServerEntry("smtp", "smtp.example.test", 465, Security.TLS, (), ""),),
        enable=(
            Page(
                "https://example.test/settings",
                {"": "Switch IMAP on", "de": "IMAP einschalten", "pt-br": "Ative o IMAP"},
            ),
        ),
        documentation=(
            Page(
                "https://example.test/help?a=1&b=2",
                {"ru": "Как настроить почту", "en": "How to set mail up"},
            ),
        ),
    )


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-16", "windows-1251"])
def test_encodings_that_files_have(encoding: str) -> None:
    assert parsed(WHOLE.replace("UTF-8", encoding).encode(encoding)).display_name == "Почта «Пример» & Co"


def test_byte_order_mark_and_no_declaration() -> None:
    assert parsed(b"\xef\xbb\xbf" + WHOLE.encode()).domains
    assert parsed(server()).incoming == (IMAP,)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"hello",
        b"<html><body>404</body></html>",
        b"<!DOCTYPE html><html></html>",
        b"<clientConfig/>",
        b"<clientConfig><emailProvider></clientConfig>",
        b"<emailProvider/>",
        b"<config><emailProvider/></config>",
        server()[:-5],
        server() + server(),
        server() + b"\0",
        server(username="caf\xe9").decode().encode("latin-1"),
        b"\xff\xfe" + server(),
        b"<clientConfig><emailProvider><displayName>&#0;</displayName></emailProvider></clientConfig>",
        b"<a:clientConfig><emailProvider/></a:clientConfig>",
    ],
)
def test_no_autoconfig_file(data: bytes) -> None:
    assert parse(data) is None


NO_PORTS = ["", "0", "65536", "-993", "+993", "99_3", "９９３", "9" * 5000, "993.0", "0x3e1"]
NO_HOSTS = ["", "localhost", "192.0.2.7", "127.1", "[2001:db8::7]", "2001:db8::7", "imap example.test"]
NO_HOSTS += ["imap.example.test&#10;evil.test", "imap.example.test/evil", "https://imap.example.test", "a.test:993"]
NO_HOSTS += ["-imap.example.test", "imap..example.test", "imap.example.test.", "імар.example.test", "a_b.example.test"]
NO_HOSTS += ["x" * 64 + ".test", "a." * 126 + "test", "%EMAILLOCALPART%.a.test", "%FOO%.a.test", "%EMAILDOMAIN"]
NONSENSE = {
    "port": NO_PORTS,
    "hostname": NO_HOSTS,
    "socketType": ["", "none", "QUIC"],
    "type": ["", "exchange", "smtp"],
    "username": ["a&#10;b", "a&#x202e;b", "x" * 321],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in NONSENSE.items() for value in values])
def test_entries_that_make_no_sense(name: str, value: str) -> None:
    assert parsed(server(**{name: value})).incoming == ()


def test_one_bad_entry_takes_no_other_with_it() -> None:
    good = server().decode()
    entry = good[good.index("<incomingServer") : good.index("</emailProvider")]
    data = good.replace(entry, entry.replace("993", "x") + entry + entry.replace("SSL", "?"))
    assert parsed(data.encode()).incoming == (IMAP,)


def test_the_kind_in_other_letters() -> None:
    assert parsed(server(type=" IMAP ")).incoming == (IMAP,)


@pytest.mark.parametrize(
    ("written", "security"),
    [
        ("SSL", Security.TLS),
        ("ssl", Security.TLS),
        ("TLS", Security.TLS),
        ("StartTLS", Security.STARTTLS),
        ("plain", Security.NONE),
        (" SSL\n", Security.TLS),
    ],
)
def test_security(written: str, security: Security) -> None:
    assert [entry.security for entry in parsed(server(socketType=written)).incoming] == [security]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.test/",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.test",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.test/",
        "/help",
        "",
        "https://",
        "https:///help",
        "https://example.test:99999/",
        "https://example.test:x/",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://bank.test@evil.test/",
        "https://evil.test\\@bank.test/",
        "https://example.test/a b",
        "https://example.test/\u202egpj.exe",
        "https://ехаmple.test/",
        "https://example.test/" + "x" * 500,
    ],
)
def test_pages_that_nobody_should_open(url: str) -> None:
    assert parsed(page(url)).documentation == ()
    assert parsed(page(url, tag="enable", attribute="visiturl")).enable == ()


@pytest.mark.parametrize("url", ["https://example.test/", "HTTPS://help.example.test:8443/a?b=c#d", "https://a.test/я"])
def test_pages(url: str) -> None:
    assert parsed(page(f" {url} ", "Help")).documentation == (Page(url, {"": "Help"}),)
    assert parsed(page(url)).documentation == (Page(url, {}),)


def test_a_text_is_one_line_of_what_can_be_seen() -> None:
    text = (
        parsed(page("https://a.test", "  Two\n\tlines\u202e \u200band\u2028more\u0085 " + "x" * 9000))
        .documentation[0]
        .texts[""]
    )
    assert text.startswith("Two lines and more x")
    assert len(text) == 500


def test_strange_languages() -> None:
    data = WHOLE.replace('lang="de"', 'lang="&lt;b>"').replace('lang="pt-BR"', 'lang=""')
    assert parsed(data.encode()).enable[0].texts == {"": "Switch IMAP on"}


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("%EMAILADDRESS%", "anna.b@example.test"),
        ("%EMAILLOCALPART%", "anna.b"),
        ("%EMAILLOCALPART%.%EMAILDOMAIN%", "anna.b.example.test"),
        ("%EMAILLOCALPART%%%EMAILDOMAIN%", "anna.b%example.test"),
        ("mail.%EMAILDOMAIN%", "mail.example.test"),
        ("imap.example.test", "imap.example.test"),
        ("user%example.test", "user%example.test"),
        ("", ""),
        ("%FOO%", None),
        ("%EMAILADDRESS", None),
        ("%EMAILADDRESS%%REALNAME%", None),
    ],
)
def test_fill(pattern: str, filled: str | None) -> None:
    assert fill(pattern, "anna.b@example.test") == filled


def test_what_is_put_in_is_not_read_again() -> None:
    assert fill("%EMAILLOCALPART%!", "%EMAILDOMAIN%@example.test") == "%EMAILDOMAIN%!"


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("anna.b@example.test", "anna.b%40example.test"),
        ("a+b&c=d#e/f?g h@example.test", "a%2Bb%26c%3Dd%23e%2Ff%3Fg%20h%40example.test"),
        ("anna@пример.рф", "anna%40%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.%D1%80%D1%84"),
    ],
)
def test_query(address: str, value: str) -> None:
    assert query(address) == value
