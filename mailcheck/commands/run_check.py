"""Runs the checks that were asked for, shows them, and leaves the report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from mailcheck.catalogue import catalogue
from mailcheck.checks.address import corrected
from mailcheck.commands.consent import ask_consent, options
from mailcheck.commands.ctrl_c import CtrlC
from mailcheck.commands.output import save_all
from mailcheck.commands.request import Request
from mailcheck.console import Console, write
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report, Verdict
from mailcheck.engine import Engine
from mailcheck.export.json_file import as_json
from mailcheck.export.mask import Mask
from mailcheck.export.own_address import without_own_addresses
from mailcheck.export.summary import report_number
from mailcheck.export.wording import lacks_consent
from mailcheck.i18n import Language, message
from mailcheck.phone_code import phone_code
from mailcheck.plan import engine_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of
from mailcheck.terminal import Terminal

READY, PROBLEMS, BUG, STOPPED = 0, 1, 3, 130


def run_check(request: Request, console: Console | None, ctrl_c: CtrlC, language: Language) -> int:
    """The exit code. `console` None: the report as JSON instead."""
    account = request.account
    mask = _mask(request) if request.mask else None
    terminal = Terminal(console, language, mask) if console else None
    asks = console is not None and console.live and sys.stdin is not None and sys.stdin.isatty()
    engine = engine_for(account, replace(request.settings, asks=asks))
    _follow(
        engine, terminal, ctrl_c, lambda: console is not None and ask_consent(engine.run, console, ctrl_c, language)
    )
    report = report_of(engine, language)
    if ctrl_c.pressed:
        report = replace(report, verdict=Verdict.INCOMPLETE)
    if mask:
        report = mask.report(report)
    if not request.show_ip:
        report = without_own_addresses(report)
    if console and ctrl_c.pressed:
        console.line(message("cli.stopped", language))
    servers_unknown = engine.run.address_usable and not (report.incoming and report.outgoing)
    if servers_unknown and report.verdict is Verdict.INCOMPLETE:  # else something is to be mended first
        text = message("cli.servers-unknown", language, domain=report.address.rpartition("@")[2])
        _say(text, console)
    unconfirmed = lacks_consent(report)
    if unconfirmed and not ctrl_c.pressed:
        _say(message("cli.servers-unconfirmed", language, options=options(engine.run)), console)
    if terminal and console:
        terminal.report(report)
        console.line()
        named = message("output.named", language, number=report_number(report), code=phone_code(report))
        console.paragraph(named)
    else:
        write(as_json(report), utf8=True)
    save_all(report, request.outputs, console, language, replace=request.force)
    return _exit_code(report, stopped=ctrl_c.pressed, whole=engine.whole and not (servers_unknown or unconfirmed))


def _mask(request: Request) -> Mask:
    account = request.account
    known = providers().domains()
    typed = filter(None, (account.address, account.sender, account.recipient))
    return Mask(account, [corrected(address, known) for address in typed])


def _follow(engine: Engine, terminal: Terminal | None, ctrl_c: CtrlC, consents: Callable[[], bool]) -> None:
    """Show what happens until it ends or Ctrl-C ends it; a consent that the run waits for is asked for."""
    engine.start()
    catalogue()  # takes its time to load, as the next does: the servers are at work meanwhile
    if terminal:
        import_module("mailcheck.export.text_file")
    events = engine.events()
    while True:
        if ctrl_c.pressed and not engine.run.stopped():
            engine.run.stop()
        try:
            with ctrl_c.waiting():
                event = next(events)
        except StopIteration:
            return
        except KeyboardInterrupt:
            events = engine.events()
            continue
        if terminal:
            terminal.event(event, engine.run.provider)
        if engine.run.consent.wanted and event is None:  # all that has happened until then is told
            engine.run.consent.answer(consents())


def _say(text: str, console: Console | None) -> None:
    if console:
        console.line()
        console.paragraph(text)
    elif sys.stderr is not None:
        print(f"mailcheck: {text}", file=sys.stderr)  # noqa: T201 - standard output is the report's


def _exit_code(report: Report, *, stopped: bool, whole: bool) -> int:
    """Where no servers are known or confirmed, or the time ran out, nothing says that the mailbox is ready."""
    if stopped:
        return STOPPED
    if any(finding.outcome is Outcome.CRASHED for check in report.checks for finding in check.findings):
        return BUG
    if report.verdict is Verdict.NOT_READY or not whole:
        return PROBLEMS
    return READY
