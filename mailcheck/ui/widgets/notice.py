"""A notice: an icon, one word and a text on a breath of colour; the colour alone says nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mailcheck.i18n import Value
from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again
from mailcheck.ui.widgets.text import LINE_HEIGHT, Text

COLOURS = {"passed": "green", "warned": "amber", "failed": "red", "note": "accent"}
_SINKS = 3  # pixels: Qt puts the air of a line below its letters, and a button's are in the middle


class Notice(QFrame):
    """`body` takes what else belongs here, a button as a rule; `beside` stands at the end of its line. `icon` replaces
    that of the kind."""

    def __init__(self, shell: Shell, kind: str = "note", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._own_icon = icon
        self._image = QLabel(self)
        self._image.setFixedWidth(icons.SIZE)
        self._image.setContentsMargins(0, 1, 0, 0)  # the middle of the first line
        self.text = Text(shell, "body")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.body.addWidget(self.text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(12)
        self._row.addWidget(self._image, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self.body, 1)
        self.set_kind(kind)
        shell.theme.changed.connect(self._paint)

    def set_kind(self, kind: str) -> None:
        self.kind = kind
        self.setProperty("notice", kind)
        polish_again(self)
        self.text.set_lead(f"window.notice-{kind}", COLOURS[kind])
        self._paint()

    def set_beside(self, *links: QWidget) -> None:
        """At the end of the first line, with room for the ring of the keys; what `body` takes stands below."""
        above = max(0, (links[0].sizeHint().height() - self.text.fontMetrics().lineSpacing() * LINE_HEIGHT // 100) // 2)
        self.text.setContentsMargins(0, above + _SINKS, 0, -_SINKS)
        self._image.setContentsMargins(0, above + 1, 0, 0)
        self.body.removeWidget(self.text)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.text, 1)
        for link in links:
            link.setProperty("beside", "true")
            first.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.body.insertLayout(0, first)
        self.body.setSpacing(4)
        self._row.setContentsMargins(16, 2, 8, 2)

    def tell(self, key: str, **fields: Value) -> None:
        self.text.tell(key, **fields)

    def show_text(self, text: str) -> None:
        self.text.show_text(text)

    def _paint(self) -> None:
        colour = self._shell.theme.palette.colour(COLOURS[self.kind])
        name = self._own_icon or self.kind
        self._image.setPixmap(icons.pixmap(name, colour, icons.SIZE, self.devicePixelRatioF()))
