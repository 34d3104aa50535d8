"""A bad entry of scenarios.toml is refused with its name and the reason; what a kind of servers says is taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.report import Verdict
from mailcheck.lab.scenario import Scenario
from mailcheck.lab.scenario_file import read_scenarios
from mailcheck.resources import BadResourceError

SERVERS = """
[kind.incoming]
server = "imap.kind.example:993/tls"
greeting = "OK ready"
offers = ["IMAP4rev1"]
refusal = "NO no"
[kind.outgoing]
server = "smtp.kind.example:587/starttls"
greeting = "220 smtp.kind.example ESMTP"
offers = ["SIZE 1000"]
refusal = "535 5.7.8 no"
[kind.mailbox]
folders = { Sent = "\\\\Sent", "Черновики" = "" }
[kind.zone]
"kind.example" = ["MX 10 mx.kind.example."]
"""
GOOD = """
[one]
title = { ru = "раз", en = "one" }
story = { ru = "Это раз.", en = "This is one." }
teaches = "order"
address = "anna@kind.example"
secret = "sesame"
servers = "kind"
expect = { verdict = "ready" }
"""


def read(folder: Path, scenarios: str) -> dict[str, Scenario]:
    (folder / "servers.toml").write_text(SERVERS, encoding="utf-8")
    (folder / "scenarios.toml").write_text(scenarios, encoding="utf-8")
    return read_scenarios(folder / "scenarios.toml", folder / "servers.toml")


def test_the_kind_of_servers_is_taken_over(tmp_path: Path) -> None:
    one = read(tmp_path, GOOD)["one"]
    assert one.scripts[Service.OUTGOING].endpoint == Endpoint("smtp.kind.example", 587, Security.STARTTLS)
    assert one.layout.folders == {"Sent": ("\\Sent",), "Черновики": ()}
    assert one.zone == {"kind.example": ("MX 10 mx.kind.example.",)}
    assert (one.accepted, one.tour, one.typed) == (("sesame",), None, {})
    assert (one.expected.verdict, one.expected.codes) == (Verdict.READY, ())


def test_what_differs_is_said_key_by_key(tmp_path: Path) -> None:
    more = """
    [one.incoming]
    typed = "imap.kind.example:143/starttls"
    answers = { LIST = "NO no" }
    silent = ["EXAMINE Sent"]
    [one.mailbox]
    prefix = "INBOX."
    [one.zone]
    "gone.example" = ["SERVFAIL"]
    """
    one = read(tmp_path, GOOD + more)["one"]
    script = one.scripts[Service.INCOMING]
    assert (script.greeting, dict(script.answers)) == ("OK ready", {"LIST": "NO no"})
    assert script.silent == {"EXAMINE Sent"}
    assert one.typed == {Service.INCOMING: Endpoint("imap.kind.example", 143, Security.STARTTLS)}
    assert (one.layout.prefix, len(one.layout.folders), len(one.zone)) == ("INBOX.", 2, 2)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (GOOD.replace("[one]", "[One_]"), "One_: the id is not kebab-case"),
        (GOOD.replace('"kind"', '"other"'), "one: servers: no entry 'other'"),
        (GOOD.replace("secret", "password"), "one: entry: unknown key 'password'"),
        (GOOD.replace(', en = "one"', ""), "one: title: not a text in each language"),
        (GOOD.replace('secret = "sesame"', ""), "one: secret: a text is wanted"),
        (GOOD.replace('"ready"', '"fine"'), "one: expect: verdict: not one of"),
        (GOOD.replace("expect", "tour = true\nexpect"), "one: tour: is no int"),
        (GOOD + "[one.incoming]\nserver = 'imap.kind.example'\n", "one: incoming: server: HOST:PORT"),
        (GOOD + "[one.incoming]\ncertificate = 'rusty'\n", "one: incoming: certificate: not one of"),
        (GOOD + "[one.mailbox]\nused_kib = 1\n", "one: mailbox: used_kib and limit_kib go together"),
        (GOOD + "[one.zone]\n'kind.example' = 'MX'\n", "one: zone: kind.example: not a list of texts"),
        ("one = 1\n", "one: entry: is no table"),
    ],
)
def test_refused(tmp_path: Path, wrong: str, reason: str) -> None:
    with pytest.raises(BadResourceError, match=r"scenarios\.toml: ") as refused:
        read(tmp_path, wrong)
    assert reason in str(refused.value)
