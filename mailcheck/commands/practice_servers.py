"""`mailcheck demo --serve SCENARIO`: keeps the practice servers up and says how any mail program reaches them."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

from mailcheck.catalogue import endpoint_words
from mailcheck.console import Console
from mailcheck.domain.account import Endpoint, Service
from mailcheck.i18n import Language, message
from mailcheck.lab.ca_file import ca_file
from mailcheck.lab.practice import LOOPBACK, Practice

HOST = "localhost"
OK = 0


def serve(practice: Practice, console: Console, language: Language) -> int:
    """Until Ctrl-C, or until the system asks the program to end. UsageError when nothing can be written."""
    over = _Over()
    with ca_file(practice.authority.pem) as file:
        _tell(practice, str(file), console, language)
        over.wait()
    console.line(message("demo.ended", language))
    return OK


class _Over:
    """Set by the signals that end a program: leaving by the front door takes the file along."""

    def __init__(self) -> None:
        self._event = threading.Event()
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._set)

    def _set(self, signum: int, frame: FrameType | None) -> None:
        self._event.set()

    def wait(self) -> None:
        while not self._event.wait(1 if sys.platform == "win32" else None):  # a wait without end hears no signal there
            pass


def _tell(practice: Practice, file: str, console: Console, language: Language) -> None:
    scenario = practice.scenario
    places = {service: _place(practice, service) for service in Service}
    rows = {
        "address": scenario.address,
        "username": scenario.username,
        "secret": scenario.secret if scenario.secret in scenario.accepted else None,
        "typed": None if scenario.secret in scenario.accepted else scenario.secret,
        "accepted": None if scenario.secret in scenario.accepted else ", ".join(scenario.accepted),
        **{service.value: endpoint_words(place, language) for service, place in places.items()},
        "ca-file": file,
        "nameserver": f"{LOOPBACK}:{practice.ports.nameserver}",
    }
    for key, value in rows.items():
        if value:
            console.row(f"{message(f'demo.{key}', language)}:", "bold", f" {value}")
    console.line()
    console.paragraph(message("demo.try", language))
    for line in _commands(practice, places, file):
        console.line(f"    {line}")
    console.line()
    console.paragraph(message("demo.serving", language))


def _place(practice: Practice, service: Service) -> Endpoint:
    security = practice.scenario.scripts[service].endpoint.security
    return Endpoint(HOST, practice.ports.services[service], security)


def _commands(practice: Practice, places: dict[Service, Endpoint], file: str) -> list[str]:
    scenario = practice.scenario
    incoming, outgoing = places[Service.INCOMING], places[Service.OUTGOING]
    return [
        f"mailcheck check {scenario.address} --incoming {incoming} --outgoing {outgoing} \\",
        f"    --ca-file {file} --nameserver {LOOPBACK}:{practice.ports.nameserver}",
    ]
