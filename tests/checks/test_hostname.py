from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.checks.hostname import judge_host
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome, Stage
from tests.effort import little_work


@pytest.mark.parametrize(
    "host",
    [
        "imap.mail.ru",
        "IMAP.MAIL.RU",
        "mail.my-shop.test",
        "localhost",
        "xn--80a1acny.xn--p1ai",
        "a.b.c.d.e.online",
        "1c.ru",
    ],
)
def test_good_names(host: str) -> None:
    assert judge_host(host, Service.INCOMING) == ()


@pytest.mark.parametrize(
    ("host", "reason", "suggestion"),
    [
        ("", "empty", None),
        (" ", "empty", None),
        ("https://imap.mail.ru/", "url", "imap.mail.ru"),
        ("imaps://ivan@imap.mail.ru:993/x", "url", "imap.mail.ru"),
        ("imap.mail.ru/inbox", "url", "imap.mail.ru"),
        ("ivan@mail.ru", "email", None),
        ("ivan@imap.mail.ru", "email", "imap.mail.ru"),
        ("imap@mail.ru", "email", "imap.mail.ru"),
        (" imap.mail.ru", "blank-inside", "imap.mail.ru"),
        ("imap.mail.ru\u200b", "blank-inside", "imap.mail.ru"),
        ("imap mail.ru", "blank-inside", "imap.mail.ru"),
        ("imap. mail.ru", "blank-inside", "imap.mail.ru"),
        ("a\0.ru", "blank-inside", "a.ru"),
        ("imap.mail.ru:993", "port", "imap.mail.ru"),
        ("imap.mail.ru 993", "port", "imap.mail.ru"),
        ("imap.mail.ru, порт: 993", "port", "imap.mail.ru"),
        ("imap.ma il.ru", "blank-inside", None),
        ("imap.mail.ru SSL", "blank-inside", None),
        ("imap mail ru", "blank-inside", "imap.mail.ru"),
        ("imap.mail.ру", "lookalike", "imap.mail.ru"),
        ("мх.firma.ru", "lookalike", "mx.firma.ru"),
        ("imap.рост.ru", "idn", "imap.xn--n1adee.ru"),
        ("шьфз.ьфшд.кг", "idn", "imap.mail.ru"),
        ("imap.mail.ru-", "label-hyphen-edge", None),
        ("imap.mаil.ru", "lookalike", "imap.mail.ru"),
        ("imap.mail。ru", "lookalike", "imap.mail.ru"),
        ("почта.пример.рф", "idn", "xn--80a1acny.xn--e1afmkfd.xn--p1ai"),
        ("почта❤.рф", "idn", None),
        ("imap,mail,ru", "comma-for-dot", "imap.mail.ru"),
        ("imap..mail.ru", "two-dots", "imap.mail.ru"),
        ("imap.mail.ru.", "dot-at-edge", "imap.mail.ru"),
        ("imap_x.mail.ru", "bad-character", None),
        ("mailserver", "no-zone", None),
        ("-imap.mail.ru", "label-hyphen-edge", None),
        ("imap.mail.123", "bad-zone", None),
        ("a" * 64 + ".ru", "too-long", None),
        ("a" * 10_000, "too-long", None),
    ],
)
def test_malformed_names(host: str, reason: str, suggestion: str | None) -> None:
    (finding,) = judge_host(host, Service.OUTGOING)
    assert (finding.code, finding.outcome, finding.stage) == ("host-malformed", Outcome.FAILED, Stage.HOST)
    assert finding.service is Service.OUTGOING
    assert (finding.evidence["reason"], finding.evidence.get("suggestion")) == (reason, suggestion)


def test_evidence_names_the_letter_and_the_port() -> None:
    (letter,) = judge_host("imap.mаil.ru", Service.INCOMING)
    assert letter.evidence["position"] == 7
    assert (letter.evidence["name"], letter.evidence["latin"]) == ("CYRILLIC SMALL LETTER A", "a")
    (port,) = judge_host("imap.mail.ru:993", Service.INCOMING)
    assert port.evidence["port_suggestion"] == 993


@pytest.mark.parametrize(
    "host", ["10.0.0.1", " 10.0.0.1 ", "10.0.0.1:993", "https://10.0.0.1/", "[2001:db8::1]:993", "::1"]
)
def test_ip_addresses(host: str) -> None:
    (finding,) = judge_host(host, Service.INCOMING)
    assert finding.code == "host-is-ip-address"
    assert finding.evidence["ip_addresses"] in ("10.0.0.1", "2001:db8::1", "::1")


@pytest.mark.parametrize("filler", [" ", "a ", ":", ",", "а", ".", "порт ", "1"])
@pytest.mark.parametrize("times", [250, 10_000])
def test_hostile_length_is_quick(filler: str, times: int) -> None:
    with little_work():
        assert judge_host(f"imap{filler * times}x", Service.INCOMING)


PIECES = st.sampled_from(
    ["imap", "mail.ru", "а", ".", "..", ":", "993", "@", "/", "//", "http:", " ", "[", "]", "::", "1.2.3.4"]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=7).map("".join)))
def test_any_text_is_judged_and_a_suggestion_is_good(host: str) -> None:
    for finding in judge_host(host, Service.INCOMING):
        suggestion = finding.evidence.get("suggestion")
        assert suggestion is None or judge_host(suggestion, Service.INCOMING) == ()
        if "position" in finding.evidence:
            assert host[finding.evidence["position"] - 1] == finding.evidence["character"]
