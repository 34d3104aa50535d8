"""`--mask`: hides what stands before the @ of every address, and the user name, in all that leaves the program.

What a person or a server said is masked word for word. In sentences of our own a name that is one of their words too
("info", "mail") is left standing: it tells nobody anything, and the sentence would be lost.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from mailcheck import resources
from mailcheck.domain.account import Account
from mailcheck.domain.finding import Finding
from mailcheck.domain.report import CheckResult, Diagnosis, Remedy, Report

HIDDEN = "•••"
_IN_LOCAL = r"[^\s<>\"'«»“”„(),:;\[\]{}|=@]"
_LOCAL_PART = re.compile(rf"(?<!{_IN_LOCAL}){_IN_LOCAL}++@(?=[^\s<>@])")  # begun once a word: a hostile line is long
_LONG = 5  # characters: the base64 of fewer could stand in an innocent word
_NOT_A_NAME = frozenset({"host", "port", "security", "service", "confidence", "stage", "at"})


class Mask:
    """Knows the names to hide: of the account, and of the addresses that it was probably meant to have."""

    def __init__(self, account: Account, meant: Iterable[str | None] = ()) -> None:
        addresses = [account.address, account.sender, account.recipient, account.username, *meant]
        locals_ = {address.rpartition("@")[0] for address in addresses if address} | {account.username or ""}
        names = {name for local in locals_ for name in (local, local.strip('"'), local.partition("+")[0]) if name}
        self._names = _standing_alone(names)
        self._telling = _standing_alone(name for name in names if name.casefold() not in _own_words())
        long = [name for name in {*names, *filter(None, addresses)} if len(name) >= _LONG]
        self._encoded = sorted((base64.b64encode(name.encode()).decode().rstrip("=") for name in long), key=len)

    def words(self, text: str) -> str:
        """The words of a person or a server."""
        return self._hide(text, self._names, encoded=True)

    def sentence(self, text: str) -> str:
        """A sentence of ours, in which such words may stand."""
        return self._hide(text, self._telling)

    def evidence(self, value: Any) -> Any:
        """Whatever JSON holds; names of servers and words of ours stay."""
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, Mapping):
            return {key: item if key in _NOT_A_NAME else self.evidence(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.evidence(item) for item in value]
        return value

    def report(self, report: Report) -> Report:
        """The same report without a name in it."""
        card = report.connection_card
        return replace(
            report,
            address=self.words(report.address),
            username=self.words(report.username),
            checks=tuple(self._check(check) for check in report.checks),
            diagnoses=tuple(self._diagnosis(diagnosis) for diagnosis in report.diagnoses),
            connection_card=replace(
                card, username=self.words(card.username), notes=tuple(self.sentence(note) for note in card.notes)
            ),
            transcript=tuple(replace(line, line=self.words(line.line)) for line in report.transcript),
        )

    def finding(self, finding: Finding) -> Finding:
        return replace(finding, evidence=self.evidence(finding.evidence))

    def _check(self, check: CheckResult) -> CheckResult:
        return replace(check, findings=tuple(self.finding(finding) for finding in check.findings))

    def _diagnosis(self, diagnosis: Diagnosis) -> Diagnosis:
        return replace(
            diagnosis,
            title=self.sentence(diagnosis.title),
            what=self.sentence(diagnosis.what),
            why=self.sentence(diagnosis.why),
            remedies=tuple(self._remedy(remedy) for remedy in diagnosis.remedies),
            for_admin=diagnosis.for_admin and self.sentence(diagnosis.for_admin),
            reply=diagnosis.reply and self.words(diagnosis.reply),
        )

    def _remedy(self, remedy: Remedy) -> Remedy:
        return replace(remedy, text=self.sentence(remedy.text), url=remedy.url and self.sentence(remedy.url))

    def _hide(self, text: str, names: re.Pattern[str] | None, *, encoded: bool = False) -> str:
        text = _LOCAL_PART.sub(f"{HIDDEN}@", text)
        if names:
            text = names.sub(HIDDEN, text)
        for form in reversed(self._encoded) if encoded else ():
            text = text.replace(form, HIDDEN)
        return text


def _standing_alone(names: Iterable[str]) -> re.Pattern[str] | None:
    """A name as a word of its own: not a part of a longer one, nor of the name of a server ("mail" in mail.ru)."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    if not longest_first:
        return None
    return re.compile(rf"(?<![\w@])(?<!\w[.-])(?:{longest_first})(?![\w-]|\.\w)", re.IGNORECASE)


@cache
def _own_words() -> frozenset[str]:
    texts = (resources.path(name).read_text(encoding="utf-8") for name in ("problems.toml", "locale/messages.toml"))
    return frozenset(word.casefold() for text in texts for word in re.findall(r"\w+", text))
