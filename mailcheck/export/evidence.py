"""What the checks saw, in words: stage by stage, the certificates, the answers of DNS, and what was left out and why.

Evidence of a report that was read back may hold anything: a field that gives no words is passed over.
"""

from __future__ import annotations

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

_SEEN = {
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
    (Stage.DOMAIN, "domain-of", "", "domain", "domain-not-found"),
    (Stage.MX, "mx-of", "mx", "domain", "mx-missing"),
    (Stage.RESOLVE, "addresses-of", "ip_addresses", "host", "host-not-found"),
)
"""What DNS is asked: the stage, the name of the fact, the field with the answer, whose it is, the code of "no such"."""
_CERTIFICATE = ("subject", "issuer", "names")
_PROBLEMS = (Outcome.FAILED, Outcome.WARNED)


def stages(report: Report, language: Language) -> Iterator[Block]:
    for check in report.checks:
        yield Stages(
            title=report.titles.get(check.id) or message(f"check.{check.id}", language),
            outcome=check.outcome,
            state=message(f"state.{check.outcome}", language),
            time=time_text(sum(finding.ms for finding in check.findings), language),  # less what it waited for others
            rows=tuple(_row(finding, check, report, language) for finding in check.findings),
        )


def _row(finding: Finding, check: CheckResult, report: Report, language: Language) -> Row:
    state, name = message(f"state.{finding.outcome}", language), message(f"stage.{finding.stage}", language)
    if finding.outcome is Outcome.SKIPPED:
        return Row(finding.outcome, state, name, notes=(skip_reason(finding, check.id, language),))
    title = _title(finding, report, language)
    seen = "; ".join(_seen(finding, language))
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
    """The problem by its name, where there is one that this program knows."""
    if finding.outcome not in _PROBLEMS or finding.code not in catalogue().codes():
        return ""
    evidence = {**known_of(report.address), **finding.evidence}
    return catalogue().render(finding.code, language, evidence=evidence, service=finding.service).title


def _seen(finding: Finding, language: Language) -> Iterator[str]:
    for name in _SEEN.get(finding.stage, ()):
        text = _text(finding, name, language)
        if name == "folder_count" and not finding.evidence.get("folders"):
            continue  # the list did not arrive: that is not none
        if text:
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
        yield Fact(message("report.fingerprint", language), _in_groups(text), foreign=True)


def _in_groups(fingerprint: str) -> str:
    """Pairs of digits eight by eight: no line is long enough for 32 of them."""
    pairs = fingerprint.split(":")
    return " ".join(":".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8))


def dns(report: Report, language: Language) -> Iterator[Block]:
    """Who takes the domain's mail, the addresses of its servers, and what DNS does not know."""
    facts: dict[Fact, None] = {}  # two conversations may be with one server
    for finding in (finding for check in report.checks for finding in check.findings):
        for stage, key, name, of, none in _DNS:
            whose = _text(finding, of, language)
            if finding.stage is not stage or not whose:
                continue
            title, value = message(f"report.{key}", language, **{of: whose}), _text(finding, name, language)
            if value:
                facts[Fact(title, value, foreign=True)] = None
            elif finding.code == none and not finding.evidence.get("null_mx"):
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
