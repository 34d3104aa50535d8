"""Writes a report to a file, whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

from mailcheck.domain.report import Report
from mailcheck.unusable import UsageError

ENDINGS = {
    ".html": ("mailcheck.export.html_file", "as_html"),
    ".pdf": ("mailcheck.ui.pdf", "as_pdf"),  # by name: this stands below the window, and Qt is loaded for it alone
    ".json": ("mailcheck.export.json_file", "as_json"),
    ".txt": ("mailcheck.export.text_file", "as_text"),
}
"""Who writes it: a module, loaded when it is wanted, and a function in it, Report -> str or bytes."""


def save(report: Report, file: Path, *, replace: bool = False) -> None:
    """`file` ends in one of ENDINGS. OSError when it cannot be written; what was there then stays as it was.

    FileExistsError where there is such a file, and it may not be replaced.
    """
    write_whole(written(report, file.suffix.lower()), file, replace=replace)


def write_whole(data: bytes, file: Path, *, replace: bool = False) -> None:
    """Nobody ever sees a half of it. Errors as above."""
    file = file.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=".mailcheck-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)  # a disk may be found full as late as this
        if replace:
            Path(name).replace(file)
        else:
            _put_in_place(Path(name), file)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _put_in_place(made: Path, file: Path) -> None:
    """Only where nothing stands. A second name for what was made is refused where there is one already."""
    try:
        os.link(made, file)
    except FileExistsError:
        raise
    except OSError as error:  # a file system that has no second names: FAT, some network folders
        if file.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        made.replace(file)


def written(report: Report, ending: str) -> bytes:
    """The content of a file with this ending. UsageError when this computer lacks what it takes to make one."""
    made = getattr(_writer(ending), ENDINGS[ending][1])(report)
    return made.encode() if isinstance(made, str) else bytes(made)


def need(ending: str) -> None:
    """UsageError when this computer lacks what it takes: asked before a check, so that it is not made in vain."""
    if ending == ".pdf":
        _writer(ending).need_fonts()


def _writer(ending: str) -> ModuleType:
    try:
        return import_module(ENDINGS[ending][0])
    except ImportError as error:  # PySide6, or a library of the system that it needs
        if ending != ".pdf":
            raise
        raise UsageError("pdf-no-qt", reason=str(error)) from None
