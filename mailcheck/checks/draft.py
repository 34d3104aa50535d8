"""An address while it is judged and mended: what is left of it, where that stood in the input, what was found."""

from __future__ import annotations

from typing import Any, NamedTuple

from mailcheck.probes import text as characters

MALFORMED = "address-malformed"
LOOKALIKE = "address-lookalike-letter"
NOT_ASCII = "address-not-ascii"
IDN = "address-idn-domain"
INVISIBLE = "address-invisible-character"
TYPO = "address-domain-typo"


class Note(NamedTuple):
    """A finding to be: the suggestion is known only when everything else has been mended, too."""

    code: str
    evidence: dict[str, Any]


class Draft:
    """Every change keeps `places` in step with `text`, so that a finding names the position in the input."""

    def __init__(self, source: str, known: frozenset[str]) -> None:
        self.source = source
        self.known = known  # domains of mail providers
        self.text = source
        self.places = list(range(1, len(source) + 1))
        self.notes: list[Note] = []
        self.hopeless = False  # something was found that has no obvious mend
        self.unsure = False  # all can be mended, and yet another address may have been meant
        self.whole_layout = False  # the domain was typed in the Russian layout from end to end

    @property
    def local(self) -> str:
        return self.text.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.text.rpartition("@")[2]

    @property
    def domain_start(self) -> int:
        return self.text.rfind("@") + 1

    def note(self, code: str, index: int | None = None, **evidence: Any) -> None:
        """`index`: of the character in `text` that it is about."""
        if index is not None:
            place = self.places[index]
            character = self.source[place - 1]
            about = {"position": place, "character": character, "name": characters.name(character)}
            evidence = about | evidence
        self.notes.append(Note(code, evidence))

    def malformed(self, reason: str, index: int | None = None) -> None:
        """Against the rules of writing an address, with a mend. Each reason is named once, where it is first met."""
        if not any(note.evidence.get("reason") == reason for note in self.notes):
            self.note(MALFORMED, index, reason=reason)

    def give_up(self, reason: str, index: int | None = None) -> None:
        """Against the rules, and nobody knows what was meant."""
        self.malformed(reason, index)
        self.hopeless = True

    def keep(self, start: int, stop: int) -> None:
        self.text, self.places = self.text[start:stop], self.places[start:stop]

    def remove(self, start: int, stop: int) -> None:
        self.text = self.text[:start] + self.text[stop:]
        del self.places[start:stop]

    def put(self, index: int, character: str) -> None:
        self.text = self.text[:index] + character + self.text[index + 1 :]

    def lookalike(self, index: int, latin: str, **evidence: Any) -> None:
        """Note a letter that only looks right, and put the Latin one in its place."""
        self.note(LOOKALIKE, index, latin=latin, **evidence)
        self.put(index, latin)

    def set_domain(self, domain: str) -> None:
        start = self.domain_start
        last = self.places[-1] if self.places else 1
        self.text = self.text[:start] + domain
        self.places = [*self.places[:start], *[last] * len(domain)]
