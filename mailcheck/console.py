"""Standard output: whole lines, at once, safe to show, with colour where it is wanted. Quick to load."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TextIO

from mailcheck.export.plain import plain, wrapped
from mailcheck.usage import UsageError

COLOURS = {"passed": "32", "warned": "33", "failed": "31", "skipped": "90", "crashed": "35", "bold": "1"}
_PIPED, _NARROWEST, _WIDEST = 79, 50, 100  # characters in a line


def write(text: str, *, utf8: bool = False) -> None:
    """To standard output, at once. A reader that has gone ("| head") is no error: the rest goes nowhere."""
    out = sys.stdout
    try:
        if utf8 and hasattr(out, "buffer"):  # JSON is UTF-8 whatever the console speaks
            out.buffer.write(text.encode())
            out.buffer.flush()
        else:
            out.write(text)
            out.flush()
    except BrokenPipeError:
        _give_up(out)
    except OSError as error:
        _give_up(out)
        raise UsageError("stdout", reason=error.strerror) from error


def _give_up(out: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


class Console:
    """Colour and a live line only on a terminal; NO_COLOR (no-color.org) and TERM=dumb are respected."""

    def __init__(self) -> None:
        self.live = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._colour = self.live and not os.environ.get("NO_COLOR")
        self._drawn = ""

    @property
    def width(self) -> int:
        """The last column stays empty: some terminals break a line that fills it."""
        if not self.live:
            return _PIPED
        return max(_NARROWEST, min(shutil.get_terminal_size().columns - 1, _WIDEST))

    def line(self, text: str = "", colour: str | None = None) -> None:
        self.draw("")
        write(self.paint(plain(text), colour) + "\n")

    def row(self, head: str, colour: str, rest: str) -> None:
        """A line that begins in colour."""
        self.draw("")
        write(self.paint(plain(head), colour) + plain(rest) + "\n")

    def paragraph(self, text: str, indent: str = "", colour: str | None = None) -> None:
        for line in wrapped(text, self.width, indent):
            self.line(line, colour)

    def paint(self, text: str, colour: str | None) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if colour and self._colour and text else text

    def draw(self, text: str) -> None:
        """The live line: stays at the bottom until it is drawn anew or a whole line takes its place."""
        text = plain(text)[: self.width] if self.live else ""
        if text != self._drawn:
            write(("\r\x1b[K" if self._drawn else "") + text)
            self._drawn = text


def can_show(characters: str) -> bool:
    """Whether the terminal's encoding has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
