"""The code that is read aloud: what goes in comes out, in whatever spelling, and a slip is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck import __version__
from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Confidence, ConnectionCard, Diagnosis, Report, Verdict
from mailcheck.phone_code import ALPHABET, Decoded, decode, is_misread, phone_code
from mailcheck.providers import providers

OUTCOMES = st.sampled_from(Outcome)


def report_with(
    verdict: Verdict = Verdict.NOT_READY,
    number: str | None = "M-401",
    provider: str | None = "yandex",
    incoming: Outcome = Outcome.FAILED,
    outgoing: Outcome = Outcome.PASSED,
) -> Report:
    outcomes = {"incoming": incoming, "outgoing": outgoing}
    finding = Finding("stage-passed", Outcome.PASSED, Stage.CONNECT)
    words = ("title", "what", "why", (), None, (), ())
    return Report(
        created=datetime(2026, 11, 23, 10, tzinfo=UTC),
        language="ru",
        vantage="",
        verdict=verdict,
        address="ivan@firma.example",
        username="ivan@firma.example",
        provider=provider,
        incoming=None,
        outgoing=None,
        amocrm_error_seen=None,
        checks=tuple(CheckResult(name, 0, 1, (replace(finding, outcome=each),)) for name, each in outcomes.items()),
        diagnoses=(Diagnosis("x", number, None, Outcome.FAILED, Confidence.CERTAIN, *words),) if number else (),
        connection_card=ConnectionCard(None, None, "", ""),
        transcript=(),
    )


CODE = phone_code(report_with())


@given(
    st.sampled_from(Verdict),
    st.none() | st.integers(1, 999).map("M-{:03}".format),
    st.none() | st.sampled_from([entry.id for entry in providers()]),
    OUTCOMES,
    OUTCOMES,
)
def test_what_goes_in_comes_out(
    verdict: Verdict, number: str | None, provider: str | None, incoming: Outcome, outgoing: Outcome
) -> None:
    code = phone_code(report_with(verdict, number, provider, incoming, outgoing))
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) <= {*ALPHABET, "-"}
    place = providers().all[[e.id for e in providers()].index(provider)].number if provider else 0
    version = ".".join(__version__.split(".")[:2])
    assert decode(code) == Decoded(version, verdict, number, provider, place, incoming, outgoing)


def test_a_conversation_that_was_cut_short_has_not_passed() -> None:
    report = report_with(incoming=Outcome.FAILED, outgoing=Outcome.PASSED)
    kept_out = Finding("stage-skipped", Outcome.SKIPPED, Stage.AUTHENTICATE, evidence={"reason": "locked-out"})
    incoming, outgoing = report.checks
    cut = replace(report, checks=(incoming, replace(outgoing, findings=(*outgoing.findings, kept_out))))
    told = decode(phone_code(cut))
    assert told and (told.incoming, told.outgoing) == (Outcome.FAILED, Outcome.SKIPPED)


def test_codes_once_read_aloud_are_understood_forever() -> None:
    """A letter of support may be older than the program: this code is of version 0.1."""
    told = Decoded("0.1", Verdict.NOT_READY, "M-401", "yandex", 1, Outcome.FAILED, Outcome.PASSED)
    assert decode("GQ4L-KPDK") == told


@pytest.mark.parametrize(
    ("version", "told"), [("0.2.0", "0.2"), ("5.21.3", "5.21"), ("7.40", "5.21"), ("unknown", "0.0"), ("", "0.0")]
)
def test_the_version_is_that_of_the_program_that_made_the_report(version: str, told: str) -> None:
    found = decode(phone_code(replace(report_with(), tool={"version": version})))
    assert found
    assert found.version == told


@given(st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, wrong: str) -> None:
    letters = list(CODE.replace("-", ""))
    right, letters[place] = letters[place], wrong
    text = "".join(letters)
    assert (decode(text) is None) is (right != wrong)
    assert is_misread(f"{text[:4]}-{text[4:]}") is (right != wrong)


@given(st.integers(0, 7), st.integers(0, 7))
def test_two_exchanged_characters_are_noticed(one: int, other: int) -> None:
    letters = list(CODE.replace("-", ""))
    letters[one], letters[other] = letters[other], letters[one]
    assert (decode("".join(letters)) is None) is ("".join(letters) != CODE.replace("-", ""))


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", " — "),
        lambda code: " ".join(code.replace("-", "")),
        lambda code: f" «{code}». ",
        lambda code: code.translate(str.maketrans("ACEKMPTXY3", "АСЕКМРТХУЗ")),
        lambda code: code.translate(str.maketrans("ACDEFGKLMPTWXY", "АЦДЕФГКЛМПТВХУ")).lower(),
        lambda code: code.translate(str.maketrans("CPYW2G", "SRUVZJ")),
    ],
)
@pytest.mark.parametrize("number", ["M-101", "M-401", "M-508", "M-617", "M-901", None])
def test_as_people_write_it(change: object, number: str | None) -> None:
    assert callable(change)
    code = phone_code(report_with(number=number, provider="gmail", outgoing=Outcome.WARNED))
    assert decode(change(code)) == decode(code) is not None


def test_no_word_of_ours_is_a_code() -> None:
    texts = (*amocrm().texts, *(known.text for known in amocrm().texts.values()))
    names = (*catalogue().codes(), *texts, *Stage, *Service, *(entry.id for entry in providers()))
    numbers = [catalogue().problem(code).number for code in catalogue().codes()]
    assert not [name for name in (*names, *numbers) if decode(name) or is_misread(name)]


@pytest.mark.parametrize(
    "text",
    ["", "-", "accepted", "STARTTLS", "8BITMIME", "SMTPUTF8", "535 5.7.8", "550-5.7.1", "25355357", "M-508", "234",
     "text data", "550-User", "IMAP4rev1", "AUTH PLAIN", "А" * 8, "\ud800" * 8, "7" * 1000, "\0" * 8, "٣٤٥٦٧٨٩A"],
)  # fmt: skip
def test_other_texts_are_none(text: str) -> None:
    assert decode(text) is None
    assert not is_misread(text)


@given(st.text())
def test_any_text_is_borne(text: str) -> None:
    assert not (decode(text) and is_misread(text))
