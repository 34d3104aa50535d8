"""A practice IMAP server for a test, and clients that talk to it: raw lines, and the libraries people use."""

from __future__ import annotations

import base64
import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

from imapclient import IMAPClient

from mailcheck.domain.account import Endpoint, Security
from mailcheck.lab import imap_server
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Layout, Script
from tests.certificates import Certificates
from tests.lab.serving import serving

NAME, PASSWORD = "anna@example.test", 'pa ss"wörd\\'
OFFERS = (
    "IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR LITERAL+ ID IDLE NAMESPACE QUOTA UIDPLUS MOVE UNSELECT CHILDREN "
    "SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS"
)
SCRIPT = Script(
    endpoint=Endpoint("imap.example.test", 993, Security.NONE),
    greeting="OK ready",
    offers=tuple(OFFERS.split()),
    refusal="NO [AUTHENTICATIONFAILED] wrong",
)
LAYOUT = Layout({"Sent": ("\\Sent",), "Черновики": ("\\Drafts",), "Work/Old": ()}, used_kib=10, limit_kib=100)
LETTER = b"From: Anna <anna@example.test>\r\nTo: b@example.test\r\nSubject: Greetings\r\n\r\nHello\r\n"

MIXED = (
    b"From: =?utf-8?b?0JDQvdC90LA=?= <anna@example.test>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0300\r\n"
    b'Subject: Two\r\n parts\r\nContent-Type: multipart/mixed; boundary="=b"\r\n\r\nnobody reads this\r\n'
    b"--=b\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode("Привет".encode("koi8-r"))
    + b"\r\n--=b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=x.eml\r\n\r\n"
    + LETTER
    + b"\r\n--=b--\r\n"
)


def script(security: Security = Security.NONE, **changes: Any) -> Script:
    return replace(SCRIPT, endpoint=replace(SCRIPT.endpoint, security=security), **changes)


@contextmanager
def imap(
    certificates: Certificates, played: Script = SCRIPT, layout: Layout = LAYOUT, mail: Mail | None = None
) -> Iterator[int]:
    """The port of a server."""
    inbox = mail or Mail(layout, frozenset({NAME}), (PASSWORD,))
    with serving(lambda: imap_server.listen(played, inbox, certificates.good())) as server:
        yield server.port


class Raw:
    """Lines as they are. Whatever does not come within seconds fails the test."""

    def __init__(self, port: int, *, greeted: bool = True) -> None:
        self._tag = 0
        self.socket: socket.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self.socket.makefile("rb")
        if greeted:
            self.greeting = self.line()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def line(self) -> bytes:
        return self._file.readline()

    def rest(self) -> bytes:
        """All up to the end of the connection."""
        return self._file.read()

    def ask(self, command: str | bytes) -> list[bytes]:
        """The lines of the answer, the last without its tag."""
        self._tag += 1
        tag = b"t%d" % self._tag
        self.send(tag + b" " + (command.encode() if isinstance(command, str) else command) + b"\r\n")
        lines: list[bytes] = []
        while line := self.line():
            if line.startswith(tag + b" "):
                return [*lines, line[len(tag) + 1 : -2]]
            lines.append(line[:-2])
        return [*lines, b""]

    def log_in(self) -> None:
        secret = PASSWORD.encode()
        answer = self.ask(b"LOGIN %b {%d+}\r\n%b" % (NAME.encode(), len(secret), secret))
        assert answer[-1].startswith(b"OK")

    def start_tls(self, context: ssl.SSLContext) -> None:
        self._file.close()
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self._file = self.socket.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@contextmanager
def raw(port: int, *, greeted: bool = True, known: bool = False) -> Iterator[Raw]:
    with closing(Raw(port, greeted=greeted)) as client:
        if known:
            client.log_in()
        yield client


@contextmanager
def in_inbox(certificates: Certificates, mail: Mail) -> Iterator[Raw]:
    """In INBOX with two letters."""
    mail.deliver(LETTER)
    mail.deliver(MIXED)
    with imap(certificates, mail=mail) as port, raw(port, known=True) as session:
        session.ask("SELECT INBOX")
        yield session


@contextmanager
def imapclient(port: int, folder: str | None = None) -> Iterator[IMAPClient]:
    with IMAPClient("127.0.0.1", port, ssl=False, timeout=5) as client:
        client.plain_login(NAME, PASSWORD)
        if folder:
            client.select_folder(folder)
        yield client


@contextmanager
def imaplib_client(port: int) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4("127.0.0.1", port, 5) as client:
        client.authenticate("PLAIN", lambda _: f"\0{NAME}\0{PASSWORD}".encode())
        yield client


def trusting(certificates: Certificates) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificates.ca_file)
