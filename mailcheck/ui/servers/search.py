"""The search for the servers of a domain nobody has listed, beside the window: what is known is told as it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from mailcheck.domain.account import Service
from mailcheck.ui.latest import Latest

if TYPE_CHECKING:
    from mailcheck.discovery.candidate import Candidate
    from mailcheck.discovery.race import Race
    from mailcheck.domain.settings import Settings

Begin = Callable[[str, "Settings"], "Race | None"]
"""Address and settings -> a search under way; None for what cannot be searched for."""
_LOOK_EVERY = 50  # ms


class Search(QObject):
    """`look_for` again, or `forget`, and the one before is cut off."""

    changed = Signal()  # something more is known, or nothing more will come

    def __init__(self, begin: Begin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begin = begin
        self._latest = Latest("search for servers", self)
        self._latest.answered.connect(self._begun)
        self._race: Race | None = None
        self._cut_off: Callable[[], None] = lambda: None
        self._told: object = None
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_EVERY)
        self._looking.timeout.connect(self._look)

    @property
    def searching(self) -> bool:
        return self._latest.busy or (self._race is not None and not self._race.over)

    def candidates(self, service: Service) -> tuple[Candidate, ...]:
        """What is known by now, the best first."""
        return self._race.candidates(service) if self._race else ()

    def settled(self, service: Service) -> bool:
        """Whether the first of the candidates is the one to take."""
        return self._race is not None and self._race.settled(service)

    def look_for(self, address: str, settings: Settings) -> None:
        """What asks takes its time to load: not here."""
        self.forget()
        begun: list[Race] = []
        given_up = threading.Event()

        def cut_off() -> None:
            given_up.set()
            for race in begun:
                race.stop()

        def work() -> object:
            race = self._begin(address, settings)
            if race is not None:
                begun.append(race)
            if given_up.is_set():
                cut_off()
            return race

        self._cut_off = cut_off
        self._latest.ask(work)

    def stop(self) -> None:
        """Nothing more is asked; what is known stays."""
        self._looking.stop()
        self._latest.forget()
        self._cut_off()

    def forget(self) -> None:
        self.stop()
        self._race = self._told = None

    def _begun(self, race: object) -> None:
        self._race = cast("Race | None", race)
        self._told = None
        self._looking.start()
        self._look()

    def _look(self) -> None:
        known = (*(self.candidates(service) for service in Service), self.searching)
        if not self.searching:
            self._looking.stop()
        if known != self._told:
            self._told = known
            self.changed.emit()


def begin_search(address: str, settings: Settings) -> Race | None:
    """On a thread: DNS, https and XML load slowly."""
    from mailcheck.discovery.discover import discover  # noqa: PLC0415
    from mailcheck.discovery.quest import MxQuestion  # noqa: PLC0415
    from mailcheck.probes.errors import ProbeError  # noqa: PLC0415
    from mailcheck.probes.resolve import Resolver  # noqa: PLC0415
    from mailcheck.providers import providers  # noqa: PLC0415

    mx = MxQuestion(Resolver(settings.nameserver), address.rpartition("@")[2])
    mx.ask()
    try:
        return discover(address, settings, providers(), mx)
    except ProbeError:  # no domain at all: the check says so
        return None
