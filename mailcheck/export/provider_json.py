"""What is known of a mail service, as values for JSON."""

from __future__ import annotations

import datetime
from typing import Any

from mailcheck.domain.provider import Provider
from mailcheck.export.json_file import endpoint


def provider_dict(provider: Provider, today: datetime.date) -> dict[str, Any]:
    """All of an entry of providers.toml, under the same names; texts by language, `age_days` whole days."""
    return {
        "id": provider.id,
        "number": provider.number,
        "family": provider.family,
        "name": dict(provider.name),
        "aliases": list(provider.aliases),
        "domains": list(provider.domains),
        "mx": list(provider.mx),
        "hosts": list(provider.hosts),
        "incoming": [endpoint(each) for each in provider.incoming],
        "outgoing": [endpoint(each) for each in provider.outgoing],
        "username": {service.value: kind.value for service, kind in provider.username.items()},
        "password": {service.value: kind.value for service, kind in provider.password.items()},
        "two_factor_password": provider.two_factor_password,
        "imap_always_on": provider.imap_always_on,
        "login_ambiguous": provider.login_ambiguous,
        "oauth_only_since": provider.oauth_only_since.isoformat() if provider.oauth_only_since else None,
        "app_password_looks": dict(provider.app_password_looks) if provider.app_password_looks else None,
        "urls": dict(provider.urls),
        "sent": list(provider.sent),
        "greetings": {service.value: list(parts) for service, parts in provider.greetings.items()},
        "size_limit": provider.size_limit,
        "notes": {language: list(notes) for language, notes in provider.notes.items()},
        "steps": {
            language: {kind: list(steps) for kind, steps in kinds.items()} for language, kinds in provider.steps.items()
        },
        "checked": provider.checked.isoformat(),
        "age_days": (today - provider.checked).days,
        "source": list(provider.source),
        "confidence": provider.confidence,
        "unconfirmed": sorted(provider.unconfirmed),
    }
