"""The practice IMAP server (RFC 3501): holds the conversation and departs from good order where the script says so."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from mailcheck.domain.account import Security
from mailcheck.lab import imap_entry, imap_fetch, imap_folders, imap_list, imap_search, imap_selected
from mailcheck.lab.imap_session import Handlers, Refused, Session, State
from mailcheck.lab.imap_syntax import Command, Group, SyntaxFault, mailbox, parse, tag_of
from mailcheck.lab.imap_wire import Flood, LiteralTooBig, Wire
from mailcheck.lab.listener import Listener
from mailcheck.lab.mail import FolderError, Mail, OverQuotaError
from mailcheck.lab.scenario import GREETING, Script

_MODULES = (imap_entry, imap_fetch, imap_folders, imap_list, imap_search, imap_selected)
_HANDLERS: Handlers = {name: handler for module in _MODULES for name, handler in module.HANDLERS.items()}
_WITH_UID = {"FETCH", "STORE", "SEARCH", "COPY", "MOVE", "EXPUNGE"}
_MOST_BAD = 20
_TOO_EARLY = {State.KNOWN: "log in first", State.OPEN: "open a folder first"}


async def listen(script: Script, mail: Mail, context: ssl.SSLContext) -> Listener:
    """The context serves TLS from the first byte and STARTTLS, as the endpoint's security says."""
    talk = partial(_talk, script, mail, context)
    return await Listener.start(talk, context if script.endpoint.security is Security.TLS else None)


async def _talk(
    script: Script,
    mail: Mail,
    context: ssl.SSLContext,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    session = Session(script, mail, Wire(reader, writer))
    try:
        await _greet(session)
        while not session.over:
            await _serve(session, context)
            await session.wire.drain()
    except Flood:
        session.tell(b"BYE that is too much")
    except TimeoutError:
        session.tell(b"BYE you have been silent for too long")
    finally:
        session.leave()


async def _greet(session: Session) -> None:
    script = session.script
    session.over = GREETING in script.drops
    if GREETING in script.silent:
        await _fall_silent(session)
    if session.over:
        return
    session.tell(script.greeting.replace("\n", "\r\n").encode())
    await session.wire.drain()
    status = script.greeting.split(" ")[0].upper()
    session.over = status in ("BYE", "NO")
    if status == "PREAUTH":
        session.enter()


async def _serve(session: Session, context: ssl.SSLContext) -> None:
    """Read a command, do it and answer."""
    try:
        data = await session.wire.read_command()
    except LiteralTooBig as error:
        _answer(session, str(error), "NO [TOOBIG] that is too much")
        return
    try:
        command = parse(data)
    except SyntaxFault as fault:
        _answer(session, tag_of(data), f"BAD {fault}")
        return
    if await _misbehave(session, command):
        return
    if command.name == "STARTTLS":
        await _start_tls(session, context, command)
        return
    answer = await _do(session, command)
    session.tell_news(command)
    _answer(session, command.tag, answer)


async def _do(session: Session, command: Command) -> str:
    state, handler = _HANDLERS.get(command.name, (State.ANY, None))
    if handler is None or (command.uid and command.name not in _WITH_UID):
        return "BAD that command is not known here"
    if session.state < state:
        return f"BAD {_TOO_EARLY[state]}"
    try:
        return await handler(session, command)
    except SyntaxFault as fault:
        return f"BAD {fault}"
    except (Refused, FolderError) as error:
        return f"NO {error}"
    except OverQuotaError:
        return "NO [OVERQUOTA] there is no room for that"


def _answer(session: Session, tag: str, answer: str) -> None:
    """Whoever says nothing but nonsense is shown the door."""
    session.wire.write(f"{tag} {answer}\r\n".encode())
    session.bad += answer.startswith("BAD")
    if session.bad >= _MOST_BAD:
        session.tell(b"BYE that was no IMAP")
        session.over = True


async def _start_tls(session: Session, context: ssl.SSLContext, command: Command) -> None:
    if not session.may_start_tls or command.arguments or session.wire.known:
        _answer(session, command.tag, "BAD there is nothing to encrypt")
        return
    await session.wire.start_tls(context, f"{command.tag} OK begin\r\n".encode())
    session.encrypted = True


# --- faults --------------------------------------------------------------------------------------------------------


async def _misbehave(session: Session, command: Command) -> bool:
    """Whether the script had something else to say to that command."""
    script, keys = session.script, _keys(command)
    drop = any(key in script.drops for key in keys)
    silent = any(key in script.silent for key in keys)
    scripted = _scripted(script.answers, keys)
    if not drop and not silent and scripted is None:
        return False
    if command.name == "AUTHENTICATE":
        with suppress(SyntaxFault, Refused):
            await imap_entry.sasl_answers(session, command)  # the fault shows after the password, as with LOGIN
    if drop:
        session.over = True
    elif silent:
        await _fall_silent(session)
    elif scripted is not None:
        _say(session, command.tag, scripted)
    return True


def _keys(command: Command) -> list[str]:
    """What the script may call this command, the closest name first."""
    names = ["AUTHENTICATE", "LOGIN"] if command.name == "AUTHENTICATE" else [command.name]
    short = [token for token in command.arguments if not isinstance(token, Group) and len(token) < 1000]
    folders = [mailbox(token) for token in short]
    return [f"{name} {folder}" for name in names for folder in folders] + names


def _scripted(answers: Mapping[str, str], keys: list[str]) -> str | None:
    return next((answers[key] for key in keys if key in answers), None)


def _say(session: Session, tag: str, answer: str) -> None:
    for line in answer.split("\n"):
        session.wire.write((line if line.startswith(("*", "+")) else f"{tag} {line}").encode() + b"\r\n")
        session.over |= line.upper().startswith("* BYE")


async def _fall_silent(session: Session) -> None:
    await session.wire.swallow()
    session.over = True
