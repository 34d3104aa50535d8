"""Language, sentences, plural forms, numbers and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck import i18n, resources
from mailcheck.i18n import Language, Value, language_of_environment
from mailcheck.resources import BadResourceError

RU, EN = Language


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, RU),
        ({"LANG": ""}, RU),
        ({"LANG": "C"}, RU),
        ({"LANG": "C.UTF-8"}, RU),
        ({"LC_ALL": "POSIX"}, RU),
        ({"LANG": "ru_RU.UTF-8"}, RU),
        ({"LANG": "be_BY"}, RU),
        ({"LANG": "kk_KZ.UTF-8"}, RU),
        ({"LANG": "uk_UA.UTF-8@euro"}, RU),
        ({"LANG": "en_US.UTF-8"}, EN),
        ({"LANG": "en"}, EN),
        ({"LANG": "de_DE.UTF-8"}, EN),
        ({"LANG": "Russian_Russia.1251"}, RU),
        ({"LANG": "ru_RU", "LC_MESSAGES": "en_GB"}, EN),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_FR", "LC_ALL": "ru_RU"}, RU),
        ({"LANG": "en_US", "LC_ALL": "C"}, RU),
        ({"LANG": "ru_RU", "LC_ALL": "", "LC_MESSAGES": ""}, RU),
        ({"LANG": "ru_RU.UTF-8", "LANGUAGE": "en_US:ru"}, EN),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:ru"}, RU),
        ({"LANG": "C", "LANGUAGE": "en"}, RU),
        ({"LANGUAGE": "en"}, EN),
        ({"LANGUAGE": "de:fr"}, EN),
        ({"LC_CTYPE": "en_US.UTF-8"}, RU),
    ],
)
def test_language_of_environment(environ: dict[str, str], expected: Language) -> None:
    assert language_of_environment(environ, platform="linux") is expected


@given(st.dictionaries(st.sampled_from(["LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"]), st.text(max_size=20)))
def test_any_environment_has_a_language(environ: dict[str, str]) -> None:
    assert language_of_environment(environ, platform="win32") in Language


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (0, "папок", "folders"),
        (1, "папка", "folder"),
        (2, "папки", "folders"),
        (4, "папки", "folders"),
        (5, "папок", "folders"),
        (11, "папок", "folders"),
        (12, "папок", "folders"),
        (21, "папка", "folders"),
        (22, "папки", "folders"),
        (111, "папок", "folders"),
        (1001, "папка", "folders"),
        (1.5, "папки", "folders"),
    ],
)
def test_plural(n: float, russian: str, english: str) -> None:
    assert i18n.plural(n, ("папка", "папки", "папок"), RU) == russian
    assert i18n.plural(n, ("folder", "folders"), EN) == english


def test_plural_needs_the_right_number_of_forms() -> None:
    with pytest.raises(ValueError, match="3 forms"):
        i18n.plural(1, ("folder", "folders"), RU)


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (0, "0", "0"),
        (1234, "1\u00a0234", "1,234"),
        (1234.5, "1\u00a0234,5", "1,234.5"),
        (41.0, "41", "41"),
        (1234567, "1\u00a0234\u00a0567", "1,234,567"),
        (-3, "−3", "-3"),
        (0.04, "0", "0"),
    ],
)
def test_number(value: float, russian: str, english: str) -> None:
    assert i18n.number(value, RU) == russian
    assert i18n.number(value, EN) == english


def test_day() -> None:
    assert i18n.day(date(2026, 11, 3), RU) == "03.11.2026"
    assert i18n.day(date(2026, 11, 3), EN) == "3\u00a0Nov\u00a02026"  # lines end elsewhere


def test_field_texts() -> None:
    fields = {
        "port": 2525,
        "seconds": 1200,
        "folders": ["INBOX", "Sent"],
        "blocked_ports": [993, 2525],
        "not_after": "2026-11-23T10:00:00+00:00",
        "days_left": None,
        "truth": True,
        "odd": {"a": 1},
        "reply": "2026-11-23",
        "fingerprint": "00:11:22:33:44:55:66:77:88",
    }
    assert i18n.field_texts(fields, RU) == {
        "port": "2525",
        "seconds": "1\u00a0200",
        "folders": "INBOX, Sent",
        "blocked_ports": "993, 2525",
        "not_after": "23.11.2026",
        "days_left": "",
        "truth": "",
        "odd": "",
        "reply": "2026-11-23",
        "fingerprint": "00:11:22:33:44:55:66:77 88",
    }
    assert i18n.field_texts({"not_after": "soon"}, EN) == {"not_after": "soon"}


def test_message() -> None:
    endpoint: dict[str, Value] = {"host": "imap.x.ru", "port": 993, "security": "SSL/TLS"}
    assert i18n.message("endpoint.full", RU, **endpoint) == "imap.x.ru, порт 993, SSL/TLS"
    assert i18n.message("endpoint.full", EN, **endpoint) == "imap.x.ru, port 993, SSL/TLS"


def test_a_forgotten_field_is_our_bug() -> None:
    with pytest.raises(KeyError, match="needs host, port"):
        i18n.message("endpoint.full", RU, security="SSL/TLS")
    with pytest.raises(KeyError):
        i18n.message("endpoint.nothing", RU)


def test_word() -> None:
    assert i18n.word("security", "none", EN) == "no encryption"
    assert i18n.word("script", "Cyrillic", RU) == "кириллическая"
    assert i18n.word("security", "quantum", EN) == "quantum"


def test_plural_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    russian = '["{n} папка[[ {x}]]", "{n} папки[[ {x}]]", "{n} папок[[ {x}]]"]'
    text = f'[a]\nb = {{ ru = {russian}, en = ["{{n}} folder[[ {{x}}]]", "{{n}} folders[[ {{x}}]]"] }}'
    messages = i18n.load(_file(tmp_path, text))
    monkeypatch.setattr(i18n, "messages", lambda: messages)
    assert i18n.message("a.b", RU, n=1002) == "1\u00a0002 папки"
    assert i18n.message("a.b", EN, n=1, x="here") == "1 folder here"
    with pytest.raises(KeyError, match="number n"):
        i18n.message("a.b", EN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('a = "b"', "a: a \\[section\\]"),
        ('[a]\nb = "c"', "a.b: both ru and en"),
        ('[a]\nb = { ru = "c" }', "a.b: both ru and en"),
        ('[a]\nb = { ru = "c", en = "c", de = "c" }', "both ru and en"),
        ('[a]\nb = { ru = "{x}", en = "{y}" }', "different fields"),
        ('[a]\nb = { ru = "", en = "c" }', "ru is no text"),
        ('[a]\nb = { ru = 1, en = "c" }', "ru is no text"),
        ('[a]\nb = { ru = ["c", "c"], en = ["c", "c"] }', "3 plural forms"),
        ('[a]\nb = { ru = ["c", "c", "c"], en = "c" }', "one language only"),
        ('[a]\nb = { ru = "[[c", en = "c" }', "without"),
        ("[a", "messages.toml"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadResourceError, match=reason) as caught:
        i18n.load(_file(tmp_path, text))
    assert str(caught.value).startswith("messages.toml: ")


def test_our_messages_load() -> None:
    assert i18n.load(resources.path("locale/messages.toml"))


def _file(folder: Path, text: str) -> Path:
    file = folder / "messages.toml"
    file.write_text(text, encoding="utf-8")
    return file
