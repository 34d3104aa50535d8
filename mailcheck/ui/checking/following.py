"""Keeps what runs in sight, until the person scrolls: then the list is theirs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea, QWidget

_AIR = 24  # px above and below


class Following(QObject):
    """`follow` is asked again and again; it does nothing once a hand has moved the list."""

    def __init__(self, scroll: QScrollArea) -> None:
        super().__init__(scroll)
        self._scroll = scroll
        self._let_go = False
        scroll.verticalScrollBar().actionTriggered.connect(self._let_it_go)

    def begin(self) -> None:
        self._let_go = False

    def follow(self, rows: Sequence[tuple[QWidget, QWidget]]) -> None:
        """Rows, each with the name of its group. All of them where they have room, else the first: it has been waited
        for longest. The name stays in sight as long as its row does too."""
        if self._let_go or not rows:
            return
        for row, name in (rows[-1], rows[0]):
            self._scroll.ensureWidgetVisible(name, 0, _AIR)
            self._scroll.ensureWidgetVisible(row, 0, _AIR)

    def _let_it_go(self, _action: int) -> None:
        self._let_go = True
