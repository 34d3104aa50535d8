"""Where the servers came from, in both languages, whatever a report that was read back holds."""

from __future__ import annotations

from typing import Any

import pytest

from mailcheck.discovery.candidate import Source
from mailcheck.domain.finding import PASSED, Finding, Outcome, Stage
from mailcheck.export.found_servers import found_lines, source_words
from mailcheck.i18n import Language

SERVER = {
    "service": "incoming",
    "host": "imap.example.test",
    "port": 2993,
    "security": "tls",
    "source": "srv",
    "told_by": "_imaps._tcp.example.test",
    "trusted": True,
}


def finding(servers: Any, stage: Stage = Stage.SERVERS) -> Finding:
    return Finding(PASSED, Outcome.PASSED, stage, evidence={"servers": servers})


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("language", Language)
def test_every_source_has_its_words(source: Source, language: Language) -> None:
    told = source_words(source, "x.test", language)
    assert told.endswith(".")
    assert "{" not in told + source_words(source, "", language)


def test_a_line_for_each() -> None:
    assert found_lines(finding([SERVER]), Language.EN) == [
        "Incoming mail: imap.example.test, port 2993."
        " So it says in DNS, the address book of the internet (_imaps._tcp.example.test)."
    ]
    assert found_lines(finding([SERVER], Stage.MX), Language.EN) == []


def test_a_server_that_is_said_to_take_no_password() -> None:
    (line,) = found_lines(finding([{**SERVER, "takes_password": False}]), Language.RU)
    assert line.endswith("Там же сказано, что пароль он не принимает: вход только через страницу самой службы.")
    assert "пароль" not in found_lines(finding([{**SERVER, "takes_password": True}]), Language.RU)[0]


@pytest.mark.parametrize(
    "servers", [None, "x", 5, [], ["x"], [{}], [{**SERVER, "source": "x"}], [{**SERVER, "service": 1}]]
)
def test_what_makes_no_sense_is_left_out(servers: Any) -> None:
    assert found_lines(finding(servers), Language.RU) == []
