"""Our own line icons, 20 units wide, one stroke weight, painted in a colour of the palette at any scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mailcheck import resources

SIZE = 20
_RATIOS = (1.0, 2.0)  # an icon does not know the screen it will be shown on; in between Qt takes the finer one


def icon(name: str, colour: str, size: int = SIZE, gap: int = 0, off: str = "") -> QIcon:
    """For buttons; `gap` is air at its right, of which Qt leaves little, `off` its colour on a disabled one."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, colour, size, ratio, gap), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, off or colour, size, ratio, gap), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """`size` in the points of the layout, `ratio` the pixels each of them has on the screen."""
    return QPixmap.fromImage(_image(name, colour, size, ratio, gap))


@lru_cache(maxsize=256)
def _image(name: str, colour: str, size: int, ratio: float, gap: int) -> QImage:
    """Kept: many places show the same few. An image, for a pixmap must not outlive the program's window."""
    renderer = _renderer(name, colour)
    side = max(1, round(size * ratio))
    width = side + round(gap * ratio)
    clear = bytes(width * side * 4)  # to fill an image, one would need Qt's colours: see ui/__init__.py
    image = QImage(clear, width, side, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")


def _renderer(name: str, colour: str) -> QSvgRenderer:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    if not renderer.isValid():
        raise resources.BadResourceError(f"icons/{name}.svg: cannot be drawn")
    return renderer
