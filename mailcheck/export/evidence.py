"""What the checks saw, in words: stage by stage, the certificates, the answers of DNS, and what was left out and why.

Evidence of a report that was read back may hold anything: a field that gives no words is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailcheck import i18n
from mailcheck.catalogue import catalogue, known_of
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, Report
from mailcheck.export.blocks import Block, Fact, Facts, Row, Stages, Text
from mailcheck.export.found_servers import found_lines
from mailcheck.export.picture import lowered, step_name
from mailcheck.export.wording import skip_reason, time_text
from mailcheck.i18n import Language, message
from mailcheck.providers import providers

_SEEN = {
    Stage.ADDRESS: ("corrected",),
    Stage.DOMAIN: ("domain",),
    Stage.MX: ("mx",),
    Stage.PORTS: ("blocked_ports",),
    Stage.RESOLVE: ("host", "ip_addresses"),
    Stage.CONNECT: ("host", "port", "ip_address"),
    Stage.ENCRYPT: ("tls_version", "subject", "not_after"),
    Stage.AUTHENTICATE: ("mechanism", "username"),
    Stage.FOLDERS: ("folder_count", "folders", "sent_folder"),
    Stage.USE: ("used_percent",),
    Stage.MAIL: ("sender", "size_limit_mb"),
    Stage.RCPT: ("recipient",),
}
"""The fields of the evidence that are told of each stage, in this order."""
_DNS = (
    (Stage.DOMAIN, "", "", "domain", "domain-of", "domain-not-found"),
    (Stage.MX, "mx", "mx-of", "domain", "mx-none-of", "mx-missing"),
    (Stage.RESOLVE, "ip_addresses", "addresses-of", "host", "addresses-of", "host-not-found"),
)
"""What DNS is asked: the stage, the field with the answer and the name of the fact, whose it is; and where there is no
answer the name of the fact and the code of the problem."""
_CERTIFICATE = ("subject", "issuer", "names")
_PROBLEMS = (Outcome.FAILED, Outcome.WARNED)


def stages(report: Report, language: Language) -> Iterator[Block]:
    for check in report.checks:
        done = check.outcome is not Outcome.SKIPPED
        spent = sum(finding.ms for finding in check.findings)  # less what it waited for others
        yield Stages(
            title=report.titles.get(check.id) or message(f"check.{check.id}", language),
            outcome=Outcome.SKIPPED if check.is_cut_short else check.outcome,
            state=message("report.cut-short" if check.is_cut_short else f"state.{check.outcome}", language),
            time=time_text(spent, language) if done else "",
            rows=tuple(_row(finding, check, report, language) for finding in check.findings),
        )


def _row(finding: Finding, check: CheckResult, report: Report, language: Language) -> Row:
    state, name = message(f"state.{finding.outcome}", language), message(f"stage.{finding.stage}", language)
    if finding.outcome is Outcome.SKIPPED:
        return Row(finding.outcome, state, name, notes=(skip_reason(finding, check.id, language),))
    title = _title(finding, report, language)
    seen = "; ".join(_seen(finding, title, language))
    said = finding.evidence.get("reply") or finding.evidence.get("greeting")
    return Row(
        finding.outcome,
        state,
        name,
        time_text(finding.ms, language),
        notes=tuple(text for text in (title, seen, *found_lines(finding, language)) if text),
        said=said if isinstance(said, str) else "",
        code=finding.code if finding.outcome in _PROBLEMS else "",
    )


def _title(finding: Finding, report: Report, language: Language) -> str:
    """The problem by the name that its card has; by its own, where it has no card and this program knows it."""
    if finding.outcome not in _PROBLEMS or finding.code not in catalogue().codes():
        return ""
    if finding.service:  # of an address there may be two, the mailbox and the recipient
        for card in report.diagnoses:
            if (card.code, card.service) == (finding.code, finding.service):
                return card.title
    evidence = {**known_of(report.address), **finding.evidence, "stage": finding.stage.value}
    provider = providers().by_id(report.provider)
    words = catalogue().render(finding.code, language, evidence=evidence, service=finding.service, provider=provider)
    return words.title


def _seen(finding: Finding, title: str, language: Language) -> Iterator[str]:
    """What the title has not said yet."""
    for name in _SEEN.get(finding.stage, ()):
        text = _text(finding, name, language)
        if name == "folder_count" and not finding.evidence.get("folders"):
            continue  # the list did not arrive: that is not none
        if text and not re.search(rf"(?<![\w.@-]){re.escape(text)}(?![\w@-])", title):
            yield message(f"report.saw-{name}", language, **{name: text})


def _text(finding: Finding, name: str, language: Language) -> str:
    """A field of the evidence as it stands in a sentence; empty where there is none."""
    return i18n.field_texts({name: finding.evidence.get(name)}, language)[name]


def certificates(report: Report, language: Language) -> Iterator[Facts]:
    """One for each conversation that came as far as seeing one."""
    for check in report.checks:
        shown = next((f for f in check.findings if f.stage is Stage.ENCRYPT and f.evidence.get("issuer")), None)
        if shown is None:
            continue
        side, host = message(f"check.{check.id}", language), _text(shown, "host", language)
        yield Facts(
            tuple(_certificate(shown, language)), message("report.certificate-of", language, service=side, host=host)
        )


def _certificate(finding: Finding, language: Language) -> Iterator[Fact]:
    for name in _CERTIFICATE:
        if text := _text(finding, name, language):
            yield Fact(message(f"report.{name}", language), text, foreign=True)
    first, last = _text(finding, "not_before", language), _text(finding, "not_after", language)
    if first and last:
        span = message("report.valid-span", language, not_before=first, not_after=last)
        yield Fact(message("report.valid", language), span)
    if text := _text(finding, "tls_version", language):
        yield Fact(message("report.tls", language), text, foreign=True)
    if text := _text(finding, "fingerprint", language):
        yield Fact(message("report.fingerprint", language), text, foreign=True)


def dns(report: Report, language: Language) -> Iterator[Block]:
    """Who takes the domain's mail, the addresses of its servers, and what DNS does not know."""
    facts: dict[Fact, None] = {}  # two conversations may be with one server
    for finding in (finding for check in report.checks for finding in check.findings):
        for stage, name, key, of, none_key, none_code in _DNS:
            whose = _text(finding, of, language)
            if finding.stage is not stage or not whose:
                continue
            if value := _text(finding, name, language):
                facts[Fact(message(f"report.{key}", language, **{of: whose}), value, foreign=True)] = None
            elif finding.code == none_code and not finding.evidence.get("null_mx"):
                title = message(f"report.{none_key}", language, **{of: whose})
                facts[Fact(title, message(f"report.none-{stage}", language))] = None
    if facts:
        yield Text(message("report.dns-about", language))
        yield Facts(tuple(facts))


def left_out(report: Report, language: Language) -> Iterator[Fact]:
    """For each check the stages that were not done, and the reason."""
    for check in report.checks:
        reasons: dict[str, list[str]] = {}
        for finding in check.findings:
            if finding.outcome is Outcome.SKIPPED:
                reason = skip_reason(finding, check.id, language)
                reasons.setdefault(reason, []).append(lowered(step_name(finding.stage, language)))
        name = report.titles.get(check.id) or message(f"check.{check.id}", language)
        for reason, names in reasons.items():
            listed = ", ".join(names)
            yield Fact(name, message("report.skipped-stages", language, stages=listed, reason=reason))
