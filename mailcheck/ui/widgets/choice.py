"""A large choice: a card that is a radio button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.ui import icons
from mailcheck.ui.shell import Shell
from mailcheck.ui.theme import blend
from mailcheck.ui.widgets.text import Text

_RING, _HALO = 18, 5


class Choice(QRadioButton):
    """Its siblings are the other choices. The ring says which is chosen, not the colour alone.
    A wider ring around that one says where the keys go."""

    def __init__(
        self, shell: Shell, title_key: str, about_key: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._icon = icon
        self._image = QLabel()
        self.title = Text(shell, "heading")
        self.title.tell(title_key)
        self.about = Text(shell, "quiet")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        if about_key:
            self.about.tell(about_key)
            words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20 + _RING + 16, 16)
        row.setSpacing(16)
        if icon:
            row.addWidget(self._image)
        row.addLayout(words, 1)
        for words_inside in (self.title, self.about):  # to be pressed, not selected: the mouse goes through them
            words_inside.setProperty("textInteractionFlags", "NoTextInteraction")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        shell.theme.changed.connect(self._paint_icon)
        shell.speech.changed.connect(self._name)
        self._paint_icon()
        self._name()

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._row().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._row().minimumSize()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._row().totalHeightForWidth(width)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(position)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        palette = self._shell.theme.palette
        chosen = self.isChecked()
        free = blend(palette.text, palette.surface, 0.05) if self.underMouse() else palette.surface
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = (2 if chosen else 1) / 2
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 10, 10)
        _fill(painter, card, palette.tint("accent") if chosen else free)
        painter.strokePath(card, _pen(palette.accent if chosen else palette.outline, 2 * inset))
        self._paint_ring(painter, chosen)
        painter.end()

    def _paint_ring(self, painter: QPainter, chosen: bool) -> None:
        palette = self._shell.theme.palette
        ring = QRectF(self.width() - 20 - _RING, (self.height() - _RING) / 2, _RING, _RING)
        circle = _circle(ring)
        _fill(painter, circle, palette.surface)
        painter.strokePath(circle, _pen(palette.accent if chosen else palette.outline, 1.5))
        if self.hasFocus():  # never at the edge of the card: that says which is chosen
            painter.strokePath(_circle(ring.adjusted(-_HALO, -_HALO, _HALO, _HALO)), _pen(palette.accent, 2))
        if chosen:
            _fill(painter, _circle(ring.adjusted(4.5, 4.5, -4.5, -4.5)), palette.accent)

    def _row(self) -> QHBoxLayout:
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        return row

    def _paint_icon(self) -> None:
        if self._icon:
            colour = self._shell.theme.palette.accent
            self._image.setPixmap(icons.pixmap(self._icon, colour, 24, self.devicePixelRatioF()))

    def _name(self) -> None:
        self.setAccessibleName(self.title.words)
        self.setAccessibleDescription(self.about.words)


def _circle(around: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(around)
    return path


def _fill(painter: QPainter, path: QPainterPath, colour: str) -> None:
    painter.fillPath(path, _pen(colour, 1).brush())


def _pen(colour: str, width: float) -> QPen:
    """With a path, as the painter's own setPen and setBrush look at Qt's values: see ui/__init__.py."""
    pen = QPen()
    pen.setColor(QColor(colour))
    pen.setWidthF(width)
    return pen
