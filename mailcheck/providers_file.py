"""Reading resources/providers.toml: each entry becomes a Provider or the file is refused with "file: entry: reason"."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from mailcheck import resources
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.provider import UNREACHABLE, PasswordKind, Provider, Username
from mailcheck.resources import BadResourceError

LANGUAGES = ("ru", "en")
STEPS = ("two_factor", "app_password", "enable_imap", "enable_smtp", "browser_login")
CONFIDENCE = ("high", "medium", "low")
URLS = ("two_factor", "app_password", "imap", "smtp", "help", "web")

REQUIRED = frozenset(
    {"number", "name", "incoming", "outgoing", "username", "password", "checked", "source", "confidence"}
)
ALLOWED = {field.name for field in dataclasses.fields(Provider)} - {"id"} | {"username_outgoing"}

# What an entry with a `family` does not take from it: what it is recognised by, its servers, and what vouches for it.
OWN = {"number", "family", "name", "aliases", "domains", "mx", "hosts", "incoming", "outgoing"}
OWN |= {"checked", "source", "confidence"}
INHERITED = ALLOWED - OWN
RECOGNISED_BY = ("domains", "mx", "hosts", "greetings")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def read_entries(file: Path) -> list[Provider]:
    raw = resources.load_toml(file)
    return [_Entry(file.name, name, raw).read() for name in raw]


class _Entry:
    """One table of the file while it is read: each method takes a field or refuses the file."""

    def __init__(self, file: str, name: str, raw: Mapping[str, Any]) -> None:
        self.file, self.name = file, name
        self.keys("entry", raw[name], ALLOWED)
        family = raw.get(raw[name].get("family", name))
        if not isinstance(family, dict):
            self.refuse(f"family: no entry {raw[name]['family']!r}")
        self.table: dict[str, Any] = {key: family[key] for key in INHERITED & family.keys()} | raw[name]

    def refuse(self, reason: str) -> NoReturn:
        raise BadResourceError(f"{self.file}: {self.name}: {reason}")

    def read(self) -> Provider:
        if not _ID.fullmatch(self.name):
            self.refuse("the id is not kebab-case")
        for key in sorted(REQUIRED - self.table.keys()):
            self.refuse(f"{key}: missing")
        password = self.password()
        shape, looks = self.shape()
        provider = Provider(
            id=self.name,
            number=self.number(),
            family=self.one("family", str, self.name),
            name=self.texts("name"),
            aliases=self.strings("aliases"),
            domains=self.hostnames("domains"),
            mx=self.hostnames("mx"),
            hosts=self.hostnames("hosts"),
            incoming=self.endpoints("incoming", password[Service.INCOMING]),
            outgoing=self.endpoints("outgoing", password[Service.OUTGOING]),
            username=self.usernames(),
            password=password,
            two_factor_password=self.one("two_factor_password", bool, False),
            imap_always_on=self.one("imap_always_on", bool, False),
            login_ambiguous=self.one("login_ambiguous", bool, False),
            app_password_shape=shape,
            app_password_looks=looks,
            urls=self.urls(),
            sent=self.strings("sent"),
            greetings=self.greetings(),
            size_limit=self.one("size_limit", int, None),
            oauth_only_since=self.one("oauth_only_since", datetime.date, None),
            notes=self.lists("notes", self.table.get("notes", {"ru": [], "en": []})),
            steps=self.steps(),
            checked=self.one("checked", datetime.date, None),
            source=self.strings("source"),
            confidence=self.choice("confidence", self.table["confidence"], CONFIDENCE),
            unconfirmed=self.unconfirmed(),
        )
        if not (provider.domains or provider.mx or provider.hosts):
            self.refuse("nothing to recognise it by: no domains, mx or hosts")
        if not provider.source:
            self.refuse("source: empty")
        if provider.oauth_only_since and PasswordKind.OAUTH not in password.values():
            self.refuse("oauth_only_since: no password is oauth")
        return provider

    def keys(self, where: str, table: Any, allowed: Collection[str]) -> None:
        if not isinstance(table, dict):
            self.refuse(f"{where}: is no table")
        for key in table:
            if key not in allowed:
                self.refuse(f"{where}: unknown key {key!r}")

    def one(self, key: str, kind: type, default: Any) -> Any:
        value = self.table.get(key, default)
        if key in self.table and type(value) is not kind:  # exactly: a bool is no int, a datetime no date
            self.refuse(f"{key}: not a {kind.__name__}")
        return value

    def number(self) -> int:
        number: int = self.one("number", int, None)
        if not 0 < number < 256:
            self.refuse(f"number: {number} is not 1 to 255")
        return number

    def choice(self, where: str, value: Any, allowed: Iterable[str]) -> str:
        if value not in tuple(allowed):
            self.refuse(f"{where}: {value!r} is not one of {', '.join(allowed)}")
        return str(value)

    def strings(self, key: str, value: Any = None) -> tuple[str, ...]:
        value = self.table.get(key, []) if value is None else value
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.refuse(f"{key}: not a list of texts")
        return tuple(value)

    def hostnames(self, key: str) -> tuple[str, ...]:
        names = self.strings(key)
        for name in names:
            if not _HOST.fullmatch(name):
                self.refuse(f"{key}: {name!r} is no lower-case host name")
        return names

    def bilingual(self, where: str, table: Any) -> dict[str, Any]:
        self.keys(where, table, LANGUAGES)
        for language in LANGUAGES:
            if language not in table:
                self.refuse(f"{where}: {language} is missing")
        return dict(table)

    def texts(self, key: str) -> dict[str, str]:
        texts = self.bilingual(key, self.table[key])
        if not all(isinstance(text, str) and text.strip() for text in texts.values()):
            self.refuse(f"{key}: not a text in each language")
        return texts

    def lists(self, where: str, table: Any) -> dict[str, tuple[str, ...]]:
        lists = {language: self.strings(where, items) for language, items in self.bilingual(where, table).items()}
        if len({len(items) for items in lists.values()}) != 1:
            self.refuse(f"{where}: ru and en differ in number")
        return lists

    def endpoints(self, key: str, password: PasswordKind) -> tuple[Endpoint, ...]:
        rows = self.table[key]
        if not isinstance(rows, list) or (password in UNREACHABLE) != (not rows):
            self.refuse(f"{key}: a list of servers is wanted, empty only with password none or bridge")
        return tuple(self.endpoint(key, row) for row in rows)

    def endpoint(self, key: str, row: Any) -> Endpoint:
        self.keys(key, row, ("host", "port", "security"))
        host, port = row.get("host"), row.get("port")
        if not isinstance(host, str) or not _HOST.fullmatch(host):
            self.refuse(f"{key}: {host!r} is no lower-case host name")
        if type(port) is not int or not 0 < port < 65536:
            self.refuse(f"{key}: bad port {port!r}")
        security = self.choice(f"{key}: security", row.get("security"), (Security.TLS, Security.STARTTLS))
        return Endpoint(host, port, Security(security), source="provider")

    def usernames(self) -> dict[Service, Username]:
        incoming = self.choice("username", self.table["username"], Username)
        outgoing = self.choice("username_outgoing", self.table.get("username_outgoing", incoming), Username)
        return {Service.INCOMING: Username(incoming), Service.OUTGOING: Username(outgoing)}

    def password(self) -> dict[Service, PasswordKind]:
        table = self.table["password"]
        self.keys("password", table, list(Service))
        return {s: PasswordKind(self.choice(f"password: {s}", table.get(s), PasswordKind)) for s in Service}

    def greetings(self) -> dict[Service, tuple[str, ...]]:
        table = self.table.get("greetings", {})
        self.keys("greetings", table, list(Service))
        return {Service(service): self.strings("greetings", parts) for service, parts in table.items()}

    def shape(self) -> tuple[re.Pattern[str] | None, dict[str, str] | None]:
        pair = ("app_password_shape" in self.table, "app_password_looks" in self.table)
        if pair == (False, False):
            return None, None
        if not all(pair):
            self.refuse("app_password_shape and app_password_looks go together")
        try:
            return re.compile(self.one("app_password_shape", str, None)), self.texts("app_password_looks")
        except re.error as error:
            self.refuse(f"app_password_shape: {error}")

    def urls(self) -> dict[str, str]:
        table = self.table.get("urls", {})
        self.keys("urls", table, URLS)
        for key, url in table.items():
            if not isinstance(url, str) or not url.startswith("https://") or " " in url:
                self.refuse(f"urls: {key}: {url!r} is no https address")
        return dict(table)

    def steps(self) -> dict[str, dict[str, tuple[str, ...]]]:
        table = self.bilingual("steps", self.table.get("steps", {"ru": {}, "en": {}}))
        for language in LANGUAGES:
            self.keys(f"steps: {language}", table[language], STEPS)
        kinds = [kind for kind in STEPS if any(kind in table[language] for language in LANGUAGES)]
        pairs = {k: {lang: table[lang][k] for lang in LANGUAGES if k in table[lang]} for k in kinds}
        lists = {kind: self.lists(f"steps: {kind}", pair) for kind, pair in pairs.items()}
        return {language: {kind: lists[kind][language] for kind in kinds} for language in LANGUAGES}

    def unconfirmed(self) -> frozenset[str]:
        """Each names a field that is there: "sent", "urls.help", "password.incoming", "steps.app_password".

        What a provider is recognised by decides, so it is sure or it is not in the file.
        """
        for path in self.strings("unconfirmed"):
            if path in RECOGNISED_BY:
                self.refuse(f"unconfirmed: {path}: what is not sure is left out")
            node: Any = self.table
            for part in path.replace("steps.", f"steps.{LANGUAGES[0]}.").split("."):
                if not isinstance(node, dict) or part not in node:
                    self.refuse(f"unconfirmed: no field {path!r}")
                node = node[part]
        return frozenset(self.strings("unconfirmed"))
