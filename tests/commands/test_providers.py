"""`mailcheck providers`: by domain, name, server and MX; the list; and the line of --verify that needs no server."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from mailcheck.providers import providers
from tests.commands.program import ROOT, Run
from tests.name_server import NameServer


@pytest.fixture
def dns(name_server: NameServer) -> list[str]:
    host, port = name_server.address
    return ["--nameserver", f"{host}:{port}"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("yandex.ru", "Yandex Mail / Yandex 360 [yandex]"),
        ("anna@YA.RU", "Yandex Mail / Yandex 360 [yandex]"),
        ("яндекс", "Yandex Mail / Yandex 360 [yandex]"),
        (" Mail.ru ", "Mail.ru [mail-ru]"),
        ("majordomo", "Majordomo [majordomo]"),
    ],
)
def test_found(mailcheck: Run, name: str, expected: str) -> None:
    code, out, err = mailcheck("providers", name, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == expected


def test_by_server(mailcheck: Run) -> None:
    code, out, _ = mailcheck("providers", "imap.timeweb.ru", "--lang", "en")
    assert code == 0
    assert out.startswith("The server imap.timeweb.ru is Timeweb.\n\nTimeweb [timeweb]\n")


def test_by_mx(mailcheck: Run, dns: list[str], name_server: NameServer) -> None:
    """The name server of the tests says mx.NAME of every NAME: nicmail.ru stands in for a domain whose MX is there."""
    asked = len(name_server.asked)
    assert mailcheck("providers", "anna@migadu.com", *dns)[0] == 0
    assert len(name_server.asked) == asked, "a domain of the list is not asked about"
    code, out, _ = mailcheck("providers", "nicmail.ru", *dns, "--json")
    found = json.loads(out)
    assert (code, found["found_by"], found["mx"], found["provider"]["id"]) == (0, "mx", ["mx.nicmail.ru"], "ru-center")
    code, out, _ = mailcheck("providers", "nicmail.ru", *dns, "--lang", "en")
    assert out.startswith("The mail of nicmail.ru is taken by mx.nicmail.ru. That is RU-CENTER.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("example.test", "example.test is not listed, and an unknown service takes its mail: mail.example.test."),
        ("nomx.test", "The program knows nothing of such a domain or mail service."),
        ("no-such.test", "The program knows nothing of such a domain or mail service."),
        ("broken.test", "broken.test is not listed, and DNS did not say who takes its mail."),
        ("no such service", "The program knows nothing of such a domain or mail service."),
        ("..", "The program knows nothing of such a domain or mail service."),
        ("a..b", "The program knows nothing of such a domain or mail service."),
        ("x" * 300 + ".ru", "The program knows nothing of such a domain or mail service."),
    ],
)
def test_nothing_found(mailcheck: Run, dns: list[str], name: str, said: str) -> None:
    code, out, err = mailcheck("providers", name, *dns, "--lang", "en")
    assert (code, err) == (1, "")
    assert " ".join(out.split()) == said
    code, out, _ = mailcheck("providers", name, *dns, "--json")
    assert code == 1 and json.loads(out)["provider"] is None


def test_list(mailcheck: Run) -> None:
    code, out, _ = mailcheck("providers", "--lang", "ru")
    assert code == 0
    assert all(f"[{provider.id}]" in out for provider in providers())
    assert "не подключить" in out and "вход через сайт" in out


def test_list_as_json(mailcheck: Run) -> None:
    code, out, err = mailcheck("providers", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)["providers"]
    assert [entry["id"] for entry in found] == [provider.id for provider in providers()]
    assert all(entry["source"] and entry["checked"] and entry["age_days"] >= 0 for entry in found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["", "--lang", "en"], "NAME"),
        (["a", "b", "--lang", "en"], "Too many"),
        (["--nameserver", "x", "--lang", "en"], "nameserver"),
        (["--deadline", "0", "--verify", "--lang", "en"], "deadline"),
        (["--ca-file", "no-such.pem", "--lang", "en"], "no-such.pem"),
        (["--offline", "--lang", "en"], "no such option"),
    ],
)
def test_bad_input(mailcheck: Run, words: list[str], said: str) -> None:
    code, out, err = mailcheck("providers", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said.lower() in err.lower()


def test_verify_of_nothing(mailcheck: Run, dns: list[str]) -> None:
    code, out, _ = mailcheck("providers", "no-such.test", "--verify", *dns, "--lang", "en")
    assert code == 1 and "knows nothing" in out


def test_verify_one_that_is_gone(mailcheck: Run, dns: list[str]) -> None:
    """The name server of the tests knows no address of it."""
    code, out, err = mailcheck("providers", "timeweb", "--verify", *dns, "--lang", "en")
    assert (code, err) == (1, "")
    assert "imap.timeweb.ru, port 993, SSL/TLS (Timeweb): " in out
    assert out.rstrip().endswith("As written down: 0. Otherwise: 2.")


def test_verify_what_has_no_servers(mailcheck: Run) -> None:
    code, out, _ = mailcheck("providers", "proton", "--verify", "--json")
    assert (code, json.loads(out)) == (0, {"servers": [], "good": 0, "rotten": 0, "left": 0})


def test_little_is_loaded_for_one() -> None:
    """Neither the window nor the checks and their libraries."""
    words = "import sys; from mailcheck.cli import run; run(['providers', 'yandex.ru']); print(sorted(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, cwd=ROOT, check=True, timeout=30
    )
    loaded = found.stdout.splitlines()[-1]
    assert "'mailcheck.providers'" in loaded
    assert not any(
        f"'{name}'" in loaded for name in ("PySide6", "imapclient", "dns.resolver", "OpenSSL", "mailcheck.engine")
    )
