"""imaplib on a Wire, and patient with servers that write IMAP a little differently."""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

from mailcheck.probes.wire import Wire

imaplib.Commands.setdefault("XLIST", ("AUTH", "SELECTED"))
_RESPONSE = re.compile(rb"(?P<head>\*(?: \d+)?|[A-P]{4}\d+) (?P<word>[A-Za-z]+)(?P<rest>\b.*)", re.DOTALL)


class Imap4(imaplib.IMAP4):
    """It reads by the wire alone, because imaplib's own way differs between Python versions."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._in_response = False  # a literal was read, the rest of its line comes next
        super().__init__()
        self.is_readonly = True  # EXAMINE is what we want: imaplib takes READ-ONLY for an accident

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self.sock: Any = self._wire

    def read(self, size: int) -> bytes:
        self._in_response = True
        return self._wire.read(size)

    def readline(self) -> bytes:
        line = self._wire.readline()
        if self._in_response:
            self._in_response = False
            return _ended(line)
        while line in (b"\r\n", b"\n"):
            line = self._wire.readline()
        return _tidied(line)

    def send(self, data: Any) -> None:
        self._wire.sendall(bytes(data))

    def shutdown(self) -> None:
        self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()

    def talk(self, answers: Answers, name: str, *arguments: str) -> Any:
        """Send a command that the server asks more about; the tag to wait for."""
        self.literal: Any = answers.next  # imaplib calls it for every "+"
        return self._command(name, *arguments)

    def _get_capabilities(self) -> None:
        """The greeting may hold them already (RFC 9051 section 7.1): then asking is a round trip for nothing.

        imaplib refuses to speak to a server that does not say IMAP4rev1; newer ones say IMAP4rev2, odd ones nothing.
        """
        offered = self.untagged_responses.pop("CAPABILITY", None)
        if offered:
            self.capabilities = words(offered)
        else:
            super()._get_capabilities()  # type: ignore[misc]  # not in typeshed
        self.capabilities += ("IMAP4REV1",)

    def _log(self, line: str) -> None:
        """imaplib keeps its last commands, the login among them; ours does not."""


class Answers:
    """What to say to each "+" in turn, whatever its prompt; when all is said, an empty line."""

    def __init__(self, *answers: bytes | Callable[[bytes], bytes]) -> None:
        self._answers: Iterator[bytes | Callable[[bytes], bytes]] = iter(answers)

    def next(self, prompt: bytes | None) -> bytes:
        answer = next(self._answers, b"")
        return answer(prompt or b"") if callable(answer) else answer


def words(response: list[Any]) -> tuple[str, ...]:
    """The last of the responses of one kind, as upper-case words."""
    return tuple(response[-1].decode("ascii", "replace").upper().split())


def quotable(text: bytes) -> bool:
    """Whether it can stand in quotes; anything else must go as a literal (RFC 9051 section 4.3)."""
    return text.isascii() and text.decode().isprintable()


def quoted(text: bytes) -> bytes:
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _ended(line: bytes) -> bytes:
    """A bare line feed ends a line too; half a line at the end of the stream stays half."""
    return line.rstrip(b"\r\n") + b"\r\n" if line.endswith(b"\n") else line


def _tidied(line: bytes) -> bytes:
    """As imaplib insists: upper case, and a text after the status, were it an empty one ("A1 ok" is understood)."""
    line = _ended(line)
    match = _RESPONSE.fullmatch(line)
    if not match:
        return line
    rest = match["rest"]
    if rest == b"\r\n" and not match["head"].startswith(b"*"):
        rest = b" \r\n"
    return match["head"] + b" " + match["word"].upper() + rest
