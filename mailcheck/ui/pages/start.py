"""Screen 1, «Что случилось»: what the person came with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from mailcheck.ui.draft import Draft
from mailcheck.ui.latest import Latest
from mailcheck.ui.page import Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.practice_list import PracticeList
from mailcheck.ui.widgets.at_left import at_left
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.choice import Choice
from mailcheck.ui.widgets.in_sight import bring_into_sight, keep_scrolled
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.amocrm import Amocrm, AmocrmText
    from mailcheck.ui.start.amocrm_list import AmocrmList
    from mailcheck.ui.start.checklist import Checklist
    from mailcheck.ui.start.other_text import OtherText

OTHER = "other"  # as in text_items, which is not loaded for the first screen
_LOAD_AFTER = 200  # ms: reading amoCRM's texts would hold up the first screen


class StartPage(Page):
    name = "start"

    def __init__(self, shell: Shell, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(shell, draft, parent)
        self._amocrm: Amocrm | None = None
        self._chose_error = False  # the choice that a mailbox to practise on has taken the place of
        self._going_on = False  # Next was pressed while a text was still being recognised
        self.ask_for_file: Callable[[], str] = self._ask_for_file
        self.check = Choice(shell, "start.check", "start.check-about", "letter")
        self.error = Choice(shell, "start.error", "start.error-about", "warned")
        self.choices = QButtonGroup(self)
        for choice in (self.check, self.error):
            self.choices.addButton(choice)
        self.report = Button(shell, "start.report", "link", "folder")
        self.practice = PracticeList(shell)
        self._loading = Latest("amoCRM texts", self, _LOAD_AFTER)
        self.check.setChecked(True)  # what most come for: Enter goes on
        self._lay_out()
        self.first_focus = self.check
        self._connect()
        self._show_choice()

    @cached_property
    def texts(self) -> AmocrmList:
        """Made when first wanted, as are the two below: the first screen opens without them."""
        from mailcheck.ui.start.amocrm_list import AmocrmList  # noqa: PLC0415

        made = AmocrmList(self.shell)
        made.hide()
        self._rows.insertWidget(self._rows.indexOf(self.error) + 1, made)
        if self._amocrm is not None:
            made.set_texts(self._amocrm.texts)
        made.view.clicked.connect(self._clicked)
        made.chosen.connect(self._text_chosen)
        made.pressed.connect(self.proceed)
        made.filter.textChanged.connect(self._searched)
        return made

    @cached_property
    def other(self) -> OtherText:
        from mailcheck.ui.start.other_text import OtherText  # noqa: PLC0415

        made = OtherText(self.shell)
        made.hide()
        self._rows.insertWidget(self._rows.indexOf(self.texts) + 1, made)
        made.changed.connect(self._words_changed)
        made.recognised.connect(self._recognised)
        return made

    @cached_property
    def checklist(self) -> Checklist:
        from mailcheck.ui.start.checklist import Checklist  # noqa: PLC0415

        made = Checklist(self.shell)
        made.hide()
        self.content.addWidget(made)
        made.another.connect(lambda: self.show_checklist(None))
        return made

    def prepare(self) -> Iterator[object]:
        yield self.texts
        yield self.other
        yield self.checklist

    def enter(self) -> None:
        self.practice.unpick()  # it has begun, or another way was gone
        if not (self.draft.amocrm_words or self.draft.amocrm_error):
            self.check.setChecked(True)  # of two drafts, one's own and that of the practice, this one has no text
        if self._amocrm is None and not self._loading.busy:
            self._loading.ask(_amocrm)
        else:
            self._show_draft()
        self.first_focus = self.error if self.error.isChecked() else self.check

    def leave(self) -> None:
        """Nothing of an error chosen first stays behind; under a practice, which has its own, it is kept."""
        error = self._chose_error if self.practice.picked else self.error.isChecked()
        found = self._chosen_text() if error else None
        self.draft.amocrm_error = found.id if found and found.stage != "import" else None
        self.draft.amocrm_explained = False
        self.draft.amocrm_words = self.other.words if error and self.texts.choice == OTHER else ""

    def validatePage(self) -> bool:  # noqa: N802
        """A text that no check of a mailbox can explain leads to its own steps, a practice mailbox to its own way."""
        if self.practice.picked:
            self.practise.emit(self.practice.picked)
            return False
        if not self.error.isChecked():
            return True
        if self.texts.choice == OTHER and self.other.asking.busy:
            self._going_on = True
            return False
        text = self._chosen_text()
        if text is None or text.stage in ("connect", "send"):
            return True
        self.show_checklist(text)
        return False

    def show_checklist(self, text: AmocrmText | None) -> None:
        """In place of the choices; None brings them back."""
        if text:
            self.checklist.show_for(text)
        self.flow.setVisible(text is None)
        self.checklist.setVisible(text is not None)
        self.scroll.verticalScrollBar().setValue(0)
        (self.checklist.button if text else self.texts.view).setFocus()
        self._tell_ready()

    # --- what happens ------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.choices.buttonToggled.connect(self._show_choice)
        self.error.clicked.connect(self._unfold)
        self.report.clicked.connect(self._choose_report)
        self.practice.changed.connect(self._practice_changed)
        self._loading.answered.connect(self._loaded)

    def _loaded(self, amocrm: object) -> None:
        if amocrm is None:
            return
        self._amocrm = amocrm  # type: ignore[assignment]
        assert self._amocrm is not None
        if self._has("texts"):
            self.texts.set_texts(self._amocrm.texts)
        self._show_draft()

    def _show_draft(self) -> None:
        """What was chosen before, here or by a practice mailbox."""
        if self.draft.amocrm_words:
            self.error.setChecked(True)
            self.texts.choose(OTHER)
            self.other.set_words(self.draft.amocrm_words)
        elif self.draft.amocrm_error:
            self.error.setChecked(True)
            self.texts.choose(self.draft.amocrm_error)

    def _chosen_text(self) -> AmocrmText | None:
        """The text of amoCRM's that is meant, of the list or recognised."""
        if self._amocrm is None:
            return None
        if self.texts.choice != OTHER:
            return self._amocrm.texts.get(self.texts.choice)
        found = self.other.found
        if found is None:
            return None
        return self._amocrm.texts.get(found.text_id or "") or self._amocrm.imports.get(found.import_id or "")

    def _practice_changed(self) -> None:
        """One of three is chosen at any time: a mailbox to practise on takes the place of the two above it."""
        if self.practice.picked:
            self.choices.setExclusive(False)
            for choice in (self.check, self.error):
                choice.setChecked(False)
            self.choices.setExclusive(True)
        elif self.choices.checkedButton() is None:
            self.check.setChecked(True)
        self._tell_ready()

    def _show_choice(self) -> None:
        if self.choices.checkedButton() is not None:
            self._chose_error = self.error.isChecked()
            self.practice.unpick()
        wanted = self.error.isChecked()
        if wanted or self._has("texts"):
            self.texts.setVisible(wanted)
            self.flow.setMinimumHeight(0)
            if wanted:
                keep_scrolled(self.scroll, self.flow)  # the row that was clicked stays under the mouse
            other = wanted and self.texts.choice == OTHER
            if other or self._has("other"):
                self.other.setVisible(other)
        self._tell_ready()

    def _has(self, part: str) -> bool:
        """Whether it was made already."""
        return part in self.__dict__

    def _text_chosen(self, id_: str) -> None:
        if id_ == OTHER and self.texts.fits_nothing and not self.other.words:
            self.other.set_words(self.texts.filter.text())  # what was searched for in vain is the text itself
        self._show_choice()
        self._show_row()

    def _unfold(self) -> None:
        """The list is long: it takes the screen. The keys stay with the choice: the arrow keys change it back."""
        bar = self.scroll.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(self._place_of(self.error) - 8))  # once the layout is settled

    def _searched(self) -> None:
        """The list is as long as what is found: the field that is being typed into stays where it is."""
        keep_scrolled(self.scroll, self.flow)
        self._tell_ready()

    def _clicked(self) -> None:
        if self.texts.choice == OTHER:
            self.other.edit.setFocus()

    def _place_of(self, widget: QWidget, y: int = 0) -> int:
        inside = self.scroll.widget()
        assert inside
        return widget.mapTo(inside, QPoint(0, y)).y()

    def _show_row(self) -> None:
        """The list is as high as its rows, so the screen has to follow the keys."""
        if self.texts.choice == OTHER:
            bring_into_sight(self.other)
            return
        view = self.texts.view
        row: QRect = view.visualRect(view.currentIndex())
        self.scroll.ensureVisible(0, self._place_of(view.viewport(), row.center().y()), 0, row.height() + 24)

    def _words_changed(self) -> None:
        self._going_on = False
        self._tell_ready()

    def _recognised(self) -> None:
        bring_into_sight(self.other)
        if self._going_on:
            self._going_on = False
            self.proceed.emit()

    def _tell_ready(self) -> None:
        told = self._has("checklist") and self.checklist.isVisibleTo(self)
        self.ready.emit(self._is_chosen() and not told)

    def _is_chosen(self) -> bool:
        if not self.error.isChecked():
            return self.check.isChecked() or bool(self.practice.picked)
        return bool(self.other.words if self.texts.choice == OTHER else self.texts.choice)

    def _choose_report(self) -> None:
        name = self.ask_for_file()
        if name:
            self.shell.preferences.last_folder = Path(name).parent
            self.open_report.emit(Path(name))

    def _ask_for_file(self) -> str:
        from mailcheck.ui.start.report_file import ask_for_report  # noqa: PLC0415 - the first paint spares it

        return ask_for_report(self.shell, self)

    # --- looks -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.flow = QWidget()
        rows = self._rows = QVBoxLayout(self.flow)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        lead = Text(self.shell)
        lead.tell("start.lead")
        for part in (lead, self.check, self.error):
            rows.addWidget(part)
        quiet = QVBoxLayout()
        quiet.setSpacing(0)
        quiet.addLayout(at_left(self.report))
        quiet.addWidget(self.practice)
        rows.addLayout(quiet)
        rows.addStretch(1)
        self.content.addWidget(self.flow)


def _amocrm() -> Amocrm:
    from mailcheck.amocrm import amocrm  # noqa: PLC0415 - a tenth of a second to load

    return amocrm()
