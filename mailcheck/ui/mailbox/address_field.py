"""An address, judged while it is typed: wrong letters are marked in place, named below and mended by a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.checks.draft import LOOKALIKE
from mailcheck.i18n import Value
from mailcheck.live_address import LiveAddress, Mark, look, mark_words, qt_range, unfinished_words
from mailcheck.ui.mailbox.field_label import FieldLabel
from mailcheck.ui.mailbox.marked_edit import MarkedEdit
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again
from mailcheck.ui.theme import blend
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.in_sight import bring_into_sight
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text, role_font

_MOST_TOLD = 3  # marks: whoever typed a whole address in the wrong layout need not read of each letter
_TYPO = "address-domain-typo"
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_LAYOUT = "keyboard-layout"
_LETTERS = 12.0  # points
_UNDERLAY = 0.24  # of the colour, behind a single letter: the eye has to find it


class AddressEdit(MarkedEdit):
    left = Signal()  # the person went on to another field; not: to another window

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


def letters_font() -> QFont:
    """Of a field in which every single letter counts."""
    font = role_font("body")
    font.setPointSizeF(_LETTERS)
    return font


class AddressField(QWidget):
    """`correct_key` differs where two of these stand on one screen: a mnemonic belongs to one button."""

    judged = Signal(object)  # LiveAddress, whenever the text has changed or was left

    def __init__(
        self,
        shell: Shell,
        label_key: str,
        hint_key: str = "",
        correct_key: str = "address.correct",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._hint_key = hint_key
        self._typed = self._demanded = False
        self._before = self._corrected = ""
        self.edit = AddressEdit()
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly | Qt.InputMethodHint.ImhNoAutoUppercase)
        self.edit.setFont(letters_font())
        self.label = FieldLabel(shell, label_key, self.edit)
        self._make_notice(correct_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.label, self.edit, self.notice):
            column.addWidget(part)
        self.address = LiveAddress("", (), None, "empty", usable=False)
        self.edit.textEdited.connect(self._note_typing)
        self.edit.textChanged.connect(self._changed)
        self.edit.left.connect(self.judge)
        shell.speech.changed.connect(self._tell)
        shell.theme.changed.connect(self._colour)
        self._colour()
        self._tell()

    @property
    def text(self) -> str:
        return self.edit.text()

    @property
    def corrected(self) -> str:
        """What the button has mended, as in the catalogue; "" when something was typed after it, or nothing mended."""
        return self._corrected

    def set_text(self, text: str, corrected: str = "") -> None:
        """An address from elsewhere: it is whole. `corrected`: what was mended in it there."""
        if text != self.edit.text():
            self.edit.setText(text)
            self._corrected = corrected
            self._tell()

    def judge(self) -> LiveAddress:
        """Say all that is to be said: the person has done with the field, or wants to go on."""
        self._look(typing=False)
        return self.address

    def demand(self) -> None:
        """Going on is not possible like this: say why, even of an empty field, and lead to what mends it."""
        self._demanded = True
        self.judge()
        mends = self.correct if self.correct.isVisibleTo(self) else self.edit
        mends.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(self)

    # --- while it is typed -------------------------------------------------------------------------------------------

    def _note_typing(self, text: str) -> None:
        """One letter more is typing; several at once were pasted, and are whole."""
        self._typed = len(text) - len(self._before) <= 1

    def _changed(self, text: str) -> None:
        typing, self._typed = self._typed, False
        self._before, self._corrected, self._demanded = text, "", False
        self._look(typing=typing)

    def _look(self, *, typing: bool) -> None:
        text = self.edit.text()
        self._said_all = not typing
        self.address = look(text, typing=typing)
        self.edit.mark([qt_range(text, mark) for mark in self.address.marks])
        self._tell()
        self.judged.emit(self.address)

    def _correct(self) -> None:
        suggestion = self.address.suggestion
        if suggestion is None:
            return
        mended = next((mark.code for mark in self.address.marks), "")
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        self.edit.insert(suggestion)  # not setText: what was typed can be had back with Undo
        self._corrected = mended
        self._tell()

    # --- what is said of it ------------------------------------------------------------------------------------------

    _said_all = False

    def _make_notice(self, correct_key: str) -> None:
        self.notice = Notice(self._shell, "failed")
        self.more = [Text(self._shell) for _ in range(_MOST_TOLD + 1)]
        self.suggestion = Text(self._shell)
        self.correct = Button(self._shell, correct_key)
        self.correct.clicked.connect(self._correct)
        for part in self.more:
            self.notice.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.suggestion, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.notice.body.addLayout(row)
        self.notice.hide()

    def _tell(self) -> None:
        say, address = self._shell.speech.say, self.address
        self.edit.setPlaceholderText(say(self._hint_key) if self._hint_key else "")
        if address.marks:
            harmless = all(mark.code == _TYPO for mark in address.marks)
            self._show_notice("warned" if harmless else "failed", [*self._first_of_all(), *self._mark_lines()])
        elif self._corrected:
            self._show_notice("passed", [say("address.corrected")])
        elif self._said_all and address.unfinished and (address.text.strip() or self._demanded):
            self._show_notice("warned", [unfinished_words(address.unfinished, self._shell.speech.language)])
        else:
            self._show_notice("", [])

    def _first_of_all(self) -> list[str]:
        """Why Next led nowhere."""
        if not self._demanded or self.address.usable:
            return []
        return [self._shell.speech.say("address.correct-first" if self.address.suggestion else "address.mend-first")]

    def _mark_lines(self) -> list[str]:
        language, marks = self._shell.speech.language, self.address.marks
        if all(mark.evidence.get("reason") == _LAYOUT for mark in marks):
            return [self._shell.speech.say("address.layout")]
        alike = [mark for mark in marks if mark.code == LOOKALIKE]
        lead = self._lookalike_lines(alike)
        told = alike if len(_pairs(alike)) == 1 else ()  # the line above has named it already, and its places
        lines = list(dict.fromkeys(mark_words(mark, language) for mark in marks if mark not in told))
        most = _MOST_TOLD - len(lead)
        if len(lines) > most + 1:
            lines = [*lines[:most], self._shell.speech.say("address.more", n=len(lines) - most)]
        return [*lead, *lines]

    def _lookalike_lines(self, marks: list[Mark]) -> list[str]:
        """What has happened, in plain words, before the names and places of different letters."""
        alike = _pairs(marks)
        if not alike:
            return []
        whose = "" if all(letter.lower() in _RUSSIAN for letter, _ in alike) else "-other"
        if len(alike) > 1:
            return [self._shell.speech.say(f"address.lookalikes{whose}")]
        ((letter, latin),) = alike
        places = [str(mark.position) for mark in marks]
        fields: dict[str, Value] = {"character": letter, "latin": latin, "positions": places, "n": len(places)}
        return [self._shell.speech.say(f"address.lookalike{whose}", **fields)]

    def _show_notice(self, kind: str, lines: list[str]) -> None:
        """The first line stands beside the icon, the others below."""
        for part in (self.edit, self.correct):
            part.setAccessibleDescription(" ".join(lines))
        self._colour_edge(kind if kind in ("failed", "warned") else "")
        self._colour()
        if kind:
            self.notice.set_kind(kind)
            self.notice.show_text(lines[0])
        for place, text in enumerate(self.more, 1):
            text.show_text(lines[place] if place < len(lines) else "")
            text.setVisible(place < len(lines))
        suggestion = self.address.suggestion if kind in ("failed", "warned") else None
        if suggestion:
            right = {} if kind == "warned" else {"suggestion": suggestion}
            self.suggestion.tell("address.or-keep" if kind == "warned" else "address.right", **right)
        self.suggestion.setVisible(bool(suggestion))
        self.correct.setVisible(bool(suggestion))
        self.notice.setVisible(bool(kind))

    def _colour_edge(self, state: str) -> None:
        if self.edit.property("state") != state:
            self.edit.setProperty("state", state)
            polish_again(self.edit)

    def _colour(self) -> None:
        """A letter that may be right is marked in the colour of the notice below it."""
        palette = self._shell.theme.palette
        colour = palette.amber if self.edit.property("state") == "warned" else palette.red
        self.edit.set_colours(colour, blend(colour, palette.surface, _UNDERLAY))


def _pairs(marks: list[Mark]) -> set[tuple[str, str]]:
    """Each wrong letter with the Latin one that it looks like."""
    return {(mark.character or "", str(mark.evidence.get("latin", ""))) for mark in marks}
