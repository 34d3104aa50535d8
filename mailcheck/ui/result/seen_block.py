"""What amoCRM showed, if that was told on screen 1 and takes more than a sentence: what became of its causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mailcheck.domain.report import Diagnosis
from mailcheck.export.plain import plain
from mailcheck.ui.numbered import numbered
from mailcheck.ui.result.amocrm_quote import Quotation
from mailcheck.ui.result.other_causes import OtherCauses
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.seen import FoundCause, Seen


class SeenBlock(Card):
    """`found` None: a text that the program does not know; it is quoted all the same. `named`: the verdict has named
    this problem already."""

    def __init__(
        self,
        shell: Shell,
        found: Seen | None,
        words: str = "",
        parent: QWidget | None = None,
        *,
        named: Diagnosis | None = None,
    ) -> None:
        super().__init__(shell, parent)
        self._named = named
        self._text("small", "showed.title")
        quotation = Quotation(shell)
        quotation.add(found.text.text if found else words, found.text.id if found else "")
        self.body.addWidget(quotation)
        if found is None:
            self._text("quiet", "showed.unknown")
        elif found.text.is_checklist:
            language = shell.speech.language
            self._shown("body", found.text.explanation[language])
            self._text("strong", "showed.checklist")
            self.body.addLayout(numbered(shell, found.text.steps[language]))
        else:
            self._causes(found)

    def _causes(self, seen: Seen) -> None:
        self.body.addSpacing(4)
        others = OtherCauses(self._shell, seen, folded=bool(seen.found))
        if not seen.found:
            self._text("body", "showed.not-reached" if seen.not_reached else "showed.nothing-found")
            self.body.addSpacing(4)
            self.body.addWidget(others)
            return
        self._text("strong", "showed.found")
        for cause in seen.found:
            text = Text(self._shell, "body")
            text.show_text(self._told(cause))
            self.body.addLayout(outcome_line(self._shell, cause.outcome, text))
        # the cause leads, and what is to be done follows: what else it might have been is for whoever asks
        fold = Reveal(self._shell, others.name)
        fold.body.addWidget(others)
        self.body.addWidget(fold)

    def _told(self, cause: FoundCause) -> str:
        """The title of one that the verdict has named already would be read three times over."""
        usual, named = cause.likelihood == "usual", self._named
        if named is not None and (named.code, named.service) == (cause.code, cause.service):
            return self._shell.speech.say("showed.named" if usual else "showed.named-rarely")
        return self._shell.speech.say("showed.found-line" if usual else "showed.found-rarely", title=plain(cause.title))

    def _text(self, role: str, key: str) -> None:
        text = Text(self._shell, role)
        text.tell(key)
        self.body.addWidget(text)

    def _shown(self, role: str, words: str) -> None:
        text = Text(self._shell, role)
        text.show_text(words)
        self.body.addWidget(text)
