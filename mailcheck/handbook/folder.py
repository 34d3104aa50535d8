"""Writes the handbook into a folder, whole or not at all: beside it first, then in its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from mailcheck import __version__
from mailcheck.handbook import book, html
from mailcheck.handbook.screens import Pictures
from mailcheck.i18n import Language
from mailcheck.unusable import UsageError
from mailcheck.usage import shown

MARKER = "mailcheck-handbook.txt"
"""Tells a folder of ours from any other: only such a one is ever replaced."""


@contextmanager
def replacing(folder: Path, *, force: bool) -> Iterator[Path]:
    """A new folder beside `folder`, which takes its place when the block has ended well.

    UsageError, before anything is written, when `folder` holds anything else than nothing or, with `force`, a handbook.
    """
    folder = folder.resolve()  # a link stays a link
    _refuse_others(folder, force=force)
    try:
        beside = Path(tempfile.mkdtemp(prefix=".mailcheck-", dir=folder.parent))
    except OSError as error:
        raise UsageError("output-folder", folder=shown(str(folder.parent))) from error
    try:
        yield beside
        _exchange(beside, folder)
    except OSError as error:
        raise UsageError("handbook-failed", folder=shown(str(folder)), reason=error.strerror) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write(folder: Path, languages: tuple[Language, ...], draw: Callable[[Path], Pictures], today: date) -> int:
    """All pages into an empty folder; `draw` puts the pictures there. How many pages there are."""
    pictures = draw(folder)
    maker = html.Maker()
    number = 1
    for language in languages:
        pages = book.pages(language, pictures)
        (folder / language).mkdir(exist_ok=True)
        facts = {"today": today, "has_pictures": bool(pictures)}
        for page in pages:
            _put(folder / language / page.file, maker.page(page, language, pages, facts))
            number += 1
    _put(folder / book.INDEX, maker.choice(languages))
    _put(folder / html.STYLE, html.style())
    _put(folder / MARKER, f"mailcheck {__version__} {today.isoformat()}\n")
    return number


def _put(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _refuse_others(folder: Path, *, force: bool) -> None:
    label = shown(str(folder))
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise UsageError("handbook-is-file", folder=label)
        if not any(folder.iterdir()):
            return
        ours = (folder / MARKER).is_file()
    except OSError as error:
        raise UsageError("output-folder", folder=label) from error
    if not ours:
        raise UsageError("handbook-foreign", folder=label)
    if not force:
        raise UsageError("handbook-there", folder=label)


def _exchange(beside: Path, folder: Path) -> None:
    """The old folder goes only once the new one stands in its place."""
    _open_to_all(beside)
    old = beside.with_name(f"{beside.name}-old")
    if folder.exists():
        folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    with suppress(OSError):
        shutil.rmtree(old)


def _open_to_all(folder: Path) -> None:
    """A temporary folder is its maker's alone; this one shall be as any other that the person makes."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)
