from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.checks.address import corrected, judge_address, review
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.providers import providers
from tests.effort import little_work

DOMAINS = """
gmail.com mail.ru yandex.ru bk.ru inbox.ru list.ru ya.ru rambler.ru icloud.com yandex.com outlook.com hotmail.com
yahoo.com internet.ru live.com live.ru vk.com yandex.kz me.com mac.com hotmail.fr proton.me gmx.net web.de
"""
KNOWN = frozenset(DOMAINS.split())
TABLE = Path(__file__).parent.parent / "data" / "addresses.tsv"


class Row(NamedTuple):
    address: str
    codes: set[str]
    suggestion: str | None


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").split("\n") if line and not line.startswith("# ")]
    return [_row(*line.split("\t")) for line in lines]


def _row(address: str, codes: str, suggestion: str) -> Row:
    wanted = set() if codes == "-" else set(codes.split(","))
    return Row(_unescaped(address), wanted, None if suggestion == "-" else _unescaped(suggestion))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:\\|u([0-9a-f]{4}))", lambda match: chr(int(match[1], 16)) if match[1] else "\\", text)


def codes(address: str, known: frozenset[str] = KNOWN) -> set[str]:
    named = set()
    for finding in judge_address(address, known):
        code = finding.code.removeprefix("address-")
        named.add(f"{code}:{finding.evidence['reason']}" if code == "malformed" else code)
    return named


@pytest.mark.parametrize("known", [KNOWN, providers().domains()], ids=["few", "real"])
def test_table(known: frozenset[str]) -> None:
    table = rows()
    assert len(table) > 300
    for row in table:
        assert (codes(row.address, known), corrected(row.address, known)) == (row.codes, row.suggestion), ascii(
            row.address
        )


def test_table_has_every_code() -> None:
    counts = Counter(code.partition(":")[0] for row in rows() for code in row.codes)
    assert min(counts.values()) >= 10
    assert set(counts) == {
        "malformed",
        "lookalike-letter",
        "not-ascii",
        "idn-domain",
        "invisible-character",
        "domain-typo",
    }


def test_each_wrong_letter_is_a_finding_of_its_own() -> None:
    first, second = judge_address("ivan@уаndex.ru", KNOWN)
    assert first.stage is Stage.ADDRESS and first.outcome is Outcome.FAILED
    assert first.evidence == {
        "position": 6,
        "character": "у",
        "name": "CYRILLIC SMALL LETTER U",
        "latin": "y",
        "bad_text": "уаndex.ru",
        "good_text": "yandex.ru",
        "suggestion": "ivan@yandex.ru",
    }
    assert second.evidence["position"] == 7


def test_position_counts_in_the_input_as_given() -> None:
    (blank, letter) = judge_address(" mаil@example.com", KNOWN)
    assert (blank.evidence["position"], letter.evidence["position"]) == (1, 3)


def test_international_domain_is_shown_in_both_forms() -> None:
    for address in ("info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"):
        (finding,) = judge_address(address, KNOWN)
        assert finding.evidence == {"domain_unicode": "пример.рф", "domain_ascii": "xn--e1afmkfd.xn--p1ai"}


def test_typo_is_only_a_warning() -> None:
    (finding,) = judge_address("Ivan@gmial.com", KNOWN)
    assert (finding.code, finding.outcome) == ("address-domain-typo", Outcome.WARNED)
    assert finding.evidence["suggestion"] == "Ivan@gmail.com"
    assert review("Ivan@gmial.com", KNOWN).outcome is Outcome.WARNED


def test_ambiguous_typo_is_named_and_not_corrected() -> None:
    result = review("ivan@live", KNOWN)
    assert result.suggestion is None
    assert result.findings[-1].evidence["suggestion"] == "ivan@live.com"


def test_outcome_is_the_worst() -> None:
    assert review("ivan@mail.ru", KNOWN).outcome is Outcome.PASSED
    assert review("ivаn@gmial.com", KNOWN).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("a" * 64 + "@mail.ru", None),
        ("a" * 65 + "@mail.ru", "local-too-long"),
        ("a@" + "b" * 63 + ".ru", None),
        ("a@" + "b" * 64 + ".ru", "label-too-long"),
        ("a@" + "b123456789." * 22 + "b1234.com", None),
        ("a@" + "b123456789." * 23 + "com", "too-long"),
    ],
)
def test_lengths(address: str, reason: str | None) -> None:
    assert codes(address) == ({f"malformed:{reason}"} if reason else set())


@pytest.mark.parametrize(
    "filler", ["a", "а", " ", "@", ".", "(", "()", "<", '"', "\\", ",", "\0", "ж.", "\u202e", "xn--"]
)
@pytest.mark.parametrize("times", [120, 499, 10_000])
def test_hostile_length_is_quick(filler: str, times: int) -> None:
    with little_work():
        result = review("ivan@" + filler * times + ".ru", KNOWN)
    assert result.outcome is Outcome.FAILED
    if times == 10_000:
        assert codes(result.input) == {"malformed:too-long"}


def test_second_opinion_catches_what_we_do_not_know() -> None:
    assert codes("a@ab--cd.ru") == {"malformed:other"}


ATOMS = st.text("abzAZ019_", min_size=1, max_size=6)
LABELS = st.text("abzAZ019", min_size=1, max_size=6)


@given(st.lists(ATOMS, min_size=1, max_size=4), st.lists(LABELS, min_size=1, max_size=4), st.sampled_from(".+-"))
def test_ordinary_addresses_need_no_second_opinion(atoms: list[str], labels: list[str], sign: str) -> None:
    address = f"{sign.join(atoms)}@{'-'.join(labels)}.{'.'.join(labels)}.com"
    assert judge_address(address, frozenset()) == ()
    validate_email(address, check_deliverability=False)


SIGNS = st.sampled_from('акıé@＠.,- <"()2ю/\u200b\u0301\ud800')
PIECES = st.sampled_from(
    [
        "ivan",
        "иван",
        "..",
        "mail.ru",
        "mаil.ru",
        "gmial.com",
        "yandex",
        "пример.рф",
        "xn--e1afmkfd",
        "ьфшд.кг",
        "mailto:",
    ]
)
ADDRESSES = st.one_of(st.text(max_size=40), st.lists(SIGNS | PIECES, max_size=8).map("".join))


@given(ADDRESSES)
def test_any_text_is_judged(address: str) -> None:
    result = review(address, KNOWN)
    for finding in result.findings:
        place = finding.evidence.get("position")
        if place is not None:
            assert address[place - 1] == finding.evidence["character"]
        assert (
            finding.code in ("address-malformed", "address-idn-domain", "address-domain-typo")
            or finding.evidence["name"]
        )
    assert result.findings or "@" in address


@given(ADDRESSES)
def test_a_suggestion_passes_the_same_judgement(address: str) -> None:
    suggestion = corrected(address, KNOWN)
    if suggestion is not None:
        assert suggestion.isascii()
        left = review(suggestion, KNOWN)
        assert left.outcome is not Outcome.FAILED, left
        assert left.suggestion is None, left


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(["ivan", "o.petrov", "sales_1"]), st.data())
def test_a_look_alike_anywhere_is_found(domain: str, local: str, data: st.DataObject) -> None:
    twins = dict(zip("aceopxyiACEHKMOPTX", "асеорхуіАСЕНКМОРТХ", strict=True))
    address = f"{local}@{domain}"
    place = data.draw(st.sampled_from([i for i, character in enumerate(address) if character in twins]))
    wrong = address[:place] + twins[address[place]] + address[place + 1 :]
    (finding,) = judge_address(wrong, KNOWN)
    assert finding.code == "address-lookalike-letter"
    assert finding.evidence["position"] == place + 1
    assert finding.evidence["latin"] == address[place]
    assert finding.evidence["name"] == unicodedata.name(wrong[place])
    assert finding.evidence["suggestion"] == address
