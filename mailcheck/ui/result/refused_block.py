"""All is green here: what it means if amoCRM still refuses, with a text for the administrator. Folded away."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Cause, Confidence, Diagnosis, Report, Verdict
from mailcheck.export.wording import ONLY_AMOCRM
from mailcheck.i18n import Language
from mailcheck.ui.result.actions import Actions
from mailcheck.ui.result.diagnosis_card import DiagnosisCard
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.late_reveal import LateReveal


class RefusedBlock(LateReveal):
    """The card that a chosen text of amoCRM brings by itself; without one it is for the asking."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "result.refused", parent)
        self._actions: Actions | None = None

    def show_report(self, actions: Actions) -> None:
        self._actions = actions
        self.renew()

    def make(self) -> QWidget:
        assert self._actions is not None, "it is shown once there is a report"
        return DiagnosisCard(self._shell, _diagnosis(self._actions.report), self._actions)


def is_wanted(report: Report) -> bool:
    """Nothing failed, and the card is not among the others."""
    passed = report.verdict in (Verdict.READY, Verdict.READY_WITH_WARNINGS)
    return passed and all(diagnosis.code != ONLY_AMOCRM for diagnosis in report.diagnoses)


def _diagnosis(report: Report) -> Diagnosis:
    from mailcheck.catalogue import catalogue, known_of  # noqa: PLC0415 - nothing that the window needs to open
    from mailcheck.providers import providers  # noqa: PLC0415
    from mailcheck.reporting import put_into_words  # noqa: PLC0415

    cause = Cause(ONLY_AMOCRM, None, Outcome.WARNED, Confidence.LIKELY, known_of(report.address))
    provider = providers().by_id(report.provider)
    return put_into_words(cause, catalogue(), provider, Language(report.language))
