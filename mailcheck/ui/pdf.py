"""The report as a PDF: A4, numbered pages, bookmarks, text that can be searched and copied; no screen is needed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtWidgets import QApplication

from mailcheck import __version__
from mailcheck.domain.report import Report
from mailcheck.export.blocks import Content
from mailcheck.export.content import content
from mailcheck.i18n import Language, message
from mailcheck.ui.paper.blocks import whole
from mailcheck.ui.paper.finish import Bookmark, finished
from mailcheck.ui.paper.pieces import POINT, Style, fitted
from mailcheck.ui.theme import LIGHT
from mailcheck.unusable import UsageError

_MARGINS = QMarginsF(48, 62, 48, 54)  # points: room for the line above and the number below
_SHEET = 842  # points: the height of A4
_EDGE = 30 * POINT  # from the text to the line above it, and to the number below
_SMALL = Style(8, colour="quiet")
_BREATH, _BREATH_EVERY = 0.0005, 20  # seconds, after so many pieces
T = TypeVar("T")
_application: list[QApplication] = []
"""Ours, where nobody else has made one: it lives as long as the program."""


def as_pdf(report: Report) -> bytes:
    """In the language of the report. UsageError as need_fonts()."""
    need_fonts()
    shown = content(report)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72 * POINT)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, _MARGINS))
    writer.setTitle(shown.name)
    writer.setCreator(f"mailcheck {__version__}")
    bookmarks = _paint(shown, writer)
    buffer.close()
    return finished(bytes(buffer.data().data()), bookmarks, shown.language)


def need_fonts() -> None:
    """UsageError where no font has Russian letters: amoCRM's texts have them in every language.

    Fonts want an application, of the kind that a window can be opened with later. It is made offscreen, so that no
    screen is asked for; on Windows there always is one, and offscreen Qt would not find the fonts of the system.
    """
    if QApplication.instance() is None:
        offscreen = () if sys.platform == "win32" else ("-platform", "offscreen")
        _application.append(QApplication(["mailcheck", *offscreen]))
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Cyrillic):
        raise UsageError("pdf-no-font")


def _paint(shown: Content, writer: QPdfWriter) -> list[Bookmark]:
    """Where the headings came to stand."""
    bookmarks: list[Bookmark] = []
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(0, 0, writer.width(), writer.height())
    all_pages = fitted(list(_breathing(whole(shown, area.width()))), area.height())
    count = len(all_pages)
    for number in range(1, count + 1):
        if number > 1:
            writer.newPage()
        _frame(painter, shown, area, number, count)
        for top, piece in _breathing(all_pages.pop(0)):  # gone when it is painted: all at once would take a while
            if piece.paint:
                piece.paint(painter, top)
            if piece.heading:
                height = _SHEET - _MARGINS.top() - top / POINT + 12
                bookmarks.append(Bookmark(piece.heading, number - 1, height, piece.inner))
    painter.end()
    return bookmarks


def _breathing(items: Iterable[T]) -> Iterator[T]:
    """The same, with pauses: a window that saves a report on a thread wants the interpreter too.

    Calls of Qt let go of it so shortly that nobody else wakes up in time, for a tenth of a second and longer.
    """
    for place, item in enumerate(items):
        if place % _BREATH_EVERY == 0:
            time.sleep(_BREATH)
        yield item


def _frame(painter: QPainter, shown: Content, area: QRectF, number: int, count: int) -> None:
    """Above: whose mailbox, and when. Below: the page."""
    font = _SMALL.font()
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.quiet))
    metrics, line = QFontMetricsF(font), 12 * POINT
    made = shown.made
    room = area.width() - metrics.horizontalAdvance(made) - 20 * POINT
    above = QRectF(0, -_EDGE, area.width(), line)
    painter.drawText(
        above, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, room)
    )
    painter.drawText(above, Qt.AlignmentFlag.AlignRight, made)
    below = QRectF(0, area.height() + _EDGE - line, area.width(), line)
    page = message("report.page", Language(shown.language), page=number, pages=count)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, page)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, shown.title)
    painter.setPen(QPen(QColor(LIGHT.border), 0.75 * POINT))
    under = -_EDGE + line + 4 * POINT
    painter.drawLine(QPointF(0, under), QPointF(area.width(), under))
