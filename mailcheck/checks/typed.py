"""What the person typed, judged before anything is sent anywhere: addresses, server names, the password."""

from __future__ import annotations

from dataclasses import replace

from mailcheck.checks.address import judge_address
from mailcheck.checks.hostname import judge_host
from mailcheck.checks.network import domain_and_mx
from mailcheck.checks.run import Run
from mailcheck.checks.secret import judge_secret
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.probes import text as characters

STAGES = (Stage.ADDRESS, Stage.HOST, Stage.SECRET)
RECIPIENT_STAGES = (Stage.ADDRESS, Stage.DOMAIN, Stage.MX)


def typed(run: Run, story: Story) -> None:
    """The address (and the one to send from), the server names that were given, the password."""
    with story.stage(Stage.ADDRESS) as step:
        if run.account.corrected:
            step.note(corrected=run.account.corrected)
        for address in filter(None, (run.account.address, run.account.sender)):
            findings = _judged(address, run)
            run.address_usable &= not any(finding.outcome is Outcome.FAILED for finding in findings)
            step.found(findings)
    given = [(service, endpoint) for service in Service if (endpoint := run.account.endpoint(service))]
    if given:
        with story.stage(Stage.HOST) as step:
            for service, endpoint in given:
                findings = judge_host(endpoint.host, service)
                if any(finding.code == "host-malformed" for finding in findings):
                    run.unusable_hosts.add(service)
                step.found(tuple(_completed(found) for found in findings))
    else:
        story.skip(Stage.HOST, None, reason="not-needed")
    if run.account.secret:
        with story.stage(Stage.SECRET) as step:
            step.found(judge_secret(run.account.secret, run.provider))
    else:
        story.skip(Stage.SECRET, None, reason="no-password")


def recipient(run: Run, story: Story) -> None:
    """An address one wants to write to: its letters, its domain. Nobody's server is asked about it."""
    address = run.account.recipient
    assert address
    story.facts["recipient"] = address
    with story.stage(Stage.ADDRESS) as step:
        step.found(_judged(address, run))
    if not any(finding.outcome is Outcome.FAILED for finding in story.findings):
        domain_and_mx(run, story, address.rpartition("@")[2])


def _judged(address: str, run: Run) -> tuple[Finding, ...]:
    findings = judge_address(address, run.known.domains())
    return tuple(_completed(replace(found, evidence={"address": address, **found.evidence})) for found in findings)


def _completed(found: Finding) -> Finding:
    """A letter in place of a Latin one: its alphabet is told, too."""
    if "latin" not in found.evidence or "character" not in found.evidence:
        return found
    return replace(found, evidence={**found.evidence, "letter_script": characters.script(found.evidence["character"])})
