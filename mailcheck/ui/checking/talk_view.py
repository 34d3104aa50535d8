"""The talk with the servers as it goes on: plain text that can be selected and searched; only its end is kept here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mailcheck.domain.report import TranscriptLine
from mailcheck.export.plain import plain
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.text import Text, role_font

MOST = 2000  # lines
_HELPING = 150  # lines put in at once: some milliseconds
_TIME, _SIDE, _WHO = 9, 9, 9  # widths of the columns


class TalkView(QWidget):
    """Hand `show_talk` the whole talk, again and again: only what is new is put in."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._talk: tuple[TranscriptLine, ...] = ()
        self._shown: Counter[str] = Counter()
        self._left: list[TranscriptLine] = []
        self.about = Text(shell, "small")
        self.about.tell("talk.about")
        self.lines = QPlainTextEdit(readOnly=True)
        self.lines.setFont(role_font("mono"))
        self.lines.setMaximumBlockCount(MOST)
        self.lines.setMinimumHeight(220)
        self.lines.setTabChangesFocus(True)
        self.lines.setUndoRedoEnabled(False)
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.cut = Text(shell, "small")
        self.cut.tell("talk.cut", n=MOST)
        self.cut.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._put_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addLayout(self._find_row())
        column.addWidget(self.lines)
        column.addWidget(self.cut)
        shell.speech.changed.connect(self._say_again)
        self._say_again()

    def clear(self) -> None:
        self._talk, self._left = (), []
        self._shown.clear()
        self._timer.stop()
        self.lines.clear()
        self.cut.hide()

    def show_talk(self, talk: tuple[TranscriptLine, ...]) -> None:
        """Lines are in order within a conversation; between the two a late one may come before others."""
        if talk is self._talk:
            return
        self._talk = talk
        seen: Counter[str] = Counter()
        for line in talk:
            seen[line.service] += 1
            if seen[line.service] > self._shown[line.service]:
                self._left.append(line)
        self._shown = seen
        if len(talk) > MOST:
            self.cut.show()
            self._left = self._left[-MOST:]
        if self._left:
            self._timer.start()

    def begin_search(self) -> None:
        """Put the keys into the field for searching."""
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def _put_in(self) -> None:
        some, self._left = self._left[:_HELPING], self._left[_HELPING:]
        if not self._left:
            self._timer.stop()
        if not some:
            return
        bar = self.lines.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        self.lines.appendPlainText("\n".join(self._words(some)))
        if at_end:
            bar.setValue(bar.maximum())

    def _words(self, lines: Sequence[TranscriptLine]) -> list[str]:
        say = self._shell.speech.say
        sides = {line.service: say(f"side.{line.service}") for line in lines}
        who = {"C": say("talk.client"), "S": say("talk.server")}
        return [
            f"{say('checking.ms', n=line.at_ms):>{_TIME}}  {sides[line.service]:<{_SIDE}}  "
            f"{who[line.direction]:<{_WHO}}  {plain(line.line)}"
            for line in lines
        ]

    # --- searching -----------------------------------------------------------------------------------------------

    def _find_row(self) -> QHBoxLayout:
        self.label = QLabel()
        self.wanted = QLineEdit()
        self.label.setBuddy(self.wanted)
        self.next = Button(self._shell, "talk.find-next")
        self.found = Text(self._shell, "small")
        self.found.setWordWrap(False)
        self.found.hide()
        self.wanted.returnPressed.connect(self._find_next)
        self.wanted.textChanged.connect(lambda _: self._find_from_start())
        self.next.clicked.connect(self._find_next)
        row = QHBoxLayout()
        for widget in (self.label, self.wanted, self.next, self.found):
            row.addWidget(widget)
        row.setStretchFactor(self.wanted, 1)
        return row

    def _find_from_start(self) -> None:
        self.lines.moveCursor(QTextCursor.MoveOperation.Start)
        self._find_next()

    def _find_next(self) -> None:
        wanted = self.wanted.text()
        self.found.setVisible(bool(wanted))
        if not wanted:
            self.found.show_text("")
            return
        if not self.lines.find(wanted):
            self.lines.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.lines.find(wanted):
                self.found.tell("talk.found-none")
                return
        self.found.tell("talk.found", place=self._line_number())

    def _line_number(self) -> int:
        return self.lines.textCursor().blockNumber() + 1

    def _say_again(self) -> None:
        """The words beside the lines are ours: the lines are put in anew."""
        say = self._shell.speech.say
        self.label.setText(say("talk.find"))
        self.wanted.setAccessibleName(say("talk.find").replace("&", ""))
        self.lines.setAccessibleName(say("talk.title"))
        self.lines.setPlaceholderText(say("talk.empty"))
        talk, self._talk = self._talk, ()
        self._shown.clear()
        self._left = []
        self.lines.clear()
        self.show_talk(talk)
