"""Causes -> words: puts what was found into a language and together into a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from mailcheck.catalogue import Catalogue, amocrm_lines, catalogue
from mailcheck.checks.address import corrected
from mailcheck.checks.run import Run
from mailcheck.diagnosis import SHOWN, diagnose, verdict
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.provider import Provider
from mailcheck.domain.report import Cause, CheckResult, ConnectionCard, Diagnosis, Report
from mailcheck.engine import Engine
from mailcheck.i18n import Language, message
from mailcheck.providers import providers


def report_of(engine: Engine, language: Language, now: datetime | None = None) -> Report:
    """The report of a run that has ended (or was stopped: then of what was found until then)."""
    run, results = engine.run, engine.results()
    words = catalogue()
    causes = diagnose(results, words, run.account.amocrm_error)
    account = run.account
    known = {"address": account.address, "domain": account.address.rpartition("@")[2]}

    def about(cause: Cause) -> Cause:
        return replace(cause, evidence={**known, **cause.evidence})

    return Report(
        created=(now or datetime.now(UTC)).astimezone(UTC),
        language=language.value,
        vantage=message("report.vantage-practice" if run.settings.practice else "report.vantage", language),
        verdict=verdict(results, causes, whole=engine.whole),
        address=account.address,
        username=run.credentials(Service.INCOMING).username,
        provider=run.provider.id if run.provider else None,
        incoming=run.endpoint(Service.INCOMING),
        outgoing=run.endpoint(Service.OUTGOING),
        amocrm_error_seen=account.amocrm_error,
        checks=results,
        diagnoses=tuple(put_into_words(about(cause), words, run.provider, language) for cause in causes[:SHOWN]),
        connection_card=connection_card(run, results, language),
        transcript=run.transcript(),
        titles={result.id: message(f"check.{result.id}", language) for result in results},
        more=len(causes[SHOWN:]),
    )


def put_into_words(cause: Cause, words: Catalogue, provider: Provider | None, language: Language) -> Diagnosis:
    """One cause as a card."""
    text = words.render(cause.code, language, evidence=cause.evidence, service=cause.service, provider=provider)
    reply = cause.evidence.get("reply")
    return Diagnosis(
        code=cause.code,
        number=words.problem(cause.code).number,
        service=cause.service,
        outcome=cause.outcome,
        confidence=cause.confidence,
        title=text.title,
        what=text.what,
        why=text.why,
        remedies=text.remedies,
        for_admin=text.for_admin,
        amocrm=amocrm_lines(words.problem(cause.code), cause.service),
        folded=cause.folded,
        reply=str(reply) if reply else None,
    )


def connection_card(run: Run, results: Sequence[CheckResult], language: Language) -> ConnectionCard:
    """What to type into amoCRM, field by field."""
    username = run.credentials(Service.INCOMING).username
    if username == run.account.address and any(r.id == "address" and r.outcome is Outcome.FAILED for r in results):
        username = corrected(username, providers().domains()) or username
    provider = run.provider
    if provider:
        kind = f"password.{provider.password[Service.INCOMING]}"
    else:
        kind = "report.password-tried" if _signed_in(results) else "report.password-unknown"
    return ConnectionCard(
        incoming=run.endpoint(Service.INCOMING),
        outgoing=run.endpoint(Service.OUTGOING),
        username=username,
        password_kind=message(kind, language),
        notes=provider.notes[language] if provider else (),
    )


def _signed_in(results: Sequence[CheckResult]) -> bool:
    logins = [finding for result in results for finding in result.findings if finding.stage is Stage.AUTHENTICATE]
    return len(logins) == len(Service) and all(login.outcome is Outcome.PASSED for login in logins)
