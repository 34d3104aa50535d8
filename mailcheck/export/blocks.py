"""What a report shows, whatever it is shown in: sections of blocks. The web page, the PDF and the text each draw these.

No text in them can do harm: `plainly` has made every control and every invisible character an escape.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from mailcheck.domain.finding import Outcome
from mailcheck.export.plain import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of our own words; `quiet` is an aside."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and the page on which it is done."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    label: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """amoCRM's own text; `english` is our rendering of it, and says so."""

    text: str
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Quotes:
    label: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A server's own words, verbatim."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Handout:
    """A text to hand on to somebody else as it is."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """`foreign`: the value is a name or a number of somebody else's, to be copied letter by letter."""

    name: str
    value: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stage of a check: how it ended (`state` is the word for it), what was seen, what the server said."""

    outcome: Outcome
    state: str
    name: str
    time: str = ""
    notes: tuple[str, ...] = ()
    said: str = ""
    code: str = ""

    @property
    def ended(self) -> str:
        """The state, and the time where there is one."""
        return _ended(self.state, self.time)


@dataclass(frozen=True, slots=True)
class Stages:
    """One check, stage by stage."""

    title: str
    outcome: Outcome
    state: str
    time: str
    rows: tuple[Row, ...]

    @property
    def ended(self) -> str:
        """As of one stage."""
        return _ended(self.state, self.time)


@dataclass(frozen=True, slots=True)
class Bar:
    """`start` and `length` are parts of the whole axis, from 0 to 1; both None for a stage that was left out."""

    outcome: Outcome
    state: str
    name: str
    time: str
    began: str
    start: float | None = None
    length: float | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """The bars of one conversation."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float  # from 0 to 1
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where the time went. `columns`: names of the columns of the same as a table."""

    about: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation: when, with whom, who speaks."""

    at: str
    side: str
    speaker: str
    text: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Talk:
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One diagnosis: `place` counts from 1."""

    place: int
    title: str
    outcome: Outcome
    state: str
    blocks: tuple[Block, ...]


Block = Text | Steps | Quotes | Said | Handout | Notes | Facts | Stages | Timeline | Talk | Problem


@dataclass(frozen=True, slots=True)
class Section:
    """`folded`: on a screen it is opened by whoever wants it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """`verdict` is one sentence or two; `lead` says what it rests on, where there is something to say."""

    language: str
    name: str  # of the document: whose mailbox
    made: str  # when
    title: str
    outcome: Outcome
    state: str
    verdict: str
    lead: str
    head: tuple[Fact, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a terminal shows at the end of a run."""

    verdict: str
    sections: tuple[Section, ...]
    limits: tuple[Text, ...]


def _ended(state: str, time: str) -> str:
    return f"{state}, {time}" if time else state


def plainly(value: T) -> T:
    """The same blocks with every text in them safe to show."""
    return _safe(value)  # type: ignore[no-any-return]


def _safe(value: Any) -> Any:
    if type(value) is str:  # not a word of a list, as Outcome has them
        return plain(value)
    if isinstance(value, tuple):
        return tuple(_safe(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _safe(getattr(value, field.name)) for field in fields(value)})
    return value
