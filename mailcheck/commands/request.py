"""What `mailcheck check` was asked for: its options, judged before a password is asked for or anything is sent."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from mailcheck.commands.output import add_output, output_files
from mailcheck.commands.servers import endpoint, nameserver
from mailcheck.domain.account import Account, Endpoint, Security, Service
from mailcheck.domain.address import is_ordinary
from mailcheck.domain.settings import EVERY_LOOKUP, OFFLINE_LOOKUPS, Lookup, Settings
from mailcheck.i18n import Language, message, word
from mailcheck.usage import Parser, UsageError, seconds, shown

_LARGEST_CA_FILE = 4 * 1024 * 1024  # bytes: the list of all public authorities is 0.3 MB
_NO_ADDRESS = frozenset({"empty", "no-at", "two-at", "empty-local", "empty-domain", "too-long", "several-addresses"})
"""Reasons for which there is nothing to test; what else is wrong with an address becomes a finding."""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything but the password."""

    account: Account
    settings: Settings
    json: bool = False
    mask: bool = False
    outputs: tuple[Path, ...] = ()
    force: bool = False
    show_ip: bool = False


def parser(language: Language) -> Parser:
    parser = Parser("check", language, "ADDRESS")
    parser.add_argument("address", nargs="?", metavar="ADDRESS")
    parser.add_argument("--incoming", metavar="HOST[:PORT][/tls|/starttls|/none]")
    parser.add_argument("--outgoing", metavar="HOST[:PORT][/tls|/starttls|/none]")
    parser.add_argument("--username", metavar="NAME")
    parser.add_argument("--secret-stdin", action="store_true")
    parser.add_argument("--secret-env", metavar="NAME")
    parser.add_argument("--keychain", action="store_true")
    parser.add_argument("--no-login", action="store_true")
    parser.add_argument("--recipient", metavar="ADDRESS")
    parser.add_argument("--from", dest="sender", metavar="ADDRESS")
    parser.add_argument("--insecure", action="store_true")
    parser.add_argument("--amocrm-error", metavar="TEXT")
    parser.add_argument("--ca-file", metavar="PEM")
    parser.add_argument("--nameserver", metavar="IP[:PORT]")
    parser.add_argument("--offline-discovery", action="store_true")
    parser.add_argument("--no-lookup", metavar="NAME", action="append", default=[])
    parser.add_argument("--deadline", metavar="SECONDS", default="60")
    parser.add_argument("--json", action="store_true")
    add_output(parser)
    parser.add_argument("--mask", action="store_true")
    parser.add_argument("--show-ip", action="store_true")
    parser.fields["names"] = ", ".join(Lookup)
    return parser


def request_of(arguments: argparse.Namespace, language: Language) -> Request:
    """UsageError when anything in it cannot be used."""
    if not arguments.address:
        raise UsageError("no-address")
    request = Request(
        account=Account(
            address=arguments.address,
            incoming=_endpoint(arguments.incoming, Service.INCOMING, insecure=arguments.insecure),
            outgoing=_endpoint(arguments.outgoing, Service.OUTGOING, insecure=arguments.insecure),
            username=_given("--username", arguments.username),
            sender=_given("--from", arguments.sender),
            recipient=_given("--recipient", arguments.recipient),
            amocrm_error=_amocrm_error(arguments.amocrm_error),
        ),
        settings=Settings(
            nameserver=nameserver(arguments.nameserver),
            authorities=authorities(arguments.ca_file),
            insecure=arguments.insecure,
            login=not arguments.no_login,
            lookups=_lookups(arguments.no_lookup, offline=arguments.offline_discovery),
            deadline=seconds(arguments.deadline),
        ),
        json=arguments.json,
        mask=arguments.mask,
        outputs=output_files(arguments),
        force=arguments.force,
        show_ip=arguments.show_ip,
    )
    for address in filter(None, (request.account.address, request.account.sender)):
        if not is_ordinary(address):
            _refuse_malformed(address, language, mask=arguments.mask)
    return request


def _refuse_malformed(address: str, language: Language, *, mask: bool) -> None:
    """What is no address at all is a mistake in the command; one with something wrong in it is what checks are for."""
    from mailcheck.checks.address import review  # noqa: PLC0415 - takes its time to load and is needed rarely
    from mailcheck.providers import providers  # noqa: PLC0415

    found = review(address, providers().domains())
    reasons = (str(finding.evidence.get("reason")) for finding in found.findings if finding.code == "address-malformed")
    hopeless = next((reason for reason in reasons if reason in _NO_ADDRESS), None)
    if hopeless is not None:
        suggestion = None if mask else found.suggestion
        raise UsageError("address", reason=word("reason", hopeless, language), suggestion=suggestion)


def _lookups(left_out: list[str], *, offline: bool) -> frozenset[Lookup]:
    names = [name.strip().lower() for name in left_out]
    if not set(names) <= set(Lookup):
        raise UsageError("lookup", names=", ".join(Lookup))
    return (OFFLINE_LOOKUPS if offline else EVERY_LOOKUP) - {Lookup(name) for name in names}


def _given(option: str, text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise UsageError("empty", option=option)
    return text


def _endpoint(text: str | None, service: Service, *, insecure: bool) -> Endpoint | None:
    option = f"--{service}"
    found = endpoint(text, service, option)
    if found and found.security is Security.NONE and not insecure:
        raise UsageError("none-needs-insecure", option=option)
    return found


def authorities(name: str | None) -> str:
    """The certificates in a PEM file. Comments between them may be in any language."""
    if name is None:
        return ""
    import ssl  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415

    try:
        with Path(name).open("rb") as file:
            pem = file.read(_LARGEST_CA_FILE).decode("ascii", "ignore")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
        x509.load_pem_x509_certificates(pem.encode())
    except (OSError, ssl.SSLError, ValueError):
        raise UsageError("ca-file", file=shown(name)) from None
    return pem


def _amocrm_error(text: str | None) -> str | None:
    if text is None:
        return None
    from mailcheck.amocrm import amocrm  # noqa: PLC0415
    from mailcheck.explain import explain  # noqa: PLC0415

    matches = explain(text, language=Language.RU).matches
    named = text.strip().casefold()  # some ids are codes of problems too
    found = next((id_ for id_ in (named, *(match.id for match in matches)) if id_ in amocrm().texts), None)
    if found is None:
        raise UsageError("amocrm-error", ids=", ".join(amocrm().texts))
    return found


def opening(request: Request, *, secret: bool, language: Language) -> list[str]:
    """The first lines: whose mailbox, and what is out of the ordinary about this run."""
    address = request.account.address
    lines = [message("cli.testing", language, address=f"•••@{address.rpartition('@')[2]}" if request.mask else address)]
    if request.settings.insecure:
        lines.append(message("cli.insecure", language))
    if not secret:
        lines.append(message("cli.no-password", language))
    return lines
