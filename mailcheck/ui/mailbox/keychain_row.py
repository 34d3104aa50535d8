"""The password store of the computer: off until the person asks for it, and asked beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mailcheck.domain.account import Secret
from mailcheck.ui.latest import Latest
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text, role_font

_BESIDE_BOX = 31  # pixels to the words of a check box, as window.qss makes them
_PATIENCE = 60.0  # seconds for the person to open a locked store


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the store. `reason`: why there is none; the words for it are the core's."""

    secret: Secret | None = None
    reason: str = ""


class KeychainRow(QWidget):
    """`taken` hands over the password that was kept for the address."""

    taken = Signal(object)  # Secret

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._address = ""
        self._typed = False
        self._found = Latest("keychain there", self)
        self._found.answered.connect(self._set_available)
        self._got = Latest("keychain get", self)
        self._got.answered.connect(self._show_answer)
        self._kept = Latest("keychain put", self)
        self._kept.answered.connect(self._show_kept)
        self.available: bool | None = None  # nobody knows before the first answer
        self._said = ("", "")
        self.remember = QCheckBox()
        self.remember.setFont(role_font("body"))
        self.about = Text(shell, "small")
        self.take = Button(shell, "remember.take", "link", "key")
        self.status = Text(shell, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.status)
        column.addWidget(self.remember)
        column.addWidget(self.about)
        self.about.indent_by(_BESIDE_BOX)
        self.take.clicked.connect(self._ask)
        shell.speech.changed.connect(self._tell)
        self._tell()

    def look_for_store(self) -> None:
        """Once, and never in the way: finding it out may take a second."""
        if self.available is None and not self._found.busy:
            self._found.ask(_available)

    def set_address(self, address: str) -> None:
        """Whose password is kept; "" while there is no whole address."""
        if address != self._address:
            self._address = address
            self._got.forget()
            self._say("", "")

    def set_typed(self, typed: bool) -> None:
        """Whoever has typed a password needs none from the store."""
        if typed != self._typed:
            self._typed = typed
            self._tell()

    def keep(self, secret: Secret | None) -> None:
        """Called when the screen is left: what is ticked now is done now."""
        if self.remember.isChecked() and self.available and secret and self._address:
            self._kept.ask(partial(_put, self._address, secret))

    # --- answers -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._say("remember", "taking")
        self._got.ask(partial(_get, self._address))

    def _set_available(self, there: object) -> None:
        self.available = bool(there)
        if not self.available:
            self.remember.setChecked(False)
            self._say("remember", "missing")
        self._tell()

    def _show_answer(self, answer: object) -> None:
        if not isinstance(answer, Answer):
            self._say("keychain", "refused")
        elif answer.secret:
            self._say("remember", "taken")
            self.taken.emit(answer.secret)
        else:
            self._say("keychain" if answer.reason else "remember", answer.reason or "none")

    def _show_kept(self, answer: object) -> None:
        """Told when the person comes back: the check went on meanwhile, with the password that was typed."""
        reason = answer.reason if isinstance(answer, Answer) else "refused"
        if reason:
            self.remember.setChecked(False)
            self._say("keychain", reason)

    def _say(self, section: str, name: str) -> None:
        self._said = (section, name)
        self._tell()

    def _tell(self) -> None:
        say = self._shell.speech.say
        there = bool(self.available)
        self.remember.setText(say("remember.choice"))
        self.remember.setAccessibleDescription(say("remember.about"))
        self.about.tell("remember.about")
        self.remember.setVisible(there)
        self.about.setVisible(there)
        self.take.setVisible(there and bool(self._address) and not self._typed and not self._got.busy)
        if self._said[1]:
            self.status.tell(".".join(self._said))
        self.status.setVisible(bool(self._said[1]))


def _available() -> bool:
    from mailcheck import keychain  # noqa: PLC0415 - keyring loads slowly

    return keychain.available()


def _get(address: str) -> Answer:
    from mailcheck import keychain  # noqa: PLC0415

    try:
        return Answer(keychain.get(address, deadline=_PATIENCE))
    except keychain.KeychainError as error:
        return Answer(reason=error.reason)


def _put(address: str, secret: Secret) -> Answer:
    from mailcheck import keychain  # noqa: PLC0415

    try:
        keychain.put(address, secret, deadline=_PATIENCE)
    except keychain.KeychainError as error:
        return Answer(reason=error.reason)
    return Answer()
