"""What stands on screen 5 for a report, from the top down, each part ready to be built in a turn of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Diagnosis, Report, Verdict
from mailcheck.ui.result import practising, refused_block
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.connection_card import ConnectionCard, has_card
from mailcheck.ui.result.correction import explains
from mailcheck.ui.result.diagnosis_card import ONLY_AMOCRM, DiagnosisCard
from mailcheck.ui.result.how_far import HowFar
from mailcheck.ui.result.opened_notice import OpenedNotice
from mailcheck.ui.result.practising import Practising
from mailcheck.ui.result.seen_block import SeenBlock
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text

Part = Callable[[], QWidget]
_CARDS = 5  # at once; the program itself makes three, a file may hold any number
MORE = 10


def sections(
    shell: Shell,
    report: Report,
    actions: Actions,
    *,
    before: Report | None,
    seen_words: str,
    recheck: Callable[[], None],
    retype: Callable[[], None],
    name_servers: Callable[[], None],
    begin: Callable[[], None],
    corrected: str,
    practice: Practising | None,
) -> Iterator[Part]:
    """The verdict leads; what amoCRM was seen to show comes before the cards. `corrected`: the problem of the address
    that was mended before the run, as in the catalogue."""
    actions.begin.connect(begin)
    only_amocrm = any(each.code == ONLY_AMOCRM for each in report.diagnoses)
    mended = only_amocrm and explains(corrected, report)
    if actions.saved:
        yield lambda: _opened(shell, report, begin)
    yield lambda: _header(shell, report, actions, (recheck, retype, name_servers), corrected if mended else "")
    if practice is not None:
        ready_now = before is not None and report.verdict is Verdict.READY
        yield from _practised(shell, practice, done=mended or ready_now, only_amocrm=only_amocrm)
    if _crashed(report):
        yield lambda: _crash_notice(shell)
    if before is not None:
        yield partial(_changes, shell, before, report, practice)
    if report.amocrm_error_seen or seen_words:
        yield lambda: _seen(shell, report, seen_words, mended=mended)
    if report.verdict is Verdict.INCOMPLETE:
        yield lambda: HowFar(shell, report)
    if mended:
        yield lambda: _otherwise(shell)
    for diagnosis in report.diagnoses[:_CARDS]:
        yield _card(shell, diagnosis, actions)
    if report.diagnoses[_CARDS:]:
        yield lambda: MoreCards(shell, report.diagnoses[_CARDS:], actions)
    if report.more:
        yield lambda: _more(shell, report.more)
    if has_card(report):
        yield lambda: ConnectionCard(shell, report)
    if refused_block.is_wanted(report):
        yield lambda: refused_block.RefusedBlock(shell, actions)


def _practised(shell: Shell, practice: Practising, *, done: bool, only_amocrm: bool) -> Iterator[Part]:
    if done:
        yield partial(practising.done, shell, practice)
    elif only_amocrm and practice.password is not None:
        yield partial(practising.solved, shell, practice)


def _opened(shell: Shell, report: Report, begin: Callable[[], None]) -> OpenedNotice:
    notice = OpenedNotice(shell, report)
    notice.begin.clicked.connect(begin)
    return notice


def _card(shell: Shell, diagnosis: Diagnosis, actions: Actions) -> Part:
    return lambda: DiagnosisCard(shell, diagnosis, actions)


def _header(
    shell: Shell, report: Report, actions: Actions, answers: tuple[Callable[[], None], ...], corrected: str
) -> VerdictHeader:
    header = VerdictHeader(shell, report, saved=actions.saved, corrected=corrected)
    for wish, answer in zip((header.recheck, header.retype, header.name_servers), answers, strict=True):
        wish.connect(answer)
    return header


def _crashed(report: Report) -> bool:
    return any(finding.outcome is Outcome.CRASHED for check in report.checks for finding in check.findings)


def _crash_notice(shell: Shell) -> Notice:
    notice = Notice(shell, "warned")
    notice.tell("result.crashed")
    return notice


def _changes(shell: Shell, before: Report, report: Report, practice: Practising | None) -> ChangesBlock:
    from mailcheck.changes import changes  # noqa: PLC0415 - nothing that the window needs to open

    block = ChangesBlock(shell, changes(before, report, shell.speech.language))
    if block.unchanged and practice is not None:
        block.body.addSpacing(4)
        block.body.addWidget(practising.unchanged(shell, practice, report))
    return block


def _otherwise(shell: Shell) -> Text:
    """The card that follows is for whoever finds the address in amoCRM as it should be."""
    text = Text(shell, "heading")
    text.tell("result.otherwise")
    return text


def _seen(shell: Shell, report: Report, words: str, *, mended: bool) -> SeenBlock:
    from mailcheck.seen import seen  # noqa: PLC0415 - nothing that the window needs to open

    found = seen(report, shell.speech.language) if report.amocrm_error_seen else None
    first = next((each for each in report.diagnoses[:1] if each.code != ONLY_AMOCRM), None)
    return SeenBlock(shell, found, words or report.amocrm_error_seen or "", named=first, mended=mended)


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
