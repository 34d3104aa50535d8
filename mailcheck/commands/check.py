"""`mailcheck check ADDRESS`: test one mailbox, tell what happens while it happens, then the diagnoses."""

from __future__ import annotations

import argparse
import json
import os
import ssl
import sys
from pathlib import Path

from mailcheck import usage
from mailcheck.amocrm import amocrm
from mailcheck.checks.run import Run, Settings
from mailcheck.domain.account import Account, Endpoint, Security, Service
from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report, Verdict
from mailcheck.engine import Engine
from mailcheck.explain import explain
from mailcheck.export.files import ENDINGS, save
from mailcheck.export.json_file import as_dict
from mailcheck.export.mask import Mask
from mailcheck.i18n import Language, message
from mailcheck.plan import plan_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of
from mailcheck.secret_input import read_secret
from mailcheck.terminal import Terminal
from mailcheck.usage import UsageError

EXIT = {Verdict.READY: 0, Verdict.READY_WITH_WARNINGS: 0, Verdict.NOT_READY: 1, Verdict.INCOMPLETE: 1}


def command(words: list[str], language: Language) -> int:
    arguments = _parser().parse(words)
    if not arguments.address:
        raise UsageError("no-address")
    outputs = [_output(name) for name in arguments.output]
    settings = _settings(arguments)
    account = _account(arguments, language)
    mask = Mask(account.address, account.username) if arguments.mask else None
    terminal = None if arguments.json else Terminal(language, mask)
    engine = Engine(plan_for(account), lambda emit: Run(account, settings, providers(), emit))
    stopped = _follow(engine, terminal, account, language)
    report = report_of(engine, language)
    _show(report, engine, terminal, mask, language, stopped=stopped)
    for file in outputs:
        _save(report, file, mask, terminal, language)
    return _exit_code(report, stopped=stopped)


def _parser() -> usage.Parser:
    parser = usage.Parser(prog="mailcheck check", description=__doc__)
    parser.add_argument("address", nargs="?", metavar="ADDRESS")
    parser.add_argument("--incoming", metavar="HOST[:PORT][/tls|/starttls|/none]", help="IMAP server")
    parser.add_argument("--outgoing", metavar="HOST[:PORT][/tls|/starttls|/none]", help="SMTP server")
    parser.add_argument("--username", metavar="NAME", help="default: what the provider wants, else the address")
    parser.add_argument("--secret-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--secret-env", metavar="NAME", help="read the password from this environment variable")
    parser.add_argument("--no-login", action="store_true", help="stop before the password")
    parser.add_argument("--recipient", metavar="ADDRESS", help="also judge an address you want to write to")
    parser.add_argument("--from", dest="sender", metavar="ADDRESS", help="another address to send from")
    parser.add_argument("--insecure", action="store_true", help="consent to an unverified certificate or no encryption")
    parser.add_argument("--amocrm-error", metavar="TEXT", help="what amoCRM showed: id or part of the text")
    parser.add_argument("--ca-file", metavar="PEM", help="trust these authorities too")
    parser.add_argument("--nameserver", metavar="IP[:PORT]", help="ask this DNS server")
    parser.add_argument(
        "--offline-discovery", action="store_true", help="look servers up in the built-in list and DNS only"
    )
    parser.add_argument("--deadline", metavar="SECONDS", default="60", help="for the whole run (default 60)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON and nothing else")
    parser.add_argument("--output", metavar="FILE", action="append", default=[], help="save the report: .json or .txt")
    parser.add_argument("--mask", action="store_true", help="hide what stands before the @ in all output")
    return parser


def _account(arguments: argparse.Namespace, language: Language) -> Account:
    return Account(
        address=arguments.address,
        incoming=_endpoint(arguments, "incoming", Service.INCOMING),
        outgoing=_endpoint(arguments, "outgoing", Service.OUTGOING),
        username=arguments.username,
        sender=arguments.sender,
        recipient=arguments.recipient,
        amocrm_error=_amocrm_error(arguments.amocrm_error),
        secret=read_secret(arguments, language),
    )


def _endpoint(arguments: argparse.Namespace, name: str, service: Service) -> Endpoint | None:
    option = f"--{name}"
    endpoint = usage.endpoint(getattr(arguments, name), service, option)
    if endpoint and endpoint.security is Security.NONE and not arguments.insecure:
        raise UsageError("none-needs-insecure", option=option)
    return endpoint


def _settings(arguments: argparse.Namespace) -> Settings:
    return Settings(
        nameserver=usage.nameserver(arguments.nameserver),
        ca_file=_ca_file(arguments.ca_file),
        insecure=arguments.insecure,
        login=not arguments.no_login,
        deadline=usage.seconds(arguments.deadline),
    )


def _ca_file(name: str | None) -> Path | None:
    if name is None:
        return None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=name)
    except (OSError, ssl.SSLError, ValueError):
        raise UsageError("ca-file", file=usage.shown(name)) from None
    return Path(name)


def _amocrm_error(text: str | None) -> str | None:
    if text is None:
        return None
    found = next((match.id for match in explain(text, language=Language.RU).matches if match.id), None)
    if found not in amocrm().texts:
        raise UsageError("amocrm-error", ids=", ".join(amocrm().texts))
    return found


def _output(name: str) -> Path:
    file = Path(name)
    if file.suffix.lower() not in ENDINGS:
        raise UsageError("output-ending")
    if not file.parent.is_dir() or not os.access(file.parent, os.W_OK) or file.is_dir():
        raise UsageError("output-folder", folder=usage.shown(str(file.parent)))
    return file


def _follow(engine: Engine, terminal: Terminal | None, account: Account, language: Language) -> bool:
    """Show what happens until it ends; True when Ctrl-C ended it."""
    if terminal:
        terminal.line(message("cli.testing", language, address=account.address))
        if engine.run.settings.insecure:
            terminal.line(message("cli.insecure", language))
        if account.secret is None:
            terminal.line(message("cli.no-password", language))
        terminal.line()
    events = engine.events()
    stopped = False
    while True:
        try:
            event = next(events)
        except StopIteration:
            return stopped
        except KeyboardInterrupt:
            stopped = True
            engine.run.stop()
            events = engine.rest()
            continue
        if terminal:
            terminal.event(event)


def _show(
    report: Report, engine: Engine, terminal: Terminal | None, mask: Mask | None, language: Language, *, stopped: bool
) -> None:
    if terminal is None:
        content = as_dict(report)
        json.dump(mask.value(content) if mask else content, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    if stopped:
        terminal.line(message("cli.stopped", language))
    if engine.run.address_usable and not (report.incoming and report.outgoing):
        domain = report.address.rpartition("@")[2]
        terminal.line(message("cli.servers-unknown", language, domain=domain))
    terminal.report(report)


def _save(report: Report, file: Path, mask: Mask | None, terminal: Terminal | None, language: Language) -> None:
    try:
        save(report, file, mask)
    except OSError as error:
        raise UsageError("file", file=usage.shown(str(file)), reason=error.strerror or type(error).__name__) from error
    if terminal:
        terminal.line(message("cli.saved", language, file=str(file)))


def _exit_code(report: Report, *, stopped: bool) -> int:
    if stopped:
        return 130
    if any(finding.outcome is Outcome.CRASHED for check in report.checks for finding in check.findings):
        return 3
    return EXIT[report.verdict]
