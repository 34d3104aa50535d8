"""The small parts side by side, in all their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from mailcheck.lab.scenarios import scenarios
from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.choice import Choice
from mailcheck.ui.widgets.copy_field import CopyField
from mailcheck.ui.widgets.notice import COLOURS, Notice
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text
from tests.ui.frame import framed

LONG = "Сервер ответил: 535 5.7.8 <b>Error</b> & authentication failed, "


class Parts(Page):
    """Stands where the page of that name would."""

    name = "mailbox"

    def __init__(self, shell: Shell, draft: Draft) -> None:
        super().__init__(shell, draft)
        first = Choice(shell, "rail.mailbox", "window.leave-typed", "letter")
        first.setChecked(True)
        self.first_focus = first
        second = Choice(shell, "rail.servers", "start.practice-about", "server")
        self.content.addWidget(first)
        self.content.addWidget(second)
        self._buttons()
        self._fields()
        self.content.addWidget(self._card())

    def _buttons(self) -> None:
        for enabled in (True, False):
            row = QHBoxLayout()
            row.setSpacing(8)
            for kind, icon in (("filled", None), ("plain", "open"), ("link", "link")):
                button = Button(self.shell, "buttons.leave", kind, icon)
                button.setEnabled(enabled)
                row.addWidget(button)
            row.addStretch(1)
            self.content.addLayout(row)

    def _fields(self) -> None:
        for state in ("", "failed", "warned"):
            field = QLineEdit("anna@mаil.ru")
            field.setAccessibleName("field")
            field.setProperty("state", state)
            self.content.addWidget(field)
        combo = QComboBox()
        combo.setAccessibleName("combo")
        combo.addItems(["SSL/TLS", "STARTTLS"])
        self.content.addWidget(combo)
        for checked in (True, False):
            box = QCheckBox(self.shell.speech.say("window.theme-dark"))
            box.setChecked(checked)
            self.content.addWidget(box)
        progress = QProgressBar()
        progress.setTextVisible(False)
        progress.setValue(40)
        self.content.addWidget(progress)

    def _card(self) -> Card:
        card = Card(self.shell)
        title = Text(self.shell, "heading")
        title.tell("window.crashed")
        why = Text(self.shell)
        why.tell("window.crashed-more", log="/home/anna/.local/state/mailcheck/log/mailcheck.log")
        mono = Text(self.shell, "mono")
        mono.show_text(LONG + "a1b2c3d4" * 20)
        copy = CopyField(self.shell, "rail.servers")
        copy.show_text("imap.example.com")
        reveal = Reveal(self.shell, "window.content")
        inside = Text(self.shell, "quiet")
        inside.tell("window.leave-running")
        reveal.body.addWidget(inside)
        reveal.set_open(True)
        for part in (title, why, mono, copy, reveal):
            card.body.addWidget(part)
        return card


class Notices(Page):
    name = "result"

    def __init__(self, shell: Shell, draft: Draft) -> None:
        super().__init__(shell, draft)
        for kind in COLOURS:
            notice = Notice(shell, kind)
            notice.tell("window.leave-typed")
            self.content.addWidget(notice)
        with_button = Notice(shell, "failed")
        with_button.show_text(LONG)
        with_button.body.addWidget(Button(shell, "buttons.copy", "plain", "copy"))
        self.content.addWidget(with_button)


class _Practice:
    settings = None
    right_password = None
    scenario = scenarios()["all-green"]


def states(shell: Shell) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    yield "parts", lambda: framed(shell, Parts)
    yield "parts-below", lambda: framed(shell, Parts, before=_to_end)
    yield "notices", lambda: framed(shell, Notices, Draft(practice=_Practice()))  # type: ignore[arg-type]


def _to_end(page: Page) -> None:
    for _ in range(4):
        QApplication.processEvents()
    bar = page.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
