"""Servers typed by hand: where to read them up, one form for each, another user name, leave to go unencrypted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from mailcheck.domain.account import Security, Service
from mailcheck.ui.servers.form import ServerForm
from mailcheck.ui.servers.unencrypted import Unencrypted
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.in_sight import bring_into_sight
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text


class TypedServers(QWidget):
    """`as_known` leads back to what is known or was found."""

    def __init__(self, shell: Shell, forms: Mapping[Service, ServerForm], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._forms = shell, forms
        self.where = Reveal(shell, "servers.where")
        for number in (1, 2, 3):
            step = Text(shell, "body")
            step.tell(f"servers.where-{number}")
            self.where.body.addWidget(step)
        self.as_known = Button(shell, "servers.as-known", "link", "back")
        self.unencrypted = Unencrypted(shell)
        self.unencrypted.consent.toggled.connect(self._consented)
        self.username, self._username_label = QLineEdit(), QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.where, self.as_known, *forms.values(), self._login(), self.unencrypted):
            column.addWidget(widget)
        shell.speech.changed.connect(self._say)
        self._say()

    def look_again(self) -> None:
        """What was chosen before must not hide in a fold."""
        if any(form.fields.security is Security.NONE for form in self._forms.values()):
            self.unencrypted.set_open(True)

    def take_consent_back(self) -> None:
        """It was for one run."""
        self.unencrypted.consent.setChecked(False)

    def leads_to_an_obstacle(self) -> bool:
        """Whether there is something that no check can begin with; the first such thing has the keys now."""
        for form in self._forms.values():
            if (obstacle := form.obstacle) is not None:
                self._lead_to(form, obstacle)
                return True
        return False

    def _lead_to(self, form: ServerForm, obstacle: QWidget) -> None:
        around: QWidget = form
        if obstacle is form.security:
            self.unencrypted.set_open(True)
            around, obstacle = self.unencrypted, self.unencrypted.consent
        obstacle.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(around)

    def _login(self) -> Card:
        """Some hosters want another name than the address."""
        card = Card(self._shell)
        card.body.setContentsMargins(20, 20, 20, 16)  # the last line has air of its own below it
        self._username_label.setBuddy(self.username)
        hint = Text(self._shell, "small")
        hint.tell("servers.username-hint")
        for widget in (self._username_label, self.username, hint):
            card.body.addWidget(widget)
        return card

    def _say(self) -> None:
        name = self._shell.speech.say("servers.username")
        self._username_label.setText(name)
        self.username.setAccessibleName(name.replace("&", ""))

    def _consented(self, agreed: bool) -> None:
        for form in self._forms.values():
            form.allow_unencrypted(agreed)
