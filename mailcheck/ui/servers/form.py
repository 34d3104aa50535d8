"""The form for one server: name, port, encryption; what looks wrong is told below, with a button that mends."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.ui.latest import Latest
from mailcheck.ui.servers.fields import ServerFields
from mailcheck.ui.servers.hint import Hint
from mailcheck.ui.servers.judged import Judged, judged
from mailcheck.ui.shell import Shell
from mailcheck.ui.style import polish_again
from mailcheck.ui.widgets.card import Card
from mailcheck.ui.widgets.text import Text

_PAUSE = 250  # ms without a key before a name is judged
_SIDES = {Service.INCOMING: "in", Service.OUTGOING: "out"}
_PORT_WIDTH = 96
_ABOVE = 8  # as much again as between a label and its field: so one sees which field it belongs to


class ServerForm(Card):
    """`changed` tells that the fields hold something else, or that it was judged anew."""

    changed = Signal()

    def __init__(self, shell: Shell, service: Service, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.service = service
        self.fields = ServerFields(service)
        self.consent = False
        self._candidates: tuple[Endpoint, ...] = ()
        self._judged: Judged | None = None
        self._latest = Latest(f"judge {service}", self, _PAUSE)
        self._latest.answered.connect(self._show_judged)
        self._make_fields()
        self._lay_out()
        shell.speech.changed.connect(self._say_again)
        self._say_again()

    # --- from outside ----------------------------------------------------------------------------------------------

    def show_endpoint(self, endpoint: Endpoint | None, candidates: tuple[Endpoint, ...] = ()) -> None:
        """Put a server into the fields, and offer others that are known."""
        self._candidates = candidates
        if endpoint:
            self.fields.show(endpoint)
        self._fill_candidates()
        self._show_fields()
        self.host.setText(self.fields.host)
        self._judge()

    def allow_unencrypted(self, allowed: bool) -> None:
        self.consent = allowed
        self._fill_security()
        self._tell()

    @property
    def obstacle(self) -> QWidget | None:
        """What stands in the way of a check, as the button that mends it or its field; left empty nothing does."""
        if self.fields.empty:
            return None
        if self._judged is not None and self._judged.hopeless:
            return self.host_hint.button if self._judged.suggestion else self.host
        if self.fields.number() is None:
            return self.port
        return self.security if self._lacks_consent else None

    @property
    def _lacks_consent(self) -> bool:
        return self.fields.security is Security.NONE and not self.consent

    # --- what is typed ---------------------------------------------------------------------------------------------

    def _host_typed(self, text: str) -> None:
        self.fields.host = text
        self._judged = None
        self._judge()
        self._tell()

    def _port_typed(self, text: str) -> None:
        self.fields.type_port(text)
        self._show_security()
        self._tell()

    def _security_chosen(self, _index: int) -> None:
        self.fields.choose(Security(self.security.currentData()))
        self._show_fields()
        self._tell()

    def _candidate_chosen(self, index: int) -> None:
        self.fields.show(self._candidates[index])
        self._show_fields()
        self.host.setText(self.fields.host)
        self._tell()

    def _mend_host(self) -> None:
        if self._judged and self._judged.suggestion:
            self.host.setText(self._judged.suggestion)
            self.host.setFocus()

    def _take_suggested(self) -> None:
        if suggested := self.fields.suggestion:
            self.fields.choose(suggested)
            self._show_fields()
            self._tell()

    def _judge(self) -> None:
        host, language = self.fields.host, self._shell.speech.language
        self._latest.ask(lambda: judged(host, self.service, language))

    def _show_judged(self, found: object) -> None:
        self._judged = cast("Judged | None", found)
        self._tell()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        shell = self._shell
        self.heading, self.about = Text(shell, "heading"), Text(shell, "small")
        self.heading.tell(f"servers.{self.service}")
        self.about.tell(f"servers.{self.service}-about")
        self.candidates, self.candidates_label = QComboBox(), QLabel()
        self.host, self.host_label = QLineEdit(), QLabel()
        self.port, self.port_label = QLineEdit(self.fields.port), QLabel()
        self.security, self.security_label = QComboBox(), QLabel()
        self.port.setMaxLength(5)
        self.port.setFixedWidth(_PORT_WIDTH)
        self.host.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.host_hint = Hint(shell, self._mend_host)
        self.port_hint = Hint(shell, self._take_suggested)
        self._fill_security()
        for label, field in self._pairs():
            label.setBuddy(field)
            label.setContentsMargins(0, _ABOVE, 0, 0)
        self.host.textChanged.connect(self._host_typed)
        self.port.textEdited.connect(self._port_typed)
        self.security.activated.connect(self._security_chosen)
        self.candidates.activated.connect(self._candidate_chosen)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(_ABOVE)
        grid.addWidget(self.host_label, 0, 0)
        grid.addWidget(self.port_label, 0, 1)
        grid.addWidget(self.host, 1, 0)
        grid.addWidget(self.port, 1, 1)
        grid.addWidget(self.host_hint, 2, 0, 1, 2)
        grid.addWidget(self.port_hint, 3, 0, 1, 2)
        grid.addWidget(self.security_label, 4, 0, 1, 2)
        grid.addWidget(self.security, 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        head = QVBoxLayout()
        head.setSpacing(0)
        for widget in (self.heading, self.about):
            head.addWidget(widget)
        self.body.addLayout(head)
        self.body.addWidget(self.candidates_label)
        self.body.addWidget(self.candidates)
        self.body.addLayout(grid)
        self.setTabOrder(self.host, self.port)
        self.setTabOrder(self.port, self.security)

    def _pairs(self) -> tuple[tuple[QLabel, QWidget], ...]:
        return (
            (self.candidates_label, self.candidates),
            (self.host_label, self.host),
            (self.port_label, self.port),
            (self.security_label, self.security),
        )

    def _show_fields(self) -> None:
        if self.port.text() != self.fields.port:
            self.port.setText(self.fields.port)
        self._show_security()

    def _show_security(self) -> None:
        if self.security.findData(self.fields.security.value) < 0:
            self._fill_security()
        self.security.setCurrentIndex(self.security.findData(self.fields.security.value))

    def _fill_security(self) -> None:
        """No encryption is offered only after consent, or where it was chosen before."""
        offered = [Security.TLS, Security.STARTTLS]
        if self.consent or self.fields.security is Security.NONE:
            offered.append(Security.NONE)
        self.security.clear()
        for each in offered:
            self.security.addItem(self._shell.speech.say(f"servers.security-{each}"), each.value)
        self.security.setCurrentIndex(self.security.findData(self.fields.security.value))

    def _fill_candidates(self) -> None:
        several = len(self._candidates) > 1
        self.candidates_label.setVisible(several)
        self.candidates.setVisible(several)
        self.candidates.clear()
        for each in self._candidates:
            self.candidates.addItem(" · ".join(short_words(each, self._shell)))
        shown = self.fields.endpoint()
        same = [index for index, each in enumerate(self._candidates) if shown and str(each) == str(shown)]
        self.candidates.setCurrentIndex(same[0] if same else -1)

    def _tell(self) -> None:
        """What looks wrong, below its field."""
        say = self._shell.speech.say
        found = self._judged
        if found is None:
            self.host_hint.clear()
        else:
            mend = say("servers.fix", suggestion=found.suggestion) if found.suggestion else ""
            self.host_hint.show_words(found.words, mend, "failed" if found.hopeless else "warned")
        mark(self.host, "" if found is None else "failed" if found.hopeless else "warned")
        self._tell_port()
        self.changed.emit()

    def _tell_port(self) -> None:
        say, fields = self._shell.speech.say, self.fields
        trouble, suggestion = fields.port_trouble(), fields.suggestion
        if trouble:
            key = f"{trouble}-{self.service}" if trouble == "port-other-way" else trouble
            kind = "failed" if trouble == "port-wrong" else "warned"
            self.port_hint.show_words(say(f"servers.{key}", port=fields.port.strip()), "", kind)
        elif self._lacks_consent:
            self.port_hint.show_words(say("servers.consent-needed"), "", "warned")
        elif suggestion and fields.security is not Security.NONE:
            name = say(f"security.{suggestion}")
            words = say("servers.port-usual", port=fields.port.strip(), security=name)
            self.port_hint.show_words(words, say("servers.fix-security", security=name), "warned")
        else:
            self.port_hint.clear()
        mark(self.port, "failed" if trouble == "port-wrong" else "warned" if trouble else "")

    def _say_again(self) -> None:
        say, end = self._shell.speech.say, _SIDES[self.service]
        side = say(f"servers.{self.service}")
        for (label, field), name in zip(self._pairs(), ("candidates", "host", "port", "security"), strict=True):
            label.setText(say(f"servers.{name}" if name == "candidates" else f"servers.{name}-{end}"))
            spoken = say("servers.candidates") if name == "candidates" else say(f"servers.{name}-name", side=side)
            field.setAccessibleName(spoken)
        self.host.setPlaceholderText(say(f"servers.host-example-{end}"))
        self._fill_security()
        self._fill_candidates()
        self._judge()
        self._tell()


def endpoint_line(endpoint: Endpoint, shell: Shell) -> str:
    """ "imap.yandex.ru, порт 993, шифрование SSL/TLS"."""
    say = shell.speech.say
    security = say(f"servers.words-{endpoint.security}")
    return say("servers.line", host=endpoint.host, port=endpoint.port, security=security)


def mark(field: QLineEdit, state: str) -> None:
    """Colour the edge; the words below say why."""
    if field.property("state") != state:
        field.setProperty("state", state)
        polish_again(field)


def short_words(endpoint: Endpoint, shell: Shell) -> tuple[str, str, str]:
    """For a list to choose from: there is no room for the words between."""
    return endpoint.host, str(endpoint.port), shell.speech.say(f"security.{endpoint.security}")
