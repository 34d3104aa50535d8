"""The practice SMTP server: a submission server (RFC 6409) that takes letters and sends none of them."""

from __future__ import annotations

import asyncio
import socket
import ssl

from mailcheck.domain.account import Security
from mailcheck.lab.listener import HANDSHAKE, Listener
from mailcheck.lab.mail import Mail
from mailcheck.lab.scenario import Script
from mailcheck.lab.smtp_letters import Letters
from mailcheck.lab.smtp_session import SmtpSession


async def listen(script: Script, mail: Mail, address: str, context: ssl.SSLContext) -> Listener:
    """`address` may send, as may each name that opens `mail`; what is sent to them is delivered there."""
    letters = Letters(script, mail, address)
    tls = context if script.endpoint.security is Security.TLS else None

    async def converse(client: socket.socket) -> None:
        session = SmtpSession(script, letters, context)
        loop = asyncio.get_running_loop()
        timeout = HANDSHAKE if tls else None
        await loop.connect_accepted_socket(lambda: session, client, ssl=tls, ssl_handshake_timeout=timeout)
        await session.over()

    return await Listener.start_with(converse)
