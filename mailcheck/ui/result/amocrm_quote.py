"""amoCRM's own words, set as a quotation: a bar on the left, «», and above them whose words they are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mailcheck.domain.report import AmocrmLine
from mailcheck.export.plain import plain, quoted
from mailcheck.i18n import Language
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.text import Text

_BAR, _INDENT = 3, 14


class Quotation(QWidget):
    """`add` the texts. The bar says that somebody else is speaking."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_INDENT, 2, 0, 2)
        self._column.setSpacing(2)
        shell.theme.changed.connect(self.update)

    def add(self, text: str, text_id: str = "", said: str = "") -> None:
        """`said`: how likely it is, in a word or two. English readers get our translation below, marked as ours."""
        if self._column.count():
            self._column.addSpacing(6 if said else 2)
        if said:
            likelihood = Text(self._shell, "small")
            likelihood.tell(said)
            self._column.addWidget(likelihood)
        words = Text(self._shell, "body")
        words.show_text(plain(quoted(text)))
        self._column.addWidget(words)
        english = _english(text_id) if self._shell.speech.language is Language.EN else None
        if english:
            translation = Text(self._shell, "small")
            translation.tell("result.english", english=english)
            self._column.addWidget(translation)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._shell.theme.palette.outline))
        painter.drawRoundedRect(0, 0, _BAR, self.height(), 1.5, 1.5)
        painter.end()


class AmocrmQuote(QWidget):
    """What amoCRM shows for a diagnosis, the usual texts before the rarer ones."""

    def __init__(
        self, shell: Shell, texts: Sequence[AmocrmLine], *, failed: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label = Text(shell, "small")
        label.tell("result.amocrm-shows" if failed else "report.amocrm-perhaps")
        column.addWidget(label)
        quotation = Quotation(shell)
        usual = [each for each in texts if each.likelihood == "usual"]
        rarer = [each for each in texts if each.likelihood != "usual"] if failed else []
        # how likely it is, is said only where there is something to compare
        for said, group in (("result.amocrm-usual", usual), ("result.amocrm-possible", rarer)):
            for place, each in enumerate(group):
                quotation.add(each.text, each.id, said if place == 0 and rarer else "")
        column.addWidget(quotation)


def _english(text_id: str) -> str | None:
    from mailcheck.amocrm import amocrm  # noqa: PLC0415 - nothing that the window needs to open

    known = amocrm().texts.get(text_id)
    return known.english if known else None
