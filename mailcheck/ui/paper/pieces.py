"""What stands on paper, one below the other: lines of text in columns, gaps, drawings; and which stay together.

Lengths are in tenths of a point: so are the pages, and a letter is measured as it will be printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

from mailcheck.ui.theme import LIGHT

POINT = 10
_LEAD = 1.36  # height of a line, in sizes of its letters
_LITTLE = 0.2  # of the height of a page: for so little no page is begun, if closer gaps spare it
_CLOSER = 0.6  # of a gap

Paint = Callable[[QPainter, float], None]
"""Draws at this distance from the top of the page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`keep`: stands on the same page as the next one. `between`: gaps and rules, which are left out atop a page."""

    height: float
    paint: Paint | None = None
    keep: bool = False
    between: bool = False
    heading: str = ""  # the title that begins here
    inner: bool = False  # ... is one below the last other


@dataclass(frozen=True, slots=True)
class Style:
    """`size` in points; `colour` is a name of the palette."""

    size: float = 10
    strong: bool = False
    colour: str = "text"
    mono: bool = False

    def font(self) -> QFont:
        """The same one each time: nobody changes it."""
        return _font(self)


@lru_cache(maxsize=32)
def _font(style: Style) -> QFont:
    kind = QFontDatabase.SystemFont.FixedFont if style.mono else QFontDatabase.SystemFont.GeneralFont
    font = QFontDatabase.systemFont(kind)
    font.setPixelSize(round(style.size * POINT))
    font.setWeight(QFont.Weight.DemiBold if style.strong else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("liga"), 0)  # who searches for "fi" shall find it
    return font


@dataclass(frozen=True, slots=True)
class Cell:
    """A text between `left` and `left + width`, wrapped; a word that is too long is broken."""

    text: str
    style: Style
    left: float
    width: float
    right: bool = False  # set flush right


def gap(points: float, *, keep: bool = False) -> Piece:
    return Piece(points * POINT, None, keep, between=True)


def row(*cells: Cell, keep: bool = False) -> list[Piece]:
    """The cells side by side, a piece for each line; neither the first nor the last line stands alone on a page.

    `keep`: the last line stays with what follows.
    """
    columns = [(cell, list(_lines(cell))) for cell in cells]
    count = max((len(lines) for _, lines in columns), default=0)
    pieces: list[Piece] = []
    for at in range(count):
        parts = [(cell, lines[at]) for cell, lines in columns if at < len(lines)]
        height = max(cell.style.size * _LEAD * POINT for cell, _ in parts)
        together = at in (0, count - 2) if at < count - 1 else keep
        pieces.append(Piece(height, _line_painter(parts, height), together))
    return pieces


def _lines(cell: Cell) -> Iterator[tuple[QTextLayout, QTextLine]]:
    """The layout goes along: a line of one that is gone cannot be drawn."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    font = cell.style.font()
    for part in cell.text.split("\n"):
        layout = QTextLayout(part, font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(cell.width)
            lines.append(line)
        layout.endLayout()
        yield from ((layout, line) for line in lines)


def _line_painter(parts: Sequence[tuple[Cell, tuple[QTextLayout, QTextLine]]], height: float) -> Paint:
    def paint(painter: QPainter, top: float) -> None:
        for cell, (_layout, line) in parts:
            painter.setPen(QColor(LIGHT.colour(cell.style.colour)))
            own = cell.style.size * _LEAD * POINT
            baseline = top + own / 2 + (line.ascent() - line.descent()) / 2
            line.draw(painter, QPointF(cell.left, baseline - line.ascent() - line.y()))

    return paint


def text_width(text: str, style: Style) -> float:
    return QFontMetricsF(style.font()).horizontalAdvance(text)


def on_ground(pieces: Iterable[Piece], left: float, width: float, *, fill: str = "", bar: str = "") -> list[Piece]:
    """The pieces on a tinted ground, or beside a bar; both go on over the end of a page."""

    def painter_of(piece: Piece) -> Paint:
        def paint(painter: QPainter, top: float) -> None:
            area = QRectF(left, top, width, piece.height + 1)
            if fill:
                painter.fillRect(area, QColor(fill))
            if bar:
                painter.fillRect(QRectF(left, top, 2 * POINT, piece.height + 1), QColor(LIGHT.colour(bar)))
            if piece.paint:
                piece.paint(painter, top)

        return paint

    return [replace(piece, paint=painter_of(piece)) for piece in pieces]


def over(piece: Piece, paint: Paint) -> Piece:
    """The piece with a drawing on it."""

    def both(painter: QPainter, top: float) -> None:
        if piece.paint:
            piece.paint(painter, top)
        paint(painter, top)

    return replace(piece, paint=both)


def fitted(pieces: Sequence[Piece], height: float) -> list[list[tuple[float, Piece]]]:
    """Their pages; closer together where the last page would hold next to nothing, and need not be."""
    made = pages(pieces, height)
    top, last = made[-1][-1] if made[-1] else (0.0, gap(0))
    if len(made) == 1 or top + last.height > _LITTLE * height:
        return made
    closer = pages((_closer(piece) for piece in pieces), height)
    return closer if len(closer) < len(made) else made


def _closer(piece: Piece) -> Piece:
    return replace(piece, height=piece.height * _CLOSER) if piece.between and piece.paint is None else piece


def pages(pieces: Iterable[Piece], height: float) -> list[list[tuple[float, Piece]]]:
    """The pieces of each page with their distances from its top. What is kept together moves on together if it fits."""
    made: list[list[tuple[float, Piece]]] = [[]]
    top = 0.0
    for group in _groups(pieces):
        whole = sum(piece.height for piece in group)
        begins_anew = top + whole > height and whole <= height
        for piece in group:
            if made[-1] and (begins_anew or top + piece.height > height):
                made.append([])
                top, begins_anew = 0.0, False
            if piece.between and not made[-1]:
                continue
            made[-1].append((top, piece))
            top += piece.height
    return [page for page in made if page] or [[]]


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
