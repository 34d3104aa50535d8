"""What the tests of the practice SMTP server share: a script in good order, and clients to talk to it."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from mailcheck.domain.account import Endpoint, Security
from mailcheck.lab import smtp_server
from mailcheck.lab.authority import Authority
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Layout, Script
from tests.lab.serving import serving

AUTHORITY = Authority()
HOST, ADDRESS, PASSWORD = "smtp.example", "Anna@romashka.example", "пароль"
PLAIN_PASSWORD = "secret"  # smtplib has no other letters
CONTEXT = AUTHORITY.context(HOST, "good")
LOGIN = base64.b64encode(b"\0anna\0" + PASSWORD.encode()).decode()
OFFERS = (
    *("PIPELINING", "SIZE 20000", "STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME", "DSN", "SMTPUTF8"),
    "ENHANCEDSTATUSCODES",
)
GOOD = Script(Endpoint(HOST, 587, Security.NONE), "220 smtp.example ESMTP", OFFERS, "535-5.7.8 no\n535 5.7.8 wrong")


@dataclass(frozen=True)
class Place:
    port: int
    mail: Mail

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, "client", 5)

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def say(self, *lines: str) -> str:
        """All at once, and whatever is answered until the server closes."""
        with self.raw() as client:
            client.sendall("".join(line + "\r\n" for line in lines).encode("utf-8", "surrogateescape"))
            return client.makefile("rb").read().decode()

    def inbox(self) -> list[bytes]:
        return [letter.content for letter in self.mail.folders["INBOX"].letters]

    def sent(self) -> list[bytes]:
        return [letter.content for letter in self.mail.folders["Sent"].letters]


@contextmanager
def place(
    security: Security = Security.NONE,
    *,
    layout: Layout | None = None,
    context: ssl.SSLContext = CONTEXT,
    **script: Any,
) -> Iterator[Place]:
    script_ = replace(GOOD, endpoint=Endpoint(HOST, 587, security), **script)
    layout = layout or Layout({"Sent": ("\\Sent",)}, keeps_sent=True)
    mail = Mail(layout, frozenset(("anna", ADDRESS.lower())), (PASSWORD, PLAIN_PASSWORD))
    with serving(lambda: smtp_server.listen(script_, mail, ADDRESS, context)) as server:
        yield Place(server.port, mail)


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cadata=AUTHORITY.pem)
