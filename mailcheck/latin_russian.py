"""Russian written in Latin letters, as servers that speak only ASCII write it: "NEOBHODIM parol prilozheniya"."""

from __future__ import annotations

import re

# Beginnings of words that refusals are made of; an English or German word begins with none of them.
_RUSSIAN = re.compile(
    r"\b(?:parol|nevern|nepravil|neobhod|neobkhod|dostup|zapres|zablok|prevys|slishkom|oshibk|pochtov|yashch|yasch|uchetn"
    r"|ot?klyuch|polzovat|pis[ei]m|otprav|poluchat|podtver|prilozhen|trebuet|srok|istek|nedost|vremenn|popyt|pozzhe)\w*"
)
_SOUNDS = (  # the longest first
    *(
        ("shch", "щ"),
        ("sch", "щ"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ts", "ц"),
        ("ch", "ч"),
        ("sh", "ш"),
        ("yu", "ю"),
        ("ju", "ю"),
    ),
    *(
        ("iya", "ия"),
        ("ya", "я"),
        ("ja", "я"),
        ("yo", "е"),
        ("ye", "е"),
        ("yi", "ыи"),
        ("yy", "ыи"),
        ("yj", "ыи"),
        ("iy", "ии"),
        ("ij", "ии"),
    ),
    *zip("abvgdeziklmnoprstufhcyjwx'", "абвгдезиклмнопрстуфхцыивхь", strict=True),
)
_SOUND = re.compile("|".join(re.escape(latin) for latin, _ in _SOUNDS))
_LETTERS = dict(_SOUNDS)


def in_cyrillic(text: str) -> str:
    """The lower-case text in Russian letters; empty unless it is Russian in Latin ones."""
    return _SOUND.sub(lambda match: _LETTERS[match[0]], text) if _RUSSIAN.search(text) else ""
