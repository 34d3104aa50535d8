from __future__ import annotations

from mailcheck.checks.draft import Draft


def draft(text: str) -> Draft:
    return Draft(text, frozenset())


def test_parts() -> None:
    address = draft("ivan@mail.ru")
    assert (address.local, address.domain, address.domain_start) == ("ivan", "mail.ru", 5)


def test_places_follow_every_change() -> None:
    address = draft("<iv an@mаil.ru>")
    address.keep(1, 14)
    address.remove(2, 3)
    address.lookalike(6, "a")
    assert address.text == "ivan@mail.ru"
    (note,) = address.notes
    assert note.evidence == {"position": 9, "character": "а", "name": "CYRILLIC SMALL LETTER A", "latin": "a"}
    address.set_domain("example.com")
    assert address.text == "ivan@example.com"
    assert len(address.places) == len(address.text)


def test_a_reason_is_named_once() -> None:
    address = draft("a..b..c")
    address.malformed("two-dots", 2)
    address.malformed("two-dots", 5)
    assert [note.evidence["position"] for note in address.notes] == [3]
    assert not address.hopeless
    address.give_up("no-at")
    assert address.hopeless
