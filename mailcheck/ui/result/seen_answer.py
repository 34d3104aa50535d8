"""amoCRM's text of screen 1 where one sentence answers it: what the verdict names is what it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.report import Report, Verdict
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
    mended: bool = False


def answer(seen: Seen | None, report: Report, *, mended: bool) -> Answer | None:
    """None where the text takes more than a sentence. `mended`: the address was, and as it was it explains the text."""
    if seen is None or seen.text.is_checklist:
        return None
    if mended:
        return Answer("showed.answer-mended", seen, mended=True)
    if report.verdict is not Verdict.NOT_READY or not report.diagnoses:  # what it comes from is not the headline
        return None
    first, found = report.diagnoses[0], seen.found
    if not found or {(each.code, each.service) for each in found} != {(first.code, first.service)}:
        return None
    return Answer("showed.answer" if found[0].likelihood == "usual" else "showed.answer-rarely", seen)


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
        others = OtherCauses(shell, told.seen, mended=told.mended)
        self.fold = Reveal(shell, others.name)
        self.fold.body.addWidget(others)
        self.body.addWidget(self.fold)
