"""Which saved report is to be opened: the system's own dialogue asks. Few come with one: loaded when wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from mailcheck.ui.shell import Shell


def ask_for_report(shell: Shell, parent: QWidget) -> str:
    """The file; "" for none."""
    say = shell.speech.say
    folder, kind = str(shell.preferences.last_folder), say("start.report-kind")
    name, _ = QFileDialog.getOpenFileName(parent, say("start.report-title"), folder, f"{kind} (*.json)")
    return name
