"""What to type into amoCRM, or what was tried where it would not do there: each with a button that copies it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mailcheck.domain.account import Endpoint
from mailcheck.domain.report import Report
from mailcheck.export.plain import plain
from mailcheck.export.wording import has_failed, notes_help, only_tried, out_of_reach
from mailcheck.ui.result.copy_cell import CopyCell
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import ANY_WIDTH, Text

_PADDING = 20
_GAP = 20  # between two values of a row
_LONG = 48  # characters: beside another value they would take more than three lines


class ConnectionCard(Card):
    """As far as it is known: of an address that is wrong nothing is."""

    def __init__(self, shell: Shell, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        card = report.connection_card
        self.fields: list[CopyCell] = []
        self._rows: list[Row] = []
        self.body.setSpacing(8)
        failed = out_of_reach(report)
        self._heading("result.card-tried" if only_tried(report) else "result.card", "heading")
        for key, endpoint in (("result.card-incoming", card.incoming), ("result.card-outgoing", card.outgoing)):
            self._server(key, endpoint)
        self.body.addSpacing(4)
        self._heading("result.card-login", "strong")
        password = None if failed else self._password(plain(card.password_kind))
        is_long = len(card.password_kind) > _LONG
        self._row([self._field("result.card-username", plain(card.username))], beside=None if is_long else password)
        if password is not None and is_long:
            self.body.addWidget(password)
        if notes_help(report):
            for note in card.notes:
                text = Text(shell, "quiet")
                text.show_text("• " + plain(note))
                self.body.addWidget(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._stand(event.size().width() - 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Narrower than its rows: then the values of a row stand below one another."""
        return QSize(240, super().minimumSizeHint().height())

    def _stand(self, width: int) -> None:
        """Ports and encryptions stand below one another, the servers have the rest of the width."""
        narrow = max((row.least_of_others() for row in self._rows), default=0)
        first = max(row.cells[0].least() for row in self._rows)
        upright = first + 2 * (narrow + _GAP) <= width
        for row in self._rows:
            row.stand(narrow if upright else 0)

    def _server(self, key: str, endpoint: Endpoint | None) -> None:
        self.body.addSpacing(4)
        self._heading(key, "strong")
        if endpoint is None:
            unknown = Text(self._shell, "quiet")
            unknown.tell("result.card-unknown")
            self.body.addWidget(unknown)
            return
        security = self._shell.speech.say(f"security.{endpoint.security}")
        said = (("server", plain(endpoint.host)), ("port", str(endpoint.port)), ("security", security))
        self._row([self._field(f"result.card-{name}", value) for name, value in said])

    def _row(self, cells: Sequence[CopyCell], beside: QWidget | None = None) -> None:
        row = Row(cells, beside)
        self._rows.append(row)
        self.body.addLayout(row)

    def _heading(self, key: str, role: str) -> None:
        text = Text(self._shell, role)
        text.tell(key)
        self.body.addWidget(text)

    def _field(self, key: str, value: str) -> CopyCell:
        field = CopyCell(self._shell, key)
        field.show_text(value)
        self.fields.append(field)
        return field

    def _password(self, kind: str) -> QWidget:
        """In words: there is nothing to copy, and the password is nowhere on this screen."""
        label, words = Text(self._shell, "small"), Text(self._shell, "body")
        label.tell("result.card-password")
        words.show_text(kind[:1].upper() + kind[1:])
        password = QWidget()
        column = QVBoxLayout(password)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label)
        column.addWidget(words)
        column.addStretch(1)
        return password


class Row(QBoxLayout):
    """Values side by side, all but the first in narrow columns; or below one another. `beside`: as wide as two."""

    def __init__(self, cells: Sequence[CopyCell], beside: QWidget | None) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.cells, self._beside = cells, beside
        for place, cell in enumerate(cells):
            self.addWidget(cell, 0 if place else 1, Qt.AlignmentFlag.AlignTop)
        if beside:
            self.addWidget(beside)
        self.setSpacing(_GAP)

    def least_of_others(self) -> int:
        return max((cell.least() for cell in self.cells[1:]), default=0)

    def stand(self, narrow: int) -> None:
        """`narrow`: how wide a column is; 0: below one another."""
        direction = QBoxLayout.Direction.LeftToRight if narrow else QBoxLayout.Direction.TopToBottom
        self.setDirection(direction)
        self.setSpacing(_GAP if narrow else 8)
        for cell in self.cells:
            cell.stand(upright=bool(narrow))
        for cell in self.cells[1:]:
            _be_wide(cell, narrow)
        if self._beside:
            _be_wide(self._beside, narrow and 2 * narrow + _GAP)


def _be_wide(widget: QWidget, width: int) -> None:
    """0: as it comes."""
    widget.setMinimumWidth(width)
    widget.setMaximumWidth(width or ANY_WIDTH)


def has_card(report: Report) -> bool:
    """As the text report has it: servers are known, and the address is right."""
    card = report.connection_card
    return bool(card.incoming or card.outgoing) and not has_failed(report, "address")
