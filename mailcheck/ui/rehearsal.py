"""Practice in the window: plays a scenario's servers, and types in what the mailbox's owner would have typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mailcheck.ui.draft import Draft
from mailcheck.ui.latest import Latest

if TYPE_CHECKING:
    from mailcheck.lab.practice import Practice


class Rehearsal(QObject):
    """One scenario at a time. Its servers run until the next one or `end`; the person's own draft is kept meanwhile."""

    started = Signal(object)  # Practice: its servers listen
    failed = Signal(str)  # why the servers cannot run on this computer, in the system's words

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._own = Draft()
        self._practice: Practice | None = None
        self._starting = Latest("practice servers", self)
        self._starting.answered.connect(self._started)

    def begin(self, scenario: str) -> None:
        """To make certificates and start servers takes a moment: beside the window."""
        self._starting.ask(lambda: _start(scenario))

    def end(self) -> None:
        """Nothing of the made-up mailbox stays behind."""
        self._starting.forget()
        if self._practice is not None:
            self._practice.stop()
            self._practice = None
            self._draft.take(self._own)

    def play(self, practice: Practice) -> None:
        """From now on the draft is that of the mailbox's owner."""
        self.end()
        self._practice = practice
        self._own = replace(self._draft)
        self._draft.take(_typed(practice))

    def _started(self, found: object) -> None:
        from mailcheck.lab.practice import Practice  # noqa: PLC0415 - loaded by now

        if isinstance(found, Practice):
            self.started.emit(found)
        else:
            self.failed.emit("" if found is None else str(found))


def _start(scenario: str) -> object:
    """The practice that runs, or why it cannot."""
    from mailcheck.lab.practice import Practice, PracticeError  # noqa: PLC0415
    from mailcheck.lab.scenarios import scenarios  # noqa: PLC0415
    from mailcheck.providers import providers  # noqa: PLC0415

    try:
        return Practice(scenarios()[scenario], providers()).start()
    except PracticeError as error:
        return error


def _typed(practice: Practice) -> Draft:
    account = practice.account
    return Draft(
        address=account.address,
        secret=account.secret,
        username=account.username,
        sender=account.sender,
        incoming=account.incoming,
        outgoing=account.outgoing,
        recipient=account.recipient,
        amocrm_error=account.amocrm_error,
        practice=practice,
    )
