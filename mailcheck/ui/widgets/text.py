"""Words on the window: wrapped, selectable, with air between the lines. What comes from outside stays plain text."""

from __future__ import annotations

from html import escape
from math import ceil

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QContextMenuEvent, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from mailcheck.i18n import Value
from mailcheck.ui.shell import Shell

COLUMN = 70  # characters: longer lines are hard to follow
LINE_HEIGHT = 140  # per cent
ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX of Qt: no wider than what is around it
_HEADING_LINE_HEIGHT = 120
_SIZES = {"title": 20.0, "heading": 14.0, "strong": 10.5, "body": 10.5, "quiet": 10.5, "small": 9.5, "mono": 9.5}
"""In points, by role."""
_COLOURS = {"quiet": "quiet", "small": "quiet"}
_BREAK = "\u200b"  # lets a word that is longer than a line go on in the next one; never copied
_LONG_WORD = 28
_LAST_WORD, _WORD_BEFORE = 6, 12  # characters: the longest that are kept in one line
_SENTENCE = "Проверяем, будет ли ящик работать в amoCRM, и подсказываем, что исправить"


class Text(QLabel):
    """`role`: title heading strong body quiet small mono. `colour` is one of the palette, in place of the role's."""

    _least: QSize | None
    _heights: dict[int, int]  # by width

    def __init__(self, shell: Shell, role: str = "body", parent: QWidget | None = None, *, colour: str = "") -> None:
        self._forget_sizes()
        super().__init__(parent)
        self._shell = shell
        self._role = role
        self._colour = colour or _COLOURS.get(role, "text")
        self._told: tuple[str, dict[str, Value]] | None = None
        self._words = ""
        self._lead: tuple[str, str] | None = None
        self.setFont(role_font(role))
        self.setProperty("textFormat", "RichText")  # for the line height alone: every word is escaped
        self.setWordWrap(True)
        self.setProperty("textInteractionFlags", "TextSelectableByMouse")
        self.setProperty("alignment", "AlignLeft|AlignTop")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(column_width(self.font()))
        self.indent_by(0)
        shell.speech.changed.connect(self._say_again)
        shell.theme.changed.connect(self._render)

    @property
    def words(self) -> str:
        """What it says, as plain text."""
        return self._words

    def tell(self, key: str, **fields: Value) -> None:
        """A sentence of ours; said again when the language changes."""
        self._told = (key, fields)
        self._say_again()

    def show_text(self, text: str) -> None:
        """Words that came from outside: shown as they are."""
        self._told = None
        self._show(text)

    def set_colour(self, name: str) -> None:
        self._colour = name
        self._render()

    def set_lead(self, key: str, colour: str) -> None:
        """One word of ours before the text, in bold and in a colour."""
        self._lead = (key, colour)
        self._render()

    def indent_by(self, left: int) -> None:
        """Qt puts all the air of a line below its letters: half of it goes above, so that they stand in the middle."""
        air = round(QFontMetricsF(self.font()).height() * (self._line_height() - 100) / 200)
        self._forget_sizes()
        self.setContentsMargins(left, air, 0, -air)

    def _line_height(self) -> int:
        return _HEADING_LINE_HEIGHT if self._role in {"title", "heading"} else LINE_HEIGHT

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as its longest word, as low as one line: the height goes with the width."""
        if self._least is None:
            metrics = QFontMetricsF(self.font())
            words = _breakable(self._words).replace(_BREAK, " ")
            longest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
            self._least = QSize(ceil(longest) + 2, ceil(metrics.height()))
        return self._least

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """A layout may ask for more width than it then gives: the widest column counts."""
        width = min(width, self.maximumWidth())
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        from PySide6.QtGui import QKeySequence  # noqa: PLC0415 - its enumerations take 2 ms, which the first paint spares

        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        menu = QMenu(self)
        menu.addAction(self._shell.speech.say("buttons.copy-menu"), self._copy)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """A font or a style sheet of another size."""
        self._forget_sizes()
        super().changeEvent(event)

    def _forget_sizes(self) -> None:
        """A layout asks for each of them twenty times before it is content."""
        self._least = None
        self._heights = {}

    def _copy(self) -> None:
        chosen = self.selectedText().replace("\u2029", "\n") or self._words
        QGuiApplication.clipboard().setText(chosen.replace(_BREAK, ""))

    def _say_again(self) -> None:
        if self._told is not None:
            key, fields = self._told
            self._show(self._shell.speech.say(key, **fields))
        elif self._lead is not None:
            self._render()

    def _show(self, words: str) -> None:
        self._words = words
        self._render()

    def _render(self) -> None:
        palette = self._shell.theme.palette
        lead, spoken = "", self._words
        if self._lead is not None:
            said = self._shell.speech.say(self._lead[0])
            lead = f'<b style="color:{palette.colour(self._lead[1])}">{escape(said)}</b> '
            spoken = f"{said} {self._words}"
        self.setAccessibleName(spoken)
        words = self._words if self._role == "mono" else whole_end(self._words)
        shown = escape(_breakable(words)).replace("\n", "<br>")
        colour = palette.colour(self._colour)
        self._forget_sizes()
        look = f"margin:0; line-height:{self._line_height()}%; color:{colour}; white-space:pre-wrap"
        self.setText(f'<p style="{look}">{lead}{shown}</p>' if self._words or lead else "")


def role_font(role: str) -> QFont:
    """The system's font in the size of the role; mono is the system's fixed one, so figures line up in it."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if role == "mono" else QFont()
    font.setPointSizeF(_SIZES[role])
    if role in {"title", "heading", "strong"}:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def column_width(font: QFont) -> int:
    """70 characters as they are in a Russian sentence: Qt's average is that of Latin letters, which are narrower."""
    return round(QFontMetricsF(font).horizontalAdvance(_SENTENCE) / len(_SENTENCE) * COLUMN)


def whole_end(text: str) -> str:
    """A short last word is not left in a line of its own: it takes the one before it along."""
    before, _blank, last = text.rpartition(" ")
    neighbour = before.split(" ")[-1]
    fits = 0 < len(last) <= _LAST_WORD and 0 < len(neighbour) <= _WORD_BEFORE
    return f"{before}\u00a0{last}" if fits and neighbour != before else text


def _breakable(text: str) -> str:
    """Long words (addresses, fingerprints) get places to break at; everything else is as it was."""
    if all(len(word) <= _LONG_WORD for word in text.split()):
        return text
    pieces = []
    length = 0
    for letter in text:
        length = 0 if letter.isspace() else length + 1
        pieces.append(letter)
        if (length >= _LONG_WORD // 2 and not letter.isalnum()) or length >= _LONG_WORD:
            pieces.append(_BREAK)
            length = 0
    return "".join(pieces)
