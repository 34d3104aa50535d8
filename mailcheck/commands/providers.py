"""`mailcheck providers [DOMAIN|NAME]`: what is known of mail services, and with --verify whether it still holds.

Its JSON: without a name {"providers": [...]}; with one {"found_by": "domain" | "name" | "host" | "mx" | null,
"mx": [hosts asked for, best first], "provider": {...} | null}; with --verify {"servers": [...], "good": n, "rotten": n,
"left": n}. A provider's shape: export/provider_json.py, a server's: commands/verify.py.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from mailcheck.commands.request import authorities
from mailcheck.commands.servers import nameserver
from mailcheck.console import Console, write
from mailcheck.domain.provider import Provider
from mailcheck.domain.settings import Settings
from mailcheck.export.plain import dumps
from mailcheck.i18n import Language, message
from mailcheck.providers import providers
from mailcheck.usage import Parser, UsageError, seconds

FOUND, NOTHING = 0, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a name led to. `mx` is None when DNS was not asked, or did not answer."""

    name: str
    provider: Provider | None
    found_by: str | None
    mx: tuple[str, ...] | None = None
    dns_failed: bool = False


def command(words: list[str], language: Language) -> int:
    parser = _parser(language)
    arguments = parser.parse(words)
    if parser.wants_help:
        write(parser.format_help())
        return FOUND
    settings = Settings(
        nameserver=nameserver(arguments.nameserver),
        authorities=authorities(arguments.ca_file),
        deadline=seconds(arguments.deadline),
    )
    name = arguments.name
    if name is not None and not name.strip():
        raise UsageError("empty", option="NAME")
    asked = _ask(name, settings) if name else None
    if arguments.verify and (asked is None or asked.provider):
        from mailcheck.commands.verify import verify  # noqa: PLC0415 - brings the checks and their libraries

        entries = [asked.provider] if asked and asked.provider else providers().all
        return verify(entries, settings, None if arguments.json else Console(), language)
    if asked:
        return _show(asked, language, json=arguments.json)
    return _list(language, json=arguments.json)


def _parser(language: Language) -> Parser:
    parser = Parser("providers", language, "[DOMAIN|NAME]")
    parser.add_argument("name", nargs="?", metavar="DOMAIN|NAME")
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--ca-file", metavar="PEM")
    parser.add_argument("--nameserver", metavar="IP[:PORT]")
    parser.add_argument("--deadline", metavar="SECONDS", default="60")
    parser.add_argument("--json", action="store_true")
    return parser


def _ask(name: str, settings: Settings) -> Asked:
    """By domain, name or server; a domain that is not listed by who takes its mail."""
    known = providers()
    name = name.strip().rpartition("@")[2]  # of an address only the domain matters
    for found_by, look_up in (("domain", known.by_domain), ("name", known.by_name), ("host", known.by_host)):
        provider = look_up(name)
        if provider:
            return Asked(name, provider, found_by)
    if "." not in name.strip(".") or " " in name:
        return Asked(name, None, None)
    from mailcheck.probes.errors import ProbeError  # noqa: PLC0415 - DNS is asked for few names
    from mailcheck.probes.resolve import Resolver  # noqa: PLC0415

    try:
        hosts = tuple(record.host for record in Resolver(settings.nameserver).mx(name))
    except ProbeError as error:
        return Asked(name, None, None, dns_failed=error.code != "domain-not-found")
    provider = known.by_mx(hosts)
    return Asked(name, provider, "mx" if provider else None, hosts)


def _show(asked: Asked, language: Language, *, json: bool) -> int:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    code = FOUND if asked.provider else NOTHING
    if json:
        from mailcheck.export.provider_json import provider_dict  # noqa: PLC0415 - for JSON only

        entry = provider_dict(asked.provider, today) if asked.provider else None
        write(dumps({"found_by": asked.found_by, "mx": list(asked.mx or ()), "provider": entry}), utf8=True)
        return code
    console = Console()
    how = _how(asked, language)
    if how:
        console.paragraph(how)
    if asked.provider:
        from mailcheck.export.provider_text import ProviderSheet  # noqa: PLC0415 - the catalogue is not needed for a list

        if how:
            console.line()
        for line, is_heading in ProviderSheet(asked.provider, language, console.width, today).lines():
            console.line(line, "bold" if is_heading else None)
    return code


def _how(asked: Asked, language: Language) -> str | None:
    """By what it was found, where that is not plain; or that nothing was."""
    mx = ", ".join(asked.mx or ()) or None
    if asked.provider is None:
        if asked.dns_failed:
            return message("providers.nothing-dns", language, domain=asked.name)
        return message("providers.nothing-mx" if mx else "providers.nothing", language, domain=asked.name, mx=mx)
    name = asked.provider.name[language]
    if asked.found_by == "mx":
        return message("providers.found-by-mx", language, domain=asked.name, mx=mx, provider=name)
    if asked.found_by == "host":
        return message("providers.found-by-host", language, host=asked.name, provider=name)
    return None


def _list(language: Language, *, json: bool) -> int:
    known = providers()
    if json:
        from mailcheck.export.provider_json import provider_dict  # noqa: PLC0415 - for JSON only

        today = datetime.datetime.now(tz=datetime.UTC).date()
        write(dumps({"providers": [provider_dict(entry, today) for entry in known]}), utf8=True)
        return FOUND
    from mailcheck.export.provider_text import list_line  # noqa: PLC0415

    console = Console()
    console.paragraph(message("providers.list-head", language, count=len(known.all)))
    console.line()
    for entry in known:
        console.line(message("providers.name", language, name=entry.name[language], id=entry.id), "bold")
        console.paragraph(list_line(entry, language), "  ")
    return FOUND
