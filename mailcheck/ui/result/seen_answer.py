"""amoCRM's text of screen 1 where one sentence answers it: what the verdict names is what it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.report import Report
from mailcheck.export.wording import headline
from mailcheck.ui.result.amocrm_quote import Quotation
from mailcheck.ui.result.other_causes import OtherCauses
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.seen import Seen


@dataclass(frozen=True, slots=True)
class Answer:
    """`key`: of the sentence that leads to the quotation."""

    key: str
    seen: Seen


def answer(seen: Seen | None, report: Report) -> Answer | None:
    """None where the text takes more than a sentence."""
    leading = headline(report)
    if seen is None or leading is None or not seen.found:
        return None
    if {(each.code, each.service) for each in seen.found} != {(leading.code, leading.service)}:
        return None
    return Answer("showed.answer" if seen.found[0].likelihood == "usual" else "showed.answer-rarely", seen)


class SeenAnswer(QWidget):
    """Stands in the headline's block."""

    def __init__(self, shell: Shell, told: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(4)
        sentence = Text(shell, "body")
        sentence.tell(told.key)
        quotation = Quotation(shell)
        quotation.add(told.seen.text.text, told.seen.text.id)
        column.addWidget(sentence)
        column.addWidget(quotation)


class SeenRest(Card):
    """After the cards, folded: what else might have led to the text is for whoever asks."""

    def __init__(self, shell: Shell, told: Answer, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        others = OtherCauses(shell, told.seen)
        self.fold = Reveal(shell, others.name)
        self.fold.body.addWidget(others)
        self.body.addWidget(self.fold)
