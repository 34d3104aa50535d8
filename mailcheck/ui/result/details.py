"""Everything that was found, and the talk with the servers: folded away, built when somebody wants it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mailcheck.domain.report import Report
from mailcheck.ui.result.findings_text import Line, finding_lines, transcript_line
from mailcheck.ui.result.text_pane import TextPane
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text


class Details(Reveal):
    """`show_report` may come again at any time; the panes are filled only while they can be seen."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "details.title", parent)
        self._report: Report | None = None
        self.findings: TextPane | None = None
        self.talk: TextPane | None = None
        self.search: SearchBar | None = None
        self.opened.connect(self._fill)
        shell.speech.changed.connect(self._fill_again)
        shell.theme.changed.connect(self._fill_again)

    def show_report(self, report: Report) -> None:
        self._report = report
        self._fill_again()

    def _fill_again(self) -> None:
        if self.is_open:
            self._fill()

    def _fill(self) -> None:
        if self._report is None:
            return
        report, speech = self._report, self._shell.speech
        if self.findings is None:
            self._build()
        assert self.findings is not None and self.talk is not None and self.search is not None
        self.findings.setAccessibleName(speech.say("details.findings"))
        self.talk.setAccessibleName(speech.say("details.transcript"))
        self.findings.fill(finding_lines(report, speech))
        self.talk.fill(Line(transcript_line(said, speech)) for said in report.transcript)
        told = bool(report.transcript)
        self.talk.setVisible(told)
        self.search.setVisible(told)
        self._no_talk.setVisible(not told)

    def _build(self) -> None:
        self.findings, self.talk = TextPane(self._shell), TextPane(self._shell)
        self.search = SearchBar(self._shell, self.talk)
        self._no_talk = Text(self._shell, "quiet")
        self._no_talk.tell("details.no-transcript")
        for key, widgets in (
            ("details.findings", ("details.findings-about", self.findings)),
            ("details.transcript", ("details.transcript-about", self.search, self.talk, self._no_talk)),
        ):
            self.body.addSpacing(4)
            self._text(key, "strong")
            for each in widgets:
                if isinstance(each, str):
                    self._text(each, "small")
                elif isinstance(each, QWidget):
                    self.body.addWidget(each)
            self.body.addSpacing(8)
        # anywhere on the screen, as long as this is unfolded: there is no other text to search
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.search.begin)
        self.search.shortcut = shortcut
        self.toggled.connect(shortcut.setEnabled)

    def _text(self, key: str, role: str) -> None:
        text = Text(self._shell, role)
        text.tell(key)
        self.body.addWidget(text)


class SearchBar(QWidget):
    """What to find, how many places there are, back and forth. Enter and Shift+Enter do the same as the buttons."""

    def __init__(self, shell: Shell, pane: TextPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._pane = shell, pane
        self.shortcut: QShortcut | None = None
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(False)
        self.count = Text(shell, "small")
        self.previous = Button(shell, "details.previous", "plain", "back")
        self.next = Button(shell, "details.next", "plain", "next")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addSpacing(4)
        row.addWidget(self.count, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self.field)
        column.addLayout(row)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._enter)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        pane.filled.connect(lambda: self._search(self.field.text()))
        shell.speech.changed.connect(self._name)
        self._name()
        self._say()

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _name(self) -> None:
        self.field.setPlaceholderText(self._shell.speech.say("details.find-hint"))
        self.field.setAccessibleName(self._shell.speech.say("details.find"))
        self._say()

    def _search(self, text: str) -> None:
        self._pane.search(text)
        self._say()

    def _enter(self) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only to ask for the Shift key

        back = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self._step(-1 if back else 1)

    def _step(self, by: int) -> None:
        self._pane.step(by)
        self._say()

    def _say(self) -> None:
        hits = self._pane.hits
        for button in (self.previous, self.next):
            button.setEnabled(hits > 0)
        if not self.field.text():
            self.count.show_text("")
        elif self._pane.more_hits:
            self.count.tell("details.too-many", count=hits)
        elif hits:
            self.count.tell("details.count", place=self._pane.place, count=hits)
        else:
            self.count.tell("details.none")
