"""What amoCRM showed, if that was told on screen 1, and what became of its causes: found, ruled out, out of sight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Diagnosis
from mailcheck.export.plain import plain
from mailcheck.ui.numbered import numbered
from mailcheck.ui.result.amocrm_quote import Quotation
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.seen import FoundCause, Seen

_ADDRESS = "address"  # the check of it


class SeenBlock(Card):
    """`found` None: a text that the program does not know; it is quoted all the same. `named`: the verdict has named
    this problem already. `mended`: so was the address before the run, and as it was it explains the text."""

    def __init__(
        self,
        shell: Shell,
        found: Seen | None,
        words: str = "",
        parent: QWidget | None = None,
        *,
        named: Diagnosis | None = None,
        mended: bool = False,
    ) -> None:
        super().__init__(shell, parent)
        self._named, self._mended = named, mended
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
                self._line(cause.outcome, self._told(cause), self.body)
        elif self._mended:
            self._line(Outcome.WARNED, self._shell.speech.say("showed.mended"), self.body)
        else:
            self._text("body", "showed.not-reached" if seen.not_reached else "showed.nothing-found")
        ruled_out = [each.words for each in seen.ruled_out if not (self._mended and each.check == _ADDRESS)]
        not_seen = [*filter(None, [seen.not_reached]), *seen.not_seen]
        into = self.body
        # the cause leads, and what is to be done follows: what else it might have been is for whoever asks
        if seen.found or self._mended:
            self.rest = Reveal(self._shell, "showed.rest" if ruled_out else "showed.not-seen-fold")
            self.body.addWidget(self.rest)
            into = self.rest.body
        with_what = "showed.ruled-out-mended" if self._mended else "showed.ruled-out"
        self._group(with_what, Outcome.PASSED, ruled_out, into)
        self._group("showed.not-seen" if ruled_out or into is self.body else "", Outcome.SKIPPED, not_seen, into)

    def _told(self, cause: FoundCause) -> str:
        """The title of one that the verdict has named already would be read three times over."""
        usual, named = cause.likelihood == "usual", self._named
        if named is not None and (named.code, named.service) == (cause.code, cause.service):
            return self._shell.speech.say("showed.named" if usual else "showed.named-rarely")
        return self._shell.speech.say("showed.found-line" if usual else "showed.found-rarely", title=plain(cause.title))

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
