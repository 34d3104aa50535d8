"""Where a report is saved: the dialog, the name it suggests, and an ending that replaces nothing unasked."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from mailcheck.domain.report import Report
from mailcheck.ui.shell import Shell

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60
_KINDS = {".html": "html", ".pdf": "pdf", ".txt": "text", ".json": "json"}


def ask(parent: QWidget, shell: Shell, report: Report, ending: str) -> Path | None:
    """Where to; the dialog asks before it lets an existing file be replaced. None: not at all."""
    say = shell.speech.say
    kind = say(f"saving.kind-{_KINDS[ending]}")
    place = shell.preferences.last_folder / (suggested(report) + ending)
    chosen, _ = QFileDialog.getSaveFileName(parent, say("saving.dialog"), str(place), f"{kind} (*{ending})")
    return _with_ending(Path(chosen), ending) if chosen else None


def suggested(report: Report) -> str:
    """The domain and the day: whose mailbox it is, is not for the name of a file."""
    domain = _NOT_IN_A_NAME.sub("-", report.address.rpartition("@")[2])[:_LONGEST_NAME]
    return f"mailcheck {domain} {report.created.astimezone():%Y-%m-%d}".replace("  ", " ")


def _with_ending(file: Path, ending: str) -> Path:
    """The dialog asked about the name as it was typed: one that is made longer must not replace a file unasked."""
    if file.suffix.lower() == ending:
        return file
    wanted = file.with_name(file.name + ending)
    place = 2
    while wanted.exists():
        wanted = file.with_name(f"{file.name} ({place}){ending}")
        place += 1
    return wanted
