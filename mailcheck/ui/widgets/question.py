"""A question or a word of ours in the middle of the work. It never holds up what runs beneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mailcheck.i18n import Value
from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text

_WIDTH = 440


class Question(QDialog):
    """`calm` (filled, and what Escape does) changes nothing; `other` runs `action`. Show it with `open()`."""

    def __init__(self, shell: Shell, title_key: str, calm_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(_WIDTH)
        self.setWindowTitle(shell.speech.say(title_key))
        image = QLabel()
        image.setPixmap(icons.pixmap("note", shell.theme.palette.accent, 24, self.devicePixelRatioF()))
        heading = Text(shell, "heading")
        heading.tell(title_key)
        self.text = Text(shell, "body")
        self.calm = Button(shell, calm_key, "filled")
        self.calm.setDefault(True)
        self.calm.clicked.connect(self.reject)
        self.other: list[Button] = []
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.calm)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(heading)
        words.addWidget(self.text)
        words.addSpacing(12)
        words.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 20)
        row.setSpacing(14)
        row.addWidget(image, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def tell(self, key: str, **fields: Value) -> None:
        self.text.tell(key, **fields)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As high as its words at this width."""
        inside = self.layout()
        if inside is not None:
            self.setFixedHeight(inside.totalHeightForWidth(_WIDTH))
        super().showEvent(event)

    def offer(self, key: str, action: Callable[[], object]) -> Button:
        """The other button."""
        button = Button(self._shell, key, "plain")
        button.clicked.connect(self.accept)
        button.clicked.connect(lambda _checked: action())
        self._buttons.insertWidget(1, button)
        self.other.append(button)
        return button
