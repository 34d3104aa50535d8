"""The report as plain text, for a ticket or a chat: 72 columns; and its parts, which the terminal prints too."""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Report
from mailcheck.export.blocks import (
    Bar,
    Block,
    Content,
    Facts,
    Handout,
    Line,
    Notes,
    Problem,
    Quotes,
    Row,
    Said,
    Section,
    Stages,
    Steps,
    Talk,
    Text,
    Timeline,
)
from mailcheck.export.content import brief, content
from mailcheck.export.plain import wrapped

WIDTH = 72
_INDENT = "   "
_BAR = 24  # characters of the whole axis


def as_text(report: Report) -> str:
    """The whole report, transcript included."""
    return drawn_whole(content(report))


def drawn_whole(shown: Content) -> str:
    lines = [shown.title, "=" * WIDTH]
    for fact in shown.head:
        lines += _named(fact.name, fact.value, WIDTH)
    lines += ["", *wrapped(shown.verdict, WIDTH)]
    if shown.lead:
        lines += wrapped(shown.lead, WIDTH)
    for section in shown.sections:
        lines += ["", *_section(section, WIDTH)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def summary(report: Report, width: int = WIDTH) -> list[str]:
    """The verdict, the diagnoses, the connection card, and from where all this was seen."""
    shown = brief(report)
    lines = wrapped(shown.verdict, width)
    for section in shown.sections:
        lines += ["", *_section(section, width)]
    return [*lines, "", *(line for text in shown.limits for line in wrapped(text.text, width))]


def _section(section: Section, width: int) -> Iterator[str]:
    yield section.title
    yield "-" * min(width, WIDTH)
    yield from drawn(section.blocks, width)


def drawn(blocks: tuple[Block, ...], width: int, indent: str = "") -> Iterator[str]:
    """Paragraphs follow one another; everything else stands apart by an empty line."""
    before: Block | None = None
    for block in blocks:
        running = isinstance(block, Text) and not block.quiet and (before is None or isinstance(before, Text))
        if before is not None and not running:
            yield ""
        yield from (line.rstrip() for line in _block(block, width, indent))
        before = block


def _block(block: Block, width: int, indent: str) -> Iterator[str]:
    match block:
        case Text():
            yield from wrapped(block.text, width, indent)
        case Steps():
            yield from _steps(block, width, indent)
        case Quotes():
            yield from _quotes(block, width, indent)
        case Said() | Handout():
            yield from wrapped(block.label, width, indent)
            yield from wrapped(block.text, width, f"{indent}| " if isinstance(block, Said) else indent)
        case Notes():
            yield from (line for note in block.notes for line in wrapped(note, width, f"{indent}• ", f"{indent}  "))
        case Facts():
            yield from _facts(block, width, indent)
        case Problem():
            yield from wrapped(f"{block.place}. {block.title}", width, indent, indent + _INDENT)
            yield from drawn(block.blocks, width, indent + _INDENT)
        case Stages():
            yield from wrapped(f"{block.title}: {block.ended}", width, indent, indent + _INDENT)
            for row in block.rows:
                yield from _row(row, width, indent + "  ")
        case Timeline():
            yield from _timeline(block, width)
        case Talk():
            yield from _talk(block, width)


def _steps(block: Steps, width: int, indent: str) -> Iterator[str]:
    yield from wrapped(block.label, width, indent)
    for number, step in enumerate(block.steps, 1):
        first = f"{indent}{number}) "
        yield from wrapped(step.text, width, first, " " * len(first))
        if step.url:
            yield " " * len(first) + step.url


def _quotes(block: Quotes, width: int, indent: str) -> Iterator[str]:
    yield from wrapped(block.label, width, indent)
    for quote in block.quotes:
        yield from wrapped(quote.text, width, f"{indent}  ")
        if quote.english:
            yield from wrapped(quote.english, width, f"{indent}    ")


def _facts(block: Facts, width: int, indent: str) -> Iterator[str]:
    if block.title:
        yield from wrapped(block.title, width, indent)
        indent += "  "
    for fact in block.facts:
        yield from _named(fact.name, fact.value, width, indent)


def _named(name: str, value: str, width: int, indent: str = "") -> list[str]:
    value = value.replace("\n", " ")  # blanks stay as they are: some do not break
    return wrapped(f"{name}: {value}", width, indent, f"{indent}  ")


def _row(row: Row, width: int, indent: str) -> Iterator[str]:
    """The state in a column; below it what was seen and what the server said."""
    column = f"{indent}{row.state:<10} "
    time = f", {row.time}" if row.time else ""
    code = f"  {row.code}" if row.code else ""
    if row.outcome is Outcome.SKIPPED:
        yield from wrapped(f"{row.name} ({'; '.join(row.notes)})", width, column, " " * len(column))
        return
    yield from wrapped(f"{row.name}{time}{code}", width, column, " " * len(column))
    for note in row.notes:
        yield from wrapped(note, width, " " * len(column))
    if row.said:
        yield from wrapped(row.said, width, " " * len(column) + "| ")


def _timeline(block: Timeline, width: int) -> Iterator[str]:
    """A line of blocks for each stage, as long as it took and as late as it began."""
    yield from wrapped(block.about, width)
    names = max(len(bar.name) for lane in block.lanes for bar in lane.bars)
    for lane in block.lanes:
        yield ""
        yield lane.title
        yield from (f"  {bar.name:<{names}} {_drawn(bar)} {bar.time or bar.state}" for bar in lane.bars)


def _drawn(bar: Bar) -> str:
    if bar.start is None or bar.length is None:
        return "|" + " " * _BAR + "|"
    first = min(round(bar.start * _BAR), _BAR - 1)
    length = min(max(round(bar.length * _BAR), 1), _BAR - first)
    return "|" + (" " * first + "#" * length).ljust(_BAR) + "|"


def _talk(block: Talk, width: int) -> Iterator[str]:
    """Who speaks is told by a sign; the first line says what the signs and the numbers are."""
    signs = {sign: line.speaker for line in block.lines for sign in (_sign(line),)}
    speakers = ", ".join(f"{sign} {speaker}" for sign, speaker in sorted(signs.items()))
    yield f"{block.columns[0]:>7} {block.columns[1]:<5} {speakers}"
    for line in block.lines:
        first = f"{line.at:>7} {line.side:<5} {_sign(line)} "
        yield from wrapped(line.text, width, first, " " * len(first)) or [first.rstrip()]


def _sign(line: Line) -> str:
    return ">" if line.ours else "<"
