"""A card for one diagnosis: what amoCRM makes of it, what happened and why, what to do, and what to hand on.

The server's own words, in English as a rule, come after the steps: nobody needs them to go on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Confidence, Diagnosis
from mailcheck.export.plain import one_line, plain
from mailcheck.export.wording import ONLY_AMOCRM
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.amocrm_quote import AmocrmQuote
from mailcheck.ui.result.outcome import OutcomeMark
from mailcheck.ui.result.step import Step
from mailcheck.ui.result.verbatim import Verbatim
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.in_sight import bring_into_sight
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text


class DiagnosisCard(Card):
    """`answered`: the headline has said that the text of amoCRM comes from this. `named`: it is the headline itself,
    and the only card below it."""

    def __init__(
        self,
        shell: Shell,
        diagnosis: Diagnosis,
        actions: Actions,
        parent: QWidget | None = None,
        *,
        answered: bool = False,
        named: bool = False,
    ) -> None:
        super().__init__(shell, parent)
        self._diagnosis, self._actions = diagnosis, actions
        self.steps_label = Text(shell, "strong")
        self.steps_label.tell("result.steps")
        self.steps: list[Step] = []
        self.body.setSpacing(10)
        if not named or diagnosis.service:
            self._add_title(titled=not named)
        failed = diagnosis.outcome in (Outcome.FAILED, Outcome.CRASHED)
        answered = answered or diagnosis.code == ONLY_AMOCRM  # what that one looks like has been seen
        if diagnosis.amocrm and not answered:
            self.body.addWidget(self._quote(failed=failed))
        for text in (diagnosis.what, diagnosis.why):
            self._add("body", plain(text))
        if diagnosis.confidence is Confidence.POSSIBLE:
            said = Text(shell, "quiet")
            said.tell("report.possible")
            self.body.addWidget(said)
        self._add_steps()
        self._add_reply()
        if diagnosis.for_admin:
            self.body.addWidget(AdminText(shell, diagnosis.for_admin, actions))
        number = Text(shell, "small")
        number.tell("result.number", number=plain(diagnosis.number))
        self.body.addWidget(number)

    @property
    def code(self) -> str:
        return self._diagnosis.code

    def show_steps(self) -> None:
        """From their heading on, as many as there is room for."""
        if self.steps:
            bring_into_sight(self.steps_label, until=self.steps[-1])

    def _quote(self, *, failed: bool) -> QWidget:
        """What amoCRM was seen to show is quoted once, above all cards."""
        seen = self._actions.report.amocrm_error_seen
        same = next((each for each in self._diagnosis.amocrm if each.id == seen), None)
        if same is None:
            return AmocrmQuote(self._shell, self._diagnosis.amocrm, failed=failed)
        told = Text(self._shell, "quiet")
        told.tell("result.amocrm-same" if failed and same.likelihood == "usual" else "result.amocrm-same-perhaps")
        return told

    def _add(self, role: str, text: str) -> None:
        if text:
            words = Text(self._shell, role)
            words.show_text(text)
            self.body.addWidget(words)

    def _add_title(self, *, titled: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        mark = OutcomeMark(self._shell, self._diagnosis.outcome)
        words.addWidget(mark.words(self._diagnosis.service))
        if titled:
            title = Text(self._shell, "heading")
            title.show_text(plain(self._diagnosis.title))
            words.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def _add_reply(self) -> None:
        """Not when the sentence above has quoted it whole."""
        reply = self._diagnosis.reply
        if not reply or one_line(reply) in plain(self._diagnosis.what):
            return
        label = Text(self._shell, "small")
        label.tell("result.server-said")
        said = Verbatim(self._shell.speech.say("result.server-said"))
        said.show_text(reply)
        self.body.addWidget(label)
        self.body.addWidget(said)

    def _add_steps(self) -> None:
        if not self._diagnosis.remedies:
            return
        self.body.addWidget(self.steps_label)
        for place, remedy in enumerate(self._diagnosis.remedies, 1):
            step = Step(self._shell, place, remedy, self._diagnosis, self._actions)
            if any(each.offers_recheck for each in self.steps):
                step.recede()
            self.steps.append(step)
            self.body.addWidget(step)
            if step.buttons:
                self.body.addSpacing(4)  # a button belongs to the step above it


class AdminText(Reveal):
    """What to forward to the administrator: folds out, and is copied whole."""

    def __init__(self, shell: Shell, text: str, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(shell, "result.for-admin", parent)
        self._whole, self._actions = plain(text), actions
        self.opened.connect(self._build)
        self._built = False

    def _build(self) -> None:
        if self._built:
            return
        self._built = True
        words = Text(self._shell, "body")
        words.show_text(self._whole)
        self.body.addWidget(words)
        self.copy_button = Button(self._shell, "result.copy-for-admin", "plain", "copy")
        self.copy_button.clicked.connect(self._copy)
        self.answer = Text(self._shell, "small")
        self.answer.hide()
        self.body.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.answer)

    def _copy(self) -> None:
        self._actions.copy(self._whole)
        self.answer.tell("result.copied-for-admin")
        self.answer.show()
