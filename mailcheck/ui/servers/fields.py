"""One server as it is being typed: name, port and encryption, the last two tied together. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailcheck.commands.servers import DEFAULT_PORTS
from mailcheck.domain.account import Endpoint, Security, Service

_USUAL = {993: Security.TLS, 465: Security.TLS} | dict.fromkeys((143, 587, 25, 2525), Security.STARTTLS)
"""What a mail server expects on its port (RFC 8314 section 7; 2525 is the door of hosters whose 25 is closed)."""
_WEB = (80, 443, 8080)
_OTHER_WAY = {  # ports of the other conversation, or of POP3, that are typed into the wrong field
    Service.INCOMING: (465, 587, 25, 2525),
    Service.OUTGOING: (993, 143, 995, 110),
}
_POP3 = (995, 110)


@dataclass(slots=True)
class ServerFields:
    """What stands in the three fields. `port` is what was typed, digits or not."""

    service: Service
    host: str = ""
    port: str = ""
    security: Security = Security.TLS
    port_typed: bool = False
    security_chosen: bool = False
    _meant: Security = field(init=False, repr=False)  # what holds for a port that tells nothing

    def __post_init__(self) -> None:
        self._meant = self.security
        self.port = self.port or str(DEFAULT_PORTS[self.service, self.security])

    def show(self, endpoint: Endpoint) -> None:
        """Take over a server that is known; all of it was meant."""
        self.host, self.port = endpoint.host, str(endpoint.port)
        self.security = self._meant = endpoint.security
        self.port_typed = endpoint.port != DEFAULT_PORTS[self.service, endpoint.security]
        self.security_chosen = False

    def choose(self, security: Security) -> None:
        """The port follows, unless it was typed by hand."""
        self.security = self._meant = security
        self.security_chosen = True
        if not self.port_typed or not self.port.strip():
            self.port, self.port_typed = str(DEFAULT_PORTS[self.service, security]), False

    def type_port(self, text: str) -> None:
        """The encryption follows, unless it was chosen by hand: then it is only suggested.

        "25" on the way to "2599" leaves nothing behind.
        """
        self.port, self.port_typed = text, bool(text.strip())
        if not self.security_chosen:
            self.security = self.usual() or self._meant

    def usual(self) -> Security | None:
        """The encryption that goes with the port."""
        number = self.number()
        return _USUAL.get(number) if number else None

    @property
    def suggestion(self) -> Security | None:
        """Another encryption than the one chosen, when the port is known for it."""
        usual = self.usual()
        return usual if usual is not self.security else None

    def number(self) -> int | None:
        text = self.port.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 5):
            return None
        return int(text) if 1 <= int(text) <= 65535 else None

    def port_trouble(self) -> str | None:
        """What is odd about the port, as a key of window texts; only "port-wrong" stands in the way."""
        number = self.number()
        if number is None:
            return "port-wrong"
        if number in _WEB:
            return "port-web"
        if number in _POP3 and self.service is Service.INCOMING:
            return "port-pop3"
        return "port-other-way" if number in _OTHER_WAY[self.service] else None

    @property
    def empty(self) -> bool:
        return not self.host.strip()

    def endpoint(self) -> Endpoint | None:
        """None while there is no server's name, or no port."""
        number = self.number()
        return None if self.empty or number is None else Endpoint(self.host.strip(), number, self.security)
