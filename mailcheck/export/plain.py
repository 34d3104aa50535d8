"""Text that is safe to show: what servers say may hold anything, and a terminal obeys control characters."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from typing import Any

# Controls (Cc), invisible formats that may turn the direction of writing (Cf), separators of lines (Zl, Zp), lone
# surrogates (Cs), private use (Co). JSON itself escapes only those below U+0020.
_UNSAFE = re.compile(r"[^\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u058f]")
_KINDS = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


def plain(text: str) -> str:
    """The same text with every such character as an escape; line ends stay."""
    return _UNSAFE.sub(lambda match: _escaped(match[0]), text)


def one_line(text: str) -> str:
    """As above, blanks for line ends. Escaped first: Python takes U+001C to U+001F for blanks."""
    return " ".join(plain(text).split())


def quoted(text: str) -> str:
    """A text of amoCRM in quotation marks: those inside it become the inner ones of Russian."""
    return "«{}»".format(text.replace("«", "„").replace("»", "“"))


def dumps(value: Any) -> str:
    """JSON for people and programs: readable letters, two blanks of indentation, no unsafe character."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda match: _escaped(match[0]), text) + "\n"


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _KINDS:
        return character
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)  # RFC 8259 section 7: a surrogate pair
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` characters; a word or an address longer than that is not broken."""
    wrapper = textwrap.TextWrapper(
        width=width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line for part in text.splitlines() for line in wrapper.wrap(part)]
