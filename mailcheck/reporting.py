"""Causes -> words: puts what was found into a language and together into a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import Catalogue, catalogue, known_of
from mailcheck.checks.address import corrected
from mailcheck.checks.run import Run
from mailcheck.diagnosis import SHOWN, amocrm_of, diagnose, verdict
from mailcheck.domain.account import Account, Service
from mailcheck.domain.finding import Outcome
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.domain.report import Cause, CheckResult, ConnectionCard, Diagnosis, Report, logins
from mailcheck.engine import Engine
from mailcheck.i18n import Language, message
from mailcheck.providers import providers

_PROBLEMS = (Outcome.FAILED, Outcome.WARNED)
PRACTICE_VANTAGE = "report.vantage-practice"
_VANTAGES = ("report.vantage", PRACTICE_VANTAGE)
_PASSWORDS = (*(f"password.{kind}" for kind in PasswordKind), "report.password-tried", "report.password-unknown")


def report_of(engine: Engine, language: Language, now: datetime | None = None) -> Report:
    """The report of a run that has ended (or was stopped: then of what was found until then)."""
    run, results = engine.run, engine.results()
    words = catalogue()
    account = run.account
    seen = _still_seen(account, results)
    causes = diagnose(results, words, seen)
    return Report(
        created=(now or datetime.now(UTC)).astimezone(UTC),
        language=language.value,
        vantage=message(PRACTICE_VANTAGE if run.settings.practice else "report.vantage", language),
        verdict=verdict(results, causes, whole=engine.whole),
        address=account.address,
        username=run.credentials(Service.INCOMING).username,
        provider=run.provider.id if run.provider else None,
        incoming=run.endpoint(Service.INCOMING),
        outgoing=run.endpoint(Service.OUTGOING),
        amocrm_error_seen=seen,
        checks=results,
        diagnoses=_cards(causes, account.address, run.provider, language),
        connection_card=connection_card(run, results, language),
        transcript=run.transcript(),
        titles=_titles(results, language),
        kept=engine.kept,
        more=len(causes[SHOWN:]),
    )


def _still_seen(account: Account, results: Sequence[CheckResult]) -> str | None:
    """The text that this report has to explain. Of an address that was corrected here amoCRM knows nothing yet."""
    mended = all(result.outcome is not Outcome.FAILED for result in results) and not account.corrected
    return None if account.amocrm_explained and mended else account.amocrm_error


def vantage_key(report: Report) -> str | None:
    """The message that tells from where all was seen, in whichever language; None when another program wrote it."""
    told = {message(key, language): key for key in _VANTAGES for language in Language}
    return told.get(report.vantage)


def retold(report: Report, language: Language) -> Report:
    """The same report in the other language; unchanged where it holds what this program has no words for."""
    words, provider = catalogue(), providers().by_id(report.provider)
    found = {finding.code for result in report.checks for finding in result.findings if finding.outcome in _PROBLEMS}
    unknown_text = report.amocrm_error_seen is not None and report.amocrm_error_seen not in amocrm().texts
    if report.language == language or found - set(words.codes()) or unknown_text or (report.provider and not provider):
        return report
    causes = diagnose(report.checks, words, report.amocrm_error_seen)
    old = Language(report.language)
    return replace(
        report,
        language=language.value,
        vantage=_translated(report.vantage, _VANTAGES, old, language),
        diagnoses=_cards(causes, report.address, provider, language),
        connection_card=replace(
            report.connection_card,
            password_kind=_translated(report.connection_card.password_kind, _PASSWORDS, old, language),
            notes=provider.notes[language] if provider and report.connection_card.notes else (),
        ),
        titles=_titles(report.checks, language),
    )


def _translated(text: str, keys: Iterable[str], old: Language, language: Language) -> str:
    """A sentence of ours in the other language; as it is, when it is none of those."""
    return next((message(key, language) for key in keys if message(key, old) == text), text)


def _titles(results: Sequence[CheckResult], language: Language) -> dict[str, str]:
    return {result.id: message(f"check.{result.id}", language) for result in results}


def _cards(
    causes: Sequence[Cause], address: str, provider: Provider | None, language: Language
) -> tuple[Diagnosis, ...]:
    about = (replace(cause, evidence={**known_of(address), **cause.evidence}) for cause in causes[:SHOWN])
    return tuple(put_into_words(cause, catalogue(), provider, language) for cause in about)


def put_into_words(cause: Cause, words: Catalogue, provider: Provider | None, language: Language) -> Diagnosis:
    """One cause as a card."""
    text = words.render(
        cause.code, language, evidence=cause.evidence, service=cause.service, provider=provider, reply_apart=True
    )
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
        amocrm=amocrm_of(cause, words),
        folded=cause.folded,
        reply=str(reply) if reply else None,
    )


def connection_card(run: Run, results: Sequence[CheckResult], language: Language) -> ConnectionCard:
    """What to type into amoCRM, field by field."""
    username = run.credentials(Service.INCOMING).username
    if username == run.account.address and any(r.id == "address" and r.outcome is Outcome.FAILED for r in results):
        username = corrected(username, providers().domains()) or username
    provider = run.provider
    if _signed_in(results):
        kind = "report.password-tried"
    else:
        kind = f"password.{provider.password[Service.INCOMING]}" if provider else "report.password-unknown"
    return ConnectionCard(
        incoming=run.endpoint(Service.INCOMING),
        outgoing=run.endpoint(Service.OUTGOING),
        username=username,
        password_kind=message(kind, language),
        notes=provider.notes[language] if provider else (),
    )


def _signed_in(results: Sequence[CheckResult]) -> bool:
    """Whether a server took the password, and none refused it."""
    outcomes = {login.outcome for login in logins(results)}
    return Outcome.PASSED in outcomes and outcomes <= {Outcome.PASSED, Outcome.SKIPPED}
