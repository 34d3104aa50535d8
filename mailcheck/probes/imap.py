"""An IMAP conversation (RFC 9051, RFC 3501) over our wire: imapclient and imaplib speak, the wire carries.

Commands that do not depend on each other are sent together (RFC 9051 section 5.5), so that a mailbox on the other side
of the country costs few round trips.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7
from imapclient.response_parser import parse_response

from mailcheck.domain.account import Credentials
from mailcheck.domain.reply import Reply, parse_reply
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.probes.redact import printable
from mailcheck.probes.wire import Wire

_TAGGED_NO = re.compile(r"^[A-P]{4}\d+ (?=(?:NO|BAD)\b)")
_BARE_STATUS = re.compile(rb"[A-P]{4}\d+ (?:OK|NO|BAD)\r?\n")
_PARSER_ERRORS = (ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError, RecursionError)
"""What imaplib and imapclient raise when a server sends nonsense; nothing of ours runs where these are caught."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A mailbox as LIST tells it: the decoded name, flags in lower case ("\\sent"), the hierarchy delimiter."""

    name: str
    flags: frozenset[str]
    delimiter: str


@dataclass(frozen=True, slots=True)
class Quota:
    """STORAGE in kibibytes (RFC 9208)."""

    used: int
    limit: int


class _Imap4(imaplib.IMAP4):
    """imaplib on a Wire. It reads by the wire alone, because its own way differs between Python versions."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__()

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self.sock: Any = self._wire

    def read(self, size: int) -> bytes:
        return self._wire.read(size)

    def readline(self) -> bytes:
        """RFC 9051 wants a text after the status and imaplib insists; servers that say "A1 OK" are understood."""
        line = self._wire.readline()
        return line.rstrip() + b" \r\n" if _BARE_STATUS.fullmatch(line) else line

    def send(self, data: Any) -> None:
        self._wire.sendall(bytes(data))

    def shutdown(self) -> None:
        self._wire.shutdown(socket.SHUT_RDWR)
        self._wire.close()

    def _get_capabilities(self) -> None:
        """The greeting may hold them already (RFC 9051 section 7.1): then asking is a round trip for nothing."""
        offered = self.untagged_responses.pop("CAPABILITY", None)
        if offered:
            self.capabilities = _words(offered)
        else:
            super()._get_capabilities()  # type: ignore[misc]  # not in typeshed

    def _log(self, line: str) -> None:
        """imaplib keeps its last commands, the login among them; ours does not."""


class _Client(IMAPClient):  # type: ignore[misc]  # imapclient has no types
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__("", ssl=False)
        self._imap.debug = 0  # imapclient sets 5, which writes every line to a logger

    def _create_IMAP4(self) -> _Imap4:  # noqa: N802 - imapclient's name
        return _Imap4(self._wire)

    def _set_read_timeout(self) -> None:
        """The wire has its own deadline."""


class Imap:
    """One IMAP session. Every method raises ProbeError (Refusal when the server said no) and nothing else."""

    def __init__(self, wire: Wire) -> None:
        """Read the greeting."""
        self._wire = wire
        with self._speaking():
            self._client = _Client(wire)
            self._imap: Any = self._client._imap
            self._imap.is_readonly = True  # EXAMINE is what we want: imaplib takes READ-ONLY for an accident
            self._capabilities = self._read_capabilities()

    @property
    def greeting(self) -> str:
        return printable((self._imap.welcome or b"").rstrip())

    @property
    def capabilities(self) -> frozenset[str]:
        return self._capabilities

    def starttls(self, context: ssl.SSLContext, host: str) -> ssl.SSLObject:
        """RFC 9051 section 6.2.1. ProbeError starttls-not-offered, starttls-injection; ssl.SSLError passes."""
        if "STARTTLS" not in self._capabilities:
            raise ProbeError("starttls-not-offered", capabilities=" ".join(sorted(self._capabilities)))
        with self._speaking():
            self._finish(self._imap._command("STARTTLS"), "STARTTLS")
        glued = self._wire.early_bytes()
        if glued:
            raise ProbeError("starttls-injection", reply=printable(glued))
        tls = self._wire.start_tls(context, host)
        with self._speaking():  # RFC 9051 section 6.2.1: what was said before TLS counts for nothing
            self._imap.untagged_responses.clear()
            self._imap._get_capabilities()
            self._capabilities = self._read_capabilities()
        return tls

    def login(self, credentials: Credentials, mechanism: str) -> None:
        """`mechanism` is "LOGIN" or "PLAIN" (AUTHENTICATE, in UTF-8)."""
        assert credentials.secret is not None
        username, secret = credentials.username, credentials.secret.reveal()
        self._wire.hide_client = True
        try:
            with self._speaking():
                if mechanism == "LOGIN":
                    self._client.login(username, secret)
                else:
                    self._client.plain_login(username, secret)
        finally:
            self._wire.hide_client = False

    def list_folders(self) -> tuple[Folder, ...]:
        """All folders. SPECIAL-USE (RFC 6154) or XLIST flags are asked for where plain LIST does not bring any."""
        with self._speaking():
            tags = [
                (self._imap._command("CAPABILITY"), "CAPABILITY"),
                (self._imap._command("LIST", '""', '"*"'), "LIST"),
            ]
            for tag, name in tags:
                self._finish(tag, name)
            self._capabilities = self._read_capabilities() or self._capabilities
            folders = self._folders("LIST")
        if any("\\sent" in folder.flags for folder in folders):
            return folders
        return self._folders_with_flags(folders)

    def _folders_with_flags(self, plain: tuple[Folder, ...]) -> tuple[Folder, ...]:
        for capability, command, arguments in (
            ("SPECIAL-USE", "LIST", ("(SPECIAL-USE)", '""', '"*"')),
            ("XLIST", "XLIST", ('""', '"*"')),
        ):
            if capability not in self._capabilities:
                continue
            with suppress(Refusal), self._speaking():
                imaplib.Commands.setdefault("XLIST", ("AUTH", "SELECTED"))
                self._finish(self._imap._command(command, *arguments), command)
                flags = {folder.name: folder.flags for folder in self._folders(command)}
                return tuple(Folder(f.name, f.flags | flags.get(f.name, frozenset()), f.delimiter) for f in plain)
        return plain

    @property
    def folders_so_far(self) -> int:
        """How many a LIST that did not finish has brought."""
        return len([item for item in self._imap.untagged_responses.get("LIST", []) if item])

    def examine(self, names: tuple[str, ...]) -> tuple[Reply | None, ...]:
        """Open folders read-only, all asked at once. None for each that opened, the refusal for each that did not."""
        with self._speaking():
            tags = [self._imap._command("EXAMINE", _quoted(name)) for name in names]
            return tuple(self._answer(tag, "EXAMINE") for tag in tags)

    def quota(self) -> Quota | None:
        """The STORAGE quota of INBOX; None where the server offers none or does not tell."""
        if "QUOTA" not in self._capabilities:
            return None
        with suppress(Refusal), self._speaking():
            self._finish(self._imap._command("GETQUOTAROOT", '"INBOX"'), "GETQUOTAROOT")
            parsed = parse_response(self._imap.untagged_responses.pop("QUOTA", []))
            for resources in parsed[1::2]:
                for name, used, limit in zip(resources[::3], resources[1::3], resources[2::3], strict=False):
                    if _bytes(name).upper() == b"STORAGE" and int(limit) > 0:
                        return Quota(int(used), int(limit))
        return None

    def logout(self) -> None:
        with self._speaking():
            self._imap.logout()

    # --- inside --------------------------------------------------------------------------------------------------

    def _read_capabilities(self) -> frozenset[str]:
        offered = self._imap.untagged_responses.pop("CAPABILITY", None)
        return frozenset(_words(offered) if offered else self._imap.capabilities)

    def _folders(self, response: str) -> tuple[Folder, ...]:
        data = [item for item in self._imap.untagged_responses.pop(response, []) if item]
        parsed = parse_response(data) if data else ()
        triples = zip(parsed[::3], parsed[1::3], parsed[2::3], strict=False)
        return tuple(
            Folder(
                _folder_name(name),
                frozenset(_bytes(flag).decode("ascii", "replace").lower() for flag in flags),
                _bytes(delimiter).decode("ascii", "replace"),
            )
            for flags, delimiter, name in triples
        )

    def _finish(self, tag: Any, name: str) -> None:
        refusal = self._answer(tag, name)
        if refusal:
            raise Refusal(refusal)

    def _answer(self, tag: Any, name: str) -> Reply | None:
        status, data = self._imap._get_tagged_response(tag, expect_bye=False)
        if status == "OK":
            return None
        return _refusal(f"{status} {printable((data and data[-1]) or b'')}")

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn whatever the libraries raise into what the wire has seen: their messages are not parsed."""
        try:
            yield
        except ProbeError:
            raise
        except (imaplib.IMAP4.error, IMAPClientError, OSError, *_PARSER_ERRORS) as error:
            raise self._why() from error

    def _why(self) -> ProbeError:
        if self._wire.cancelled:
            return Cancelled()
        if self._wire.fault:
            return self._wire.fault
        lines = list(self._wire.heard)
        for line in reversed(lines):
            if _TAGGED_NO.match(line):
                return Refusal(_refusal(_TAGGED_NO.sub("", line)))
        for line in lines:
            if line.upper().startswith("* BYE"):
                return Refusal(parse_reply(line))
        if self._wire.ended:
            return ProbeError("connection-dropped", reply="\n".join(lines))
        return ProbeError("reply-malformed", reply="\n".join(lines))


def _words(response: list[Any]) -> tuple[str, ...]:
    """The last of the responses of one kind, as upper-case words."""
    return tuple(response[-1].decode("ascii", "replace").upper().split())


def _folder_name(name: Any) -> str:
    """What is no modified UTF-7 is shown as it came."""
    raw = _bytes(name)
    try:
        return str(decode_utf7(raw))
    except (ValueError, IndexError):
        return raw.decode("utf-8", "backslashreplace")


def _bytes(token: Any) -> bytes:
    """imapclient parses "2024" to a number, and bytes() of a number is a size of memory: the server's to choose."""
    if token is None:
        return b""
    return str(token).encode() if isinstance(token, int) else bytes(token)


def _refusal(line: str) -> Reply:
    """ "NO BAD day": the star says that the first word is the status, and not a tag before it."""
    return replace(parse_reply(f"* {line}"), raw=line.strip())


def _quoted(name: str) -> bytes:
    raw = bytes(encode_utf7(name))
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
