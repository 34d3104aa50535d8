"""What need not be seen at once, and folds out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.i18n import Value
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button


class Reveal(QWidget):
    """Fill `body`; `opened` tells whoever fills it only then."""

    opened = Signal()

    def __init__(self, shell: Shell, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.button = Button(shell, key, "link", "unfold")
        self.button.setCheckable(True)
        self._inside = QWidget(self)
        self._inside.hide()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self.button.toggled.connect(self._toggled)

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, wanted: bool) -> None:
        self.button.setChecked(wanted)

    def tell(self, key: str, **fields: Value) -> None:
        self.button.tell(key, **fields)

    def _toggled(self, wanted: bool) -> None:
        self.button.set_icon("fold" if wanted else "unfold")
        if wanted:
            self.opened.emit()
        self._inside.setVisible(wanted)
