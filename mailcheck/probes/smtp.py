"""An SMTP submission conversation (RFC 6409, RFC 5321) over our wire: smtplib speaks, the wire carries.

It goes as far as RCPT TO and then resets: nothing is ever sent.
"""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager

from mailcheck.domain.account import Credentials
from mailcheck.domain.reply import Reply, parse_reply
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.probes.redact import printable
from mailcheck.probes.sasl import cram_md5, plain
from mailcheck.probes.wire import Wire

_NAME = "[127.0.0.1]"
"""What we call ourselves in EHLO: an address literal (RFC 5321 section 4.1.4) that tells nothing of this computer."""
_RECIPIENT_TAKEN = (250, 251, 252)
"""251 will forward, 252 takes it without having verified it (RFC 5321 sections 3.4 and 3.5.3)."""
_GO_ON = 334
_MORE_STEPS = 3
"""Empty lines said to a server that asks for more than its mechanism has."""


class _Smtp(smtplib.SMTP):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__(local_hostname=_NAME)

    def _get_socket(self, host: str, port: int, timeout: float) -> Wire:
        return self._wire

    def getreply(self) -> tuple[int, bytes]:
        self.file = _Lines(self._wire)
        return super().getreply()

    def close(self) -> None:
        """smtplib closes when a command cannot be sent; the server's reason may lie unread then. We close ourselves."""


class _Lines:
    """The file that smtplib reads replies from; empty lines between them are no replies."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readline(self, limit: int) -> bytes:
        line = self._wire.readline(limit)
        while line in (b"\r\n", b"\n"):
            line = self._wire.readline(limit)
        return line


class Smtp:
    """One SMTP session. Every method raises ProbeError (Refusal when the server said no) and nothing else."""

    def __init__(self, wire: Wire) -> None:
        """Read the greeting and say EHLO, or HELO to a server that knows nothing else."""
        self._wire = wire
        self._smtp = _Smtp(wire)
        with self._speaking():
            code, _ = self._smtp.connect("server", 1)
        self.greeting = "\n".join(wire.heard)
        self._expect(code, (220,))
        self._hello()

    def _hello(self) -> None:
        with self._speaking():
            code, _ = self._smtp.ehlo()
        if code in (500, 501, 502, 504):
            with self._speaking():
                code, _ = self._smtp.helo()
        self._expect(code, (250,))

    @property
    def extensions(self) -> dict[str, str]:
        """EHLO keywords in lower case, with their arguments."""
        return dict(self._smtp.esmtp_features)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.extensions.get("auth", "").upper().split()))

    @property
    def size_limit(self) -> int | None:
        """Bytes of a letter the server takes (RFC 1870); None when it does not say or says "no limit" (0)."""
        text = self.extensions.get("size", "").strip(" =")  # "SIZE=1000" was written before there was an RFC
        return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and int(text) > 0 else None

    def starttls(self, context: ssl.SSLContext, host: str) -> ssl.SSLObject:
        """RFC 3207. ProbeError starttls-not-offered, starttls-injection; ssl.SSLError passes."""
        if "starttls" not in self.extensions:
            raise ProbeError("starttls-not-offered", capabilities=" ".join(sorted(self.extensions)).upper())
        self._command("STARTTLS", expect=(220,))
        glued = self._wire.early_bytes()
        if glued:
            raise ProbeError("starttls-injection", reply=printable(glued))
        tls = self._wire.start_tls(context, host)
        self._hello()  # RFC 3207 section 4.2: what was said before TLS counts for nothing
        return tls

    def login(self, credentials: Credentials, mechanism: str) -> None:
        """`mechanism` is "PLAIN", "LOGIN" or "CRAM-MD5"; names and passwords go in UTF-8 (RFC 4954, RFC 4616)."""
        assert credentials.secret is not None
        username, secret = credentials.username.encode(), credentials.secret.reveal().encode()
        self._wire.hide_client = True
        try:
            if mechanism == "PLAIN":
                response = _base64(plain(username, secret))
                self._authenticate(f"PLAIN {response}", response)  # some servers ask for it all the same
            elif mechanism == "LOGIN":
                self._authenticate("LOGIN", _base64(username), _base64(secret))
            else:
                self._authenticate("CRAM-MD5", lambda prompt: _base64(cram_md5(username, secret, _decoded(prompt))))
        finally:
            self._wire.hide_client = False

    def _authenticate(self, command: str, *answers: str | Callable[[str], str]) -> None:
        """Say what is asked for, whatever the prompt; when all is said, an empty line."""
        reply = self._command("AUTH", command, expect=(235, _GO_ON))
        for answer in (*answers, *[""] * _MORE_STEPS):
            if reply.number != _GO_ON:
                return
            reply = self._command(answer(reply.text) if callable(answer) else answer, expect=(235, _GO_ON))
        if reply.number == _GO_ON:
            raise ProbeError("reply-malformed", reply=reply.raw)

    def ask_mail(self, sender: str, recipient: str) -> None:
        """MAIL FROM, and RCPT TO with it where the server takes both at once (RFC 2920)."""
        option = "" if sender.isascii() and recipient.isascii() else " SMTPUTF8"
        self._smtp.command_encoding = "utf-8"
        self._recipient = f"TO:<{recipient}>"
        self._pipelined = "pipelining" in self.extensions
        with self._speaking():
            self._smtp.putcmd("MAIL", f"FROM:<{sender}>{option}")
            if self._pipelined:
                self._smtp.putcmd("RCPT", self._recipient)
        self._read(expect=(250,))

    def ask_rcpt(self) -> None:
        """The answer to RCPT TO."""
        if self._pipelined:
            self._read(expect=_RECIPIENT_TAKEN)
        else:
            self._command("RCPT", self._recipient, expect=_RECIPIENT_TAKEN)

    def quit(self) -> None:
        """RSET, so that nothing is sent, and QUIT."""
        if "pipelining" in self.extensions:
            with self._speaking():
                self._smtp.send("RSET\r\nQUIT\r\n")
            self._read(expect=(250,))
            self._read(expect=(221,))
        else:
            self._command("RSET", expect=(250,))
            self._command("QUIT", expect=(221,))

    # --- inside --------------------------------------------------------------------------------------------------

    def _command(self, name: str, arguments: str = "", *, expect: Container[int]) -> Reply:
        with self._speaking():
            self._smtp.putcmd(name, arguments)
        return self._read(expect=expect)

    def _read(self, *, expect: Container[int]) -> Reply:
        self._wire.heard.clear()  # of two commands sent together each answer is taken by itself
        with self._speaking():
            code, _ = self._smtp.getreply()
        return self._expect(code, expect)

    def _expect(self, code: int, expected: Container[int]) -> Reply:
        reply = parse_reply("\n".join(self._wire.heard))
        if code in expected:
            return reply
        if code < 400 or reply.number is None:  # no refusal, but no answer to what was said either
            raise ProbeError("reply-malformed", reply=reply.raw)
        raise Refusal(reply)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn whatever smtplib raises into what the wire has seen."""
        try:
            yield
        except ProbeError:
            raise
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if self._wire.cancelled:
                raise Cancelled from error
            fault = self._wire.fault
            if fault and fault.code != "connection-dropped":
                raise fault from error
            if fault:
                self._wire.hear_last_words()
            said = "\n".join(self._wire.heard)
            reply = parse_reply(said)
            if reply.number and reply.number >= 400:
                raise Refusal(reply) from error
            dropped = fault or self._wire.ended
            raise ProbeError("connection-dropped" if dropped else "reply-malformed", reply=said) from error


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(prompt: str) -> bytes:
    try:
        return base64.b64decode(prompt)
    except ValueError as error:
        raise ProbeError("reply-malformed", reply=prompt) from error
