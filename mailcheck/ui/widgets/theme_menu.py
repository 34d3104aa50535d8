"""The menu of the rail: as the system, light or dark."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.theme import CHOICES


class ThemeMenu(QMenu):
    """`wanted` tells the choice; the menu is gone once it is closed."""

    wanted = Signal(str)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(self)
        for choice in CHOICES:
            action = QAction(shell.speech.say(f"window.theme-{choice}"), self)
            action.setCheckable(True)
            action.setChecked(choice == shell.theme.choice)
            action.setIcon(icons.icon("done" if action.isChecked() else "blank", shell.theme.palette.text))
            action.setData(choice)
            group.addAction(action)
            self.addAction(action)
        group.triggered.connect(self._chosen)

    def _chosen(self, action: QAction) -> None:
        self.wanted.emit(action.data())
