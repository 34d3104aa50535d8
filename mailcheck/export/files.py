"""Writes a report to a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mailcheck.domain.report import Report
from mailcheck.export.json_file import as_json
from mailcheck.export.text_file import as_text

ENDINGS = {".json": as_json, ".txt": as_text}


def save(report: Report, file: Path) -> None:
    """`file` ends in one of ENDINGS. OSError when it cannot be written; the old file then stays as it was."""
    text = ENDINGS[file.suffix.lower()](report)
    file = file.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=".mailcheck-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
