"""Says plainly that the report on the screen was read from a file, and leads on to a mailbox of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mailcheck import i18n
from mailcheck.domain.report import Report
from mailcheck.export.plain import plain
from mailcheck.i18n import Language
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text


class OpenedNotice(Notice):
    """Of when, and from what computer: as far as the file says so."""

    def __init__(self, shell: Shell, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(shell, "note", "folder", parent)
        tool = {name: plain(value)[:200] for name, value in report.tool.items()}
        at = report.created.astimezone()  # the clock of this computer, as in the verdict below
        self.tell(
            "opened.notice",
            date=i18n.day(at, shell.speech.language),
            time=f"{at:%H:%M}",
            system=tool.get("system"),
            version=tool.get("version"),
        )
        from mailcheck.reporting import PRACTICE_VANTAGE, vantage_key  # noqa: PLC0415 - nothing that the window needs to open

        if vantage_key(report) == PRACTICE_VANTAGE:
            self._line("opened.practice")
        if report.language != shell.speech.language:
            self._line("opened.in-russian" if report.language == Language.RU else "opened.in-english")
        self.begin = Button(shell, "opened.begin", "link", "next")
        self.body.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)

    def _line(self, key: str) -> None:
        text = Text(self._shell, "body")
        text.tell(key)
        self.body.addWidget(text)
