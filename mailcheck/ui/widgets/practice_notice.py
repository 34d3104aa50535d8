"""Above every screen, as long as a made-up mailbox is practised on: what is practised, and the way out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.ui.draft import Practice
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import ANY_WIDTH, Text


class PracticeNotice(QWidget):
    """`text` names what is practised, `story` folds out, `end` is the button that ends the practice.

    What is practised has a line of its own: beside the links there is seldom room for it.
    """

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._practice: Practice | None = None
        self._begins = self._decided = False
        self._remark = ""
        self._roomy = True
        self.end = Button(shell, "practice.end", "link")
        self.story = Reveal(shell, "practice.story")
        self._told, self._begin = Text(shell, "quiet"), Text(shell)
        self.story.body.setContentsMargins(0, 0, 8, 6)
        self.story.body.setSpacing(4)
        self.story.button.clicked.connect(self._decide)
        for part in (self._told, self._begin):
            part.setMaximumWidth(ANY_WIDTH)  # the notice is as wide as the column
            self.story.body.addWidget(part)
        notice = Notice(shell, "note", "practice")
        notice.text.set_lead("practice.word", "accent")
        notice.set_beside(self.story.button, self.end)
        notice.body.setSpacing(0)
        self._state, self.text = notice.text, Text(shell)
        self.text.setMaximumWidth(ANY_WIDTH)
        notice.body.addWidget(self.text)
        notice.body.addSpacing(4)
        notice.body.addWidget(self.story)
        self.story.toggled.connect(self.story.setVisible)  # folded in it takes no room at all
        self.story.hide()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 16)
        room.addWidget(notice)
        shell.speech.changed.connect(self._say_again)

    def tell(self, practice: Practice, *, begins: bool = False, remark: str = "") -> None:
        """`begins`: all is typed in, and nothing was tried yet. `remark`: the key of a sentence for this screen."""
        if practice is not self._practice or begins is not self._begins:
            self._decided = False
        self._practice, self._begins, self._remark = practice, begins, remark
        self._say_again()

    def unfold(self, *, roomy: bool) -> None:
        """The story at the beginning, where there is room for it; whoever has folded it in or out is left alone."""
        self._roomy = roomy
        if not self._decided:
            self.story.set_open(roomy and self._begins)
        self._say_again()

    def _decide(self) -> None:
        self._decided = True
        self._say_again()

    def _say_again(self) -> None:
        if self._practice is None:
            return
        language, password = self._shell.speech.language, self._practice.right_password
        if self._begins and not self.story.is_open:
            self._state.tell("practice.typed-in")  # the story says it too, at more length
        else:
            self._state.show_text("")
        remark = f". {self._shell.speech.say(self._remark)}" if self._remark else ""
        self.text.show_text(self._practice.scenario.title[language] + remark)
        self._told.show_text(self._practice.scenario.story[language])
        self._begin.tell("practice.begin", password=password)
        self._begin.setVisible(self._begins)
