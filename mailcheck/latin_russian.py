"""Russian written in Latin letters, as servers that speak only ASCII write it: "NEOBHODIM parol prilozheniya"."""

from __future__ import annotations

import re

# Beginnings of words that refusals are made of; an English or German word begins with none of them.
_RUSSIAN = re.compile(
    r"\b(?:parol(?!e\b)|nevern|nepravil|neobhod|neobkhod|dostup|zapres|zablok|prevys|slishkom|oshibk|pochtov|yashch|yasch|uchetn"
    r"|ot?klyuch|polzovat|pis[ei]m|otprav|poluchat|podtver|prilozhen|trebuet|srok|istek|nedost|vremenn|popyt|pozzhe)\w*"
)
_GROUPS = "shch=щ sch=щ iya=ия zh=ж kh=х ts=ц ch=ч sh=ш yu=ю ju=ю ya=я ja=я yo=е ye=е yi=ыи yy=ыи yj=ыи iy=ии ij=ии"
_LETTERS = {
    **dict(pair.split("=") for pair in _GROUPS.split()),  # before the letters, so that they are found first
    **dict(zip("abvgdeziklmnoprstufhcyjwx'", "абвгдезиклмнопрстуфхцыивхь", strict=True)),
}
_SOUND = re.compile("|".join(_LETTERS))


def in_cyrillic(text: str) -> str:
    """The lower-case text in Russian letters; empty unless it is Russian in Latin ones."""
    return _SOUND.sub(lambda match: _LETTERS[match[0]], text) if _RUSSIAN.search(text) else ""
