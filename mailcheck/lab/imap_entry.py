"""Commands for a client at the door: what the server can do, encryption, the login, the farewell."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

from mailcheck.lab.imap_session import Handlers, Refused, Session, State, arguments
from mailcheck.lab.imap_syntax import Command, SyntaxFault, text, word

_PROMPTS = {"PLAIN": (b"",), "LOGIN": (b"Username:", b"Password:")}
"""What the server says before each of the client's answers."""


async def capability(session: Session, command: Command) -> str:
    arguments(command, 0)
    session.tell(f"CAPABILITY {session.capabilities}".encode())
    return "OK done"


async def noop(_: Session, command: Command) -> str:
    arguments(command, 0)
    return "OK done"


async def identify(session: Session, command: Command) -> str:
    """RFC 2971."""
    arguments(command, 1)
    session.tell(b'ID ("name" "mailcheck practice server")')
    return "OK done"


async def logout(session: Session, command: Command) -> str:
    arguments(command, 0)
    session.tell(b"BYE see you")
    session.over = True
    return "OK done"


async def login(session: Session, command: Command) -> str:
    name, password = (text(token) for token in arguments(command, 2))
    return _enter(session, name, password)


async def authenticate(session: Session, command: Command) -> str:
    answers = await sasl_answers(session, command)
    if len(answers) == 2:
        return _enter(session, *answers)
    parts = answers[0].split(b"\0")  # RFC 4616: for whom, who, password
    if len(parts) != 3:
        raise SyntaxFault("that is not what PLAIN is made of")
    return _enter(session, parts[1], parts[2])


async def sasl_answers(session: Session, command: Command) -> list[bytes]:
    """What the client says to the server's prompts; the first may stand in the command already (RFC 4959)."""
    mechanism, *first = arguments(command, 1, 2)
    prompts = _PROMPTS.get(word(mechanism))
    if prompts is None:
        raise Refused("[CANNOT] that mechanism is not known here")
    answers = [_decoded(b"" if text(token) == b"=" else text(token)) for token in first]
    for prompt in prompts[len(answers) :]:
        session.wire.write(b"+ " + b64encode(prompt) + b"\r\n")
        await session.wire.drain()
        answers.append(_decoded((await session.wire.read_line()).rstrip(b"\r\n")))
    return answers


def _decoded(answer: bytes) -> bytes:
    if answer == b"*":
        raise SyntaxFault("the login was given up")
    try:
        return b64decode(answer, validate=True)
    except binascii.Error:
        raise SyntaxFault("that is no base64") from None


def _enter(session: Session, name: bytes, password: bytes) -> str:
    if session.wire.known:
        raise SyntaxFault("you are logged in already")
    if session.may_start_tls:
        raise Refused("[PRIVACYREQUIRED] encryption comes first: STARTTLS")
    if not session.mail.accepts(name.decode("utf-8", "replace"), password.decode("utf-8", "replace")):
        return session.script.refusal
    session.enter()
    return f"OK [CAPABILITY {session.capabilities}] logged in"


HANDLERS: Handlers = {
    "CAPABILITY": (State.ANY, capability),
    "NOOP": (State.ANY, noop),
    "CHECK": (State.OPEN, noop),
    "ID": (State.ANY, identify),
    "LOGOUT": (State.ANY, logout),
    "LOGIN": (State.ANY, login),
    "AUTHENTICATE": (State.ANY, authenticate),
}
