"""The address of this computer stays here, however a server repeats it; those of servers stay in the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report, TranscriptLine
from mailcheck.export.json_file import as_json
from mailcheck.export.own_address import HIDDEN, without_own_addresses
from mailcheck.export.summary import report_number, short_summary
from tests.effort import little_work
from tests.test_phone_code import report_with


def report(*said: str) -> Report:
    found = {"host": "smtp.firma.example", "ip_addresses": ["198.51.100.9", "2001:db8::9"], "reply": "\n".join(said)}
    finding = Finding("login-rejected", Outcome.FAILED, Stage.GREET, Service.OUTGOING, evidence=found)
    bare = report_with()
    return replace(
        bare,
        incoming=Endpoint("192.0.2.44", 993, Security.TLS),
        titles={"outgoing": ""},
        checks=(CheckResult("outgoing", 0, 1, (finding,)),),
        diagnoses=(replace(bare.diagnoses[0], what=f"It said: “{said[0]}”", reply=said[0]),),
        transcript=tuple(TranscriptLine(Service.OUTGOING, 0, "S", line) for line in said),
    )


def told(line: str) -> str:
    return without_own_addresses(report(line)).transcript[0].line


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("250 Hello [203.0.113.7]", f"250 Hello [{HIDDEN}]"),
        ("250 smtp.firma.example, hello, [203.0.113.7]", f"250 smtp.firma.example, hello, [{HIDDEN}]"),
        ("250 Hello 203-0-113-7.pool.isp.example [203.0.113.7]", f"250 Hello {HIDDEN} [{HIDDEN}]"),
        ("250 Hello h007.113.0.203.isp.example [203.0.113.7], hi", f"250 Hello {HIDDEN} [{HIDDEN}], hi"),
        ("250 Hello anna-pc.isp.example ([203.0.113.7])", f"250 Hello {HIDDEN} ([{HIDDEN}])"),
        ("250 smtp.firma.example ([203.0.113.7])", f"250 smtp.firma.example ([{HIDDEN}])"),
        ("554 7.113.0.203.zen.dnsbl.example: see http://b.example/ip/203.0.113.7",
         f"554 {HIDDEN}: see http://b.example/ip/{HIDDEN}"),
        ("250 hello [IPv6:2001:db8:1::77]", f"250 hello [IPv6:{HIDDEN}]"),
        ("550 fe80::1 and 192.168.1.20 no", f"550 {HIDDEN} and {HIDDEN} no"),
        ("220 198.51.100.9 ready, 2001:DB8::9 too, 192.0.2.44", "220 198.51.100.9 ready, 2001:DB8::9 too, 192.0.2.44"),
        ("250 hello [127.0.0.1], 5.7.1, 12:34:56, 1.2.3, 15.20.9115.12", None),
        ("250 id 203.0.113.700, x203.0.113.7.8", None),
    ],
)  # fmt: skip
def test_what_servers_say(line: str, left: str | None) -> None:
    assert told(line) == (line if left is None else left)


def test_everywhere_in_the_report() -> None:
    hidden = without_own_addresses(report("550 [203.0.113.7] is blocked", "550 see 203-0-113-7.isp.example"))
    for text in (as_json(hidden), short_summary(hidden), repr(hidden)):
        assert "203" not in text.replace("2031", "")
    assert hidden.diagnoses[0].what == f"It said: “550 [{HIDDEN}] is blocked”"
    assert hidden.checks[0].findings[0].evidence["ip_addresses"] == ["198.51.100.9", "2001:db8::9"]
    assert report_number(hidden) == report_number(report("x"))


@given(st.text(max_size=60), st.ip_addresses(v=4), st.text(max_size=60))
def test_any_address(before: str, address: object, after: str) -> None:
    text = told(f"{before} [{address}] {after}")
    private = str(address).startswith(("127.", "0.0.0.0"))
    assert private or str(address) in ("198.51.100.9", "192.0.2.44") or f"[{address}]" not in text


def test_a_long_line_takes_no_time() -> None:
    lines = ("1.2.3.4-" * 5000, "a-" * 20000 + "1.2.3.4", ":" * 40000, "1." * 20000, "a.b" * 10000 + " [1.2.3.4]")
    with little_work():
        for line in lines:
            without_own_addresses(report(line))
        without_own_addresses(report(*(f"250 10.0.{n // 256}.{n % 256} hello" for n in range(4000))))
