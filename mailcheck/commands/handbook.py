"""`mailcheck handbook --output DIR`: the support handbook as HTML, made from what the program itself says and shows."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.console import Console, write
from mailcheck.i18n import Language, message
from mailcheck.usage import Parser, UsageError

if TYPE_CHECKING:
    from mailcheck.handbook.screens import Pictures

OK = 0


def command(words: list[str], language: Language) -> int:
    parser = Parser("handbook", language)
    parser.add_argument("--output", metavar="DIR", dest="folder")
    parser.add_argument("--force", action="store_true", dest="replace")
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return OK
    if not arguments.folder:
        raise UsageError("no-handbook-folder")
    return _make(Path(arguments.folder), language, force=arguments.replace)


def _make(folder: Path, language: Language, *, force: bool) -> int:
    """The language of the run comes first on the page that leads to the languages."""
    from mailcheck.handbook.folder import replacing  # noqa: PLC0415 - jinja and all catalogues: not for --help
    from mailcheck.handbook.folder import write as write_pages  # noqa: PLC0415

    began = time.monotonic()
    console = Console()
    languages = (language, *(each for each in Language if each is not language))
    with replacing(folder, force=force) as place:
        draw = partial(_draw, languages=languages, console=console, language=language)
        pages = write_pages(place, languages, draw, datetime.now(UTC).date())
    seconds = round(time.monotonic() - began)
    console.line(message("handbook.written", language, folder=str(folder), n=pages, seconds=seconds))
    return OK


def _draw(folder: Path, languages: tuple[Language, ...], console: Console, language: Language) -> Pictures:
    """No pictures, and a line that says so, where there is no Qt to draw them or no port for the practice servers."""
    try:
        # by name: the commands stand below the window, and Qt is loaded only when it is wanted
        drawing = import_module("mailcheck.ui.handbook_pictures")
    except ImportError as error:  # PySide6 itself, or a library of the system that it needs
        console.line(message("handbook.no-qt", language, reason=str(error).split(":", maxsplit=1)[0]))
        return {}
    try:
        return drawing.draw(folder, languages, partial(_progress, console, language))  # type: ignore[no-any-return]
    except drawing.NoPicturesError:
        console.line(message("handbook.no-practice", language))
        return {}


def _progress(console: Console, language: Language, done: int, count: int) -> None:
    console.draw(message("handbook.drawing", language, number=done, total=count) if done < count else "")
