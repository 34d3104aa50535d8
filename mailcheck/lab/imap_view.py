"""An open folder as one session sees it: numbers stay until the session is told better (RFC 3501 section 7.4)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from mailcheck.lab.imap_syntax import SyntaxFault
from mailcheck.lab.mail import Folder, Letter

_SET = re.compile(rb"(?:\d{1,10}|\*)(?::(?:\d{1,10}|\*))?(?:,(?:\d{1,10}|\*)(?::(?:\d{1,10}|\*))?)*")


class View:
    """The letters that the session knows of, in order; some may be gone already."""

    def __init__(self, folder: Folder, *, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        self.letters: list[Letter] = []
        self.recent: set[Letter] = set()
        self._told: dict[Letter, frozenset[str]] = {}
        self._next_uid = 1
        self._take_new()

    def flags(self, letter: Letter) -> bytes:
        flags = sorted(letter.flags) + (["\\Recent"] if letter in self.recent else [])
        return b"(" + " ".join(flags).encode() + b")"

    def pick(self, numbers: bytes, *, uid: bool, strict: bool = True) -> list[tuple[int, Letter]]:
        """The letters of a sequence set, or of a set of UIDs, with their numbers. SyntaxFault.

        A number without a letter is a fault where `strict`, but for UIDs (RFC 3501 section 6.4.8).
        """
        keys = [letter.uid for letter in self.letters] if uid else list(range(1, len(self.letters) + 1))
        found: set[int] = set()
        for low, high in _ranges(numbers, keys[-1] if keys else 0):
            if strict and not uid and (low < 1 or high > len(keys)):
                raise SyntaxFault("there is no letter of that number")
            found.update(range(bisect_left(keys, low), bisect_right(keys, high)))
        return [(place + 1, self.letters[place]) for place in sorted(found)]

    def change_flags(self, letter: Letter, flags: frozenset[str], *, silent: bool) -> None:
        """A silent change is not told to the session that made it (RFC 3501 section 6.4.6)."""
        if silent and self._told.get(letter) == letter.flags:
            self._told[letter] = flags
        letter.flags = flags

    def mark_told(self, letter: Letter) -> None:
        self._told[letter] = letter.flags

    def news(self, *, expunge: bool) -> Iterator[bytes]:
        """What others, and the session itself, have changed since it was told last."""
        if expunge:
            yield from self._expunged()
        if self._take_new():
            yield b"%d EXISTS" % len(self.letters)
            yield b"%d RECENT" % len(self.recent)
        for number, letter in enumerate(self.letters, 1):
            if self._told[letter] != letter.flags:
                self._told[letter] = letter.flags
                yield b"%d FETCH (UID %d FLAGS %b)" % (number, letter.uid, self.flags(letter))

    def _expunged(self) -> Iterator[bytes]:
        there = set(self.folder.letters)
        for place in reversed(range(len(self.letters))):  # from the end, so that no number changes on the way
            letter = self.letters[place]
            if letter not in there:
                del self.letters[place], self._told[letter]
                self.recent.discard(letter)
                yield b"%d EXPUNGE" % (place + 1)

    def _take_new(self) -> bool:
        new = [letter for letter in self.folder.letters if letter.uid >= self._next_uid]
        for letter in new:
            self.letters.append(letter)
            self._told[letter] = letter.flags
            if letter.recent:
                self.recent.add(letter)
                letter.recent = self.read_only  # EXAMINE leaves it recent for the next (RFC 3501 section 6.3.2)
        self._next_uid = self.folder.next_uid
        return bool(new)


def is_set(text: bytes) -> bool:
    return _SET.fullmatch(text) is not None


def _ranges(numbers: bytes, largest: int) -> Iterator[tuple[int, int]]:
    """Sorted and not touching: a set of a thousand times the same costs no more than one."""
    if not is_set(numbers):
        raise SyntaxFault("that is no set of numbers")
    both = []
    for part in numbers.split(b","):
        ends = [largest if end == b"*" else int(end) for end in part.split(b":")]
        if largest or b"*" not in part:  # "*" stands for nothing in an empty folder
            both.append((min(ends), max(ends)))
    begin = end = None
    for low, high in sorted(both):
        if begin is not None and end is not None and low <= end + 1:
            end = max(end, high)
            continue
        if begin is not None and end is not None:
            yield begin, end
        begin, end = low, high
    if begin is not None and end is not None:
        yield begin, end
