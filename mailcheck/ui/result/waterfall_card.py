"""The card around the waterfall: what it shows, and what took longest."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mailcheck.domain.report import Report
from mailcheck.export import waterfall
from mailcheck.ui.result.durations import duration, lowered, side_words, step_name
from mailcheck.ui.result.waterfall import Waterfall
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text, role_font


class WaterfallCard(Card):
    """Says so when there was no conversation at all."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._report: Report | None = None
        title, self.about = Text(shell, "heading"), Text(shell, "quiet")
        title.tell("waterfall.title")
        self.picture = Waterfall(shell)
        self.picture.setFont(role_font("small"))
        for widget in (title, self.about, self.picture):
            self.body.addWidget(widget)
        shell.speech.changed.connect(self._say)

    def show_report(self, report: Report) -> None:
        self._report = report
        self.picture.show_report(report)
        # a picture of nothing but gaps would only ask for a look
        self.picture.setVisible(not all(bar.skipped for bar in waterfall.bars(report)))
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
