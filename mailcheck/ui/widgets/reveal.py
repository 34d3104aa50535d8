"""What need not be seen at once, and folds out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.i18n import Value
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.at_left import at_left
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.in_sight import bring_into_sight


class Reveal(QWidget):
    """Fill `body`; `opened` tells whoever fills it only then.

    The button is a plain one to a screen reader: Qt would tell a checkable one as a check box, and knows no other that
    could be told as expanded. What it stands at is its description, and is said when it changes.
    """

    opened = Signal()
    toggled = Signal(bool)

    def __init__(self, shell: Shell, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.is_open = False
        self.button = Button(shell, key, "link", "unfold")
        self._inside = QWidget(self)
        self._inside.hide()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(at_left(self.button))
        column.addWidget(self._inside)
        self.button.clicked.connect(self._pressed)
        shell.speech.changed.connect(self._describe)
        self._describe()

    def set_open(self, wanted: bool) -> None:
        if wanted == self.is_open:
            return
        self.is_open = wanted
        self.button.set_icon("fold" if wanted else "unfold")
        self._describe()
        if wanted:
            self.opened.emit()
        self._inside.setVisible(wanted)
        self.toggled.emit(wanted)

    def tell(self, key: str, **fields: Value) -> None:
        self.button.tell(key, **fields)

    def _pressed(self) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - 5 ms, spared at first

        self.set_open(not self.is_open)
        if self.is_open:
            bring_into_sight(self)
        words = self.button.accessibleDescription()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.button, words))

    def _describe(self) -> None:
        self.button.setAccessibleDescription(
            self._shell.speech.say("buttons.unfolded" if self.is_open else "buttons.folded")
        )
