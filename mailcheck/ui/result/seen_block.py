"""What amoCRM showed, if that was told on screen 1, and what became of its causes: found, ruled out, out of sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.export.plain import plain
from mailcheck.ui.numbered import numbered
from mailcheck.ui.result.amocrm_quote import Quotation
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.seen import Seen


class SeenBlock(Card):
    """`found` None: a text that the program does not know; it is quoted all the same."""

    def __init__(self, shell: Shell, found: Seen | None, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
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
        if seen.found:
            self._text("strong", "showed.found")
            for cause in seen.found:
                key = "showed.found-line" if cause.likelihood == "usual" else "showed.found-rarely"
                self._line(cause.outcome, self._shell.speech.say(key, title=plain(cause.title)), self.body)
        else:
            self._text("body", "showed.not-reached" if seen.not_reached else "showed.nothing-found")
        ruled_out = [each.words for each in seen.ruled_out]
        not_seen = [*filter(None, [seen.not_reached]), *seen.not_seen]
        into = self.body
        if seen.found:  # the cause leads, and its card follows: what else it might have been is for whoever asks
            self.rest = Reveal(self._shell, "showed.rest" if ruled_out else "showed.not-seen-fold")
            self.body.addWidget(self.rest)
            into = self.rest.body
        self._group("showed.ruled-out", Outcome.PASSED, ruled_out, into)
        self._group("showed.not-seen" if ruled_out or not seen.found else "", Outcome.SKIPPED, not_seen, into)

    def _group(self, key: str, outcome: Outcome, sentences: Iterable[str], into: QVBoxLayout) -> None:
        for place, sentence in enumerate(sentences):
            if place == 0 and key:
                into.addSpacing(4)
                self._text("strong", key, into)
            self._line(outcome, plain(sentence[:1].upper() + sentence[1:]), into)

    def _line(self, outcome: Outcome, words: str, into: QVBoxLayout) -> None:
        text = Text(self._shell, "body")
        text.show_text(words)
        into.addLayout(outcome_line(self._shell, outcome, text))

    def _text(self, role: str, key: str, into: QVBoxLayout | None = None) -> None:
        text = Text(self._shell, role)
        text.tell(key)
        (into or self.body).addWidget(text)

    def _shown(self, role: str, words: str) -> None:
        text = Text(self._shell, role)
        text.show_text(words)
        self.body.addWidget(text)
