"""`mailcheck explain`: from the command line and standard input."""

from __future__ import annotations

import io
import json

import pytest

from tests.commands.program import Run


def test_a_reply(mailcheck: Run) -> None:
    code, out, err = mailcheck(
        "explain", "535 5.7.8 Error: authentication failed: Invalid user or password!", "--lang", "ru"
    )
    assert (code, err) == (0, "")
    assert "Что сделать:\n1) " in out
    assert "В amoCRM это обычно выглядит так:\n  «" in out
    assert "\nДля администратора:\n" in out
    assert max(map(len, out.splitlines())) < 80


def test_words_without_quotes(mailcheck: Run) -> None:
    code, out, _ = mailcheck("explain", "NO", "[AUTHENTICATIONFAILED]", "Invalid", "credentials", "--json")
    assert code == 0
    assert json.loads(out)["kind"] == "reply"


@pytest.mark.parametrize(
    "text", ["sent-folder-missing", "M-508", "Не найдена папка “Исходящие”", "неверные данные сервера"]
)
def test_codes_and_texts(mailcheck: Run, text: str) -> None:
    code, out, _ = mailcheck("explain", text, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["kind"] in {"code", "amocrm-error"}
    assert {"title", "what", "why", "remedies", "amocrm", "confidence"} <= found["matches"][0].keys()
    code, people, _ = mailcheck("explain", text)
    assert code == 0
    assert found["matches"][0]["title"].split()[0] in people


def test_narrowed_down(mailcheck: Run) -> None:
    words = [
        "explain",
        "550 5.7.1 refused",
        "--service",
        "outgoing",
        "--stage",
        "RCPT",
        "--provider",
        "yandex",
        "--json",
    ]
    code, out, _ = mailcheck(*words)
    assert code == 0
    assert {match["stage"] for match in json.loads(out)["matches"]} == {"rcpt"}
    for provider in ("mail.ru", "imap.yandex.ru"):
        assert mailcheck("explain", "535", "--provider", provider)[0] == 0


def test_nothing_found(mailcheck: Run) -> None:
    code, out, _ = mailcheck("explain", "wie geht es dir heute")
    assert code == 1
    assert "does not know this text" in out
    code, out, _ = mailcheck("explain", "wie geht es dir heute", "--json")
    assert (code, json.loads(out)) == (1, {"kind": "unknown", "matches": []})


@pytest.mark.parametrize(
    "data",
    [
        b"535-5.7.8 Username and Password not accepted.\r\n535 5.7.8 Learn more\r\n",
        "535 5.7.8 ошибка авторизации".encode("cp1251"),
        "535 5.7.8 ошибка авторизации".encode("utf-16"),
        b"\xef\xbb\xbf535 5.7.8 authentication failed\n",
        b"535 5.7.8 authentication failed \0\x1b[2J\x07",
    ],
)
def test_standard_input(mailcheck: Run, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, out, _ = mailcheck("explain", "-", "--json")
    assert code == 0
    assert json.loads(out)["matches"][0]["code"] == "login-rejected"
    assert "\x1b" not in out


@pytest.mark.parametrize("character", ["a", "й", "€", "\0", "5 "])
def test_a_million_characters(mailcheck: Run, monkeypatch: pytest.MonkeyPatch, character: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(character.encode() * 1_000_000)))
    code, out, err = mailcheck("explain", "-")
    assert code in (0, 1)
    assert out
    assert err == ""


def test_bytes_that_are_no_utf8(mailcheck: Run) -> None:
    typed = "535 5.7.8 ошибка авторизации".encode("cp1251").decode("utf-8", "surrogateescape")
    code, out, _ = mailcheck("explain", typed, "--json")
    assert code == 0
    assert json.loads(out)["matches"][0]["code"] == "login-rejected"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "No text was given"),
        (["", " "], "No text was given"),
        (["x", "--service", "both"], "--service: incoming or outgoing"),
        (["x", "--stage", "login"], "--stage: one of connect, encrypt"),
        (["x", "--provider", "no such"], "does not know such"),
        (["x", "--mask"], "There is no such option: --mask"),
    ],
)
def test_bad_input(mailcheck: Run, words: list[str], said: str) -> None:
    code, out, err = mailcheck("explain", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_help(mailcheck: Run) -> None:
    for language in ("ru", "en"):
        code, out, _ = mailcheck("explain", "-h", "--lang", language)
        assert code == 0
        assert "authenticate, folders" in out.replace("\n", " ").replace("  ", "")


def test_phone_codes(mailcheck: Run) -> None:
    code, out, _ = mailcheck("explain", "gq4l kpdk", "--json")
    found = json.loads(out)
    assert (code, found["kind"], found["matches"][0]["code"]) == (0, "phone-code", "login-rejected")
    assert found["phone_code"] == {
        "version": "0.1",
        "verdict": "not-ready",
        "number": "M-401",
        "provider": "yandex",
        "incoming": "failed",
        "outgoing": "passed",
    }
    code, out, err = mailcheck("explain", "GQ4L-KPDL", "--lang", "en")
    assert (code, err) == (1, "")
    said = "One of the letters or digits of this code is wrong. Ask for it to be read again"
    assert " ".join(out.split()).startswith(said)
