"""Screen 4, «Проверка»: the stages as they happen, the talk with the servers, and Stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.report import Report
from mailcheck.ui.checking import words
from mailcheck.ui.checking.following import Following
from mailcheck.ui.checking.outcome_notice import OutcomeNotice
from mailcheck.ui.checking.stage_list import StageList
from mailcheck.ui.checking.strip import Strip
from mailcheck.ui.checking.talk_view import TalkView
from mailcheck.ui.course import State
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.checks.run import Event
    from mailcheck.engine import Plan
    from mailcheck.ui.runner import Runner

_TICK = 200  # ms between two looks at the clocks and the talk
_LOOK = 400  # ms that the whole list stands there before the result comes


class CheckingPage(Page):
    """Begins a run when it is entered forwards; entered by Back it shows how the last one went."""

    name = "checking"
    next_key = "checking.show-result"

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(shell, draft, parent)
        self._runner: Runner | None = None
        self._here = False
        self._stopping = False
        self._began = 0.0
        self._seconds = 0.0
        self.lead = Text(shell, "quiet")
        self.notice = OutcomeNotice(shell)
        self.notice.again.clicked.connect(lambda: self.go.emit(self.name))
        self.stages = StageList(shell)
        self.stages.shown.connect(self._show_progress)
        self.reveal = Reveal(shell, "talk.title")
        self.talk = TalkView(shell)
        self.reveal.body.addWidget(self.talk)
        self.reveal.opened.connect(self._show_talk)
        self.strip = Strip(shell)
        self._following = Following(self.scroll)
        self.content.setSpacing(12)
        for widget in (self.lead, self.stages, self.reveal):
            self.content.addWidget(widget)
        self.strip.add(self.notice)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self._tick)
        self._onwards = QTimer(self, interval=_LOOK, singleShot=True)
        self._onwards.timeout.connect(self._go_on)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)
        shell.speech.changed.connect(self.retranslate)

    # --- called by the wizard --------------------------------------------------------------------------------------

    def enter(self) -> None:
        self._here = True
        if not self.came_back:
            self.begin()

    def leave(self) -> None:
        """Whoever goes back wants no more of this run."""
        self._here = False
        self._onwards.stop()
        if self._runner and self._runner.running:
            self.stop()

    def stop(self) -> None:
        if self._runner and self._runner.running and not self._stopping:
            self._stopping = True
            self._show_progress()
            self._runner.stop()

    def retranslate(self) -> None:
        self._show_lead()
        self._show_progress()

    # --- a run -------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start with what the draft says; the consent and the choice of checks are for this run only."""
        runner = self._bound_runner()
        self._stopping = False
        self._began = time.monotonic()
        self._following.begin()
        self.strip.show_end(ended=False)
        self.reveal.hide()  # until it has its place below the groups
        self.stages.clear()
        self.talk.clear()
        self._clock.start()
        self._show_lead()
        self._show_progress()
        self.ready.emit(False)
        self.busy.emit(True)
        self._note_explained(runner)
        runner.start(self.draft.account(), self.draft.settings(), self.draft.checks)
        self.draft.insecure, self.draft.checks, self.draft.opened = False, None, None

    def _note_explained(self, runner: Runner) -> None:
        """Why amoCRM said so has been found: of the mailbox as it is after the mending its words say nothing."""
        earlier, draft = runner.report(self.shell.speech.language), self.draft
        if earlier and earlier.verdict == "not-ready" and earlier.amocrm_error_seen == draft.amocrm_error:
            draft.amocrm_explained = True

    def _bound_runner(self) -> Runner:
        """The window's runner is known only once the page stands in the window."""
        if self._runner is None:
            self._runner = self.runner
            self._runner.planned.connect(self._planned)
            self._runner.happened.connect(self._happened)
            self._runner.ended.connect(self._ended)
            self._runner.failed.connect(self._failed)
        return self._runner

    def _planned(self, plan: Plan) -> None:
        self.stages.show_plan(plan)
        self.reveal.show()
        self._show_progress()

    def _happened(self, event: Event) -> None:
        row = self.stages.show_event(event)
        if row and row.state in (State.FAILED, State.CRASHED) and not self._stopping:
            speech = self.shell.speech
            self.announce(words.spoken(row, words.notes(row, speech), speech))

    def _ended(self, _report: Report) -> None:
        self._end()
        if self._stopping:
            self.notice.show_stopped(self.stages.course)
            self.strip.show_end(ended=True)
            self.announce(self.notice.text.words)
        elif self._here:
            self.announce(self.shell.speech.say("checking.done"))
            self.strip.say("checking.done")
            self._onwards.start()

    def _failed(self, sentence: str) -> None:
        self._end()
        result = self._bound_runner().report(self.shell.speech.language) is not None
        self.notice.show_crash(result=result)
        self.strip.show_end(ended=True)
        self.announce(sentence)
        self.ready.emit(result)

    def _end(self) -> None:
        self._clock.stop()
        self.stages.still()
        self._show_lead()
        self._show_progress()
        self._show_talk()
        self.busy.emit(False)
        self.ready.emit(True)

    def _go_on(self) -> None:
        if self._here:
            self.proceed.emit()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _show_lead(self) -> None:
        under_way = self._clock.isActive()
        self.lead.tell("checking.lead" if under_way else "checking.lead-ended", address=self.draft.address)

    def _tick(self) -> None:
        self.stages.tick()
        self._show_progress()
        self._show_talk()
        self._following.follow(self.stages.running())

    def _show_progress(self) -> None:
        running = self._runner is not None and self._runner.running
        if running:
            self._seconds = time.monotonic() - self._began
        self.strip.show_course(self.stages.course, self._seconds, stopped=self._stopping)
        if self._stopping:
            self.strip.say("checking.stopping")
        elif running and not self.stages.groups:
            self.strip.say("checking.preparing")

    def _show_talk(self) -> None:
        if self.reveal.is_open and self._runner:
            self.talk.show_talk(self._runner.transcript())

    def _find(self) -> None:
        if self.reveal.isHidden():
            return
        self.reveal.set_open(True)
        self.talk.begin_search()
        self.scroll.ensureWidgetVisible(self.talk, 0, 0)
