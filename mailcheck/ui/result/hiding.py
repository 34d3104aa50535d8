"""“Hide the address”: the report as it is saved and copied without the name of the mailbox. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.domain.account import Account
from mailcheck.domain.report import Report

_NAMES = ("address", "recipient", "sender", "username", "suggestion")
"""Evidence that may hold a mailbox of the person's."""


def hidden(report: Report) -> Report:
    """The same report without a name in it: all that must be known for that stands in the report itself."""
    from mailcheck.export.mask import Mask  # noqa: PLC0415 - nothing that the window needs to open

    account = Account(report.address, username=report.username)
    return Mask(account, _names(report)).report(report)


def _names(report: Report) -> Iterator[str]:
    yield report.connection_card.username
    for check in report.checks:
        for finding in check.findings:
            for name in _NAMES:
                value = finding.evidence.get(name)
                if isinstance(value, str) and "@" in value:
                    yield value
