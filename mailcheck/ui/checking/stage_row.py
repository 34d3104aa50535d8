"""One stage of a run: its sign, what is done in it, how it went and how long it took; below it what is not in order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.ui.checking import words
from mailcheck.ui.checking.line import Line
from mailcheck.ui.course import Row, State
from mailcheck.ui.shell import Shell


class StageRow(Line):
    """Shows `row`; call `refresh` when that has changed, `tick` while it runs."""

    def __init__(self, shell: Shell, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.row = row
        self.refresh()

    def refresh(self) -> None:
        """Say everything again."""
        speech, row = self.shell.speech, self.row
        notes = words.notes(row, speech)
        quiet = row.state in (State.WAITING, State.SKIPPED)
        spoken = words.spoken(row, notes, speech)
        self.say(words.stage_words(row, speech), notes, row.state, quiet=quiet, spoken=spoken)
        self.tick()

    def tick(self) -> None:
        """The clock of a row that runs."""
        speech, row = self.shell.speech, self.row
        colour = "amber" if row.long else words.COLOURS.get(row.state, "quiet")
        self.say_at_right(words.state_words(row, speech), words.time_words(row, speech), colour)
