"""A scripted server: real sockets on loopback, real TLS by trustme, and every answer under the test's control.

`Server(talk)` runs `talk(connection)` for each client in a thread of its own. `imap(...)` and `smtp(...)` are talks
that behave well, except where an answer is given for a command:

    imap(LOGIN="NO [AUTHENTICATIONFAILED] no")      the answer to LOGIN, the tag is put before it
    smtp(RCPT="550 5.1.1 no such user")             the answer to RCPT
    imap(LIST=hang)                                 or something to do instead: hang, close, reset, drip, flood
"""

from __future__ import annotations

import base64
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

SOON = 5.0
"""Seconds that a test waits for what must come by itself: it has long come by then, on the busiest machine."""

Talk = Callable[["Connection"], None]
Answer = str | bytes | Callable[["Connection"], None]


class Gone(Exception):
    """The client has closed, or the test is over."""


class Connection:
    """One client. What it said stands in `server.heard`, line by line; `number` counts the clients from 1."""

    def __init__(self, sock: socket.socket, server: Server, number: int) -> None:
        self.sock = sock
        self.server = server
        self.number = number
        self.tag = ""  # of the IMAP command that is being answered
        self._buffer = b""

    def send(self, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        try:
            self.sock.sendall(data)
        except OSError:
            raise Gone from None

    def line(self, text: str) -> None:
        self.send(text.replace("\n", "\r\n") + "\r\n")

    def forget(self) -> None:
        """Lose what has arrived beyond the line that was read."""
        self._buffer = b""

    def read_line(self) -> str:
        while b"\n" not in self._buffer:
            try:
                data = self.sock.recv(4096)
            except OSError:
                raise Gone from None
            if not data:
                raise Gone
            self._buffer += data
        line, self._buffer = self._buffer.split(b"\n", 1)
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
        self.cut()
        self.sock.close()

    def cut(self) -> None:
        """End the connection under whoever reads from it in another thread."""
        with suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def hang(connection: Connection) -> None:
    """Says nothing more until the client has had enough."""
    with suppress(OSError):
        while connection.sock.recv(4096):
            pass
    raise Gone


def close(connection: Connection) -> None:
    raise Gone


def close_tls(connection: Connection) -> None:
    """The end of the conversation as TLS has it: said to the client before the connection is closed."""
    with suppress(OSError):
        assert isinstance(connection.sock, ssl.SSLSocket)
        connection.sock.settimeout(0)  # it is said, and the client's own goodbye is not waited for
        connection.sock.unwrap()
    raise Gone


def reset(connection: Connection) -> None:
    with suppress(OSError):
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sock.close()
    raise Gone


def over_tls(talk: Talk) -> Talk:
    """TLS from the first byte, whatever was asked for."""

    def encrypted(connection: Connection) -> None:
        connection.start_tls()
        talk(connection)

    return encrypted


def drip(connection: Connection) -> None:
    """A byte every 20 ms, for ever: never silent, never done."""
    while not connection.server.over.wait(0.02):
        connection.send("x")


def repeat(block: bytes) -> Talk:
    """Sends the block again and again for as long as the client takes it."""
    many = block * (1 + 60_000 // len(block))

    def flood(connection: Connection) -> None:
        while not connection.server.over.is_set():
            connection.send(many)

    return flood


flood = repeat(b"* OK " + b"x" * 4000 + b"\r\n")


def garbage(connection: Connection) -> None:
    """Bytes that are no text in any encoding of mail."""
    connection.send(bytes(range(128, 256)) + b"\r\n")
    hang(connection)


class Server:
    """Listens on loopback until the test is over. `implicit` encrypts at once; the context serves STARTTLS too."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None, *, implicit: bool = False) -> None:
        self.talk = talk
        self.context = context
        self.implicit = implicit
        self.heard: list[str] = []
        self.over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._connections: list[Connection] = []
        self._threads = [threading.Thread(target=self._accept, name=f"server {self.port}")]
        self._threads[0].start()

    @property
    def connections(self) -> int:
        return len(self._connections)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(sock, self, len(self._connections) + 1)
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name=f"client of {self.port}")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: Connection) -> None:
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
        for connection in self._connections:
            connection.cut()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive(), thread.name


def _answer(connection: Connection, answer: Answer, prefix: str = "") -> None:
    """A text is sent line by line, `prefix` before each that is no untagged one; bytes are sent as they are."""
    if callable(answer):
        answer(connection)
    elif isinstance(answer, bytes):
        connection.send(answer)
    else:
        connection.line(
            "\n".join(line if line.startswith(("*", "+")) else prefix + line for line in answer.split("\n"))
        )


def imap(
    greeting: Answer = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SPECIAL-USE QUOTA] ready",
    folders: tuple[str, ...] = ('(\\HasNoChildren) "/" INBOX', '(\\HasNoChildren \\Sent) "/" Sent'),
    capabilities: str = "IMAP4rev1 AUTH=PLAIN SPECIAL-USE QUOTA",
    quota: str = "",
    **answers: Answer,
) -> Talk:
    """A mailbox in good order, but for `answers` by command (LOGIN, LIST, STARTTLS ...; EXAMINE_Sent by argument)."""

    def talk(connection: Connection) -> None:
        _answer(connection, greeting)
        while True:
            tag, _, rest = connection.read_line().partition(" ")
            connection.tag = tag
            command, _, arguments = rest.partition(" ")
            command = command.upper()
            by_argument = f"{command}_{arguments.strip(chr(34))}"
            answer = answers.get(by_argument, answers.get(command))
            if command == "AUTHENTICATE" and not callable(answer):
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
                connection.line("\n".join(f"* LIST {folder}" for folder in folders) or "* OK no folders")
            elif command == "EXAMINE":
                connection.line("* 3 EXISTS")
            elif command == "GETQUOTAROOT" and quota:
                connection.line(f'* QUOTAROOT "INBOX" ""\n* QUOTA "" ({quota})')
            elif command == "LOGOUT":
                connection.line("* BYE see you")
            connection.line(f"{tag} OK {'[READ-ONLY] ' if command == 'EXAMINE' else ''}done")
            if command == "STARTTLS":
                connection.start_tls()

    return talk


EXTENSIONS = "SIZE 52428800\nAUTH PLAIN LOGIN\nPIPELINING\nSMTPUTF8\nSTARTTLS"


def smtp(
    greeting: Answer = "220 mail.example.test ESMTP",
    extensions: str = EXTENSIONS,
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
                if (
                    command == "STARTTLS"
                    and isinstance(answer, str)
                    and answer.startswith("220")
                    and "\n" not in answer
                ):
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
