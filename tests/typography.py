"""Where a line of a text for people must not break: what the texts in resources/ hold as blanks that do not."""

from __future__ import annotations

import re

NBSP = "\u00a0"
_LETTER = "а-яёА-ЯЁ"
_SHORT = "в|к|с|у|о|и|а|на|не|по|из|до|от|за|со|во|об"


def unbroken(text: str) -> str:
    """The text with no-break blanks where they belong; one that is right comes back as it is.

    Before a dash, in either language; in Russian after short words, and between a number and its word.
    """
    text = text.replace(" —", f"{NBSP}—")
    if not re.search(f"[{_LETTER}]", text):
        return text
    text = re.sub(rf"(?<![\w-])({_SHORT}) (?=\S)", rf"\1{NBSP}", text, flags=re.IGNORECASE)
    return re.sub(rf"(\d) (?=[{_LETTER}%])", rf"\1{NBSP}", text)
