"""A server that has locked the mailbox is asked no second time without a yes, from whichever screen a run begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.ui.widgets.question import Question
    from mailcheck.ui.wizard import Wizard


class LockedOut:
    """The wizard asks here before every way to the fourth screen that begins a run."""

    def __init__(self, wizard: Wizard) -> None:
        self._wizard = wizard
        self._agreed = False
        self.question: Question | None = None

    def holds_back(self, go_on: Callable[[], object]) -> bool:
        """True when the person is being asked: `go_on` follows if they agree, and is not held back again."""
        if self._agreed or not self._would_log_in_again():
            return False
        self._ask(go_on)
        return True

    def _would_log_in_again(self) -> bool:
        """The same mailbox, whose last run was told that no more logins are wanted."""
        draft = self._wizard.draft
        report = self._wizard.runner.report(self._wizard.shell.speech.language) if self._wizard.has_run else None
        if report is None or draft.secret is None or report.address.lower() != draft.address.strip().lower():
            return False
        from mailcheck.domain.finding import LOCKED_OUT  # noqa: PLC0415 - nothing that the window needs to open

        return any(found.code in LOCKED_OUT for check in report.checks for found in check.findings)

    def _ask(self, go_on: Callable[[], object]) -> None:
        from mailcheck.ui.widgets.question import Question  # noqa: PLC0415 - seldom wanted

        def go() -> None:
            self._agreed = True
            go_on()
            self._agreed = False

        self.question = Question(self._wizard.shell, "result.locked-out", "result.wait", self._wizard)
        self.question.tell("result.locked-out-about")
        self.question.offer("result.check-anyway", go)
        self.question.open()
