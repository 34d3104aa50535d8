"""One numbered step of a card, with the button that does it, and the line that says what the button did."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.domain.report import Diagnosis, Remedy
from mailcheck.export.plain import plain
from mailcheck.ui.numbered import GAP, INDENT
from mailcheck.ui.result.actions import NEW_PASSWORD, PERHAPS_NEW_PASSWORD, Actions, is_page
from mailcheck.ui.result.correction import Correction, correction_for
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.copy_field import CopyField
from mailcheck.ui.widgets.text import Text


def _place(url: str, diagnosis: Diagnosis) -> str:
    """Where the page is; more than the host only where two steps lead to pages of one host."""
    parsed = QUrl(url)
    hosts = [QUrl(each.url).host() for each in diagnosis.remedies if each.url]
    return parsed.host() + (parsed.path().rstrip("/") if hosts.count(parsed.host()) > 1 else "")


class Step(QWidget):
    """An action without a button (the program cannot do it yet) is told by its text alone."""

    def __init__(self, shell: Shell, place: int, remedy: Remedy, diagnosis: Diagnosis, actions: Actions) -> None:
        super().__init__()
        self._shell, self._remedy, self._diagnosis, self._actions = shell, remedy, diagnosis, actions
        self.buttons: list[Button] = []
        self.answer = Text(shell, "small")
        self.answer.hide()
        self._address: CopyField | None = None
        self._again: Button | None = None
        number, text = Text(shell), Text(shell)
        number.show_text(f"{place}.")
        number.setFixedWidth(INDENT - GAP)
        text.show_text(plain(remedy.text))
        self._text = text
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._column.addWidget(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
        self._add_buttons()

    def _add_buttons(self) -> None:
        remedy, actions = self._remedy, self._actions
        correction = correction_for(remedy, self._diagnosis, actions.report) if remedy.action == "correct" else None
        if remedy.url and is_page(remedy.url):
            place = Text(self._shell, "small")
            place.setMinimumHeight(place.sizeHint().height())
            place.show_text(plain(_place(remedy.url, self._diagnosis)))
            self._button("result.open-page", "open", self._open, beside=place)
        elif remedy.action == "copy" and self._diagnosis.for_admin:
            self._button("result.copy-for-admin", "copy", self._copy)
        elif correction and not actions.saved:
            self._button("result.correct", "edit", lambda: self._correct(correction))
        elif remedy.action == "correct" and not (actions.saved or self._is_suggested()):
            self._button("result.edit-address", "edit", actions.edit_address.emit)
        elif remedy.action == "recheck" and actions.saved:
            self._button("result.begin", "next", actions.begin.emit)
            self.buttons[-1].set_kind("link")
        elif remedy.action == "recheck":
            self._add_recheck()

    def _is_suggested(self) -> bool:
        """Another step writes what is right into the field."""
        steps = (step for step in self._diagnosis.remedies if step.action == "correct")
        return any(correction_for(step, self._diagnosis, self._actions.report) for step in steps)

    @property
    def offers_recheck(self) -> bool:
        return self._again is not None

    def recede(self) -> None:
        """The step has a button that stood above already: one of them is enough to catch the eye."""
        if self._again:
            self._again.set_kind("link")

    def _add_recheck(self) -> None:
        code, actions = self._diagnosis.code, self._actions
        if code not in NEW_PASSWORD:
            self._button("result.recheck-step", "again", lambda: actions.recheck.emit(self._diagnosis))
            self._again = self.buttons[-1]
        if code in NEW_PASSWORD | PERHAPS_NEW_PASSWORD:
            self._button("result.retype", "key", lambda: actions.retype.emit(self._diagnosis))
        if code in PERHAPS_NEW_PASSWORD:
            self.buttons[-1].set_kind("link")

    def _button(self, key: str, icon: str, do: object, beside: QWidget | None = None) -> None:
        button = Button(self._shell, key, "plain", icon)
        button.clicked.connect(do)
        # several cards have the same button: whoever only hears it is told what it belongs to
        button.setAccessibleDescription(self._text.words)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(button)
        if beside is not None:
            row.addWidget(beside, 1, Qt.AlignmentFlag.AlignVCenter)
        else:
            row.addStretch(1)
        if not self.buttons:
            self._column.addLayout(row)
            self._column.addWidget(self.answer)
        else:
            self._column.insertLayout(self._column.count() - 1, row)
        self.buttons.append(button)

    def _say(self, key: str, **fields: str) -> None:
        self.answer.tell(key, **fields)
        self.answer.show()

    def _open(self) -> None:
        url = self._remedy.url or ""
        if self._actions.practising:
            self._say("practice.page", host=plain(QUrl(url).host()))
            return
        if self._actions.open_page(url):
            self._say("result.opened-page", url=plain(url))
            return
        self._say("result.no-browser")
        if self._address is None:
            self._address = CopyField(self._shell, "result.page-address")
            self._address.show_text(plain(url))
            self._column.addWidget(self._address)

    def _copy(self) -> None:
        self._actions.copy(plain(self._diagnosis.for_admin or ""))
        self._say("result.copied-for-admin")

    def _correct(self, correction: Correction) -> None:
        """What was done is said, and what comes next offered: the page does not leap away under the person's eyes."""
        first = len(self.buttons) == 1
        self._actions.correct.emit(correction)
        self._say(f"result.corrected-{correction.field}", suggestion=correction.suggestion)
        if first:
            self._button("result.check-corrected", "again", self._actions.recheck_corrected.emit)
            self.buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)
