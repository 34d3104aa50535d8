"""The texts that amoCRM shows, exactly as it shows them: searched by typing, chosen by mouse or keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from mailcheck.i18n import Language
from mailcheck.ui.mailbox.field_label import FieldLabel
from mailcheck.ui.shell import Shell
from mailcheck.ui.start.row_paint import IS_HEADING, SECOND, RowPaint
from mailcheck.ui.start.text_items import OTHER, Entry, Heading, holds, is_quoted, rows
from mailcheck.ui.widgets.text import Text, role_font

if TYPE_CHECKING:
    from mailcheck.amocrm import AmocrmText

_ID = Qt.ItemDataRole.UserRole + 3
_LONGEST_SEARCH = 300  # whoever pastes the whole text finds it, too


class TallList(QListView):
    """As high as its rows: the screen scrolls, not a list inside it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.paint_rows = RowPaint(shell, self)
        self.setItemDelegate(self.paint_rows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        around = self.height() - self.contentsRect().height()
        width = self.contentsRect().width()  # the viewport follows later
        indexes = [self.model().index(row, 0) for row in range(self.model().rowCount())]
        wanted = sum(self.paint_rows.height(index, width) for index in indexes)
        if self.height() != wanted + around:
            self.setFixedHeight(wanted + around)
        self.scheduleDelayedItemsLayout()


class AmocrmList(QWidget):
    """`chosen` tells the id of the text, OTHER, or "" when nothing is chosen any more."""

    chosen = Signal(str)
    pressed = Signal()  # Enter or a double click: this one, and go on

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._texts: Mapping[str, AmocrmText] = {}
        self._chosen = ""
        self._by_itself = False  # what was pasted is one of the texts, and nobody had to choose it
        self._filling = False
        self._shown: tuple[str, ...] = ()
        self.filter = QLineEdit()
        self.filter.setFont(role_font("body"))
        self.filter.setMaxLength(_LONGEST_SEARCH)
        self.filter.setClearButtonEnabled(True)
        self.filter.installEventFilter(self)
        self.next = Text(shell, "quiet")
        self.model = QStandardItemModel(self)
        self.view = TallList(shell)
        self.view.setModel(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(FieldLabel(shell, "start.filter", self.filter))
        for part in (self.filter, self.next, self.view):
            column.addWidget(part)
        self.filter.textChanged.connect(self._fill)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.doubleClicked.connect(self._enter)
        shell.speech.changed.connect(self._fill)
        self._fill()

    @property
    def choice(self) -> str:
        """The id of the chosen text, OTHER, or ""."""
        return self._chosen

    @property
    def fits_nothing(self) -> bool:
        """Of those that are shown none holds every word."""
        return bool(self._texts) and not any(holds(text, self.filter.text()) for text in self._texts.values())

    def set_texts(self, texts: Mapping[str, AmocrmText]) -> None:
        self._texts = texts
        self._fill()

    def choose(self, id_: str) -> None:
        """A text that the search hides is shown again."""
        index = self._index(id_)
        if index is None and self.filter.text():
            self.filter.clear()
            index = self._index(id_)
        if index is not None:
            self.view.setCurrentIndex(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """From the search straight into the list with the arrow keys, without leaving the keyboard's home."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._into_list()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _into_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._chosen:
            entries = (self.model.index(row, 0) for row in range(self.model.rowCount()))
            first = next((index for index in entries if index.data(_ID)), None)
            if first is not None:
                self.view.setCurrentIndex(first)

    def _index(self, id_: str) -> QModelIndex | None:
        indexes = (self.model.index(row, 0) for row in range(self.model.rowCount()))
        return next((index for index in indexes if index.data(_ID) == id_), None)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Twelve rows at most: built anew for every letter of the search."""
        say = self._shell.speech.say
        self.filter.setPlaceholderText(say("start.filter-hint"))
        self.view.setAccessibleName(say("start.list"))
        found = list(rows(self._texts.values(), self.filter.text()))
        self._filling = True
        self.model.clear()
        for row in found:
            self.model.appendRow(self._heading(row) if isinstance(row, Heading) else self._entry(row))
        self._filling = False
        self._shown = tuple(row.id for row in found if isinstance(row, Entry))
        self._choose_again()
        self._tell_next()
        self.view.fit()
        self._choose_pasted()

    def _tell_next(self) -> None:
        """Why Next cannot be pressed, and that it can: above the list, whose end may be out of sight. Always one line:
        the row that is being clicked stays where it is."""
        key = {"": "choose", OTHER: "type"}.get(self._chosen, "found" if self._by_itself else "chosen")
        if self.fits_nothing and not self._chosen:
            key = "near" if len(self._shown) > 1 else "nothing-fits"
        self.next.tell(f"start.next-{key}")
        for part in (self.filter, self.view):
            part.setAccessibleDescription(self.next.words)

    def _choose_again(self) -> None:
        """What was chosen stays chosen while the search shows it."""
        index = self._index(self._chosen) if self._chosen else None
        if index is not None:
            self.view.setCurrentIndex(index)
        elif self._chosen:
            self._chosen, self._by_itself = "", False
            self.chosen.emit("")

    def _choose_pasted(self) -> None:
        """The one text that is left, when it stands in the search as amoCRM shows it. The list can change it."""
        found = [self._texts[id_] for id_ in self._shown if id_ != OTHER]
        if not self._chosen and len(found) == 1 and is_quoted(found[0], self.filter.text()):
            self._by_itself = True
            self.choose(found[0].id)

    def _heading(self, row: Heading) -> QStandardItem:
        item = QStandardItem(self._shell.speech.say(f"start.group-{row.group}"))
        item.setData(True, IS_HEADING)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _entry(self, row: Entry) -> QStandardItem:
        say, text = self._shell.speech.say, self._texts.get(row.id)
        item = QStandardItem(text.text if text else say("start.other"))
        item.setData(row.id, _ID)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        second = say("start.other-about")
        if text:
            english = self._shell.speech.language is Language.EN
            second = say("start.english", english=text.english) if english else ""
        item.setData(second, SECOND)
        item.setData(f"{item.text()} {second}".strip(), Qt.ItemDataRole.AccessibleTextRole)
        return item

    def _current_changed(self, current: QModelIndex) -> None:
        id_ = current.data(_ID) if current.isValid() else ""
        if self._filling or not id_ or id_ == self._chosen:
            return
        self._by_itself = self._by_itself and not self._chosen
        self._chosen = str(id_)
        self._tell_next()
        self.chosen.emit(self._chosen)

    def _enter(self) -> None:
        if self._chosen:
            self.pressed.emit()
