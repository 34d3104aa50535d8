"""What stands on screen 5 for a report, from the top down, each part ready to be built in a turn of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Diagnosis, Report, Verdict
from mailcheck.export.wording import ONLY_AMOCRM, headline
from mailcheck.ui.result import practising
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.changes_block import ChangesBlock, unchanged
from mailcheck.ui.result.connection_card import ConnectionCard, has_card
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.result.how_far import HowFar
from mailcheck.ui.result.opened_notice import OpenedNotice
from mailcheck.ui.result.practising import Practising
from mailcheck.ui.result.seen_answer import Answer, SeenRest, answer
from mailcheck.ui.result.seen_block import SeenBlock
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.changes import Changes
    from mailcheck.seen import Seen

Part = Callable[[], QWidget]
_CARDS = 5  # at once; the program itself makes three, a file may hold any number
MORE = 10


@dataclass(frozen=True)
class Wishes:
    """What the buttons of the headline, and of a notice of a saved report, do."""

    recheck: Callable[[], None]
    retype: Callable[[], None]
    show_steps: Callable[[], None]
    name_servers: Callable[[], None]
    begin: Callable[[], None]


@dataclass(frozen=True)
class Body:
    """`before`: the report to compare with. `seen_words`: what amoCRM showed, where the program does not know it."""

    shell: Shell
    report: Report
    actions: Actions
    wishes: Wishes
    before: Report | None = None
    seen_words: str = ""
    practice: Practising | None = None

    def parts(self) -> Iterator[Part]:
        """The verdict leads; what amoCRM was seen to show comes with it, or before the cards where it takes more than a
        sentence."""
        self.actions.begin.connect(self.wishes.begin)
        yield from self._notices()
        yield self._header
        yield from self._practised()
        yield from self._remarks()
        yield from self._cards()
        if has_card(self.report):
            yield lambda: ConnectionCard(self.shell, self.report)

    # --- what is known of the report -----------------------------------------------------------------------------

    @property
    def _only_amocrm(self) -> bool:
        return any(each.code == ONLY_AMOCRM for each in self.report.diagnoses)

    @cached_property
    def _seen(self) -> Seen | None:
        from mailcheck.seen import seen  # noqa: PLC0415 - nothing that the window needs to open

        return seen(self.report, self.shell.speech.language) if self.report.amocrm_error_seen else None

    @cached_property
    def _answer(self) -> Answer | None:
        return answer(self._seen, self.report)

    @property
    def _mended(self) -> bool:
        """Whether the address was, before the run, and as it was it explains the text."""
        return self._seen is not None and any(each.code == ONLY_AMOCRM for each in self._seen.found)

    @property
    def ready_now(self) -> bool:
        """Whether it was not, the time before."""
        return self.before is not None and self.report.verdict is Verdict.READY

    @property
    def _practised_to_the_end(self) -> bool:
        return self.practice is not None and (self._mended or self.ready_now)

    @cached_property
    def _changes(self) -> Changes | None:
        from mailcheck.changes import changes  # noqa: PLC0415 - nothing that the window needs to open

        return changes(self.before, self.report, self.shell.speech.language) if self.before is not None else None

    # --- the parts -----------------------------------------------------------------------------------------------

    def _notices(self) -> Iterator[Part]:
        if self.actions.saved:
            yield self._opened
        if self._changes is not None and self._changes.nothing and not self._practised_to_the_end:
            yield self._unchanged

    def _opened(self) -> OpenedNotice:
        notice = OpenedNotice(self.shell, self.report)
        notice.begin.clicked.connect(self.wishes.begin)
        return notice

    def _unchanged(self) -> Notice:
        if self.practice is not None:
            return practising.unchanged(self.shell, self.practice, self.report, self.wishes.retype)
        return unchanged(self.shell)

    def _header(self) -> VerdictHeader:
        saved, told, wishes = self.actions.saved, self._answer, self.wishes
        header = VerdictHeader(
            self.shell, self.report, saved=saved, corrected=self._mended, ready_now=self.ready_now, told=told
        )
        header.recheck.connect(wishes.recheck)
        header.retype.connect(wishes.retype)
        header.show_steps.connect(wishes.show_steps)
        header.name_servers.connect(wishes.name_servers)
        return header

    def _practised(self) -> Iterator[Part]:
        if self.practice is None:
            return
        if self._practised_to_the_end:
            yield partial(practising.done, self.shell, self.practice)
        elif self._only_amocrm and self.practice.password is not None:
            yield partial(practising.solved, self.shell, self.practice)

    def _remarks(self) -> Iterator[Part]:
        shell, report = self.shell, self.report
        if _crashed(report):
            yield lambda: _crash_notice(shell)
        if self._changes is not None and not self._changes.nothing:
            yield partial(ChangesBlock, shell, self._changes)
        if self._answer is None and (report.amocrm_error_seen or self.seen_words):
            yield self._seen_block
        if report.verdict is Verdict.INCOMPLETE:
            yield lambda: HowFar(shell, report)

    def _seen_block(self) -> SeenBlock:
        words = self.seen_words or self.report.amocrm_error_seen or ""
        return SeenBlock(self.shell, self._seen, words, named=headline(self.report))

    def _cards(self) -> Iterator[Part]:
        shell, diagnoses, actions, told = self.shell, self.report.diagnoses, self.actions, self._answer
        leading = headline(self.report)
        for diagnosis in diagnoses[:_CARDS]:
            leads = diagnosis is leading
            answered, named = leads and told is not None, leads and len(diagnoses) == 1
            yield partial(DiagnosisCard, shell, diagnosis, actions, answered=answered, named=named)
        if diagnoses[_CARDS:]:
            yield lambda: MoreCards(shell, diagnoses[_CARDS:], actions)
        if self.report.more:
            yield lambda: _more(shell, self.report.more)
        if told is not None:
            yield partial(SeenRest, shell, told)


def _crashed(report: Report) -> bool:
    return any(finding.outcome is Outcome.CRASHED for check in report.checks for finding in check.findings)


def _crash_notice(shell: Shell) -> Notice:
    notice = Notice(shell, "warned")
    notice.tell("result.crashed")
    return notice


def _more(shell: Shell, number: int) -> Text:
    text = Text(shell, "quiet")
    text.tell("report.more", n=number)
    return text


class MoreCards(QWidget):
    """The rest of very many, some at a time."""

    def __init__(
        self, shell: Shell, rest: tuple[Diagnosis, ...], actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._rest, self._actions = shell, rest, actions
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.button = Button(shell, kind="link", icon="unfold")
        self.button.clicked.connect(self._show_some)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._offer()

    def _offer(self) -> None:
        self.button.setVisible(bool(self._rest))
        if self._rest:
            self.button.tell("result.more-cards", n=min(MORE, len(self._rest)))

    def _show_some(self) -> None:
        some, self._rest = self._rest[:MORE], self._rest[MORE:]
        for diagnosis in some:
            card = DiagnosisCard(self._shell, diagnosis, self._actions)
            self._column.insertWidget(self._column.count() - 1, card)
        self._offer()
