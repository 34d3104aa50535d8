"""A scripted server: real sockets on loopback, real TLS by trustme, and every answer under the test's control.

`Server(talk)` runs `talk(connection)` for each client in a thread of its own. `imap(...)` and `smtp(...)` are talks that
behave well, except where an answer is given for a command:

    imap(LOGIN="NO [AUTHENTICATIONFAILED] no")      the answer to LOGIN, the tag is put before it
    smtp(RCPT="550 5.1.1 no such user")             the answer to RCPT
    imap(LIST=hang)                                 or something to do instead: hang, close, reset, drip, flood
"""

from __future__ import annotations

import base64
import datetime
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import trustme

Talk = Callable[["Connection"], None]
Answer = str | Callable[["Connection"], None]


class Gone(Exception):
    """The client has closed, or the test is over."""


class Connection:
    """One client. `heard` collects what it said, line by line."""

    def __init__(self, sock: socket.socket, server: Server) -> None:
        self.sock = sock
        self.server = server
        self.buffer = b""

    def send(self, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        try:
            self.sock.sendall(data)
        except OSError:
            raise Gone from None

    def line(self, text: str) -> None:
        self.send(text.replace("\n", "\r\n") + "\r\n")

    def read_line(self) -> str:
        while b"\n" not in self.buffer:
            try:
                data = self.sock.recv(4096)
            except OSError:
                raise Gone from None
            if not data:
                raise Gone
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        text = line.rstrip(b"\r").decode("utf-8", "backslashreplace")
        self.server.heard.append(text)
        return text

    def start_tls(self) -> None:
        assert self.server.context
        try:
            self.sock = self.server.context.wrap_socket(self.sock, server_side=True)
        except OSError:
            raise Gone from None

    def close(self) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


def hang(connection: Connection) -> None:
    """Says nothing more until the client has had enough."""
    with suppress(OSError):
        while connection.sock.recv(4096):
            pass
    raise Gone


def close(connection: Connection) -> None:
    connection.close()
    raise Gone


def reset(connection: Connection) -> None:
    with suppress(OSError):
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sock.close()
    raise Gone


def drip(connection: Connection) -> None:
    """A byte every 20 ms, for ever: never silent, never done."""
    while not connection.server.over.wait(0.02):
        connection.send("x")


def flood(connection: Connection) -> None:
    block = b"* OK " + b"x" * 4000 + b"\r\n"
    while not connection.server.over.is_set():
        connection.send(block * 16)


def garbage(connection: Connection) -> None:
    connection.send(bytes(range(128, 256)) + b"\r\n")


class Server:
    """Listens on loopback until the test is over. `tls` "tls" encrypts at once; `context` is there for STARTTLS too."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None, *, implicit: bool = False) -> None:
        self.talk = talk
        self.context = context
        self.implicit = implicit
        self.heard: list[str] = []
        self.connections = 0
        self.over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._socks: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, name=f"server {self.port}")]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._socks.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,), name=f"client of {self.port}")
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        connection = Connection(sock, self)
        with suppress(Gone, OSError):
            if self.implicit:
                connection.start_tls()
            self.talk(connection)
        connection.close()

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._socks:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive(), thread.name


def _answer(connection: Connection, answer: Answer, prefix: str = "") -> None:
    if callable(answer):
        answer(connection)
        return
    connection.line("\n".join(line if line.startswith(("*", "+")) else prefix + line for line in answer.split("\n")))


def imap(
    greeting: Answer = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SPECIAL-USE QUOTA] ready",
    folders: tuple[str, ...] = ('(\\HasNoChildren) "/" INBOX', '(\\HasNoChildren \\Sent) "/" Sent'),
    capabilities: str = "IMAP4rev1 AUTH=PLAIN SPECIAL-USE QUOTA",
    quota: str = "",
    **answers: Answer,
) -> Talk:
    """A mailbox in good order, but for `answers` by command name (LOGIN, LIST, EXAMINE, STARTTLS ...)."""

    def talk(connection: Connection) -> None:
        _answer(connection, greeting)
        while True:
            tag, _, rest = connection.read_line().partition(" ")
            words = rest.split(" ")
            command = words[0].upper()
            answer = answers.get(f"{command}_{words[1].strip(chr(34))}" if len(words) > 1 else "", answers.get(command))
            if command == "AUTHENTICATE" and answer is None:
                connection.line("+ ")
                connection.read_line()
            if command == "AUTHENTICATE" and isinstance(answer, str):
                connection.line("+ ")
                connection.read_line()
            if answer is not None:
                _answer(connection, answer, f"{tag} ")
                if command == "STARTTLS" and isinstance(answer, str) and answer.startswith("OK") and "\n" not in answer:
                    connection.start_tls()
                continue
            if command == "CAPABILITY":
                connection.line(f"* CAPABILITY {capabilities}")
            elif command == "LIST":
                for folder in folders:
                    connection.line(f"* LIST {folder}")
            elif command == "EXAMINE":
                connection.line("* 3 EXISTS")
            elif command == "GETQUOTAROOT" and quota:
                connection.line(f'* QUOTAROOT "INBOX" ""\n* QUOTA "" ({quota})')
            elif command == "LOGOUT":
                connection.line("* BYE see you")
            connection.line(f"{tag} OK done")
            if command == "STARTTLS":
                connection.start_tls()

    return talk


def smtp(
    greeting: Answer = "220 mail.example.test ESMTP",
    extensions: str = "SIZE 52428800\nAUTH PLAIN LOGIN\nPIPELINING\nSMTPUTF8\nSTARTTLS",
    **answers: Answer,
) -> Talk:
    """A submission server in good order, but for `answers` by command name (AUTH, MAIL, RCPT ...)."""

    def talk(connection: Connection) -> None:
        _answer(connection, greeting)
        while True:
            line = connection.read_line()
            command = line.split(" ")[0].upper()
            answer = answers.get(command)
            if answer is not None:
                _answer(connection, answer)
                if command == "STARTTLS" and isinstance(answer, str) and answer.startswith("220") and "\n" not in answer:
                    connection.start_tls()
                continue
            if command == "EHLO":
                words = ["mail.example.test", *extensions.split("\n")]
                connection.line("\n".join(f"250-{word}" for word in words[:-1]) + f"\n250 {words[-1]}")
            elif command == "STARTTLS":
                connection.line("220 go on")
                connection.start_tls()
            elif command == "AUTH":
                _authenticate(connection, line)
            elif command == "QUIT":
                connection.line("221 bye")
            else:
                connection.line("250 2.0.0 fine")

    return talk


def _authenticate(connection: Connection, line: str) -> None:
    if "LOGIN" in line.upper():
        connection.line("334 VXNlcm5hbWU6")
        connection.read_line()
        connection.line("334 UGFzc3dvcmQ6")
        connection.read_line()
    elif "CRAM-MD5" in line.upper():
        connection.line("334 " + base64.b64encode(b"<1@test>").decode())
        connection.read_line()
    connection.line("235 2.7.0 welcome")


class Certificates:
    """A CA that the tests trust, another one that they do not, and contexts for servers by the fault in them."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA(organization_name="mailcheck tests")
        self.ca_file = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(self.ca_file)
        self._stranger = trustme.CA(organization_name="unknown to all")

    def good(self) -> ssl.SSLContext:
        return _context(self.ca.issue_cert("localhost", "127.0.0.1"))

    def expired(self) -> ssl.SSLContext:
        then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=3)
        return _context(self.ca.issue_cert("localhost", "127.0.0.1", not_after=then))

    def expiring(self, days: int) -> ssl.SSLContext:
        then = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days, hours=1)
        return _context(self.ca.issue_cert("localhost", "127.0.0.1", not_after=then))

    def wrong_host(self) -> ssl.SSLContext:
        return _context(self.ca.issue_cert("mail.other.test"))

    def unknown(self, organization: str = "unknown to all") -> ssl.SSLContext:
        return _context(trustme.CA(organization_name=organization).issue_cert("localhost", "127.0.0.1"))


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@contextmanager
def running(*servers: Server) -> Iterator[tuple[Server, ...]]:
    try:
        yield servers
    finally:
        for server in servers:
            server.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 2.0) -> bool:
    """Whether something comes true in time, looked at every 5 ms."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return condition()
