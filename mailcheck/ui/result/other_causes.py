"""Which causes of a text of amoCRM were ruled out and by what evidence, and which cannot be seen from here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.export.plain import plain
from mailcheck.ui.result.outcome import outcome_line
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.seen import Seen


class OtherCauses(QWidget):
    """`folded`: it stands in a fold, whose words have the key `name`."""

    def __init__(self, shell: Shell, seen: Seen, parent: QWidget | None = None, *, folded: bool = True) -> None:
        super().__init__(parent)
        self._shell = shell
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        ruled_out = [each.words for each in seen.ruled_out]
        not_seen = [*filter(None, [seen.not_reached]), *seen.not_seen]
        self.name = "showed.rest" if ruled_out else "showed.not-seen-fold"
        self._group("showed.ruled-out", Outcome.PASSED, ruled_out)
        self._group("" if folded and not ruled_out else "showed.not-seen", Outcome.SKIPPED, not_seen)

    def _group(self, key: str, outcome: Outcome, sentences: Iterable[str]) -> None:
        """Without a key where the fold has said it."""
        for place, sentence in enumerate(sentences):
            if place == 0 and key:
                title = Text(self._shell, "strong")
                title.tell(key)
                if self._column.count():
                    self._column.addSpacing(4)
                self._column.addWidget(title)
            text = Text(self._shell, "body")
            text.show_text(plain(sentence[:1].upper() + sentence[1:]))
            self._column.addLayout(outcome_line(self._shell, outcome, text))
