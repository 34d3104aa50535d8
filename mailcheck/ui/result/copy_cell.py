"""A value to be typed elsewhere in a row with others: its name, the value, and the button that copies it below them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.copy_field import CopyField


class CopyCell(CopyField):
    """`stand` True: the button below the value; False: at its right, as in a list."""

    def __init__(self, shell: Shell, label_key: str, parent: QWidget | None = None) -> None:
        super().__init__(shell, label_key, parent)
        self.button.set_kind("link")
        self.stand(upright=True)

    def stand(self, *, upright: bool) -> None:
        row = self.layout()
        assert isinstance(row, QBoxLayout)
        row.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        row.setSpacing(0 if upright else 16)
        side = Qt.AlignmentFlag.AlignLeft if upright else Qt.AlignmentFlag.AlignVCenter
        row.setAlignment(self.button, side)

    def least(self) -> int:
        """What the cell needs to stand upright without breaking its value."""
        value = self.value.fontMetrics().horizontalAdvance(self.value.words)
        return max(value + 4, self.button.sizeHint().width())
