"""Screen 5, «Итог»: the verdict, the causes with what to do, what to type into amoCRM, and the report to take along."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from mailcheck.domain.finding import Finding, Outcome
from mailcheck.domain.report import Diagnosis, Report
from mailcheck.export.wording import headline
from mailcheck.i18n import Language
from mailcheck.ui.draft import Draft, Practice
from mailcheck.ui.page import Page
from mailcheck.ui.result import correction, refused_block
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.body import Body, Wishes
from mailcheck.ui.result.correction import Correction
from mailcheck.ui.result.details import Details
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.result.practising import Practising, only_to_read
from mailcheck.ui.result.reconnect import Reconnect
from mailcheck.ui.result.refused_block import RefusedBlock
from mailcheck.ui.result.saving import Saving
from mailcheck.ui.result.waterfall_card import WaterfallCard
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Earlier:
    """A result, and the mailbox of which the next one has to be to tell what changed."""

    report: Report
    address: str
    practice: Practice | None


class ResultPage(Page):
    """Built a part at a time, the verdict first: the window never waits for the whole of it."""

    name = "result"

    built = Signal()  # everything stands there

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(shell, draft, parent)
        self.report: Report | None = None
        self.card_actions: Actions | None = None
        self._told_in: Language | None = None
        self._compared: Report | None = None  # the report before, as long as this one is shown
        self._earlier: Earlier | None = None  # what the next report is compared with
        self._todo: deque[Callable[[], QWidget]] = deque()
        self._scrolled = 0
        self._empty = Text(shell, "quiet")
        self._empty.tell("result.empty")
        self.top = QVBoxLayout()  # made anew for every report and language
        self.top.setSpacing(16)
        self.reconnect, self.refused, self.waterfall = Reconnect(shell), RefusedBlock(shell), WaterfallCard(shell)
        self.details, self.saving = Details(shell), Saving(shell)
        self.limits = Text(shell, "small")
        self.below: tuple[QWidget, ...] = (
            self.reconnect, self.refused, self.waterfall, self.details, self.saving, self.limits
        )  # fmt: skip
        self.content.addWidget(self._empty)
        self.content.addLayout(self.top)
        for widget in self.below:
            widget.hide()
            self.content.addWidget(widget)
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)

    # --- called by the wizard ------------------------------------------------------------------------------------

    def enter(self) -> None:
        report = self._wanted()
        if report is not None and report is not self.report:
            self.show_report(report)
        self._remind_of_practice()

    def retranslate(self) -> None:
        """A live report exists in both languages; one from a file keeps the words it was written in."""
        if self.report is not None and self._told_in is not self.shell.speech.language:
            self._scrolled = self._bar().value()
            self.show_report(self._wanted() or self.report, anew=False)

    @property
    def is_saved(self) -> bool:
        return self.draft.opened is not None

    @property
    def building(self) -> bool:
        return self._builder.isActive()

    def _wanted(self) -> Report | None:
        return self.draft.opened or self.runner.report(self.shell.speech.language)

    # --- building ------------------------------------------------------------------------------------------------

    def show_report(self, report: Report, *, anew: bool = True) -> None:
        """`anew` False: the same report in other words; the page stays where it was scrolled to."""
        if anew:
            self._scrolled = 0
            self._bar().setValue(0)
            self._compared = self._comparable(report)
        self.report, self._told_in = report, self.shell.speech.language
        if not self.is_saved:
            self.remember(report, report.address)
        self._empty.hide()
        self._clear()
        self.card_actions = Actions(
            report, saved=self.is_saved, practising=self.draft.practice is not None and not self.is_saved, parent=self
        )
        self.card_actions.recheck.connect(self._recheck_of)
        self.card_actions.retype.connect(self._retype_for)
        self.card_actions.correct.connect(self._correct)
        self.card_actions.edit_address.connect(self._edit_address)
        self.card_actions.recheck_corrected.connect(lambda: self._go_again(frozenset()))
        body = self._body(report, self.card_actions)
        if anew:
            self.reconnect.set_open(body.ready_now)  # what amoCRM has of the mailbox is what did not work
        self._todo.extend(body.parts())
        self._build_next()
        self._builder.start()

    def _body(self, report: Report, actions: Actions) -> Body:
        wishes = Wishes(
            recheck=self._recheck,
            retype=lambda: self._retype(self._unwell()),
            show_steps=self._show_steps,
            name_servers=self._name_servers,
            begin=lambda: self.go.emit("start"),
        )
        if self.is_saved:
            return Body(self.shell, report, actions, wishes)
        return Body(
            self.shell,
            report,
            actions,
            wishes,
            before=self._compared,
            seen_words=self.draft.amocrm_words,
            practice=self._practising(),
        )

    def _remind_of_practice(self) -> None:
        """What a made-up mailbox cannot do is said before it is tried."""
        practice, fresh = self.draft.practice, self._compared is None and not self.is_saved
        if practice is not None and self.report and fresh and only_to_read(self.report, practice.right_password):
            self.practice_notice.tell(practice, remark="practice.only-to-read")

    def _practising(self) -> Practising | None:
        practice = self.draft.practice
        if practice is None:
            return None
        return Practising(
            practice.right_password, lambda: self.practise.emit(practice.scenario.id), self.practice_over.emit
        )

    def _clear(self) -> None:
        self._builder.stop()
        self._todo.clear()
        while (item := self.top.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self.card_actions is not None:
            self.card_actions.deleteLater()
            self.card_actions = None

    def _build_next(self) -> None:
        if self._todo:
            self.top.addWidget(self._todo.popleft()())
            return
        self._builder.stop()
        self._show_below()
        self.built.emit()

    def _show_below(self) -> None:
        assert self.report is not None and self.card_actions is not None
        self.refused.show_report(self.card_actions)
        self.waterfall.show_report(self.report)
        self.details.show_report(self.report)
        self.saving.show_report(self.report, saved=self.is_saved)
        self.limits.show_text(_limits(self.report, self.shell, saved=self.is_saved))
        hidden = {self.limits: not self.limits.words, self.refused: not refused_block.is_wanted(self.report)}
        for widget in self.below:
            widget.setVisible(not hidden.get(widget, False))
            widget.raise_()  # a screen reader goes by the order of the widgets: these come after the cards
        if self._scrolled:
            bar, value = self._bar(), self._scrolled
            QTimer.singleShot(0, bar, lambda: bar.setValue(value))

    def _bar(self) -> QScrollBar:
        return self.scroll.verticalScrollBar()

    def remember(self, before: Report, address: str) -> None:
        """What the next report is to be compared with, if it is of this address."""
        self._earlier = Earlier(before, address, self.draft.practice)

    def _comparable(self, report: Report) -> Report | None:
        """The result before, of the same mailbox; without problems in it there is nothing that could be mended."""
        earlier = self._earlier
        if earlier is None or self.is_saved or not earlier.report.diagnoses:
            return None
        same = (report.address, self.draft.practice) == (earlier.address, earlier.practice)
        return earlier.report if same and report.checks != earlier.report.checks else None

    # --- what the buttons ask for --------------------------------------------------------------------------------

    def _correct(self, wanted: Correction) -> None:
        assert self.report is not None
        correction.apply(wanted, self.draft, self.report)

    def _recheck_of(self, diagnosis: Diagnosis) -> None:
        from mailcheck.again import checks_for  # noqa: PLC0415 - nothing that the window needs to open

        self._go_again(checks_for(diagnosis))

    def _retype_for(self, diagnosis: Diagnosis) -> None:
        from mailcheck.again import checks_for  # noqa: PLC0415 - nothing that the window needs to open

        self._retype(checks_for(diagnosis))

    def _retype(self, checks: frozenset[str] | None) -> None:
        """To the field of the password; the next run is then another look at the same."""
        self._prepare_again(checks)
        self.draft.new_secret = True
        self.go.emit("mailbox")

    def _edit_address(self) -> None:
        self._prepare_again(None)
        self.go.emit("mailbox")

    def _show_steps(self) -> None:
        """Of the problem that the verdict names."""
        leading = headline(self.report) if self.report else None
        for card in self.findChildren(DiagnosisCard):
            if leading and card.code == leading.code and card.isVisibleTo(self):
                card.show_steps()
                return

    def _name_servers(self) -> None:
        """To the servers that were found: whoever agrees to them there has the password sent to them."""
        self._prepare_again(self._unwell())
        self.go.emit("servers")

    def _recheck(self) -> None:
        self._go_again(self._unwell())

    def _unwell(self) -> frozenset[str] | None:
        """All that did not pass, and all that was not reached."""
        assert self.report is not None
        unwell = {
            check.id
            for check in self.report.checks
            if check.outcome is not Outcome.PASSED or any(map(_was_missed, check.findings))
        }
        return frozenset(unwell) or None

    def _go_again(self, checks: frozenset[str] | None) -> None:
        """None: everything. What a correction touches is found out by the engine itself."""
        self._prepare_again(checks)
        self.go.emit("checking")

    def _prepare_again(self, checks: frozenset[str] | None) -> None:
        assert self.report is not None
        self.remember(self.report, self.draft.address)  # that may have been corrected
        self.draft.checks = checks


def _was_missed(finding: Finding) -> bool:
    return finding.outcome is Outcome.SKIPPED and finding.evidence.get("reason") != "not-needed"


def _limits(report: Report, shell: Shell, *, saved: bool) -> str:
    """From where all this was seen, and what it does not say."""
    from mailcheck.domain.report import Verdict  # noqa: PLC0415
    from mailcheck.export.plain import plain  # noqa: PLC0415 - nothing that the window needs to open

    sentences = [_vantage_elsewhere(report) if saved else plain(report.vantage)]
    if report.verdict in (Verdict.READY, Verdict.READY_WITH_WARNINGS):
        sentences.append(shell.speech.say("report.not-tested"))
    return " ".join(filter(None, sentences))


def _vantage_elsewhere(report: Report) -> str:
    """“This computer” of a saved report may be another one; of practice the notice above has told already."""
    from mailcheck.export.plain import plain  # noqa: PLC0415
    from mailcheck.i18n import window_message  # noqa: PLC0415
    from mailcheck.reporting import PRACTICE_VANTAGE, vantage_key  # noqa: PLC0415

    key = vantage_key(report)
    if key is None:
        return plain(report.vantage)
    return "" if key == PRACTICE_VANTAGE else window_message("opened.vantage", Language(report.language))
