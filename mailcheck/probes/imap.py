"""An IMAP conversation (RFC 9051, RFC 3501) over our wire: imaplib speaks, imapclient parses, the wire carries.

One command at a time, as the simplest servers want it; but nothing is asked that was told already, so that a mailbox on
the other side of the country costs few round trips.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from imapclient.exceptions import IMAPClientError
from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.response_parser import parse_response

from mailcheck.domain.account import Credentials
from mailcheck.domain.reply import Reply, parse_reply
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.probes.folder import Folder, argument, read_folders
from mailcheck.probes.imap4 import Answers, Imap4, quotable, quoted, words
from mailcheck.probes.redact import printable
from mailcheck.probes.sasl import cram_md5, plain
from mailcheck.probes.wire import Wire

_PATIENCE = 5.0
"""Seconds for the quota: worth knowing, not worth waiting for."""
_MOST = 2**63  # RFC 9208 section 5: numbers of a quota have 63 bits
_TAGGED_NO = re.compile(r"^[A-P]{4}\d+ (?=(?:NO|BAD)\b)", re.IGNORECASE)
_BYE = re.compile(r"^\* BYE\b", re.IGNORECASE)
_PARSER_ERRORS = (ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError, RecursionError)
"""What imaplib and imapclient raise when a server sends nonsense; nothing of ours runs where these are caught."""


@dataclass(frozen=True, slots=True)
class Quota:
    """STORAGE in kibibytes (RFC 9208)."""

    used: int
    limit: int


class Imap:
    """One IMAP session. Every method raises ProbeError (Refusal when the server said no) and nothing else."""

    def __init__(self, wire: Wire) -> None:
        """Read the greeting."""
        self._wire = wire
        self._told = False  # the capabilities that hold after the login are known
        self._goodbye: Any = None  # the tag of a LOGOUT that has been sent already
        self._names: dict[str, bytes] = {}  # decoded -> as the server writes it
        with self._speaking():
            self._imap: Any = Imap4(wire)
            self._capabilities = frozenset(self._imap.capabilities)

    @property
    def greeting(self) -> str:
        return printable((self._imap.welcome or b"").rstrip())

    @property
    def capabilities(self) -> frozenset[str]:
        return self._capabilities

    def starttls(self, context: ssl.SSLContext, host: str) -> ssl.SSLObject:
        """RFC 9051 section 6.2.1. ProbeError starttls-not-offered, starttls-injection; ssl.SSLError passes."""
        if "STARTTLS" not in self._capabilities or self._imap.state != "NONAUTH":
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
            self._capabilities = frozenset(self._imap.capabilities)
        return tls

    def login(self, credentials: Credentials, mechanism: str) -> None:
        """`mechanism` is "LOGIN" (the command), or "PLAIN", "AUTH=LOGIN" or "CRAM-MD5" (AUTHENTICATE, in UTF-8)."""
        assert credentials.secret is not None
        if self._imap.state != "NONAUTH":  # "* PREAUTH": no password is asked for, so none can be tested
            raise ProbeError("reply-malformed", reply=self.greeting, reason="preauth")
        username, secret = credentials.username.encode(), credentials.secret.reveal().encode()
        self._wire.hide_client = True
        try:
            with self._speaking():
                name = "LOGIN" if mechanism == "LOGIN" else "AUTHENTICATE"
                self._finish(self._send_login(mechanism, username, secret), name)
                self._imap.state = "AUTH"
        finally:
            self._wire.hide_client = False
        self._told = self._take_capabilities()

    def _send_login(self, mechanism: str, username: bytes, secret: bytes) -> Any:
        if mechanism == "LOGIN":
            if quotable(username) and quotable(secret):
                return self._imap._command("LOGIN", quoted(username), quoted(secret))
            literals = Answers(username + b" {%d}" % len(secret), secret)  # RFC 9051 section 4.3: any bytes
            return self._imap.talk(literals, "LOGIN", f"{{{len(username)}}}")
        if mechanism == "PLAIN":
            answers = Answers(b64encode(plain(username, secret)))
        elif mechanism == "AUTH=LOGIN":
            answers = Answers(b64encode(username), b64encode(secret))
        else:
            answers = Answers(lambda prompt: b64encode(cram_md5(username, secret, b64decode(prompt))))
        return self._imap.talk(answers, "AUTHENTICATE", mechanism.removeprefix("AUTH="))

    def list_folders(self) -> tuple[Folder, ...]:
        """All folders. SPECIAL-USE (RFC 6154) or XLIST flags are asked for where plain LIST does not bring any."""
        with self._speaking():
            self._finish(self._imap._command("LIST", '""', '"*"'), "LIST")
            folders = self._folders("LIST")
        self._names = {folder.name: folder.raw for folder in folders}
        if any("\\sent" in folder.flags for folder in folders):
            return folders
        return self._folders_with_flags(folders)

    def namespaces(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands before the names of one's own folders ("INBOX.", "Mail/"), and of all others (RFC 2342)."""
        if self._offers("NAMESPACE"):
            with suppress(Refusal, IMAPClientError, *_PARSER_ERRORS):  # an answer that cannot be read tells nothing
                with self._speaking():
                    self._finish(self._imap._command("NAMESPACE"), "NAMESPACE")
                own, *others = parse_response(self._imap.untagged_responses.pop("NAMESPACE"))
                return _prefixes(own), tuple(prefix for kind in others for prefix in _prefixes(kind))
        return (), ()

    def _folders_with_flags(self, plain: tuple[Folder, ...]) -> tuple[Folder, ...]:
        for capability, command, arguments in (
            ("SPECIAL-USE", "LIST", ("(SPECIAL-USE)", '""', '"*"')),
            ("XLIST", "XLIST", ('""', '"*"')),
        ):
            if not self._offers(capability):
                continue
            with suppress(Refusal), self._speaking():
                self._finish(self._imap._command(command, *arguments), command)
                flags = {folder.name: folder.flags for folder in self._folders(command)}
                return tuple(replace(f, flags=f.flags | flags.get(f.name, frozenset())) for f in plain)
        return plain

    @property
    def folders_so_far(self) -> int:
        """How many a LIST that did not finish has brought."""
        return len([item for item in self._imap.untagged_responses.get("LIST", []) if item])

    def examine(self, name: str) -> Reply | None:
        """Open a folder read-only. None when it opened, else the refusal."""
        with self._speaking():
            return self._answer(self._imap._command("EXAMINE", argument(name, self._names.get(name, b""))), "EXAMINE")

    def quota(self) -> Quota | None:
        """The STORAGE quota of INBOX; None where the server offers none or does not tell.

        The goodbye goes out with the question (RFC 9051 section 5.5), so that it costs no time of its own: this is the
        last that is asked, and a server that loses either loses nothing.
        """
        if not self._offers("QUOTA"):
            return None
        self._wire.deadline = min(self._wire.deadline, time.monotonic() + _PATIENCE)
        try:
            with self._speaking():
                question = self._imap._command("GETQUOTAROOT", '"INBOX"')
                self._goodbye = self._imap._command("LOGOUT")
                self._finish(question, "GETQUOTAROOT")
                return _storage(parse_response(self._imap.untagged_responses.pop("QUOTA", [])))
        except Cancelled:
            raise
        except ProbeError:
            return None

    def logout(self) -> None:
        with self._speaking():
            self._imap._get_tagged_response(self._goodbye or self._imap._command("LOGOUT"), expect_bye=True)

    # --- inside --------------------------------------------------------------------------------------------------

    def _offers(self, capability: str) -> bool:
        """Some are told only after the login, by servers of today in the answer to it, by others when asked."""
        if capability not in self._capabilities and not self._told:
            with suppress(Refusal), self._speaking():
                self._finish(self._imap._command("CAPABILITY"), "CAPABILITY")
                self._take_capabilities()
            self._told = True
        return capability in self._capabilities

    def _take_capabilities(self) -> bool:
        """Whether the server has told any since we last looked."""
        offered = self._imap.untagged_responses.pop("CAPABILITY", None)
        if offered:
            self._capabilities = frozenset(words(offered))
        return bool(offered)

    def _folders(self, response: str) -> tuple[Folder, ...]:
        return read_folders(self._imap.untagged_responses.pop(response, []))

    def _finish(self, tag: Any, name: str) -> None:
        refusal = self._answer(tag, name)
        if refusal:
            raise Refusal(refusal)

    def _answer(self, tag: Any, name: str) -> Reply | None:
        status, data = self._imap._get_tagged_response(tag, expect_bye=False)
        if status == "OK":
            return None
        line = f"{status} {printable((data and data[-1]) or b'')}"
        if status not in ("NO", "BAD"):
            raise ProbeError("reply-malformed", reply=line)
        return _refusal(line)

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
        fault = self._wire.fault
        if fault and fault.code != "connection-dropped":
            return fault
        if fault or any(_BYE.match(line) for line in self._wire.heard):
            self._wire.hear_last_words()
        lines = list(self._wire.heard)
        for line in reversed(lines):
            if _TAGGED_NO.match(line):
                return Refusal(_refusal(_TAGGED_NO.sub("", line)))
        for line in lines:
            if _BYE.match(line):
                return Refusal(replace(_refusal(line[2:]), raw=line))
        if fault or self._wire.ended:
            return ProbeError("connection-dropped", reply="\n".join(lines))
        return ProbeError("reply-malformed", reply="\n".join(lines))


def _bytes(token: Any) -> bytes:
    """imapclient parses "2024" to a number, and bytes() of a number is a size of memory: the server's to choose."""
    if token is None:
        return b""
    return str(token).encode() if isinstance(token, int) else bytes(token)


def _storage(quotas: Any) -> Quota | None:
    for resources in quotas[1::2]:
        for name, used, limit in zip(resources[::3], resources[1::3], resources[2::3], strict=False):
            if _bytes(name).upper() == b"STORAGE" and 0 < int(limit) < _MOST and 0 <= int(used) < _MOST:
                return Quota(int(used), int(limit))
    return None


def _prefixes(namespaces: Any) -> tuple[str, ...]:
    return tuple(decode_utf7(_bytes(prefix)) for prefix, *_ in namespaces or () if prefix)


def _refusal(line: str) -> Reply:
    """ "NO BAD day": the star says that the first word is the status, and not a tag before it."""
    status, _, rest = line.partition(" ")
    return replace(parse_reply(f"* {status.upper()} {rest}"), raw=line.strip())
