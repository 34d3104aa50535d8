"""What can be read on screen 5."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.widgets.text import Text


def words(widget: QWidget) -> str:
    """All that can be read, from the top down, with plain blanks."""
    texts = [text.words for text in widget.findChildren(Text) if text.isVisibleTo(widget)]
    return "\n".join(texts).replace("\u00a0", " ")


def parts(page: ResultPage) -> list[type]:
    while page.building:
        QApplication.processEvents()
    return [type(item.widget()) for place in range(page.top.count()) if (item := page.top.itemAt(place))]
