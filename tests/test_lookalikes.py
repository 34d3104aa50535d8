from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck.lookalikes import load, lookalikes
from mailcheck.resources import BadResourceError

GOOD = """
unicode = "15.0.0"
[letters.cyrillic]
a = "а"
[instead.cyrillic]
l = "ӏ"
[near.cyrillic]
k = "к"
[by_ear]
cyrillic = "вс"
[signs]
"-" = "–"
"""

SAME = """
аa оo еe рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT УY ХX
αa οo νv ρp υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX օo հh ոn սu ɑa ıi ɡg ᎪA
ａa Ｚz ０0 ⅼl Ⅰi 𝐚a 𝟎0 𝛼a ªa Kk
"""


@pytest.mark.parametrize(
    "pair",
    SAME.split(),
)
def test_twins_that_look_the_same(pair: str) -> None:
    letter, twin = tuple(pair)
    found = lookalikes().same(letter)
    assert found is not None
    assert twin in (found, found.lower())
    assert lookalikes().twin(letter) == found


@pytest.mark.parametrize("pair", ["кk", "мm", "тt", "нh", "вb", "гr", "б6", "З3", "ёe", "ηn", "κk"])
def test_twins_that_look_nearly_so(pair: str) -> None:
    letter, twin = tuple(pair)
    assert lookalikes().same(letter) is None
    assert lookalikes().twin(letter) == twin


@pytest.mark.parametrize("letter", "яжшщюфдлийцчэыъЯЖéüñßł日😀")
def test_letters_without_a_twin(letter: str) -> None:
    assert lookalikes().twin(letter) is None


@pytest.mark.parametrize("pair", ["＠@", "．.", "。.", "｡.", "–-", "‑-", "—-", "−-", "’'", "＿_", "，,"])
def test_signs(pair: str) -> None:
    character, sign = tuple(pair)
    assert lookalikes().sign(character) == sign
    assert lookalikes().twin(character) is None


def test_a_space_is_nobodys_twin() -> None:
    assert lookalikes().sign("\u00a0") is None
    assert lookalikes().twin("\u3000") is None


def test_the_file_names_its_source() -> None:
    assert lookalikes().unicode.split(".")[0].isdigit()
    assert len(lookalikes().exact) > 150


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('unicode = "15.0.0"', "unicode = 15"), "unicode: missing, or of the wrong kind"),
        (('a = "а"', 'a = "a"'), "letters.cyrillic: a: 'a' is ASCII or stands twice"),
        (('a = "а"', 'a = "а"\no = "а"'), "letters.cyrillic: o: 'а' is ASCII or stands twice"),
        (('a = "а"', 'ab = "а"'), "letters.cyrillic: 'ab' is no letter or digit of ASCII"),
        (('a = "а"', 'a = "α"'), "letters.cyrillic: 'α' is of another script"),
        (('a = "а"', "a = 1"), "letters.cyrillic: a table of texts is wanted"),
        (('"-" = "–"', 'a = "–"'), "signs: 'a' is no sign of ASCII"),
        (("[signs]", "[more]\n[signs]"), "unknown keys"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    file = tmp_path / "lookalikes.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert load(file).twin("к") == "k"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(BadResourceError) as refused:
        load(file)
    assert str(refused.value).startswith("lookalikes.toml: ")
    assert reason in str(refused.value)
