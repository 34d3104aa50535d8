"""Writes a report to a file, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mailcheck.domain.report import Report
from mailcheck.export.json_file import as_dict
from mailcheck.export.mask import Mask
from mailcheck.export.text_file import as_text

ENDINGS = (".json", ".txt")


def save(report: Report, file: Path, mask: Mask | None = None) -> None:
    """`file` ends in one of ENDINGS. OSError when it cannot be written; the old file then stays as it was."""
    if file.suffix.lower() == ".json":
        content = as_dict(report)
        text = json.dumps(mask.value(content) if mask else content, ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_text(report)
        text = mask.text(text) if mask else text
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
