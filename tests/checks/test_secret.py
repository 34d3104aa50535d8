from __future__ import annotations

import dataclasses
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.checks.secret import judge_secret
from mailcheck.domain.account import Secret, Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.providers import providers


def provider(incoming: PasswordKind, outgoing: PasswordKind, shape: str | None = "[a-z]{16}") -> Provider:
    return dataclasses.replace(
        providers().all[0],
        password={Service.INCOMING: incoming, Service.OUTGOING: outgoing},
        app_password_shape=re.compile(shape) if shape else None,
    )


APP = provider(PasswordKind.APP_PASSWORD, PasswordKind.APP_PASSWORD)


def codes(secret: str, owner: Provider | None = None) -> list[str]:
    return [finding.code for finding in judge_secret(Secret(secret), owner)]


@pytest.mark.parametrize(
    "secret", ["", "Pa55 word", "пароль"[:0], "abcdefghijklmnop", "abcd efgh ijkl mnop", "abcd-efgh-ijkl-mnop"]
)
def test_nothing_to_say(secret: str) -> None:
    assert codes(secret, APP if secret.islower() else None) == []


@pytest.mark.parametrize(
    ("secret", "where"),
    [
        (" x", "begin"),
        ("x\n", "end"),
        ("\u00a0x ", "both"),
        ("a\u200bb", "inside"),
        ("a\u00a0b", "inside"),
        ("a\tb", "inside"),
    ],
)
def test_blanks(secret: str, where: str) -> None:
    (finding,) = judge_secret(Secret(secret), None)
    assert (finding.code, finding.outcome, finding.stage) == ("secret-blank-at-edge", Outcome.WARNED, Stage.SECRET)
    assert finding.evidence == {"position": where}


def test_wrong_layout() -> None:
    assert codes("зфыыцщкв") == ["secret-wrong-layout"]
    assert codes("pаssword ", APP) == ["secret-blank-at-edge", "secret-wrong-layout"]
    assert codes("pässwörd") == []


def test_not_an_app_password() -> None:
    (finding,) = judge_secret(Secret("Qwerty123"), APP)
    assert (finding.code, finding.outcome, finding.service) == ("secret-not-app-password", Outcome.WARNED, None)
    assert finding.evidence == {}
    assert codes(" abcd efgh ijkl mnop ", APP) == ["secret-blank-at-edge"]


def test_only_where_an_app_password_is_wanted() -> None:
    one = provider(PasswordKind.ACCOUNT, PasswordKind.APP_PASSWORD)
    (finding,) = judge_secret(Secret("Qwerty123"), one)
    assert finding.service is Service.OUTGOING
    assert codes("Qwerty123", provider(PasswordKind.ACCOUNT, PasswordKind.OAUTH)) == []
    assert codes("Qwerty123", provider(PasswordKind.APP_PASSWORD, PasswordKind.APP_PASSWORD, shape=None)) == []


@given(st.text(min_size=1, max_size=30))
def test_nothing_of_the_secret_gets_out(secret: str) -> None:
    for finding in judge_secret(Secret(secret), APP):
        assert json.dumps(dict(finding.evidence)) in (
            "{}",
            *(f'{{"position": "{w}"}}' for w in ("begin", "end", "both", "inside")),
        )
