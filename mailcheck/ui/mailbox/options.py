"""«Дополнительно»: what hardly anybody needs, folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mailcheck.ui.draft import Draft
from mailcheck.ui.mailbox.address_field import AddressField, letters_font
from mailcheck.ui.mailbox.field_label import FieldLabel
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal


class Options(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reveal = Reveal(shell, "mailbox.more")
        self.username = QLineEdit()
        self.username.setFont(letters_font())
        self.username.setInputMethodHints(Qt.InputMethodHint.ImhNoAutoUppercase)
        self.other_sender = AddressField(shell, "mailbox.sender", correct_key="address.correct-other")
        self.recipient = AddressField(shell, "mailbox.recipient", correct_key="address.correct-other")
        body = self.reveal.body
        body.setSpacing(8)
        body.addWidget(FieldLabel(shell, "mailbox.username", self.username))
        body.addWidget(self.username)
        body.addSpacing(8)
        body.addWidget(self.other_sender)
        body.addSpacing(8)
        body.addWidget(self.recipient)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reveal)

    def show_draft(self, draft: Draft) -> None:
        """Folds out when something is in it: nothing that counts in the check stays hidden."""
        self.username.setText(draft.username or "")
        self.other_sender.set_text(draft.sender or "")
        self.recipient.set_text(draft.recipient or "")
        if draft.username or draft.sender or draft.recipient:
            self.reveal.set_open(True)

    def fill(self, draft: Draft) -> None:
        draft.username = self.username.text().strip() or None
        draft.sender = self.other_sender.text.strip() or None
        draft.recipient = self.recipient.text.strip() or None
