"""One way of taking the report along: its button, and beside or below it what it is good for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text

_GAP = 16
_BELOW = 8  # so that words below a button are nearer to it than to the next one
_LEAST = 200  # pixels for the words beside the button: in fewer they would be a column of single words


class SavingRow(QWidget):
    """Several of them are made to stand alike with `stand`."""

    def __init__(self, shell: Shell, key: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button(shell, key, "plain", icon)
        self.about = Text(shell, "quiet")
        self.about.tell(f"{key}-about")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.button, 0)
        self._row.addWidget(self.about, 1)
        shell.speech.changed.connect(self._name)
        self._name()

    def stand(self, width: int, column: int) -> None:
        """In `width` pixels, with `column` of them for the buttons: side by side where there is room for that."""
        wide = width - column - _GAP >= _LEAST
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(_GAP if wide else 2)
        self._row.setAlignment(self.button, Qt.AlignmentFlag.AlignVCenter if wide else Qt.AlignmentFlag.AlignLeft)
        self._row.setAlignment(self.about, Qt.AlignmentFlag.AlignVCenter if wide else Qt.AlignmentFlag.AlignTop)
        self.button.setFixedWidth(column)
        self._row.setContentsMargins(0, 0, 0, 0 if wide else _BELOW)

    def _name(self) -> None:
        self.button.setAccessibleDescription(self.about.words)
