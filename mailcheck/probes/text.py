"""Facts about the characters of a text, from the Unicode database; no judgement."""

from __future__ import annotations

import re
import unicodedata

# Characters that show nothing though Unicode counts them as letters or symbols (UAX 44, Default_Ignorable_Code_Point;
# U+2800 is an empty braille cell).
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# Unicode gives control characters no names, only aliases: the ones that get pasted.
_CONTROLS = {
    "\0": "NULL",
    "\b": "BACKSPACE",
    "\t": "TAB",
    "\n": "LINE FEED",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}

# The same keys in the Russian (ЙЦУКЕН) and the Latin (QWERTY) layout of Windows.
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LAYOUT = str.maketrans(_RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _LATIN_KEYS + _LATIN_KEYS.upper())

_SCRIPTS = frozenset({"latin", "cyrillic", "greek", "armenian", "georgian", "hebrew", "fullwidth"})
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")


def name(character: str) -> str:
    """The Unicode name in English; for a character without one, "U+0009 TAB" or "U+E000"."""
    number = f"U+{ord(character):04X}"
    return unicodedata.name(character, "") or f"{number} {_CONTROLS.get(character, '')}".rstrip()


def script(character: str) -> str:
    """The alphabet a letter comes from, in lower case; "other" for signs and alphabets nobody takes for Latin."""
    first_word = unicodedata.name(character, "").partition(" ")[0].lower()
    return first_word if first_word in _SCRIPTS else "other"


def is_invisible(character: str, before: str = "") -> bool:
    """White space, control and formatting characters, and marks that have no letter to sit on.

    A mark belongs to the text when the letter before it is of a script that needs marks (й taken apart, Devanagari);
    on an ASCII letter it is a stray.
    """
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cf", "Zs", "Zl", "Zp") or character in _BLANK_LETTERS:
        return True
    if kind not in ("Mn", "Me"):
        return False
    return is_selector(character) or not before or before.isascii() or is_invisible(before)


def is_selector(character: str) -> bool:
    """A variation selector or the grapheme joiner: they change how the character before them is drawn, or nothing."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" or character == "\u034f"


def without_marks(character: str) -> str:
    """é -> e, й -> и; a letter with no marks stays as it is."""
    return unicodedata.normalize("NFD", character)[0]


def in_latin_layout(text: str) -> str:
    """What the same keys would have typed with the Latin layout switched on."""
    return text.translate(_LAYOUT)


def has_cyrillic(text: str) -> bool:
    return _CYRILLIC.search(text) is not None
