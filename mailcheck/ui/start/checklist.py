"""What is no fault of the mailbox: explained, with the steps that help, in place of the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.amocrm import AmocrmText


class Checklist(QWidget):
    another = Signal()  # back to the list

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.text: AmocrmText | None = None
        self._card: Card | None = None
        self.heading = Text(shell, "heading")
        self.heading.tell("start.checklist")
        self.what = Text(shell)
        self.button = Button(shell, "start.another", "plain", "back")
        self.button.clicked.connect(self.another)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.heading)
        head.addWidget(self.what)
        self._column.addLayout(head)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        shell.speech.changed.connect(self._tell)

    def show_for(self, text: AmocrmText) -> None:
        self.text = text
        self._tell()

    def _tell(self) -> None:
        if self.text is None:
            return
        self.what.tell(f"explain.shown-{self.text.stage}")
        if self._card:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = self._built(self.text)
        self._column.insertWidget(1, self._card)
        self._card.show()

    def _built(self, text: AmocrmText) -> Card:
        from mailcheck.ui.numbered import Numbered  # noqa: PLC0415 - not needed to show the first screen
        from mailcheck.ui.result.amocrm_quote import Quotation  # noqa: PLC0415

        language = self._shell.speech.language
        card = Card(self._shell)
        label = Text(self._shell, "small")
        label.tell("start.quote")
        quotation = Quotation(self._shell)
        quotation.add(text.text, text.id)
        explanation = Text(self._shell)
        explanation.show_text(text.explanation[language])
        steps = Text(self._shell, "heading")
        steps.tell("start.steps")
        card.body.addWidget(label)
        card.body.addWidget(quotation)
        card.body.addWidget(explanation)
        card.body.addSpacing(4)
        card.body.addWidget(steps)
        for place, step in enumerate(text.steps[language], 1):
            card.body.addWidget(Numbered(self._shell, place, step))
        return card
