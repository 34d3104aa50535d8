"""The window: QWizard underneath (its keys, history, accessibility), our rail at the left, our buttons below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QWidget, QWizard

from mailcheck.i18n import Language
from mailcheck.ui import tidy
from mailcheck.ui.arrivals import Arrivals
from mailcheck.ui.draft import Draft
from mailcheck.ui.key_order import in_reading_order, is_read_aloud, tell_in_reading_order
from mailcheck.ui.locked_out import LockedOut
from mailcheck.ui.page import NAMES, Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.rail import Rail

if TYPE_CHECKING:
    from mailcheck.ui.runner import Runner
    from mailcheck.ui.widgets.question import Question

Maker = Callable[[Shell, Draft], Page]
SIZE, SMALLEST = QSize(960, 680), QSize(800, 600)
_RUNS = "checking"  # the screen on which a run begins
_ANNOUNCE = 50  # ms: once it can be seen
_FRAME = "Window|WindowMinMaxButtonsHint|WindowCloseButtonHint|WindowSystemMenuHint"
_STOP = QWizard.WizardButton.CustomButton1
_BACK, _NEXT, _CLOSE = (
    QWizard.WizardButton.BackButton,
    QWizard.WizardButton.NextButton,
    QWizard.WizardButton.FinishButton,
)


class Wizard(QWizard):
    """`makers` are for tests: pages of their own instead of the program's."""

    entered = Signal(str)  # name of the screen now shown

    def __init__(
        self,
        shell: Shell,
        draft: Draft | None = None,
        *,
        first: str = NAMES[0],
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        super().__init__()
        self.shell = shell
        self.draft = draft or Draft()
        self._makers = makers or {}
        self._runner: Runner | None = None
        self._shown: Page | None = None
        self._busy = False
        self._jumping = False
        self._entering = False
        self.question: Question | None = None
        self.arrivals, self.locked_out = Arrivals(self), LockedOut(self)
        self.rail = Rail(shell, NAMES)
        self._dress()
        self._make_buttons()
        self.page_named(first)
        self.setStartId(NAMES.index(first))
        self.rail.language_wanted.connect(self._choose_language)
        self.rail.theme_wanted.connect(self._choose_theme)
        shell.speech.changed.connect(self._say_again)
        self.currentIdChanged.connect(self._entered)
        self.restart()

    @property
    def runner(self) -> Runner:
        """Made when first wanted: the engine's bridge is not needed to show the first screen."""
        if self._runner is None:
            from mailcheck.ui.runner import Runner  # noqa: PLC0415

            self._runner = Runner(self.shell.speech, self)
        return self._runner

    @property
    def has_run(self) -> bool:
        return self._runner is not None

    def page_named(self, name: str) -> Page:
        """The page, made now if it was not yet."""
        number = NAMES.index(name)
        if number not in self.pageIds():
            made = (self._makers.get(name) or _maker(name))(self.shell, self.draft)
            assert isinstance(made, Page)
            made.proceed.connect(self.next)
            made.go.connect(self.go)
            made.busy.connect(self._set_busy)
            made.open_report.connect(self.arrivals.open_report)
            made.practise.connect(self.arrivals.practise)
            made.practice_over.connect(self.arrivals.end_practice)
            self.setPage(number, made)
        found = self.page(number)
        assert isinstance(found, Page)
        return found

    def go(self, name: str) -> None:
        """To a screen that was seen already by going back to it, to another one straight on."""
        if name == _RUNS and self.locked_out.holds_back(lambda: self.go(name)):
            return
        number = NAMES.index(name)
        self._jumping = True
        if number == self.currentId():
            self._entered(number)
        elif number in self.visitedIds():
            while self.currentId() != number:
                self.back()
        elif number < self.startId():  # a saved report was all there was: the way begins here
            self.page_named(name)
            self.setStartId(number)
            self.restart()
        else:
            self.page_named(name)
            self._target = number
            self.next()
        self._jumping = False
        self._target = None

    def let_go(self) -> None:
        """What stands on the screen goes into the draft now, and not once more when the screen is left."""
        if self._shown is not None:
            self._shown.leave()
            self._shown = None

    _target: int | None = None

    def nextId(self) -> int:  # noqa: N802
        return super().nextId() if self._target is None else self._target

    def validateCurrentPage(self) -> bool:  # noqa: N802
        """Called by Next: the page it leads to has to be there."""
        if not self._jumping and not super().validateCurrentPage():
            return False
        if (number := self.nextId()) >= 0:
            if not self._jumping and NAMES[number] == _RUNS and self.locked_out.holds_back(self.next):
                return False
            self.page_named(NAMES[number])
        return True

    def reject(self) -> None:
        """Escape: what was typed goes only after a question."""
        if not (self._busy or self.draft.is_touched):
            super().reject()
        elif self.question is None:
            self._ask_to_leave()

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802
        """Tab: the screen may have grown since it was entered."""
        if self.updatesEnabled() and not self._entering:  # else Qt looks for a place while screens change
            self._order_keys()
        return super().focusNextPrevChild(forwards)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """QWizard is born a dialogue, which some systems give no button to make it small or large."""
        if window := self.windowHandle():
            window.setProperty("flags", _FRAME)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The cross of the window means it: everything is cut off, at once."""
        self.done(0)
        event.accept()

    def done(self, result: int) -> None:
        self.shell.preferences.geometry = self.saveGeometry()
        self.shell.preferences.keep()
        if self._runner is not None:
            self._runner.close()
        self.arrivals.close()
        super().done(result)

    def _dress(self) -> None:
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.IndependentPages)  # going back clears nothing
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setOption(QWizard.WizardOption.ExtendedWatermarkPixmap)  # the rail reaches down beside the buttons
        tidy.name_frame(self)
        self.setSideWidget(self.rail)
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE)
        self.restoreGeometry(self.shell.preferences.geometry)

    def _make_buttons(self) -> None:
        self.setOption(QWizard.WizardOption.HaveCustomButton1)
        for which, kind in ((_BACK, "plain"), (_STOP, "plain"), (_NEXT, "filled"), (_CLOSE, "plain")):
            self.setButton(which, Button(self.shell, kind=kind))
        self.customButtonClicked.connect(self._stop)
        self.setButtonLayout([_BACK, QWizard.WizardButton.Stretch, _STOP, _NEXT, _CLOSE])

    def _entered(self, number: int) -> None:
        if number < 0:
            return
        if self._shown is not None:
            self._shown.leave()
        self._entering = True
        page = self.page_named(NAMES[number])
        page.came_back = not self._jumping and self._shown is not None and self._shown.number > page.number
        self._shown = page
        # Enter leads on, but does not close the window: one too many would throw the result away
        if self.testOption(QWizard.WizardOption.NoDefaultButton) is not (page.nextId() < 0):
            self.setOption(QWizard.WizardOption.NoDefaultButton, page.nextId() < 0)
        tidy.tidy(self, self.rail)
        self._set_busy(False)
        page.show_practice()
        page.enter()
        self.rail.show_step(number, self.visitedIds())
        self._say_frame()
        page.retranslate()
        if page.first_focus is not None:
            page.first_focus.setFocus()
        if self.isVisible():
            self._order_keys()
        self._entering = False
        QTimer.singleShot(_ANNOUNCE, self, lambda: self._announce(page.accessibleName()))
        self.entered.emit(page.name)

    def _order_keys(self) -> None:
        """The screen first, the row below it, and the switches of the rail last."""
        order: list[QWidget] = list(in_reading_order(self._shown)) if self._shown is not None else []
        if self._shown is not None and self.isVisible() and is_read_aloud():
            tell_in_reading_order(self._shown)
        order += [self.button(which) for which in (_BACK, _STOP, _NEXT, _CLOSE)]
        order += [self.rail.language, self.rail.theme]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _announce(self, text: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - see below

        if is_read_aloud():
            self._order_keys()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _say_again(self) -> None:
        self._say_frame()
        for number in self.pageIds():
            self.page_named(NAMES[number]).retranslate()

    def _say_frame(self) -> None:
        say = self.shell.speech.say
        page = self._shown
        self.setButtonText(_BACK, say("buttons.back"))
        self.setButtonText(_STOP, say("buttons.stop"))
        self.setButtonText(_CLOSE, say("buttons.close"))
        self.setButtonText(_NEXT, say(page.next_key if page else "buttons.next"))
        if page is not None:
            name = say(f"rail.{page.name}")
            self.setWindowTitle(say("window.title", number=page.number, count=len(NAMES), name=name))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.button(_STOP).setVisible(busy)
        if self._shown is not None and self._shown.nextId() >= 0:
            self.button(_NEXT).setVisible(not busy)

    def _stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()

    def _choose_language(self, language: Language) -> None:
        self.shell.preferences.language = language
        self.shell.speech.choose(language)

    def _choose_theme(self, choice: str) -> None:
        self.shell.preferences.theme = choice
        self.shell.theme.choose(choice)

    def _ask_to_leave(self) -> None:
        from mailcheck.ui.widgets.question import Question  # noqa: PLC0415 - seldom wanted

        question = Question(self.shell, "window.leave", "buttons.stay", self)
        question.tell("window.leave-running" if self._busy else "window.leave-typed")
        question.offer("buttons.leave", super().reject)
        question.finished.connect(self._answered)
        self.question = question
        question.open()

    def _answered(self) -> None:
        self.question = None


def _maker(name: str) -> Maker:
    made = getattr(import_module(f"mailcheck.ui.pages.{name}"), f"{name.title()}Page")
    assert callable(made)
    return made  # type: ignore[no-any-return]
