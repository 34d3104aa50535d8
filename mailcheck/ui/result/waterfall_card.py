"""Where the time went: what the waterfall shows, and what took longest. Folded away, drawn when somebody wants it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.domain.report import Report
from mailcheck.export import waterfall
from mailcheck.ui.result.durations import duration, lowered, side_words, step_name
from mailcheck.ui.result.waterfall import Waterfall
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text, role_font


class WaterfallCard(Reveal):
    """Says so when there was no conversation at all. `show_report` may come again at any time."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, "waterfall.title", parent)
        self._report: Report | None = None
        self.about = Text(shell, "quiet")
        self.picture = Waterfall(shell)
        self.picture.setFont(role_font("small"))
        card = Card(shell)
        for widget in (self.about, self.picture):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.opened.connect(self._fill)
        shell.speech.changed.connect(self._say)

    def show_report(self, report: Report) -> None:
        self._report = report
        if self.is_open:
            self._fill()

    def _fill(self) -> None:
        if self._report is None:
            return
        self.picture.show_report(self._report)
        # a picture of nothing but gaps would only ask for a look
        self.picture.setVisible(not all(bar.skipped for bar in waterfall.bars(self._report)))
        self._say()

    def _say(self) -> None:
        if self._report is None:
            return
        bars, speech = waterfall.bars(self._report), self._shell.speech
        longest = waterfall.longest(bars)
        if all(bar.skipped for bar in bars):
            self.about.tell("waterfall.empty")
        elif longest is None:
            self.about.tell("waterfall.about", stage=None, check=None, time=None)
        else:
            self.about.tell(
                "waterfall.about",
                stage=lowered(step_name(longest, speech)),
                check=side_words(longest, speech),
                time=duration(longest.ms, speech),
            )
