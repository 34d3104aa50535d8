"""QWizard makes its layout anew now and then, with the margins and the frames of the style: these are ours.

Nothing here asks Qt for a plain QWidget of its own: to find out what it is, PySide6 would make all its classes of
widgets, and that takes 40 ms of the first screen's. So the style's ruler is taken away by the style sheet.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from mailcheck.ui.page import PADDING


def name_frame(window: QWidget) -> None:
    """That of the pages, while it is the only one, and before the style sheet looks for its name."""
    for frame in window.findChildren(QFrame):
        if frame.metaObject().className() == "QFrame":
            frame.setObjectName("frame")


def tidy(window: QWidget, rail: QWidget) -> None:
    """`rail` is the side widget of the window."""
    holder, frame = rail.parentWidget(), window.findChild(QFrame, "frame")
    rows = next((grid for grid in window.findChildren(QGridLayout) if holder and grid.indexOf(holder) >= 0), None)
    if holder is None or frame is None or rows is None:  # a Qt that builds it in another way: with other margins
        return
    for layout in filter(None, (holder.layout(), frame.layout())):
        layout.setContentsMargins(0, 0, 0, 0)
    for buttons in rows.findChildren(QHBoxLayout):
        buttons.setContentsMargins(PADDING - 1, 12, PADDING - 1, 14)
        buttons.setSpacing(12)
