"""What practice says on screen 5: that a made-up mailbox has been solved, or why nothing has changed in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from mailcheck.domain.report import Report, Verdict
from mailcheck.ui.result.actions import NEW_PASSWORD, PERHAPS_NEW_PASSWORD
from mailcheck.ui.result.correction import correction_for
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice

_ON_THE_WEBSITE = frozenset({"login", "folders", "sending"})  # sides of the catalogue


@dataclass(frozen=True, slots=True)
class Practising:
    """`password`: the one that the made-up mailbox takes, where another one is typed at first."""

    password: str | None
    again: Callable[[], None]
    end: Callable[[], None]


def solved(shell: Shell, practising: Practising) -> Notice:
    """Whoever types the right password at once never sees the fault that was to be practised."""
    notice = _notice(shell)
    notice.tell("practice.solved")
    _offer(shell, notice, "practice.again", "again", practising.again)
    return notice


def done(shell: Shell, practising: Practising) -> Notice:
    notice = _notice(shell)
    notice.tell("practice.done")
    _offer(shell, notice, "practice.finish", "next", practising.end)
    return notice


def unchanged(shell: Shell, practising: Practising, report: Report, retype: Callable[[], None]) -> Notice:
    """Nobody can do in a made-up mailbox what the steps say: without a word of this practice would never end."""
    notice = Notice(shell, "note", "again")  # the banner above says that this is practice
    notice.text.set_lead("practice.nothing-changed", "accent")
    if practising.password is not None and _wants_password(report):
        notice.tell("practice.takes", password=practising.password)
        _offer(shell, notice, "result.retype", "key", retype)
        return notice
    notice.tell("practice.unchanged")
    _offer(shell, notice, "practice.finish", "next", practising.end)
    return notice


def only_to_read(report: Report, password: str | None) -> bool:
    """Whether the leading problem is mended on the mail website, and a made-up mailbox has none."""
    from mailcheck.catalogue import catalogue  # noqa: PLC0415 - nothing that the window needs to open

    if report.verdict is not Verdict.NOT_READY or not report.diagnoses:
        return False
    if password is not None and _wants_password(report):
        return False
    leading = report.diagnoses[0]
    if any(correction_for(step, leading, report) for step in leading.remedies if step.action == "correct"):
        return False
    return catalogue().problem(leading.code).side in _ON_THE_WEBSITE


def _wants_password(report: Report) -> bool:
    return any(each.code in NEW_PASSWORD | PERHAPS_NEW_PASSWORD for each in report.diagnoses[:1])


def _notice(shell: Shell) -> Notice:
    notice = Notice(shell, "note", "practice")
    notice.text.set_lead("practice.word", "accent")
    return notice


def _offer(shell: Shell, notice: Notice, key: str, icon: str, do: Callable[[], None]) -> None:
    button = Button(shell, key, "link", icon)
    button.clicked.connect(do)
    notice.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
