from __future__ import annotations

import pytest

from mailcheck.checks import address_letters as letters
from mailcheck.checks.draft import IDN, LOOKALIKE, NOT_ASCII, Draft

KNOWN = frozenset({"mail.ru", "yandex.ru", "gmail.com", "bk.ru"})


def domain(text: str) -> tuple[str, set[str]]:
    draft = Draft(f"a@{text}", KNOWN)
    letters.judge_domain(draft)
    return draft.domain, {note.code for note in draft.notes}


def local(text: str) -> tuple[str, list[tuple[str, int]]]:
    draft = Draft(f"{text}@mail.ru", KNOWN)
    letters.judge_local(draft)
    return draft.local, [(note.code, note.evidence["position"]) for note in draft.notes]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("mаil.ru", "mail.ru"),
        ("ВК.RU", "BK.RU"),  # wholly of look-alikes
        ("gmаil.соm", "gmail.com"),
        ("gmáil.com", "gmail.com"),  # a letter with a mark, in a known domain only
        ("shоp.ru", "shop.ru"),
        ("сосо.com", "coco.com"),
        ("shop.сом", "shop.com"),
        ("shop.ру", "shop.ru"),  # by ear
        ("gmail.ком", "gmail.com"),
        ("shop.кг", "shop.ru"),  # the same keys in the Russian layout
        ("ьфшд.кг", "mail.ru"),
        ("xn--mil-6cd.ru", "mail.ru"),
    ],
)
def test_look_alike_domains(typed: str, mended: str) -> None:
    assert domain(typed) == (mended, {LOOKALIKE})


@pytest.mark.parametrize(
    "typed",
    [
        "пример.рф",
        "сосо.рф",
        "кафе.com",
        "mой.рф",
        "münchen.de",
        "shop.ком",
        "xn--80ak6aa92e.com",
        "xn--e1afmkfd.xn--p1ai",
    ],
)
def test_international_domains(typed: str) -> None:
    assert domain(typed) == (typed, {IDN})


def test_a_provider_written_in_russian() -> None:
    assert domain("яндекс.ру") == ("yandex.ru", {LOOKALIKE, IDN})


@pytest.mark.parametrize("typed", ["xn--zzzz.ru", "i❤.ru", "ж\ud800.ru", "xn--a.ru"])
def test_no_domain_at_all(typed: str) -> None:
    assert domain(typed)[1] == {"address-malformed"}


@pytest.mark.parametrize(
    ("typed", "mended", "places"),
    [
        ("ivаn", "ivan", [3]),
        ("мaкc", "makc", [1, 3]),  # near ones count beside Latin letters
        ("аое", "aoe", [1, 2, 3]),
        ("с.petrov", "c.petrov", [1]),
    ],
)
def test_look_alike_names(typed: str, mended: str, places: list[int]) -> None:
    assert local(typed) == (mended, [(LOOKALIKE, place) for place in places])


@pytest.mark.parametrize("typed", ["иван", "вера", "сара", "АННА", "иван2000", "с.иванов", "日本", "😀"])
def test_a_word_of_another_script_is_one_finding(typed: str) -> None:
    assert local(typed) == (typed, [(NOT_ASCII, 1)])


def test_mixed_letters_are_named_one_by_one() -> None:
    assert local("иvаn") == ("иvan", [(NOT_ASCII, 1), (LOOKALIKE, 3)])
    assert local("josé") == ("josé", [(NOT_ASCII, 4)])
    assert local("иван.petrov") == ("иван.petrov", [(NOT_ASCII, 1)])
