"""Reading resources/scenarios.toml over resources/practice-servers.toml; a bad entry is refused: "file: entry: why".

A scenario names a kind of `servers` ("yandex") and says only what differs from it, table by table and key by key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn

from mailcheck import resources
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.report import Verdict
from mailcheck.lab.scenario import CERTIFICATES, TOPICS, Expected, Layout, Scenario, Script
from mailcheck.resources import BadResourceError

_LANGUAGES = ("ru", "en")
_TABLES = ("incoming", "outgoing", "mailbox", "zone")
_FIELDS = {
    *(
        "title",
        "story",
        "teaches",
        "tour",
        "address",
        "known_as",
        "username",
        "secret",
        "accepted",
        "sender",
        "recipient",
        "amocrm_error",
    ),
    *("deadline", "servers", "expect", *_TABLES),
}
_SCRIPT = {"server", "typed", "greeting", "offers", "refusal", "certificate", "answers", "silent", "drops"}
_MAILBOX = {"folders", "delimiter", "prefix", "used_kib", "limit_kib", "keeps_sent"}
_ENDPOINT = re.compile(r"([^:/]+):(\d{1,5})/(tls|starttls|none)")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEADLINE = 20.0


def read_scenarios(scenarios: Path, servers: Path) -> dict[str, Scenario]:
    kinds = resources.load_toml(servers)
    return {
        name: _Entry(scenarios.name, name, raw, kinds).read() for name, raw in resources.load_toml(scenarios).items()
    }


class _Entry:
    """One scenario while it is read: each method takes a field or refuses the file."""

    def __init__(self, file: str, name: str, raw: Any, kinds: Mapping[str, Any]) -> None:
        self._where = f"{file}: {name}"
        if not _ID.fullmatch(name):
            self._refuse("the id is not kebab-case")
        self._id = name
        self._raw = self._table(raw, "entry", _FIELDS)
        kind = kinds.get(str(self._raw.get("servers")))
        if not isinstance(kind, dict):
            self._refuse(f"servers: no entry {self._raw.get('servers')!r}")
        self._tables = {name: {**kind.get(name, {}), **self._raw.get(name, {})} for name in _TABLES}

    def read(self) -> Scenario:
        secret = self._text("secret")
        scripts = {service: self._script(service) for service in Service}
        typed = {service: self._typed(service) for service in Service}
        return Scenario(
            id=self._id,
            title=self._bilingual("title"),
            story=self._bilingual("story"),
            teaches=self._topic(),
            tour=self._optional("tour", int),
            address=self._text("address"),
            mailbox=self._optional("known_as", str) or self._text("address"),
            username=self._optional("username", str),
            secret=secret,
            accepted=self._strings("accepted", self._raw.get("accepted", [secret])),
            sender=self._optional("sender", str),
            recipient=self._optional("recipient", str),
            amocrm_error=self._optional("amocrm_error", str),
            typed={service: endpoint for service, endpoint in typed.items() if endpoint},
            deadline=float(self._raw.get("deadline", _DEADLINE)),
            scripts=scripts,
            layout=self._layout(),
            zone={name: self._strings(f"zone: {name}", records) for name, records in self._tables["zone"].items()},
            expected=self._expected(),
        )

    def _refuse(self, reason: str) -> NoReturn:
        raise BadResourceError(f"{self._where}: {reason}")

    def _table(self, value: Any, where: str, allowed: Collection[str] | None = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._refuse(f"{where}: is no table")
        for key in value:
            if allowed is not None and key not in allowed:
                self._refuse(f"{where}: unknown key {key!r}")
        return value

    def _text(self, key: str) -> str:
        value = self._raw.get(key)
        if not isinstance(value, str) or not value:
            self._refuse(f"{key}: a text is wanted")
        return value

    def _optional(self, key: str, kind: type) -> Any:
        value = self._raw.get(key)
        if value is not None and type(value) is not kind:
            self._refuse(f"{key}: is no {kind.__name__}")
        return value

    def _bilingual(self, key: str) -> dict[str, str]:
        texts = self._table(self._raw.get(key), key, _LANGUAGES)
        if not all(isinstance(texts.get(language), str) and texts[language].strip() for language in _LANGUAGES):
            self._refuse(f"{key}: not a text in each language")
        return texts

    def _topic(self) -> str:
        topic = self._text("teaches")
        return topic if topic in TOPICS else self._refuse(f"teaches: not one of {', '.join(TOPICS)}")

    def _strings(self, where: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._refuse(f"{where}: not a list of texts")
        return tuple(value)

    def _script(self, service: Service) -> Script:
        table = self._table(self._tables[service], service, _SCRIPT)
        for key in ("server", "greeting", "offers", "refusal"):
            if key not in table:
                self._refuse(f"{service}: {key} is missing")
        if table.get("certificate", "good") not in CERTIFICATES:
            self._refuse(f"{service}: certificate: not one of {', '.join(CERTIFICATES)}")
        answers = self._table(table.get("answers", {}), f"{service}: answers")
        return Script(
            endpoint=self._endpoint(f"{service}: server", table["server"]),
            greeting=str(table["greeting"]),
            offers=self._strings(f"{service}: offers", table["offers"]),
            refusal=str(table["refusal"]),
            certificate=str(table.get("certificate", "good")),
            answers={command: str(answer) for command, answer in answers.items()},
            silent=frozenset(self._strings(f"{service}: silent", table.get("silent", []))),
            drops=frozenset(self._strings(f"{service}: drops", table.get("drops", []))),
        )

    def _typed(self, service: Service) -> Endpoint | None:
        typed = self._tables[service].get("typed")
        return self._endpoint(f"{service}: typed", typed) if typed else None

    def _endpoint(self, where: str, text: Any) -> Endpoint:
        match = _ENDPOINT.fullmatch(str(text))
        if not match:
            self._refuse(f"{where}: HOST:PORT/tls, /starttls or /none is wanted")
        return Endpoint(match[1], int(match[2]), Security(match[3]))

    def _layout(self) -> Layout:
        table = self._table(self._tables["mailbox"], "mailbox", _MAILBOX)
        folders = self._table(table.get("folders", {}), "mailbox: folders")
        if ("used_kib" in table) != ("limit_kib" in table):
            self._refuse("mailbox: used_kib and limit_kib go together")
        return Layout(
            folders={name: tuple(str(attributes).split()) for name, attributes in folders.items()},
            delimiter=str(table.get("delimiter", "/")),
            prefix=str(table.get("prefix", "")),
            used_kib=table.get("used_kib"),
            limit_kib=table.get("limit_kib"),
            keeps_sent=table.get("keeps_sent") is True,
        )

    def _expected(self) -> Expected:
        table = self._table(self._raw.get("expect"), "expect", ("verdict", "codes", "amocrm"))
        if table.get("verdict") not in tuple(Verdict):
            self._refuse(f"expect: verdict: not one of {', '.join(Verdict)}")
        codes = self._strings("expect: codes", table.get("codes", []))
        return Expected(Verdict(table["verdict"]), codes, table.get("amocrm"))
