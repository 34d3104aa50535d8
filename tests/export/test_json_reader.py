"""Reports read back: the same report, or one clear line, whatever the bytes are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailcheck.domain.account import Endpoint, Security
from mailcheck.domain.report import Report
from mailcheck.export.json_file import as_dict, as_json
from mailcheck.export.json_reader import LARGEST, UnreadableReportError, read_report, read_report_file
from mailcheck.export.mask import Mask
from mailcheck.export.text_file import as_text
from mailcheck.i18n import Language, message
from mailcheck.reporting import retold
from tests.mailbox import Mailbox
from tests.servers import imap, smtp

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def report(check_mailbox: Mailbox) -> Report:
    """With four causes: three cards and one more."""
    return check_mailbox(
        imap(folders=('() "/" INBOX',), EXAMINE="NO [NOPERM] нет", quota="STORAGE 95 100"),
        smtp(extensions="SIZE 1000000\nAUTH PLAIN", MAIL="553 5.7.1 sender not owned"),
        address="anna@nomx.test",
        recipient="anna@mаil.ru",
        amocrm_error="connection-problem",
        language=Language.RU,
    )


def key_of(data: bytes) -> str:
    with pytest.raises(UnreadableReportError) as refused:
        read_report(data, "a.json")
    for language in Language:
        line = message(f"usage.{refused.value.key}", language, **refused.value.fields)
        assert "\n" not in line and "a.json" in line
    return refused.value.key


def changed(report: Report, *place: str | int, to: Any) -> bytes:
    content = json.loads(as_json(report))
    inner = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = to
    return json.dumps(content).encode()


def test_there_and_back(report: Report) -> None:
    again = read_report(as_json(report).encode())
    assert as_json(again) == as_json(report)
    assert again.diagnoses == report.diagnoses and again.more == report.more > 0
    assert as_text(again) == as_text(report)
    assert again.titles == report.titles


def test_what_made_it_stays_told(report: Report) -> None:
    """Support saves a customer's report anew: the system in it is still the customer's."""
    again = read_report(changed(report, "tool", "system", to="Windows-11"))
    assert json.loads(as_json(again))["tool"]["system"] == "Windows-11"


def test_masked_stopped_and_without_servers(check_mailbox: Mailbox) -> None:
    whole = check_mailbox(imap(LOGIN="NO [AUTHENTICATIONFAILED] no"))
    masked = Mask(check_mailbox.engine.run.account).report(whole)
    assert as_text(read_report(as_json(masked).encode())) == as_text(masked)
    nowhere = check_mailbox(Endpoint("imap.nowhere.test", 993, Security.TLS), secret=None)
    assert as_text(read_report(as_json(nowhere).encode())) == as_text(nowhere)


def test_retold_in_the_other_language(report: Report, check_mailbox: Mailbox) -> None:
    english = retold(report, Language.EN)
    assert english.language == "en" and english.titles["address"] == "Address and password"
    assert retold(english, Language.RU) == report
    assert retold(report, Language.RU) is report
    yandex = check_mailbox(imap(LOGIN="NO no"), address="anna@yandex.ru", language=Language.EN)
    assert retold(retold(yandex, Language.RU), Language.EN) == yandex
    strange = read_report(changed(report, "checks", 0, "findings", 0, "code", to="of-a-newer-program"))
    strange = read_report(as_json(strange).encode())
    assert strange.checks[0].findings[0].code == "of-a-newer-program"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "report-no-json"),
        (b"no", "report-no-json"),
        (b"\xff\xfe{}", "report-no-json"),
        (b"[" * 100_000, "report-no-json"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "report-no-json"),
        (b'{"schema": NaN}', "report-no-json"),
        (b"[]", "report-other"),
        (b"{}", "report-other"),
        (b'{"schema": 1}', "report-other"),
        (b'{"schema": 2, "checks": []}', "report-newer"),
        (b'{"schema": true, "checks": []}', "report-wrong"),
        (b'{"schema": 0, "checks": []}', "report-wrong"),
        (b'{"schema": "1", "checks": []}', "report-wrong"),
        (b" " * (LARGEST + 1), "report-large"),
    ],
)
def test_what_is_no_report(data: bytes, key: str) -> None:
    assert key_of(data) == key


def test_cut_off(report: Report) -> None:
    data = as_json(report).encode()
    for length in (20, len(data) // 2, len(data) - 3):
        assert key_of(data[:length].decode(errors="ignore").encode()) == "report-cut"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("checks", 0, "id"), "of-a-newer-program"),
        (("checks", 1, "id"), "address"),
        (("checks", 0, "findings", 0, "stage"), "dance"),
        (("checks", 0, "findings", 0, "outcome"), "great"),
        (("checks", 0, "findings", 0, "because"), "\x1b[2J"),
        (("checks", 0, "findings", 0, "evidence"), []),
        (("checks", 0, "findings", 0, "evidence"), {"a": [[[[[[[1]]]]]]]}),
        (("checks", 0, "findings", 0, "evidence"), {"a": 1e300}),
        (("checks", 0, "findings", 0, "evidence"), {"a": "\ud800"}),
        (("checks", 0, "ms"), -1),
        (("checks", 0, "ms"), True),
        (("checks", 0, "ms"), 1.5),
        (("checks",), {}),
        (("vantage",), "x" * 20_001),
        (("created",), "yesterday"),
        (("language",), "de"),
        (("account",), None),
        (("account", "incoming", "port"), 0),
        (("account", "incoming", "security"), "ssl"),
        (("diagnoses", 0, "remedies", 0, "url"), "file:///etc/passwd"),
        (("diagnoses", 0, "remedies", 0, "action"), "format-disk"),
        (("diagnoses", 0, "amocrm", 0, "likelihood"), "sure"),
        (("diagnoses", 0, "number"), "M-٥٠٨"),
        (("transcript", 0, "direction"), "X"),
        (("transcript",), [None]),
    ],
)
def test_wrong_values(report: Report, place: tuple[str | int, ...], value: Any) -> None:
    assert key_of(changed(report, *place, to=value)) == "report-wrong"


@pytest.mark.parametrize("value", [[], {}, [[1]], 5, None])
def test_evidence_of_any_kind(report: Report, value: Any) -> None:
    """What is looked up by evidence may be nothing that can be looked up by."""
    content = as_dict(report)
    names = {name for check in content["checks"] for finding in check["findings"] for name in finding["evidence"]}
    for name in {*names, "answered", "reason", "servers", "stage", "mx", "fingerprint", "not_after"}:
        altered = as_dict(report)
        for finding in (finding for check in altered["checks"] for finding in check["findings"]):
            finding["evidence"] = {**finding["evidence"], name: value}
        assert as_text(read_report(json.dumps(altered).encode()))


def test_too_many_cards(report: Report) -> None:
    cards = json.loads(as_json(report))["diagnoses"]
    assert key_of(changed(report, "diagnoses", to=cards * 2)) == "report-wrong"


def test_files(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"\xef\xbb\xbf" + as_json(report).encode())
    assert as_json(read_report_file(file)) == as_json(report)
    for path, key in [(tmp_path, "file-folder"), (tmp_path / "none.json", "file-missing"), (file / "b", "file")]:
        with pytest.raises(UnreadableReportError) as refused:
            read_report_file(path)
        assert refused.value.key == key
        assert message(f"usage.{key}", Language.RU, **refused.value.fields)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps({"schema": 1, "checks": value}).encode()))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(UnreadableReportError):
        read_report(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_anywhere(report: Report, data: st.DataObject) -> None:
    """What is read can be shown, in both languages and as text."""
    content = json.loads(as_json(report))
    inner: Any = content
    while True:
        step = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[step], dict | list) or not inner[step] or data.draw(st.integers(0, 3)) == 0:
            break
        inner = inner[step]
    inner[step] = data.draw(VALUES | st.sampled_from(["address", "incoming", "stage-passed", "login-rejected"]))
    try:
        read = read_report(json.dumps(content).encode())
    except UnreadableReportError:
        return
    assert as_json(read_report(as_json(read).encode())) == as_json(read)
    for language in Language:
        assert as_text(retold(read, language))
