"""What the practice SMTP server decides: who may log in, who may send, and where letters go.

Nothing is ever sent: a letter to the mailbox itself goes into its INBOX, one to anybody else goes nowhere. The server
keeps a copy of every letter it takes, if it is of the kind that does.
"""

from __future__ import annotations

from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailcheck.domain.account import Security
from mailcheck.lab.mail import Mail, OverQuotaError
from mailcheck.lab.scenario import Script

END_OF_DATA = "END-OF-DATA"


class Scripted(Protocol):
    """The session that asks."""

    async def fault(self, command: str) -> str | None: ...


class Letters:
    """The hooks that aiosmtpd calls, in its words."""

    def __init__(self, script: Script, mail: Mail, address: str) -> None:
        self._script = script
        self._mail = mail
        self._address = address

    def authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, login: LoginPassword) -> AuthResult:
        """A scripted answer is given when the whole exchange is over."""
        answer = self._script.answers.get("AUTH")
        if answer is None and self._owns(login.login.decode("utf-8", "replace"), login):
            return AuthResult(success=True, auth_data=login)
        return AuthResult(success=False, handled=False, message=answer or self._script.refusal)

    async def handle_EHLO(  # noqa: N802  named by aiosmtpd, as those below
        self, server: SMTP, session: Session, _: Envelope, hostname: str, __: list[str]
    ) -> list[str]:
        session.host_name = hostname
        lines = [server.hostname, *(line for line in self._script.offers if self._is_told(session, line))]
        return ["\n".join(["250-" + line for line in lines[:-1]] + ["250 " + lines[-1]])]

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        if sender.lower() != self._address.lower() and not self._owns(sender, session.auth_data):
            return "553 5.7.1 Sender address rejected: not owned by user " + self._address
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_DATA(self, server: Scripted, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await server.fault(END_OF_DATA)
        if answer is not None:
            return answer
        content = envelope.original_content or b""
        to_itself = any(
            name.lower() == self._address.lower() or self._owns(name, session.auth_data) for name in envelope.rcpt_tos
        )
        try:
            if to_itself:
                self._mail.deliver(content)
            self._mail.keep_sent(content)
        except OverQuotaError:
            return "452 4.2.2 Mailbox is full"
        return "250 2.0.0 Ok: taken; practice servers send nothing"

    async def handle_exception(self, error: Exception) -> str:
        """What aiosmtpd stumbles over: addresses and numbers that are none."""
        return "500 5.5.2 Error: " + type(error).__name__

    def _owns(self, name: str, login: Any) -> bool:
        """Whether it is one of the names of the mailbox: the same password opens it under that name."""
        return isinstance(login, LoginPassword) and self._mail.accepts(name, login.password.decode("utf-8", "replace"))

    def _is_told(self, session: Session, line: str) -> bool:
        """RFC 3207 section 4.2: STARTTLS before encryption alone; and no AUTH where encryption is to come."""
        keyword = line.replace("=", " ").split(" ")[0].upper()
        if keyword not in ("STARTTLS", "AUTH"):
            return True
        encrypted = session.ssl is not None
        awaited = self._script.endpoint.security is Security.STARTTLS and not encrypted
        return awaited if keyword == "STARTTLS" else not awaited
