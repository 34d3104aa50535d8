"""As narrow as it is, at the left of a row. Qt's own alignment would hold up the first screen: see ui/__init__.py."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def at_left(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row
