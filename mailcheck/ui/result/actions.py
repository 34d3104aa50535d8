"""What the buttons of a card ask for. The page does it; of a saved report some of it is switched off."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication

from mailcheck.domain.report import Report
from mailcheck.ui.mailbox.page_opener import open_in_browser

# What a new password mends: run again with the old one, the check would only fail again. It need not be the password
# in the second group, so that both are offered.
NEW_PASSWORD = frozenset({"app-password-required", "login-rejected", "password-expired"}) | frozenset(
    {"secret-blank-at-edge", "secret-not-app-password", "secret-wrong-layout"}
)
PERHAPS_NEW_PASSWORD = frozenset({"client-access-denied", "login-rejected-or-access-off"})


class Actions(QObject):
    """`saved`: the report was read from a file. There is no mailbox then to correct or to check again.
    `practising`: the mailbox is made up, and real pages have nothing for it.
    """

    recheck = Signal(object)  # Diagnosis that is to be judged anew
    retype = Signal(object)  # Diagnosis that a new password is to mend
    correct = Signal(object)  # Correction, to be written into the draft
    edit_address = Signal()  # the person corrects it by hand
    recheck_corrected = Signal()  # everything that the corrections touch
    begin = Signal()  # a check of one's own, beside a saved report

    def __init__(
        self, report: Report, *, saved: bool = False, practising: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.report = report
        self.saved, self.practising = saved, practising

    def open_page(self, url: str) -> bool:
        """Whether some browser took it."""
        return open_in_browser(url)

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)


def is_page(url: str | None) -> bool:
    """A saved report may come from anybody: only pages of the web are ever opened."""
    parsed = QUrl(url or "")
    return parsed.isValid() and parsed.scheme() in {"http", "https"} and bool(parsed.host())
