"""The catalogue: what each problem code means and what to do about it, filled in with what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from mailcheck import catalogue_file, i18n, resources, template
from mailcheck.amocrm import amocrm
from mailcheck.catalogue_file import APP_PASSWORD, CatalogueFile, Problem, RemedyEntry, Texts
from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.finding import Evidence
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.domain.report import AmocrmLine, Remedy
from mailcheck.i18n import Language

_SHORT_REPLY = 40  # characters
_LONGEST_VALUE = 300  # in a sentence; the evidence beside it is shown whole
# Control characters (a terminal would obey them) and those that turn the direction of writing.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SIDES_OF_ONE_SERVICE = frozenset({"login", "folders", "sending"})
_URLS = {f"{kind}_url": kind for kind in ("two_factor", "app_password", "imap", "smtp", "help", "web")}
_WORDS = {
    "security": "security",
    "security_suggestion": "security",
    "letter_script": "script",
    "reason": "reason",
    "consent": "consent",
}
_ADMINISTRATOR = "administrator"
_ABOUT = frozenset({"mailbox", "recipient"})
_FIRST = {"app_password": "two_factor"}
"""What a provider may want before it, with a page of its own."""
_PAGES = {
    "two_factor": "{two_factor_url}",
    "app_password": "{app_password_url}",
    "enable_imap": "{imap_url}",
    "enable_smtp": "{smtp_url}",
}


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem as it is told to the person."""

    title: str
    what: str
    why: str
    remedies: tuple[Remedy, ...]
    for_admin: str | None


class Catalogue:
    """All problems, in the order of the file."""

    def __init__(self, content: CatalogueFile) -> None:
        self.vocabulary = content.vocabulary
        self._defaults = content.defaults
        self._problems = content.problems

    def codes(self) -> tuple[str, ...]:
        return tuple(self._problems)

    def problem(self, code: str) -> Problem:
        return self._problems[code]

    def render(
        self,
        code: str,
        language: Language,
        *,
        evidence: Evidence | None = None,
        service: Service | None = None,
        provider: Provider | None = None,
        reply_apart: bool = False,
    ) -> ProblemText:
        """The texts of the first variant that fits, over those of the problem itself.

        `service` and the provider's id are added to what variants look at; a stage the caller puts into `evidence`.
        `reply_apart`: whoever shows it shows the server's words too. Then long ones, in English as a rule and needed by
        nobody to go on, are not said a second time within what happened.
        """
        problem = self._problems[code]
        service = service or only_service(problem)
        seen: dict[str, Any] = {**(evidence or {}), "service": service}
        if provider:
            seen |= _of_provider(provider, seen)
        texts, administrator = _choose(problem, seen, language)
        unmet = _unmet(seen, administrator)
        values = _values(seen, language, service, provider)

        def fill(text: str | None, values: Mapping[str, str] = values) -> str:
            filled = template.render(text or "", values, self._defaults[language])
            return re.sub(r"\.([»”])\.", r".\1", filled)  # a reply that ends in a full stop ends the sentence too

        steps = provider.steps.get(language, {}) if provider else {}
        remedies: dict[str, Remedy] = {}
        for entry in _fitting(texts.remedies or (), unmet):
            for remedy in _remedies(entry, values, fill, steps):
                remedies.setdefault(remedy.text, remedy)
        remedies.pop("", None)
        admin = fill(None if _ADMINISTRATOR in unmet else texts.admin) or None
        what = fill(texts.what, _without_long_reply(values) if reply_apart else values)
        return ProblemText(fill(texts.title), what, fill(texts.why), tuple(remedies.values()), admin)


def load(file: Path, amocrm_ids: Collection[str]) -> Catalogue:
    """Read a catalogue; BadResourceError when it breaks its rules or names an amoCRM text that does not exist."""
    return Catalogue(catalogue_file.read(file, amocrm_ids))


@cache
def catalogue() -> Catalogue:
    return load(resources.path("problems.toml"), amocrm().texts.keys())


def known_of(address: str) -> dict[str, str]:
    """What every text may name, as evidence."""
    return {"address": address, "domain": address.rpartition("@")[2]}


def only_service(problem: Problem) -> Service | None:
    """The service of a problem that only one of them can have."""
    services = [service for service in Service if problem.amocrm[service]]
    return services[0] if problem.side in _SIDES_OF_ONE_SERVICE and len(services) == 1 else None


def amocrm_lines(problem: Problem, service: Service | None) -> tuple[AmocrmLine, ...]:
    """What amoCRM shows for a problem, best first; without a service what it shows on either side."""
    sides = [problem.amocrm[each] for each in ([service] if service else Service)]
    usual = dict.fromkeys(ids[0] for ids in sides if ids)
    possible = dict.fromkeys(text_id for ids in sides for text_id in ids[1:] if text_id not in usual)
    texts = amocrm().texts
    return tuple(
        AmocrmLine(text_id, texts[text_id].text, "usual" if text_id in usual else "possible")
        for text_id in (*usual, *possible)
    )


def _of_provider(provider: Provider, seen: Mapping[str, Any]) -> dict[str, Any]:
    """What variants may ask of it. `personal`: the address is of the provider's own domain, not of its owner's."""
    domain = str(seen.get("address", "")).rpartition("@")[2].lower()
    return {
        "provider_id": frozenset({provider.id, provider.family}),
        "own_password": _takes_its_own(provider),
        "personal": domain in provider.domains,
    }


def _takes_its_own(provider: Provider) -> bool:
    return set(provider.password.values()) == {PasswordKind.ACCOUNT} and not provider.two_factor_password


def _unmet(seen: Mapping[str, Any], administrator: str) -> frozenset[str]:
    """What this mailbox does not have, of what steps need: see NEEDS. What is not known is there."""
    unmet = set()
    personal, about = seen.get("personal") is True, seen.get("about")
    if seen.get("own_password") is True:
        unmet.add(APP_PASSWORD)
    if personal:
        unmet.add("own_domain")
    if "@" in str(seen.get("username", "")):
        unmet.add("short_login")
    if isinstance(about, str) and about in _ABOUT:
        unmet |= _ABOUT - {about}
    if administrator == "mail" and (personal or about == "recipient"):
        unmet.add(_ADMINISTRATOR)
    return frozenset(unmet)


def _fitting(entries: Iterable[RemedyEntry], unmet: frozenset[str]) -> Iterator[RemedyEntry]:
    """Without the steps that this person cannot take; where nobody is there to forward to, support is asked."""
    for entry in entries:
        if not unmet.isdisjoint({entry.steps, entry.needs}):
            continue
        if entry.action != "copy" or _ADMINISTRATOR not in unmet:
            yield entry
        elif entry.text == "{forward}":
            yield RemedyEntry("{support}")


def _choose(problem: Problem, seen: Mapping[str, Any], language: Language) -> tuple[Texts, str]:
    """The texts, and whose administrator they speak to."""
    base = problem.texts[language]
    for variant in problem.variants:
        if all(_equals(seen.get(name), wanted) for name, wanted in variant.when.items()):
            own = variant.texts[language]
            told = replace(
                base,
                title=own.title or base.title,
                what=own.what or base.what,
                why=own.why or base.why,
                admin=own.admin or base.admin,
                remedies=own.remedies or base.remedies,
            )
            return told, variant.administrator or problem.administrator
    return base, problem.administrator


def _equals(seen: Any, wanted: Any) -> bool:
    if isinstance(seen, frozenset):
        return wanted in seen
    return bool(seen == wanted) and isinstance(seen, bool) == isinstance(wanted, bool)


def _values(
    seen: Mapping[str, Any], language: Language, service: Service | None, provider: Provider | None
) -> dict[str, str]:
    values = {name: _clean(text) for name, text in i18n.field_texts(seen, language).items()}
    if isinstance(folders := seen.get("folders"), list | tuple):
        values["folders"] = _clean(", ".join(_folder(str(each), language) for each in folders))
    for name, section in _WORDS.items():
        values[name] = template.Word(i18n.word(section, values.get(name, ""), language))
    if service:
        values["service_name"] = template.Word(i18n.message(f"service.{service}", language))
    if provider:
        values["provider"] = provider.name[language]
        values |= {name: provider.urls.get(kind, "") for name, kind in _URLS.items()}
        for name, endpoints in (("incoming", provider.incoming), ("outgoing", provider.outgoing)):
            values[f"provider_{name}"] = endpoint_words(endpoints[0], language) if endpoints else ""
    return values


def _without_long_reply(values: Mapping[str, str]) -> Mapping[str, str]:
    return values if len(values.get("reply", "")) <= _SHORT_REPLY else {**values, "reply": ""}


def _folder(name: str, language: Language) -> str:
    """ "INBOX (входящие)", "Работа": what stands in it is said where the name does not say so itself."""
    last = re.split(r"[./]", name)[-1]
    meaning = i18n.word("folder", last, language)
    return name if meaning.casefold() == last.casefold() else f"{name} ({meaning})"


def endpoint_words(endpoint: Endpoint, language: Language) -> str:
    """ "imap.yandex.ru, порт 993, SSL/TLS"."""
    security = i18n.word("security", endpoint.security, language)
    return i18n.message("endpoint.full", language, host=endpoint.host, port=endpoint.port, security=security)


def _remedies(
    entry: RemedyEntry, values: Mapping[str, str], fill: Callable[[str | None], str], steps: Mapping[str, Sequence[str]]
) -> tuple[Remedy, ...]:
    """The entry as one remedy, or as the provider's own steps; a page belongs to the first of them."""
    before = _FIRST.get(entry.steps or "", "")
    if steps.get(before):
        later = {name: each for name, each in steps.items() if name != before}
        earlier = RemedyEntry("", steps=before)
        return *_remedies(earlier, values, fill, steps), *_remedies(entry, values, fill, later)
    url = entry.url or (_PAGES.get(entry.steps) if entry.steps else None)
    known = url is not None and all(values.get(name) for name in template.fields(url))
    page = template.render(url, values) if url and known else None
    action = entry.action or ("open" if page else None)
    if action == "open" and page is None:
        action = None
    texts = (entry.steps and steps.get(entry.steps)) or (entry.text,)
    first, *rest = (fill(text) for text in texts)
    return Remedy(first, page, action), *(Remedy(text) for text in rest)


def _clean(value: str) -> str:
    """One printable line of a readable length: values are the words of strangers."""
    text = re.sub(r"[ \t\r\n\v\f]+", " ", _UNPRINTABLE.sub("", value)).strip(" ")
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1].rstrip() + "…"
