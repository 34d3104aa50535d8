"""What was found, in one sentence: a sign, a word and the sentence; the first thing the eye meets on screen 5."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mailcheck import i18n
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Confidence, Diagnosis, Report, Verdict
from mailcheck.export.plain import plain
from mailcheck.export.wording import ONLY_AMOCRM, OUTCOMES, headline, lacks_consent, provider_name, verdict_key
from mailcheck.ui.result.actions import NEW_PASSWORD
from mailcheck.ui.result.outcome import OutcomeMark
from mailcheck.ui.result.seen_answer import Answer, SeenAnswer
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.copy_field import CopyField
from mailcheck.ui.widgets.text import Text

_NOTICES = {
    Outcome.PASSED: ("passed", "green"),
    Outcome.WARNED: ("warned", "amber"),
    Outcome.FAILED: ("failed", "red"),
    Outcome.SKIPPED: ("note", "accent"),
}
_UP_TO_LOGIN = "report.verdict-no-password"
_SIGN = 32
_NBSP = "\u00a0"


class VerdictHeader(QFrame):
    """`recheck` is pressed to run again what is needed; `retype` where a password is missing, or another one wanted;
    `name_servers` where it was not sent for want of a yes to the servers; `show_steps` where the steps of the leading
    problem come next: they begin below the edge of most windows.

    `button` is the first thing to do, and the only filled one of the screen where nothing else helps: the password is
    missing or wrong, the servers wait for a yes, steps are to be taken, or nothing was found yet. Then `again` stands
    below it. `told`: what the text of screen 1 comes from, where that is what leads. `corrected`: it is the address as
    it was before the run. `ready_now`: the run before still found something.
    """

    recheck = Signal()
    retype = Signal()
    show_steps = Signal()
    name_servers = Signal()

    def __init__(
        self,
        shell: Shell,
        report: Report,
        *,
        saved: bool,
        corrected: bool = False,
        ready_now: bool = False,
        told: Answer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell, self._report = shell, report
        self._saved = saved
        self._answered = told is not None  # what amoCRM shows says by itself that it is not ready
        self._next = "" if saved else "result.next-ready-now" if ready_now else "result.next"
        outcome = OUTCOMES[report.verdict]
        notice, colour = _NOTICES[outcome]
        self.setProperty("notice", notice)
        self.word, self.sentence = Text(shell, "body"), Text(shell, "heading")
        self.word.set_lead(f"result.word-{outcome}", colour)
        self.rest = Text(shell, "body")
        self._key = verdict_key(report)
        words = QVBoxLayout()
        words.setSpacing(2)
        answers = [SeenAnswer(shell, told)] if told else []
        for part in (self.word, self.sentence, *answers, self.rest):
            words.addWidget(part)
        if corrected:
            words.addSpacing(6)
            words.addWidget(_right_address(shell, report))
            words.addSpacing(6)
        for text in (_about(shell, report, named=not corrected), *_code(shell, report)):
            words.addWidget(text)
        if not saved:
            for button in self._buttons(report):
                words.addSpacing(10)
                words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(16)
        mark = OutcomeMark(shell, outcome, _SIGN, icon="note" if outcome is Outcome.SKIPPED else "", colour=colour)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._say()  # once all stands in the window: what is shown before would be a window of its own
        shell.speech.changed.connect(self._say)

    def _buttons(self, report: Report) -> Iterator[Button]:
        missing, unconfirmed = self._key == _UP_TO_LOGIN, lacks_consent(report)
        renew = bool(report.diagnoses) and report.diagnoses[0].code in NEW_PASSWORD
        unanswered = report.verdict is Verdict.INCOMPLETE and not report.diagnoses
        after = renew or unconfirmed or self._leads_to_steps
        kind = "link" if after else "filled" if unanswered and not missing else "plain"
        self.again = Button(self._shell, "result.recheck", kind, "again")
        self.again.clicked.connect(self.recheck)
        self.button = self.again
        if unconfirmed:
            self.button = Button(self._shell, "result.name-servers", "filled", "edit")
            self.button.clicked.connect(self.name_servers)
            yield self.button
        elif missing or renew:
            key = "result.type-password" if missing else "result.type-new-password"
            self.button = Button(self._shell, key, "filled", "key")
            self.button.clicked.connect(self.retype)
            yield self.button
        elif self._leads_to_steps:
            self.button = Button(self._shell, "result.show-steps", "filled", "fold")
            self.button.clicked.connect(self.show_steps)
            yield self.button
        if not missing:
            yield self.again

    @property
    def _leads_to_steps(self) -> bool:
        """Where no other button comes first."""
        leading = headline(self._report)
        if self._saved or leading is None or lacks_consent(self._report):
            return False
        return bool(leading.remedies) and leading.code not in NEW_PASSWORD

    def _say(self) -> None:
        """The most important problem leads, and without one the verdict; the rest stands below in smaller letters."""
        say, found = self._shell.speech.say, self._report.diagnoses
        verdict, leading = say(self._key), headline(self._report)
        first, _, rest = verdict.partition(". ")
        if leading is not None:
            known = self._answered or leading.code == ONLY_AMOCRM  # what stands above says that it is not ready
            told = [] if known else [f"{first}."]
            below = [] if self._leads_to_steps else [rest]  # a button says it
            first = plain(leading.title)
            rest = " ".join((*self._how_sure(leading), *told, *below, *self._others()))
        elif found:
            remark = found[0].outcome is Outcome.WARNED
            key = "report.lead-remark" if remark else f"report.lead-{found[0].confidence}"
            rest = f"{rest} {say(key, n=len(found) + self._report.more, title=plain(found[0].title))}".strip()
        elif self._next and self._report.verdict is Verdict.READY:
            rest = say(self._next)
        self.sentence.show_text(first.removesuffix("."))
        self.rest.show_text(rest)
        self.rest.setVisible(bool(rest))

    def _how_sure(self, leading: Diagnosis) -> Iterator[str]:
        confidence = leading.confidence
        if confidence is not Confidence.CERTAIN and leading.code != ONLY_AMOCRM:  # its own words say how sure it is
            yield self._shell.speech.say("result.likely" if confidence is Confidence.LIKELY else "report.possible")

    def _others(self) -> Iterator[str]:
        """Remarks and what lies behind a problem need no mention up here."""
        others = sum(each.outcome is Outcome.FAILED for each in self._report.diagnoses[1:])
        if others:
            yield self._shell.speech.say("result.others", n=others)


def _right_address(shell: Shell, report: Report) -> CopyField:
    field = CopyField(shell, "result.right-address")
    field.show_text(plain(report.address))
    return field


def _about(shell: Shell, report: Report, *, named: bool) -> Text:
    """Whose mailbox, and when: in the time of this computer. `named` False: the address stands above already."""
    text = Text(shell, "small")
    language, at = shell.speech.language, report.created.astimezone()
    provider = provider_name(report.provider, language) or report.provider  # of a saved report it may be unknown here
    text.tell(
        "result.about",
        address=plain(report.address) if named else None,
        provider=plain(provider) if provider else None,
        when=f"{i18n.day(at, language)}, {at:%H:%M}".replace(" ", _NBSP),
    )
    return text


def _code(shell: Shell, report: Report) -> Iterator[Text]:
    """What is read aloud, where support may be wanted; the report below has it in large letters."""
    from mailcheck.phone_code import phone_code  # noqa: PLC0415 - nothing that the window needs to open

    if report.verdict is not Verdict.READY:
        code = Text(shell, "small")
        code.tell("result.phone", code=phone_code(report))
        yield code
