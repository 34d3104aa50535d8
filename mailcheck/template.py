"""The one rule by which texts of the data files are filled in.

`{name}` is a placeholder. `[[ ... ]]` is an optional part, dropped whole when a placeholder in it is unknown or empty.
Outside of one, an unknown placeholder becomes its default word or goes away with one neighbouring blank.
A value is inserted literally and once: it comes from strangers' servers and may hold braces, brackets or anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"\[\[|\]\]|\{[a-z][a-z0-9_]*\}")
_BLANKS = re.compile(r"[ \t\r\n\u00a0]+")
_NBSP = "\u00a0"
_BLANK = " " + _NBSP
_CLOSING = tuple(".,;:!?)»”…")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]?[ \u00a0]$")


class Word(str):
    """A value that is a word of ours, and may open a sentence with a capital; those of strangers stay as they are."""

    __slots__ = ()


class _Out:
    """Collects the pieces. A blank waits until something follows it, so that dropped parts leave no double ones."""

    def __init__(self) -> None:
        self.text = ""
        self._blank = ""
        self._gap = False  # something was dropped since the last word

    def literal(self, piece: str) -> None:
        piece = _BLANKS.sub(_one_blank, piece)
        words = piece.strip(_BLANK)
        if not words:
            self._wait(piece)
            return
        self._wait(piece[: piece.index(words[0])])
        if self._gap and words.startswith(_CLOSING):
            self._blank = ""
        self._write(self._sentence(words) if self._gap else words)
        self._wait(piece[len(piece.rstrip(_BLANK)) :])

    def value(self, value: str) -> None:
        self._write(self._sentence(value) if isinstance(value, Word) else value)

    def gap(self) -> None:
        self._gap = True

    def _sentence(self, words: str) -> str:
        """A text that has come to open a sentence begins with a capital, unless it is a name like amoCRM."""
        opens = not self.text or _SENTENCE_END.search(self.text + self._blank)
        first = words.split(" ", 1)[0]
        return words[:1].upper() + words[1:] if opens and first == first.lower() else words

    def _wait(self, blank: str) -> None:
        self._blank = _NBSP if _NBSP in self._blank + blank else (self._blank or blank)

    def _write(self, text: str) -> None:
        self.text += (self._blank if self.text else "") + text
        self._blank = ""
        self._gap = False


def render(text: str, values: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> str:
    """Fill in `text`. Never fails on a text that `check` accepts, whatever the values hold."""
    out = _Out()
    for optional, part in _parts(text):
        if optional and not all(_known(name, values) for name in fields(part)):
            out.gap()
        else:
            _fill(part, values, defaults or {}, out)
    return out.text


def fields(text: str) -> frozenset[str]:
    """The names of all placeholders."""
    return frozenset(token[1:-1] for token in _TOKEN.findall(text) if token[0] == "{")


def required_fields(text: str) -> frozenset[str]:
    """The names of the placeholders that stand outside every optional part."""
    return frozenset(name for optional, part in _parts(text) if not optional for name in fields(part))


def check(text: str) -> None:
    """ValueError with the reason if a brace or a double bracket has no partner, or an optional part no placeholder."""
    opened = -1
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "[[":  # noqa: S105 - a piece of a template
            if opened >= 0:
                raise ValueError("“[[” inside “[[ ]]”")
            opened = match.end()
        elif token == "]]":  # noqa: S105
            if opened < 0:
                raise ValueError("“]]” without “[[”")
            if not fields(text[opened : match.start()]):
                raise ValueError("“[[ ]]” without a placeholder inside")
            opened = -1
    if opened >= 0:
        raise ValueError("“[[” without “]]”")
    stray = re.search(r"[{}].{0,20}", _TOKEN.sub("", text))
    if stray:
        raise ValueError(f"a brace that is no placeholder: “{stray[0]}”")


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Split into (is optional, piece of template)."""
    for index, part in enumerate(re.split(r"\[\[(.*?)\]\]", text, flags=re.DOTALL)):
        yield index % 2 == 1, part


def _fill(part: str, values: Mapping[str, str], defaults: Mapping[str, str], out: _Out) -> None:
    for index, piece in enumerate(re.split(r"\{([a-z][a-z0-9_]*)\}", part)):
        if index % 2 == 0:
            out.literal(piece)
        elif _known(piece, values):
            out.value(values[piece])
        elif defaults.get(piece):
            out.value(Word(defaults[piece]))
        else:
            out.gap()


def _known(name: str, values: Mapping[str, str]) -> bool:
    return bool(values.get(name, "").strip())


def _one_blank(match: re.Match[str]) -> str:
    return _NBSP if _NBSP in match[0] else " "
