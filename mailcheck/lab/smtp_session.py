"""One SMTP conversation with a practice server: aiosmtpd speaks, the script says where it departs from good order."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiosmtpd.smtp import SMTP, TLSSetupException

from mailcheck.domain.account import Security
from mailcheck.lab.listener import cut, part
from mailcheck.lab.scenario import GREETING, Script
from mailcheck.lab.smtp_letters import Letters

LARGEST = 10_000_000
"""Bytes of a letter, whatever SIZE is offered."""
_AT_ONCE = LARGEST + 2_000_000
"""Bytes from a client between two answers; then the connection is cut."""
_LINE = 64 * 1024
_COMMAND = 12_288  # RFC 4954 section 4
_IDLE, _IDLE_AFTER_LOGIN = 60, 300
_MISTAKES = 20
"""Refusals until a client is sent away. Of commands that do not exist aiosmtpd allows five."""
_MECHANISMS = frozenset(("PLAIN", "LOGIN"))
_UNHEEDED = re.compile(r"\s(?:RET|ENVID|NOTIFY|ORCPT|AUTH)=\S*", re.IGNORECASE)
"""Parameters that aiosmtpd does not know and that change nothing here (RFC 3461, RFC 4954 section 5)."""
_WORDS = {
    "500 Error: command": "502 5.5.2 Error: command not recognized",
    "500 Error: strict ASCII mode": "501 5.5.2 Error: SMTPUTF8 is not offered",
    "552 Error": "552 5.3.4 Message size exceeds fixed limit",
    "454 TLS not available": "502 5.5.1 Error: STARTTLS is not offered",
    "250 OK": "250 2.0.0 Ok",
    "221 Bye": "221 2.0.0 Bye",
}
"""Beginnings of what aiosmtpd says, and what is said in its place."""

logging.getLogger("mail.log").disabled = True  # a practice server has no log: the client sees all that happens


def _scripted(command: str) -> Callable[[SmtpSession, str | None], Awaitable[None]]:
    """What aiosmtpd does for a command, unless the script departs from it."""
    own = getattr(SMTP, "smtp_" + command)

    @functools.wraps(own)
    async def method(self: SmtpSession, argument: str | None) -> None:
        if not await self.departs(command):
            await own(self, argument)

    return method


class SmtpSession(SMTP):
    """A protocol for one connection; `over` waits until it has ended."""

    line_length_limit = _LINE
    AuthLoginUsernameChallenge = "Username:"
    AuthLoginPasswordChallenge = "Password:"

    def __init__(self, script: Script, letters: Letters, context: ssl.SSLContext) -> None:
        self._script = script
        offers = {words[0].upper(): words[1:] for words in (re.split("[ =]", line) for line in script.offers)}
        mechanisms = {mechanism.upper() for mechanism in offers.get("AUTH", ())}
        may_start_tls = script.endpoint.security is Security.STARTTLS and "STARTTLS" in offers
        super().__init__(
            letters,
            data_size_limit=_size_limit(offers.get("SIZE", [])),
            enable_SMTPUTF8="SMTPUTF8" in offers,
            hostname=script.endpoint.host,
            tls_context=context if may_start_tls else None,
            timeout=_IDLE,
            auth_require_tls=script.endpoint.security is Security.STARTTLS,
            auth_exclude_mechanism=_MECHANISMS - mechanisms,
            authenticator=letters.authenticate,
            loop=asyncio.get_running_loop(),
        )
        self.command_size_limits = defaultdict(
            lambda: _COMMAND
        )  # aiosmtpd has one for all its sessions, and adds to it
        self._greeted = False
        self._mistakes = 0
        self._taken = 0

    async def over(self) -> None:
        """Wait for the end of the conversation. OSError when the client ended it roughly."""
        task = self._handler_coroutine
        assert task
        try:
            await asyncio.wait({task})
            with suppress(TLSSetupException):  # what aiosmtpd takes for the end of a connection without TLS
                await part(self._writer)
        finally:
            cut(self._writer)
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()

    async def fault(self, command: str) -> str | None:
        """The answer that the script has for a command; it does not return where there is none to be given."""
        if command in self._script.silent:
            while await self._reader.read(_LINE):
                pass
        if command in self._script.silent | self._script.drops:
            raise ConnectionResetError  # what ends the conversation in aiosmtpd
        return self._script.answers.get(command)

    async def departs(self, command: str) -> bool:
        """Do what the script has for a command; False when that is nothing."""
        answer = await self.fault(command)
        if answer is not None:
            await self._say(answer)
        return answer is not None

    # --- what aiosmtpd calls -------------------------------------------------------------------------------------

    smtp_HELO = _scripted("HELO")  # noqa: N815
    smtp_EHLO = _scripted("EHLO")  # noqa: N815
    smtp_DATA = _scripted("DATA")  # noqa: N815
    smtp_RSET = _scripted("RSET")  # noqa: N815
    smtp_NOOP = _scripted("NOOP")  # noqa: N815
    smtp_QUIT = _scripted("QUIT")  # noqa: N815

    async def smtp_MAIL(self, argument: str | None) -> None:  # noqa: N802
        if not await self.departs("MAIL"):
            await super().smtp_MAIL(argument and _UNHEEDED.sub("", argument))

    async def smtp_RCPT(self, argument: str | None) -> None:  # noqa: N802
        if not await self.departs("RCPT"):
            await super().smtp_RCPT(argument and _UNHEEDED.sub("", argument))

    async def smtp_STARTTLS(self, argument: str) -> None:  # noqa: N802
        if self._tls_protocol:
            await self.push("503 5.5.1 Error: TLS already active")
        elif not await self.departs("STARTTLS"):
            await super().smtp_STARTTLS(argument)

    async def smtp_AUTH(self, argument: str | None) -> None:  # noqa: N802
        await self.fault("AUTH")  # its answer is given when the exchange is over
        mechanism, _, response = (argument or "").partition(" ")
        await super().smtp_AUTH((mechanism.upper() + " " + response).strip())
        if self.session and self.session.authenticated:
            self._timeout_duration = _IDLE_AFTER_LOGIN
            self._reset_timeout()

    async def smtp_VRFY(self, _: str) -> None:  # noqa: N802
        await self.push("252 2.0.0 Cannot VRFY user")

    async def check_auth_needed(self, _: str) -> bool:
        if self.session and self.session.authenticated:
            return False
        await self.push("530 5.7.0 Authentication required")
        return True

    async def push(self, status: Any) -> None:
        """Every answer goes through here; the first is aiosmtpd's greeting, and ours is said."""
        if not self._greeted:
            self._greeted = True
            await self._greet()
            return
        text = status.decode() if isinstance(status, bytes) else str(status)
        scripted = text in (self._script.refusal, *self._script.answers.values())
        await self._say(text if scripted else next((new for own, new in _WORDS.items() if text.startswith(own)), text))
        self._mistakes += text[0] in "45"
        if self._mistakes >= _MISTAKES:
            await self._say("421 4.7.0 Error: too many errors")

    async def _greet(self) -> None:
        if not await self.departs(GREETING):
            await self._say(self._script.greeting)
            if self._script.greeting[0] in "45":
                raise ConnectionResetError

    async def _say(self, text: str) -> None:
        self._taken = 0
        line = text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"
        self._writer.write(line.encode("utf-8", "surrogateescape"))
        await self._writer.drain()
        if text[:3] in ("221", "421"):
            raise ConnectionResetError  # RFC 5321 section 3.8: after these the server closes

    def data_received(self, data: bytes) -> None:
        self._taken += len(data)
        if self._taken > _AT_ONCE:
            self._timeout_cb()
        else:
            super().data_received(data)

    def _timeout_cb(self) -> None:
        """Cut, where aiosmtpd closes: a client that reads nothing would hold the connection for ever."""
        cut(self._writer)


def _size_limit(offer: list[str]) -> int:
    offered = int(offer[0]) if offer and offer[0].isdecimal() else 0
    return min(offered or LARGEST, LARGEST)
