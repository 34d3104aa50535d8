"""Does a password look as if it was typed or pasted wrongly? No part of it, nor its length, gets into a finding."""

from __future__ import annotations

from itertools import pairwise

from mailcheck.domain.account import Secret, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.provider import PasswordKind, Provider
from mailcheck.probes import text as characters


def judge_secret(secret: Secret, provider: Provider | None) -> tuple[Finding, ...]:
    """Hints, before any login is spent; never a refusal."""
    value = secret.reveal()
    if not value:
        return ()
    found = []
    if where := _blank(value):
        found.append(Finding("secret-blank-at-edge", Outcome.WARNED, Stage.SECRET, evidence={"position": where}))
    if characters.has_cyrillic(value):
        found.append(Finding("secret-wrong-layout", Outcome.WARNED, Stage.SECRET))
    elif provider is not None and (services := _services_that_want_another(value, provider)):
        service = services[0] if len(services) == 1 else None
        found.append(Finding("secret-not-app-password", Outcome.WARNED, Stage.SECRET, service))
    return tuple(found)


def _blank(value: str) -> str | None:
    """Where white space stands at an edge, or anything invisible inside. Blanks inside are grouping: "abcd efgh"."""
    at_begin, at_end = characters.is_invisible(value[0]), characters.is_invisible(value[-1])
    if at_begin or at_end:
        return "both" if at_begin and at_end else "begin" if at_begin else "end"
    stray = any(c != " " and characters.is_invisible(c, before) for before, c in pairwise(value))
    return "inside" if stray else None


def _services_that_want_another(value: str, provider: Provider) -> list[Service]:
    visible = "".join(c for i, c in enumerate(value) if not characters.is_invisible(c, value[i - 1] if i else ""))
    if provider.looks_like_app_password(visible) is not False:
        return []
    return [service for service in Service if provider.password[service] is PasswordKind.APP_PASSWORD]
