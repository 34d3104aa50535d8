"""What the search has found: for each side the servers, who named them, and the yes that a stranger's word needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from mailcheck.domain.account import Service
from mailcheck.ui.servers.form import endpoint_line
from mailcheck.ui.servers.guides import Guides
from mailcheck.ui.servers.option import Option
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.notice import Notice
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.discovery.candidate import Candidate

_MOST = 4  # servers to choose among: who needs another one types it


class FoundServers(Card):
    """`show_found` as often as more is known: what the person has chosen stays chosen."""

    change = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._candidates: dict[Service, tuple[Candidate, ...]] = {}
        self._picked: dict[Service, str] = {}
        self._searching = False
        self._with_password = True
        self.options: dict[Service, list[Option]] = {}
        self._rooms: dict[Service, QVBoxLayout] = {}
        self.states: dict[Service, Text] = {}
        self._groups: list[QButtonGroup] = []
        self.body.setSpacing(12)
        self.several = Text(shell, "quiet")
        self.several.tell("servers.several")
        self.body.addWidget(self.several)
        for service in Service:
            self._make_room(service)
        self.guides = Guides(shell)
        self.notice = Notice(shell, "warned")
        self.consent = QCheckBox()
        self.notice.body.addWidget(self.consent)
        self.button = Button(shell, "servers.type-in", "plain", "edit")
        self.button.clicked.connect(self.change)
        self.body.addWidget(self.guides)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        shell.speech.changed.connect(self._rebuild)

    def forget(self) -> None:
        """Another domain: nothing that was chosen or agreed to counts for it."""
        self._picked = {}
        self.consent.setChecked(False)
        self.show_found({}, searching=True)

    def set_password(self, *, given: bool) -> None:
        """Without one nothing is ever sent that needs a yes."""
        self._with_password = given
        self._tell([each for each in self._chosen_now() if each])

    def show_found(self, candidates: dict[Service, tuple[Candidate, ...]], *, searching: bool) -> None:
        before = self._chosen_now()
        self._candidates, self._searching = candidates, searching
        if self.consent.isChecked() and before != self._chosen_now():
            self.consent.setChecked(False)  # it was for other servers
        self._rebuild()

    def chosen(self, service: Service) -> Candidate | None:
        """The one picked, or the best."""
        found = self._candidates.get(service, ())
        picked = (each for each in found if str(each.endpoint) == self._picked.get(service))
        return next(picked, next(iter(found), None))

    def agreed(self, service: Service) -> bool:
        """Whether the person has said that a password may go to the chosen one, or has picked it themselves."""
        found = self.chosen(service)
        return self.consent.isChecked() or (found is not None and found.trusted and service in self._picked)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _chosen_now(self) -> list[Candidate | None]:
        return [self.chosen(service) for service in Service]

    def _make_room(self, service: Service) -> None:
        side, room = Text(self._shell, "small"), QVBoxLayout()
        side.tell(f"servers.{service}")
        self.states[service] = Text(self._shell, "quiet")
        room.setSpacing(8)
        block = QVBoxLayout()
        block.setSpacing(2)
        for part in (side, self.states[service]):
            block.addWidget(part)
        block.addLayout(room)
        self._rooms[service] = room
        self.body.addLayout(block)

    def _rebuild(self) -> None:
        """A dozen widgets at most."""
        self._groups = []
        for service in Service:
            self._fill(service)
        found = [each for each in self._chosen_now() if each]
        self._tell(found)
        self.several.setVisible(any(len(options) > 1 for options in self.options.values()))
        self.consent.setText(self._shell.speech.say("servers.confirm"))

    def _tell(self, found: list[Candidate]) -> None:
        """About those that are chosen now."""
        doubted = [each for each in found if not each.trusted]
        strangers = list(dict.fromkeys(each.endpoint.host for each in doubted))
        listed = all(each.is_listed for each in doubted)
        self.notice.tell("servers.unconfirmed-listed" if listed else "servers.unconfirmed", hosts=strangers)
        self.notice.setVisible(bool(strangers) and self._with_password)
        self.guides.show_guides(found)

    def _fill(self, service: Service) -> None:
        for option in self.options.get(service, []):
            self._rooms[service].removeWidget(option)
            option.hide()
            option.deleteLater()
        found = self._candidates.get(service, ())[:_MOST]
        state = self.states[service]
        state.tell("servers.searching" if self._searching else "servers.not-found")
        state.setVisible(not found)
        group = QButtonGroup(self)
        self._groups.append(group)
        self.options[service] = [self._option(service, each, alone=len(found) == 1) for each in found]
        for option, each in zip(self.options[service], found, strict=True):
            group.addButton(option.button)
            option.button.setChecked(each == self.chosen(service))
            self._rooms[service].addWidget(option)
            option.show()

    def _option(self, service: Service, found: Candidate, *, alone: bool) -> Option:
        from mailcheck.export.found_servers import source_words  # noqa: PLC0415 - nothing is found on the first screen

        language, takes_password = self._shell.speech.language, found.takes_password
        told_by = None if found.source == "srv" else found.told_by  # the name of the record is for administrators
        source = source_words(found.source, told_by, language, takes_password=takes_password)
        option = Option(self._shell, endpoint_line(found.endpoint, self._shell), source, alone=alone)
        option.chosen.connect(lambda: self._pick(service, found))
        return option

    def _pick(self, service: Service, found: Candidate) -> None:
        if found != self.chosen(service):
            self._picked[service] = str(found.endpoint)
            self.consent.setChecked(False)
            self._tell([each for each in self._chosen_now() if each])
