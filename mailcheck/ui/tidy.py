"""QWizard makes its layout anew now and then, with the margins and the frames of the style: these are ours."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from mailcheck.ui.page import PADDING
from mailcheck.ui.style import polish_again


def name_frame(window: QWidget) -> None:
    """That of the pages, before the style sheet looks for its name: to polish it again later takes 15 ms."""
    for frame in window.findChildren(QFrame):
        if frame.metaObject().className() == "QFrame":
            frame.setObjectName("frame")


def tidy(rail: QWidget) -> None:
    """Around the rail, which is the side widget of the window."""
    holder = rail.parentWidget()
    inside = holder.parentWidget() if holder else None
    around, rows = holder.layout() if holder else None, inside.layout() if inside else None
    if around is None or rows is None:  # a Qt that builds it in another way: it works, with other margins
        return
    around.setContentsMargins(0, 0, 0, 0)
    for item in filter(None, map(rows.itemAt, range(rows.count()))):
        buttons, widget = item.layout(), item.widget()
        if buttons is not None:
            buttons.setContentsMargins(PADDING - 1, 12, PADDING - 1, 14)
            buttons.setSpacing(12)
        elif isinstance(widget, QFrame) and widget is not holder:
            _frame_of_pages(widget)
        elif widget is not None and widget is not holder:
            widget.setFixedHeight(0)  # the style's own ruler: the frame above draws ours


def _frame_of_pages(frame: QFrame) -> None:
    if frame.objectName() != "frame":
        frame.setObjectName("frame")
        polish_again(frame)
    inside = frame.layout()
    if inside is not None:
        inside.setContentsMargins(0, 0, 0, 0)
