"""A button: plain, filled (the one next thing to do) or a link. It says its words again when the language changes."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from mailcheck.i18n import Value
from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again

KINDS = ("plain", "filled", "link", "quiet")
_ICON = 18
_BEFORE_WORDS = 3  # pixels from the ring of a link to the end of its icon; as many to its words as behind them


class Button(QPushButton):
    """`kind` "quiet" is a link that stays in the background, like the switches of the rail."""

    def __init__(
        self, shell: Shell, key: str = "", kind: str = "plain", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        assert kind in KINDS
        self._shell = shell
        self._key = key
        self._fields: dict[str, Value] = {}
        self._icon = icon
        self.kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self._icon_gap = 9 if kind == "link" else 5  # words of links begin where those of check boxes do
        shell.speech.changed.connect(self._say_again)
        shell.theme.changed.connect(self._paint_icon)
        self._say_again()
        self._paint_icon()

    def tell(self, key: str, **fields: Value) -> None:
        self._key, self._fields = key, fields
        self._say_again()

    def set_icon(self, name: str | None) -> None:
        self._icon = name
        self._paint_icon()

    def set_icon_gap(self, gap: int) -> None:
        """0 for a button that has an icon and no words."""
        self._icon_gap = gap
        self._paint_icon()

    def set_kind(self, kind: str) -> None:
        """Another kind later: a Stop need not look like the next thing to do."""
        assert kind in KINDS
        if kind == self.kind:
            return
        self.kind = kind
        self.setProperty("kind", kind)
        polish_again(self)
        self._paint_icon()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """The hand that links have comes with the mouse: no first paint waits for it."""
        shapes = QtCore.Qt.CursorShape
        self.setCursor(shapes.PointingHandCursor if self.kind in {"link", "quiet"} else shapes.ArrowCursor)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button that has the keys, and not the one that the screen leads to."""
        if event.key() not in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A ring of the accent cannot be seen on a button of the accent: there it lies inside, in the text's colour.
        A link has no edge that could become a ring: its words begin where those above it do, and are what is ringed."""
        super().paintEvent(event)
        if self.kind not in {"filled", "link"} or not self.hasFocus():
            return
        palette = self._shell.theme.palette
        colour, inset, radius = (palette.on_accent, 4, 5) if self.kind == "filled" else (palette.accent, 1, 6)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), 2))
        left = inset if self._icon is None or self.kind == "filled" else self.iconSize().width() - _BEFORE_WORDS
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(left, inset, -inset, -inset), radius, radius)
        painter.end()

    def _say_again(self) -> None:
        if self._key:
            self.setText(self._shell.speech.say(self._key, **self._fields))

    def _paint_icon(self) -> None:
        if self._icon is not None:
            colours = {"filled": "on_accent", "link": "accent", "quiet": "quiet"}
            colour = self._shell.theme.palette.colour(colours.get(self.kind, "text"))
            quiet = self._shell.theme.palette.quiet
            self.setIconSize(QSize(_ICON + self._icon_gap, _ICON))
            self.setIcon(icons.icon(self._icon, colour, _ICON, self._icon_gap, quiet))
