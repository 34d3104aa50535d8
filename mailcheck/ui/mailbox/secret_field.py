"""The password: shown or hidden, with what can be told of it before any login is spent on it.

Nothing that is said here holds a part of it or its length. It goes into a Secret and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mailcheck.domain.account import Secret
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.ui.mailbox.field_label import FieldLabel
from mailcheck.ui.mailbox.secret_edit import SecretEdit
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import COLOURS, Notice
from mailcheck.ui.widgets.text import ANY_WIDTH, Text, role_font

LONGEST = 1024  # as on the command line: longer than any server takes


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to say of a password."""

    kind: str  # of the notice
    key: str


class SecretField(QWidget):
    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._provider: Provider | None = None
        self._done = False  # left or pasted: what may still be typed is no longer waited for
        self._grown = 0
        self.edit = SecretEdit(shell)
        self.edit.setMaxLength(LONGEST)
        self.edit.setFont(role_font("body"))
        self.label = FieldLabel(shell, "password.label", self.edit)
        self.eye = Button(shell, "password.show", "plain", "eye")
        self.eye.setCheckable(True)
        self.eye.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # as high as the field
        self.empty = Text(shell, "quiet")
        self.empty.tell("password.empty")
        self.empty.setMaximumWidth(ANY_WIDTH)  # the column of the screen is narrow enough
        self.caps = Notice(shell, "warned")
        self.caps.tell("password.caps-lock")
        self.notice = Notice(shell, "warned")
        self.trim = Button(shell, "password.trim")
        self.notice.body.addWidget(self.trim, 0, Qt.AlignmentFlag.AlignLeft)
        self._lay_out()
        self.edit.textEdited.connect(self._note_typing)
        self.edit.textChanged.connect(self._text_changed)
        self.edit.left.connect(self._left)
        self.edit.caps_lock_changed.connect(self._tell)
        self.eye.toggled.connect(self._show_letters)
        self.trim.clicked.connect(self._trim)
        shell.speech.changed.connect(self._tell)
        self._tell()

    def secret(self) -> Secret | None:
        """None while nothing was typed: the check stops before the sign-in then."""
        return Secret(self.edit.text()) if self.edit.text() else None

    def set_secret(self, secret: Secret | None) -> None:
        text = secret.reveal() if secret else ""
        if text != self.edit.text():
            self.edit.setText(text)

    def set_provider(self, provider: Provider | None) -> None:
        """Whose password it is: what an app password looks like depends on it."""
        if provider is not self._provider:
            self._provider = provider
            self.label.tell("password.label-app" if _wants_app_password(provider) else "password.label")
            self._tell()

    def hide_letters(self) -> None:
        self.eye.setChecked(False)

    # --- what happens ------------------------------------------------------------------------------------------------

    def _note_typing(self, text: str) -> None:
        self._done = len(text) - self._grown > 1

    def _text_changed(self, text: str) -> None:
        if not self.edit.isModified():  # set from elsewhere: it is whole
            self._done = True
        self._grown = len(text)
        self._tell()
        self.changed.emit()

    def _left(self) -> None:
        self._done = True
        self._tell()

    def _show_letters(self, wanted: bool) -> None:
        self.edit.show_letters(wanted)
        self.eye.set_icon("eye-off" if wanted else "eye")
        self._tell()

    def _trim(self) -> None:
        text = without_strays(self.edit.text())
        self.edit.selectAll()
        self.edit.insert(text)
        self._done = True
        self._tell()
        self.edit.setFocus()

    # --- what is said ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addLayout(row)
        for part in (self.empty, self.caps, self.notice):
            column.addWidget(part)

    def _tell(self) -> None:
        shown = self.eye.isChecked()
        self.eye.tell("password.hide" if shown else "password.show")
        self.eye.setAccessibleName(self._shell.speech.say("password.hide-name" if shown else "password.show-name"))
        self.empty.setVisible(not self.edit.text())
        self.caps.setVisible(self.edit.caps_lock)
        hint = self._hint()
        self.notice.setVisible(hint is not None)
        if hint:
            self.notice.set_kind(hint.kind)
            if hint.kind == "passed":
                self.notice.text.set_lead("password.good", COLOURS["passed"])  # nothing is done yet
            self.notice.tell(hint.key)
            self.trim.setVisible(hint.key.startswith("password.blank-"))
        said = [self.caps.text.words] if self.edit.caps_lock else []
        said += [self.notice.text.words] if hint else [] if self.edit.text() else [self.empty.words]
        self.edit.setAccessibleDescription(" ".join(said))

    def _hint(self) -> Hint | None:
        """The one thing that matters most. What more letters may mend is not said while they are being typed."""
        from mailcheck.checks.secret import judge_secret  # noqa: PLC0415 - not needed to show the first screen

        secret = self.secret()
        if secret is None:
            return None
        found = {finding.code: finding.evidence for finding in judge_secret(secret, self._provider)}
        if "secret-wrong-layout" in found:
            return Hint("warned", "password.layout")
        where = found.get("secret-blank-at-edge", {}).get("position")
        if where and (self._done or where in ("begin", "inside")):
            return Hint("warned", f"password.blank-{where}")
        if self._provider is None or not self._done:
            return None
        if "secret-not-app-password" in found:
            return Hint("note", "password.not-app")  # what one looks like stands in the card above
        looks = _wants_app_password(self._provider) and self._provider.looks_like_app_password(secret.reveal())
        return Hint("passed", "password.app") if looks else None


def without_strays(text: str) -> str:
    """Without blanks at the edges and without what cannot be seen; single blanks inside are grouping, and stay."""
    from mailcheck.probes.text import is_invisible  # noqa: PLC0415

    kept = [letter for before, letter in pairwise(" " + text) if letter == " " or not is_invisible(letter, before)]
    return "".join(kept).strip()


def _wants_app_password(provider: Provider | None) -> bool:
    return provider is not None and PasswordKind.APP_PASSWORD in provider.password.values()
