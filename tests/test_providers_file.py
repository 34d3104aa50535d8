"""The provider file: a good one is taken whole, a bad one is refused with file, entry and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailcheck.providers import Providers, load
from mailcheck.resources import BadResourceError

GOOD = """
[good]
number = 1
name = { ru = "Почта", en = "Mail" }
domains = ["good.example"]
mx = ["mx.good.example"]
hosts = ["good.example"]
incoming = [{ host = "imap.good.example", port = 993, security = "tls" }]
outgoing = [{ host = "smtp.good.example", port = 587, security = "starttls" }]
username = "address"
password = { incoming = "account", outgoing = "app-password" }
app_password_shape = "[a-z]{4}"
app_password_looks = { ru = "4 буквы", en = "4 letters" }
urls = { help = "https://good.example/help" }
notes = { ru = ["Раз", "Два"], en = ["One", "Two"] }
checked = 2026-11-23
source = ["https://good.example/"]
confidence = "low"
unconfirmed = ["app_password_shape", "urls.help", "password.incoming", "steps.enable_imap"]
steps.ru.enable_imap = ["Откройте"]
steps.en.enable_imap = ["Open"]
"""
TWIN = GOOD.replace("[good]\nnumber = 1", "[twin]\nnumber = 2").replace("good.example", "twin.example")
TWIN = TWIN.replace("Почта", "П").replace("Mail", "M")
CHILD = """
[child]
number = 3
family = "good"
name = { ru = "Дитя", en = "Child" }
mx = ["child.example"]
incoming = [{ host = "imap.child.example", port = 993, security = "tls" }]
outgoing = [{ host = "smtp.child.example", port = 465, security = "tls" }]
checked = 2026-11-24
source = ["https://child.example/"]
confidence = "medium"
"""


def read(tmp_path: Path, text: str) -> Providers:
    file = tmp_path / "some.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_good_file_is_taken(tmp_path: Path) -> None:
    entry, twin = read(tmp_path, GOOD + TWIN).all
    assert (entry.id, twin.id, entry.family) == ("good", "twin", "good")
    assert entry.steps == {"ru": {"enable_imap": ("Откройте",)}, "en": {"enable_imap": ("Open",)}}
    assert entry.notes == {"ru": ("Раз", "Два"), "en": ("One", "Two")}


def test_member_of_a_family_takes_what_it_does_not_give(tmp_path: Path) -> None:
    good, child = read(tmp_path, GOOD + CHILD).all
    assert child.notes == good.notes
    assert (child.domains, child.hosts, child.source) == ((), (), ("https://child.example/",))
    assert child.family == "good"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[good]", "[Good One]", "TOML|toml|Expected"),
        ("[good]", "[Good]", "Good: the id is not kebab-case"),
        ('name = { ru = "Почта", en = "Mail" }', 'name = { ru = "Почта" }', "good: name: en is missing"),
        ('name = { ru = "Почта", en = "Mail" }', 'name = { ru = "Почта", en = " " }', "name: not a text"),
        ('name = { ru = "Почта", en = "Mail" }', 'name = { ru = "П", en = "M", de = "P" }', "name: unknown key 'de'"),
        ('name = { ru = "Почта", en = "Mail" }', 'name = "Mail"', "name: is no table"),
        ('name = { ru = "Почта", en = "Mail" }\n', "", "name: missing"),
        ("number = 1\n", "", "number: missing"),
        ("number = 1\n", "number = 0\n", "number: 0 is not 1 to 255"),
        ("number = 1\n", "number = 256\n", "number: 256 is not 1 to 255"),
        ("number = 1\n", 'number = "1"\n', "number: not a int"),
        ("checked = 2026-11-23\n", "", "checked: missing"),
        ("checked = 2026-11-23", 'checked = "2026-11-23"', "checked: not a date"),
        ('source = ["https://good.example/"]\n', "", "source: missing"),
        ('source = ["https://good.example/"]', "source = []", "source: empty"),
        ('source = ["https://good.example/"]', 'source = "x"', "source: not a list"),
        ('confidence = "low"', 'confidence = "sure"', "confidence: 'sure' is not one of"),
        ('confidence = "low"', 'confidence = "low"\ncolour = "red"', "unknown key 'colour'"),
        ("port = 993", "port = 99300", "incoming: bad port 99300"),
        ("port = 993", 'port = "993"', "incoming: bad port '993'"),
        ("port = 993", "port = true", "incoming: bad port True"),
        ("port = 993, ", "", "incoming: bad port None"),
        ('security = "tls"', 'security = "none"', "incoming: security: 'none' is not one of tls, starttls"),
        ('security = "tls"', 'security = "tls", weight = 1', "incoming: unknown key 'weight'"),
        ('host = "imap.good.example"', 'host = "Imap.good"', "incoming: 'Imap.good' is no lower-case host name"),
        ('username = "address"', 'username = "login"', "username: 'login' is not one of address, local-part"),
        ('incoming = "account"', 'incoming = "magic"', "password: incoming: 'magic'"),
        ('incoming = "account", ', "", "password: incoming: None"),
        ('incoming = "account"', 'incoming = "none"', "incoming: a list of servers is wanted, empty only"),
        ('domains = ["good.example"]', 'domains = ["Good.example"]', "domains: 'Good.example' is no lower-case"),
        ('domains = ["good.example"]', 'domains = ["nodot"]', "domains: 'nodot' is no lower-case"),
        ('mx = ["mx.good.example"]', 'mx = "mx.good.example"', "mx: not a list of texts"),
        ('app_password_shape = "[a-z]{4}"', 'app_password_shape = "[a-z"', "app_password_shape: unterminated"),
        ('app_password_shape = "[a-z]{4}"\n', "", "app_password_shape and app_password_looks go together"),
        ('"https://good.example/help"', '"http://good.example/help"', "urls: help: .* is no https address"),
        ('urls = { help =', 'urls = { shop =', "urls: unknown key 'shop'"),
        ('en = ["One", "Two"]', 'en = ["One"]', "notes: ru and en differ in number"),
        ('steps.en.enable_imap = ["Open"]', "steps.en = {}", "steps: enable_imap: en is missing"),
        ('steps.en.enable_imap = ["Open"]\n', "", "steps: en is missing"),
        ("steps.en.enable_imap", "steps.en.enable_pop", "steps: en: unknown key 'enable_pop'"),
        ('unconfirmed = [', 'unconfirmed = ["size_limit", ', "unconfirmed: no field 'size_limit'"),
        ('unconfirmed = [', 'unconfirmed = ["urls.imap", ', "unconfirmed: no field 'urls.imap'"),
        ('unconfirmed = [', 'unconfirmed = ["steps.app_password", ', "unconfirmed: no field 'steps.app_password'"),
        ('confidence = "low"', 'confidence = "low"\nsize_limit = "big"', "size_limit: not a int"),
        ('confidence = "low"', 'confidence = "low"\noauth_only_since = "2024"', "oauth_only_since: not a date"),
        ('confidence = "low"', 'confidence = "low"\noauth_only_since = 2024-09-16', "oauth_only_since: no password is"),
        ('confidence = "low"', 'confidence = "low"\ngreetings = ["hi"]', "greetings: is no table"),
        ('confidence = "low"', 'confidence = "low"\ngreetings = { incoming = "hi" }', "greetings: not a list"),
        ('confidence = "low"', 'confidence = "low"\ngreetings = { both = ["hi"] }', "greetings: unknown key 'both'"),
        ('unconfirmed = [', 'unconfirmed = ["mx", ', "unconfirmed: mx: what is not sure is left out"),
        ('unconfirmed = [', 'unconfirmed = ["domains", ', "unconfirmed: domains: what is not sure is left out"),
        ('confidence = "low"', 'confidence = "low"\nfamily = "stranger"', "family: no entry 'stranger'"),
        ('confidence = "low"', 'confidence = "low"\nfamily = 7', "family: "),
    ],
)  # fmt: skip
def test_bad_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(BadResourceError, match=reason) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert str(caught.value).startswith("some.toml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('domains = ["twin.example"]', 'domains = ["good.example"]', "twin: domain 'good.example' belongs to good"),
        ('mx = ["mx.twin.example"]', 'mx = ["mx.good.example"]', "twin: mx 'mx.good.example' belongs to good"),
        ('hosts = ["twin.example"]', 'hosts = ["good.example"]', "twin: host 'good.example' belongs to good"),
        ('en = "M" }', 'en = "mail" }', "twin: name 'mail' belongs to good"),
        ("number = 2", "number = 1", "twin: number '1' belongs to good"),
        ("[twin]", '[twin]\naliases = ["Good"]', "twin: name 'good' belongs to good"),
    ],
)
def test_two_entries_may_not_share(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in TWIN
    with pytest.raises(BadResourceError, match=rf"some\.toml: {reason} already"):
        read(tmp_path, GOOD + TWIN.replace(old, new, 1))


def test_entry_nobody_can_find_is_refused(tmp_path: Path) -> None:
    text = re.sub(r"^(domains|mx|hosts) = .*\n", "", GOOD, flags=re.MULTILINE)
    with pytest.raises(BadResourceError, match="good: nothing to recognise it by"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", ["stray = 1", "[good", "[good]\nfamily = 1"])
def test_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadResourceError, match=r"some\.toml: "):
        read(tmp_path, text)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadResourceError, match=r"none\.toml: "):
        load(tmp_path / "none.toml")
