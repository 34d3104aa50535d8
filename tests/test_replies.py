"""Replies become the right problem codes, quickly, whatever a server says."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck import resources
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.reply import parse_reply
from mailcheck.replies import Match, classify, load, rules
from mailcheck.resources import BadResourceError
from tests.effort import little_work

DATA = Path(__file__).parent / "data"
OUT, IN = Service.OUTGOING, Service.INCOMING


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(row: dict[str, str], provider: str | None = None) -> str:
    matches = classify(
        parse_reply(row["reply"]), service=Service(row["service"]), stage=Stage(row["stage"]), provider=provider
    )
    return matches[0].code


def codes(raw: str, service: Service | None = None, stage: Stage | None = None) -> list[str]:
    return [match.code for match in classify(parse_reply(raw), service=service, stage=stage)]


@pytest.mark.parametrize("name", ["server-replies.tsv", "more-replies.tsv"])
def test_replies_of_real_servers(name: str) -> None:
    rows = table(name)
    missed = [
        (row["reply"], row["code"], code)
        for row in rows
        if (code := judged(row)) not in {row["code"], *row["also_ok"].split(",")}
    ]
    assert not missed
    exact = sum(judged(row) == row["code"] for row in rows)
    assert exact >= 0.95 * len(rows)


def test_the_provider_changes_nothing_for_the_worse() -> None:
    for row in table("server-replies.tsv"):
        assert judged(row, provider=row["provider"]) in {row["code"], *row["also_ok"].split(",")}


def test_the_tables_name_known_codes() -> None:
    known = catalogue_codes()
    for name in ("server-replies.tsv", "more-replies.tsv"):
        for row in table(name):
            assert {row["code"], *filter(None, row["also_ok"].split(","))} <= known, row


@pytest.mark.parametrize(
    ("raw", "service", "stage", "code"),
    [
        # a word that means another thing elsewhere
        ("550 5.2.1 Mailbox blocked", OUT, Stage.RCPT, "recipient-refused"),
        ("NO Mailbox blocked", IN, Stage.AUTHENTICATE, "account-disabled"),
        ("NO Unlimited plan users: invalid password", IN, Stage.AUTHENTICATE, "login-rejected"),
        ("454 STARTTLS disabled", OUT, Stage.ENCRYPT, "tls-handshake-failed"),
        ("550 User unknown", OUT, Stage.RCPT, "recipient-unknown"),
        ("NO User unknown", IN, Stage.AUTHENTICATE, "login-rejected"),
        ("550 not accepted, see http://spam.example/blacklist", OUT, Stage.DATA, "spam-suspected"),
        # 4xx: a wrong password is named, or it is not
        ("454 4.7.0 Wrong password", OUT, Stage.AUTHENTICATE, "login-rejected"),
        ("454 4.7.0 Authentication failed", OUT, Stage.AUTHENTICATE, "login-unavailable"),
        # codes without words
        ("NO [EXPIRED]", IN, Stage.AUTHENTICATE, "password-expired"),
        ("NO [AUTHENTICATIONFAILED]", IN, Stage.AUTHENTICATE, "login-rejected"),
        ("NO [PRIVACYREQUIRED]", IN, Stage.AUTHENTICATE, "login-needs-tls"),
        ("NO [ALERT] [CONTACTADMIN] no", IN, Stage.AUTHENTICATE, "contact-administrator"),
        ("NO [INUSE] no", IN, Stage.USE, "reading-unavailable"),
        ("550 5.1.1", OUT, Stage.RCPT, "recipient-unknown"),
        ("554 5.2.2", OUT, Stage.RCPT, "recipient-mailbox-full"),
        ("538", OUT, Stage.AUTHENTICATE, "login-needs-tls"),
        ("534-5.7.9 see / 534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor", OUT, Stage.AUTHENTICATE,
         "app-password-required"),
        # nothing but a number
        ("535", OUT, Stage.AUTHENTICATE, "login-rejected"),
        ("454", OUT, Stage.AUTHENTICATE, "login-unavailable"),
        ("550", OUT, Stage.DATA, "sending-rejected"),
        ("450", OUT, Stage.RCPT, "sending-unavailable"),
        ("554", OUT, Stage.GREET, "greeting-refused"),
        ("* BYE", IN, Stage.GREET, "greeting-refused"),
        ("* BYE", IN, Stage.USE, "connection-dropped"),
        ("NO", IN, Stage.FOLDERS, "folder-list-refused"),
    ],
)  # fmt: skip
def test_fine_points(raw: str, service: Service, stage: Stage, code: str) -> None:
    assert codes(raw, service, stage)[0] == code


@pytest.mark.parametrize("raw", ["250 2.0.0 Ok", "A1 OK done", "* PREAUTH", "334 VXNlcm5hbWU6"])
def test_no_refusal_no_code(raw: str) -> None:
    assert codes(raw, OUT, Stage.MAIL) == []


def test_a_reply_without_its_place() -> None:
    assert codes("535 5.7.8 Username and Password not accepted")[0] == "login-rejected"
    assert codes("A1 NO [AUTHENTICATIONFAILED] Invalid credentials")[0] == "login-rejected"
    assert codes("550 5.1.1 User unknown")[0] == "recipient-unknown"
    assert codes("550 spam message rejected")[0] == "spam-suspected"
    assert {"login-rejected", "recipient-unknown"} <= set(codes("User unknown"))
    assert codes("a shopping list") == []


def test_other_places_are_guesses() -> None:
    matches = classify(parse_reply("User unknown"), service=None, stage=None)
    assert matches[-1].confidence == "low"


@given(st.text(max_size=10_000), st.sampled_from([None, *Service]), st.sampled_from([None, *Stage]))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str, service: Service | None, stage: Stage | None) -> None:
    for raw in (text, f"550 {text}", f"A1 NO {text}"):
        assert all(isinstance(match, Match) for match in classify(parse_reply(raw), service=service, stage=stage))


WORDS = ["user", "account", "not", "sender", "too many", "limit", "password", "invalid or", "10.0.0.1", "a@b.c", "["]


@pytest.mark.parametrize("words", [*([word] for word in WORDS), WORDS])
def test_hostile_length_is_quick(words: list[str]) -> None:
    raw = "550 " + " ".join(words * 5000)[:10_000]
    for service, stage in ((OUT, Stage.DATA), (OUT, Stage.AUTHENTICATE), (IN, Stage.USE)):
        codes("550 compile first", service, stage)
        with little_work():
            codes(raw, service, stage)


def catalogue_codes() -> set[str]:
    return set(tomllib.loads(resources.path("problems.toml").read_text(encoding="utf-8"))) - {"defaults"}


def test_our_own_file_is_in_order() -> None:
    checked = load(resources.path("replies.toml"), catalogue_codes())
    assert len(checked.rules) == len(rules().rules) > 50


GOOD = '[[rule]]\ncode = "x"\ntext = ["a"]\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD + "colour = 1", "rule 1: unknown key 'colour'"),
        ("[other]", "file: unknown key 'other'"),
        ('[[rule]]\ncode = "y"\ntext = ["a"]', "rule 1: unknown code 'y'"),
        ('[[rule]]\ntext = ["a"]', "unknown code None"),
        ('[[rule]]\ncode = "x"', "no text, link, number, enhanced or response"),
        ('[[rule]]\ncode = "x"\ntext = ["(a"]', "bad regex"),
        ('[[rule]]\ncode = "x"\ntext = ["Abc"]', "upper case"),
        ('[[rule]]\ncode = "x"\ntext = ["{nobody}"]', "unknown word {nobody}"),
        ('[[rule]]\ncode = "x"\ntext = "a"', "text is no list"),
        (GOOD + 'service = "both"', "unknown service"),
        (GOOD + 'stage = ["dinner"]', "bad stage"),
        (GOOD + "number = [250]", "bad number"),
        (GOOD + 'enhanced = ["5.7"]', "bad enhanced"),
        (GOOD + 'confidence = "sure"', "unknown confidence"),
        ('[[default]]\ncode = "x"\nstatus = ["OK"]', "default 1: bad status"),
        ("rule = 1", "write [[rule]]"),
        ("rule = [1]", "not a table"),
        ("[words]\na = 1", "words"),
        ("[[rule", "replies.toml"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "replies.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadResourceError) as caught:
        load(file, {"x"})
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("replies.toml")


def test_the_first_rule_wins_and_a_provider_goes_before(tmp_path: Path) -> None:
    file = tmp_path / "replies.toml"
    file.write_text(
        '[words]\nno = "(?:no|nein)"\n'
        '[[rule]]\ncode = "general"\ntext = ["{no} entry"]\nnot = ["today"]\n'
        '[[rule]]\ncode = "second"\ntext = ["entry"]\nnumber = ["4xx", 550]\nstage = ["mail"]\n'
        '[[rule]]\ncode = "theirs"\nprovider = ["mail-ru"]\nenhanced = ["x.7.1"]\n'
        '[[default]]\ncode = "rest"\n',
        encoding="utf-8",
    )
    checked = load(file)

    def judge(raw: str, provider: str | None = None) -> list[str]:
        reply = parse_reply(raw)
        return [match.code for match in checked.classify(reply, service=OUT, stage=Stage.MAIL, provider=provider)]

    assert judge("550 5.7.1 NEIN  ENTRY") == ["general", "second"]
    assert judge("550 5.7.1 nein entry", "Mail.ru") == ["theirs", "general", "second"]
    assert judge("551 no entry today") == ["rest"]
