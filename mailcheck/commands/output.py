"""--output FILE and --force: where reports are saved. What cannot be done is said before a check, not after it."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mailcheck.console import Console, write
from mailcheck.domain.report import Report
from mailcheck.export.files import ENDINGS, need, save, written
from mailcheck.i18n import Language, message
from mailcheck.usage import Parser, UsageError, shown

_LONGEST_NAME = 255  # bytes of one name: what nearly every file system takes
_REASONS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "large",
    errno.ENAMETOOLONG: "name",
    errno.EINVAL: "name",
    errno.EEXIST: "exists",
    errno.ENOENT: "gone",
    errno.ENOTDIR: "gone",
}


def add_output(parser: Parser, endings: Sequence[str] = tuple(ENDINGS)) -> None:
    parser.fields["endings"] = ", ".join(endings)
    parser.add_argument("--output", metavar="FILE", action="append", default=[])
    parser.add_argument("--force", action="store_true")


def output_files(arguments: argparse.Namespace, endings: Sequence[str] = tuple(ENDINGS)) -> tuple[Path, ...]:
    """Those that can be written now, each once; UsageError for the first that cannot."""
    names = dict.fromkeys(arguments.output)
    return tuple(_output_file(Path(name), endings, force=arguments.force) for name in names)


def _output_file(file: Path, endings: Sequence[str], *, force: bool) -> Path:
    if file.suffix.lower() not in endings:
        raise UsageError("output-ending", endings=", ".join(endings))
    if len(os.fsencode(file.name)) > _LONGEST_NAME:
        raise UsageError("output-name", file=shown(file.name))
    try:
        if file.exists() and not file.is_file():  # a folder, a device
            raise UsageError("output-name", file=shown(file.name))
        if file.exists() and not force:
            raise UsageError("output-exists", file=shown(str(file)))
        with tempfile.TemporaryFile(dir=file.resolve().parent):
            pass  # the only sure way to know: rights, a full disk, a lock
    except OSError:
        raise UsageError("output-folder", folder=shown(str(file.parent))) from None
    need(file.suffix.lower())
    return file


def save_all(
    report: Report, files: Sequence[Path], console: Console | None, language: Language, *, replace: bool
) -> None:
    """All of them. What cannot be saved any more is kept elsewhere or printed, and then exit code 2 (UsageError)."""
    failed: list[UsageError] = []
    for file in files:
        try:
            save(report, file, replace=replace)
        except OSError as error:
            failed.append(_kept(report, file, error, console, language))
        else:
            if console:
                console.line(message("output.saved", language, file=str(file)))
    for each in failed[:-1]:
        line = message(f"usage.{each.key}", language, **each.fields)
        if sys.stderr is not None:
            print(f"mailcheck: {line}", file=sys.stderr)  # noqa: T201 - standard output is the report's
    if failed:
        raise failed[-1]


def _kept(report: Report, file: Path, error: OSError, console: Console | None, language: Language) -> UsageError:
    """In the folder for temporary files; if that is no better, on standard output: one in JSON is there already."""
    from mailcheck.export.summary import report_number  # noqa: PLC0415 - seldom wanted

    about: dict[str, str | None] = {"file": shown(str(file)), "reason": reason_of(error, language)}
    ending = file.suffix.lower()
    name = f"mailcheck-{report_number(report)}-{secrets.token_hex(4)}{ending}"  # nobody can have put a link there
    other = Path(tempfile.gettempdir()) / name
    try:
        save(report, other)
    except OSError:
        if console:
            write(written(report, ".txt").decode())
        return UsageError("output-printed", **about)
    return UsageError("output-elsewhere", other=str(other), **about)


def reason_of(error: OSError, language: Language) -> str:
    """Why the system would not, in words."""
    key = _REASONS.get(error.errno or 0)
    return message(f"output.{key}", language) if key else message("output.other", language, reason=str(error.strerror))
