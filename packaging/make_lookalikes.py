"""Write the first half of resources/lookalikes.toml anew from ICU's copy of Unicode's confusables data.

    python packaging/make_lookalikes.py

Unicode publishes the data as confusables.txt; every ICU holds it compiled, and Debian packages ICU (libicu72) but not
the text file. Two letters are confusable when their skeletons are equal (UTS 39, section 4).
Only what stands above the line "# ours" is written; the tables below it are kept by hand.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import datetime
import re
import string
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "lookalikes.toml"
OURS = "# ours\n"

# Scripts whose letters get into e-mail addresses by keyboard, by pasting, or by malice. The others of confusables.txt
# (Arabic and Indic digits, Lisu, Runic, Warang Citi, ...) are cut: nobody takes an address from there.
SCRIPTS = ("cyrillic", "greek", "armenian", "latin", "coptic", "cherokee")

HEADER = """\
# Letters of other scripts that look like one sign of ASCII. Read by mailcheck/lookalikes.py.
#
# The [letters] tables are made by packaging/make_lookalikes.py; do not edit them by hand.
# Source: the confusables data of Unicode {unicode} (https://www.unicode.org/Public/security/{unicode}/confusables.txt),
#   taken from ICU {icu} on {date}. © Unicode, Inc., Unicode License v3 (https://www.unicode.org/license.txt). Modified:
# - kept: single letters and digits of the scripts {scripts}
#   that are confusable with a letter or digit of ASCII, and are a letter of their own (compatibility forms, such as
#   fullwidth and mathematical letters, are found by NFKC without a table);
# - where the data have one class for several signs of ASCII (0 and O; 1, I, l and |), the twin is the one of the same
#   kind and case: a capital letter gets O and I, a small one l, a digit 0 and 1.
"""


class Icu:
    """The one function of ICU that is needed, whatever number its library has."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("icui18n")
        match = re.search(r"\d+$", name or "")
        if not name or not match:
            sys.exit("ICU is not installed (Debian: libicu72 or later)")
        self.version = match.group()
        self._library = ctypes.CDLL(name)
        self._status = ctypes.c_int(0)
        opened = self._function("uspoof_open")
        opened.restype = ctypes.c_void_p
        self._checker = ctypes.c_void_p(opened(ctypes.byref(self._status)))
        self._skeleton = self._function("uspoof_getSkeletonUTF8")

    def _function(self, name: str) -> ctypes._CFuncPtr:  # type: ignore[name-defined]
        return getattr(self._library, f"{name}_{self.version}")

    def unicode_version(self) -> str:
        numbers = (ctypes.c_uint8 * 4)()
        getattr(ctypes.CDLL(ctypes.util.find_library("icuuc")), f"u_getUnicodeVersion_{self.version}")(numbers)
        return ".".join(map(str, list(numbers)[:3]))

    def skeleton(self, text: str) -> str:
        given, room = text.encode(), ctypes.create_string_buffer(256)
        self._status.value = 0
        length = self._skeleton(self._checker, 0, given, len(given), room, len(room), ctypes.byref(self._status))
        if self._status.value > 0:
            sys.exit(f"ICU: error {self._status.value} for U+{ord(text):04X}")
        return room.raw[:length].decode()


def twin(letter: str, candidates: str) -> str:
    """The sign of the same kind and case, when there are several."""
    if len(candidates) == 1:
        return candidates
    kind = unicodedata.category(letter)
    wanted = string.ascii_uppercase if kind == "Lu" else string.digits if kind[0] == "N" else string.ascii_lowercase
    return next((sign for sign in candidates if sign in wanted), candidates[-1])


def tables(icu: Icu) -> dict[str, dict[str, str]]:
    """script -> ASCII sign -> its look-alikes."""
    classes: dict[str, str] = defaultdict(str)
    for sign in string.digits + string.ascii_letters:
        classes[icu.skeleton(sign)] += sign
    found: dict[str, dict[str, str]] = {script: defaultdict(str) for script in SCRIPTS}
    for letter in map(chr, range(0x80, sys.maxunicode + 1)):
        script = unicodedata.name(letter, "").partition(" ")[0].lower()
        if script not in found or unicodedata.category(letter)[0] not in "LN":
            continue
        candidates = classes.get(icu.skeleton(letter), "")
        if candidates and unicodedata.normalize("NFKC", letter) == letter:
            found[script][twin(letter, candidates)] += letter
    return found


def render(icu: Icu) -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    lines = [
        HEADER.format(unicode=icu.unicode_version(), icu=icu.version, date=today, scripts=", ".join(SCRIPTS)),
        f'unicode = "{icu.unicode_version()}"\n',
    ]
    for script, signs in tables(icu).items():
        lines.append(f"\n[letters.{script}]\n")
        lines += [f'{sign} = "{signs[sign]}"\n' for sign in sorted(signs)]
    return "".join(lines)


def main() -> None:
    _, found, ours = TARGET.read_text(encoding="utf-8").partition(OURS)
    if not found:
        sys.exit(f"{TARGET.name}: the line {OURS.strip()!r} is missing")
    TARGET.write_text(f"{render(Icu())}\n{OURS}{ours}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
