"""Which folder holds the sent letters: by its flag (RFC 6154), else by a name that is known for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from mailcheck import resources
from mailcheck.probes.folder import Folder

_UNUSABLE = frozenset({"\\noselect", "\\nonexistent"})
_MOST_PREFIXES = 50  # real servers have one or two; each is tried on every folder


@dataclass(frozen=True, slots=True)
class SentFolder:
    """`found_by` is "flag" or "name"; `candidates` are all that could be meant, the chosen one first."""

    folder: Folder
    found_by: str
    candidates: tuple[str, ...]

    @property
    def usable(self) -> bool:
        return not self.folder.flags & _UNUSABLE

    @property
    def called_sent(self) -> bool:
        """Whether it has the name that every program knows, wherever it stands: "Sent", "INBOX.Sent"."""
        name, delimiter = self.folder.name, self.folder.delimiter
        return (name.rpartition(delimiter)[2] if delimiter else name).casefold() == "sent"


def find_sent(
    folders: Iterable[Folder], provider_names: Iterable[str] = (), prefixes: Iterable[str] = ()
) -> SentFolder | None:
    """None when no folder could be meant. A flag beats a name, a folder that can be opened one that cannot.

    `prefixes` are what the server puts before the names of one's own folders.
    """
    names = {name.casefold() for name in provider_names} | _known()["sent"]
    prefixes = tuple(islice(prefixes, _MOST_PREFIXES))
    flagged: list[Folder] = []
    named: list[Folder] = []
    for folder in folders:
        if "\\sent" in folder.flags:
            flagged.append(folder)
        elif _own_name(folder, prefixes).casefold() in names:
            named.append(folder)
    candidates = sorted(flagged + named, key=lambda folder: bool(folder.flags & _UNUSABLE))
    if not candidates:
        return None
    usable = [folder for folder in candidates if not folder.flags & _UNUSABLE]
    best = candidates[0]
    return SentFolder(best, "flag" if best in flagged else "name", tuple(f.name for f in usable or candidates))


def closed_roots(folders: Iterable[Folder], others: Iterable[str]) -> tuple[str, ...]:
    """Prefixes of folders at the top that only hold folders, "mail/" on old servers; those of `others` are left out."""
    closed = (f for f in folders if f.flags & _UNUSABLE and f.delimiter and f.delimiter not in f.name)
    theirs = frozenset(others)
    return tuple(prefix for f in closed if (prefix := f.name + f.delimiter) not in theirs)


def _own_name(folder: Folder, prefixes: tuple[str, ...]) -> str:
    """The name without the namespace it may stand in: "INBOX.Sent" and "[Gmail]/Sent Mail" are at the top too."""
    for prefix in prefixes:
        if folder.name.startswith(prefix):
            return folder.name.removeprefix(prefix)
    if folder.delimiter:
        root, delimiter, rest = folder.name.partition(folder.delimiter)
        if delimiter and root.casefold() in _known()["roots"]:
            return rest
    return folder.name


@cache
def _known() -> dict[str, frozenset[str]]:
    content = resources.load_toml(resources.path("folders.toml"))
    return {
        "sent": frozenset(name.casefold() for name in content["sent"]),
        "roots": frozenset(name.casefold() for name in ("INBOX", *content["roots"])),
    }
