"""`--mask`: hides what stands before the @ of every address, and the user name, in all that leaves the program.
So it does with the names of this computer and of its user, and with paths in a user's folder.

What a person or a server said is masked word for word. In sentences of our own a name that is one of their words too
("info", "mail") is left standing: it tells nobody anything, and the sentence would be lost.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache

from mailcheck import resources
from mailcheck.domain.account import Account
from mailcheck.domain.finding import Finding
from mailcheck.domain.report import Report
from mailcheck.export.leaving import rewritten, rewritten_finding

HIDDEN = "•••"
_IN_LOCAL = r"[^\s<>\"'«»“”„(),:;\[\]{}|=@]"
_LOCAL_PART = re.compile(rf"(?<!{_IN_LOCAL}){_IN_LOCAL}++@(?=[^\s<>@])")  # begun once a word: a hostile line is long
_PEOPLE = ("address", "recipient", "sender", "username", "suggestion")
"""Evidence that may hold a mailbox of the person's."""
_SHORTEST = 3  # characters of a name of this computer: fewer stand in any text
_LONG = 5  # characters: the base64 of fewer could stand in an innocent word
_PATH = re.compile(r"(?:[A-Za-z]:)?[\\/](?:home|Users|root|Documents and Settings)[\\/][^\s\"'<>|,;]*", re.IGNORECASE)
"""A place in somebody's own folder: it begins with their name."""


class Mask:
    """Knows the names to hide: of the account, and of the addresses that it was probably meant to have."""

    def __init__(self, account: Account, meant: Iterable[str | None] = ()) -> None:
        addresses = [account.address, account.sender, account.recipient, account.username, *meant]
        locals_ = {address.rpartition("@")[0] for address in addresses if address} | {account.username or ""}
        names = {name for local in locals_ for name in (local, local.strip('"'), local.partition("+")[0]) if name}
        computer = [name for name in _of_this_computer() if name.casefold() not in _own_words()]
        self._names = _standing_alone([*names, *computer])
        self._telling = _standing_alone([*(name for name in names if name.casefold() not in _own_words()), *computer])
        long = [name for name in {*names, *filter(None, addresses)} if len(name) >= _LONG]
        self._encoded = sorted((base64.b64encode(name.encode()).decode().rstrip("=") for name in long), key=len)

    def words(self, text: str) -> str:
        """The words of a person or a server."""
        return self._hide(text, self._names, encoded=True)

    def sentence(self, text: str) -> str:
        """A sentence of ours, in which such words may stand."""
        return self._hide(text, self._telling)

    def report(self, report: Report) -> Report:
        """The same report without a name in it."""
        return rewritten(report, name=self.words, said=self.words, sentence=self.sentence)

    def finding(self, finding: Finding) -> Finding:
        return rewritten_finding(finding, name=self.words, said=self.words)

    def _hide(self, text: str, names: re.Pattern[str] | None, *, encoded: bool = False) -> str:
        text = _PATH.sub(HIDDEN, _LOCAL_PART.sub(f"{HIDDEN}@", text))
        if names:
            text = names.sub(HIDDEN, text)
        for form in reversed(self._encoded) if encoded else ():
            text = text.replace(form, HIDDEN)
        return text


def hidden(report: Report) -> Report:
    """The same report without a name in it: all that must be known for that stands in the report itself."""
    return Mask(Account(report.address, username=report.username), _people(report)).report(report)


def _people(report: Report) -> Iterator[str]:
    yield report.connection_card.username
    for finding in (finding for check in report.checks for finding in check.findings):
        for name in _PEOPLE:
            value = finding.evidence.get(name)
            if isinstance(value, str) and "@" in value:
                yield value


def _standing_alone(names: Iterable[str]) -> re.Pattern[str] | None:
    """A name as a word of its own: not a part of a longer one, nor of the name of a server ("mail" in mail.ru)."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    if not longest_first:
        return None
    return re.compile(rf"(?<![\w@])(?<!\w[.-])(?:{longest_first})(?![\w-]|\.\w)", re.IGNORECASE)


@cache
def _of_this_computer() -> tuple[str, ...]:
    """Who uses it and what it is called. The name of its domain alone would be that of a server, too."""
    import getpass  # noqa: PLC0415 - wanted only where something is hidden
    import socket  # noqa: PLC0415

    names = []
    with suppress(OSError, KeyError, ImportError):  # KeyError, ImportError: who it is nobody can tell
        names.append(getpass.getuser())
    with suppress(OSError):
        host = socket.gethostname()
        names += [host, host.partition(".")[0]]
    return tuple(name for name in names if len(name) >= _SHORTEST and name != "localhost")


@cache
def _own_words() -> frozenset[str]:
    texts = (resources.path(name).read_text(encoding="utf-8") for name in ("problems.toml", "locale/messages.toml"))
    return frozenset(word.casefold() for text in texts for word in re.findall(r"\w+", text))
