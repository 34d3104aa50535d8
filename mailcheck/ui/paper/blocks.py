"""The blocks of a report as pieces for paper. Lengths are in tenths of a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from mailcheck.domain.finding import Outcome
from mailcheck.export.blocks import (
    Block,
    Content,
    Facts,
    Handout,
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
)
from mailcheck.export.blocks import Timeline as Picture
from mailcheck.ui.paper.pieces import POINT, Cell, Piece, Style, gap, on_ground, over, row, text_width
from mailcheck.ui.paper.timeline import timeline
from mailcheck.ui.result.bar_paint import COLOURS, draw_sign
from mailcheck.ui.theme import LIGHT

_VERDICT = Style(18, strong=True)
_BODY, _QUIET = Style(10), Style(8.5, colour="quiet")
_LABEL, _FOREIGN = Style(9, colour="quiet"), Style(10, strong=True)
_MONO, _TALK = Style(8, mono=True), Style(7, mono=True)
_SIGN = 11 * POINT
_NAMES, _WIDEST_NAMES = 125 * POINT, 210 * POINT  # the column of names beside facts
_SOME_LINES = 3  # of a conversation: with fewer below it the heading goes to the next page, and fewer end it on none
_STATE = 105 * POINT  # the column of outcomes and times
_FEW = 8  # facts: so many stand on one page
_TALL = 360 * POINT  # half a page


def whole(content: Content, width: float) -> Iterator[Piece]:
    """The head, then section after section."""
    yield from _head(content, width)
    for section in content.sections:
        yield gap(20)
        yield from _section(section, width)


def _head(content: Content, width: float) -> Iterator[Piece]:
    colour = COLOURS[content.outcome]
    state = row(Cell(content.state, Style(10, strong=True, colour=colour), _SIGN + 5 * POINT, width), keep=True)
    yield from _signed(state, content.outcome)
    yield gap(4, keep=True)
    yield from row(Cell(_lines(content.verdict, _VERDICT, width), _VERDICT, 0, width), keep=True)
    if content.lead:
        yield gap(3, keep=True)
        yield from row(Cell(content.lead, Style(11), 0, width))
    yield gap(10)
    yield from _facts(Facts(content.head), 0, width)


def _lines(text: str, style: Style, width: float) -> str:
    """A sentence a line where they do not stand in one: so none is torn for a word or two."""
    return text if text_width(text, style) <= width else text.replace(". ", ".\n")


def _section(section: Section, width: float) -> Iterator[Piece]:
    yield _rule(width)
    yield gap(10, keep=True)
    first, *rest = row(Cell(section.title, Style(14, strong=True), 0, width), keep=True)
    yield replace(first, heading=section.title)
    yield from rest
    yield gap(6, keep=True)
    for place, block in enumerate(section.blocks):
        leads = isinstance(block, Text) and place < len(section.blocks) - 1  # what it leads to stands below it
        if place:
            yield gap(10 if isinstance(block, Text) else 14, keep=isinstance(section.blocks[place - 1], Text))
        yield from _kept(_block(block, 0, width)) if leads else _block(block, 0, width)


def _kept(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Their last line stays with what follows."""
    made = list(pieces)
    last = max((at for at, piece in enumerate(made) if not piece.between), default=0)
    yield from made[:last]
    yield from (replace(piece, keep=True) for piece in made[last:])


def _together(pieces: list[Piece]) -> list[Piece]:
    """On one page, unless they would leave half of the page before it empty; then only as they are kept already."""
    if sum(piece.height for piece in pieces) > _TALL:
        return pieces
    return [*(replace(piece, keep=True) for piece in pieces[:-1]), pieces[-1]]


def _rule(width: float) -> Piece:
    def paint(painter: QPainter, top: float) -> None:
        painter.setPen(QPen(QColor(LIGHT.border), 0.75 * POINT))
        painter.drawLine(QPointF(0, top), QPointF(width, top))

    return Piece(POINT, paint, keep=True, between=True)


def _block(block: Block, left: float, width: float) -> Iterator[Piece]:
    match block:
        case Text():
            yield from row(Cell(block.text, _QUIET if block.quiet else _BODY, left, width))
        case Steps():
            yield from _steps(block, left, width)
        case Quotes():
            yield from _quotes(block, left, width)
        case Said():
            yield from _label(block.label, left, width)
            yield from _said(block.text, left, width)
        case Handout():
            yield from _label(block.label, left, width)
            inside = row(Cell(block.text, _BODY, left + 9 * POINT, width - 18 * POINT))
            yield from _together(on_ground(_padded(inside), left, width, fill=LIGHT.window))
        case Notes():
            for note in block.notes:
                yield from row(Cell("•", _BODY, left, 100), Cell(note, _BODY, left + 100, width - 100))
        case Facts():
            yield from _facts(block, left, width)
        case Problem():
            yield from _problem(block, left, width)
        case Stages():
            yield from _stages(block, left, width)
        case Picture():
            yield from row(Cell(block.about, _BODY, left, width), keep=True)
            yield from timeline(block, left, width)
        case Talk():
            yield from _talk(block, left, width)


def _label(text: str, left: float, width: float) -> Iterator[Piece]:
    yield from row(Cell(text, _LABEL, left, width), keep=True)
    yield gap(2, keep=True)


def _padded(pieces: list[Piece], points: float = 5) -> list[Piece]:
    """With air above and below."""
    *most, last = pieces
    return [Piece(points * POINT, keep=True), *most, replace(last, keep=True), Piece(points * POINT)]


def _said(text: str, left: float, width: float, style: Style = _MONO) -> list[Piece]:
    inside = row(Cell(text, style, left + 9 * POINT, width - 18 * POINT))
    return _together(on_ground(_padded(inside), left, width, fill=LIGHT.window))


def _steps(block: Steps, left: float, width: float) -> Iterator[Piece]:
    yield from _label(block.label, left, width)
    indent = 20 * POINT
    for number, step in enumerate(block.steps, 1):
        text = Cell(step.text, _BODY, left + indent, width - indent)
        yield from row(Cell(f"{number}.", Style(10, strong=True), left, indent), text, keep=bool(step.url))
        if step.url:
            yield from row(Cell(step.url, Style(9, colour="accent"), left + indent, width - indent))
        yield gap(4)


def _quotes(block: Quotes, left: float, width: float) -> Iterator[Piece]:
    yield from _label(block.label, left, width)
    inner, room = left + 10 * POINT, width - 10 * POINT
    lines: list[Piece] = []
    for quote in block.quotes:
        lines += row(Cell(quote.text, _BODY, inner, room), keep=bool(quote.english))
        if quote.english:
            lines += row(Cell(quote.english, _QUIET, inner, room))
    yield from _together(on_ground(lines, left, width, bar="outline"))


def _facts(block: Facts, left: float, width: float) -> Iterator[Piece]:
    if block.title:
        yield from row(Cell(block.title, Style(11, strong=True), left, width), keep=True)
        yield gap(3, keep=True)
    widest = max(text_width(fact.name, _LABEL) for fact in block.facts) + 14 * POINT
    names = min(max(widest, _NAMES), _WIDEST_NAMES)
    for place, fact in enumerate(block.facts, 1):
        style = _FOREIGN if fact.foreign and not block.title else _BODY
        name = Cell(fact.name, _LABEL, left, names - 10 * POINT)
        keep = place < len(block.facts) and (bool(block.title) or len(block.facts) <= _FEW)
        yield from row(name, Cell(fact.value, style, left + names, width - names), keep=keep)
        yield gap(3, keep=keep)


def _problem(block: Problem, left: float, width: float) -> Iterator[Piece]:
    indent = _SIGN + 6 * POINT
    title = row(Cell(f"{block.place}. {block.title}", Style(12, strong=True), left + indent, width - indent), keep=True)
    first, *rest = _signed(title, block.outcome, left)
    yield replace(first, heading=block.title, inner=True)
    yield from rest
    for place, inner in enumerate(block.blocks, 1):
        yield gap(8, keep=True)
        pieces = _block(inner, left + indent, width - indent)
        yield from _kept(pieces) if place == len(block.blocks) - 1 else pieces  # the code is not left alone


def _stages(block: Stages, left: float, width: float) -> Iterator[Piece]:
    indent = _SIGN + 6 * POINT
    title = Cell(block.title, Style(11, strong=True), left + indent, width - indent - _STATE)
    yield from _signed(row(title, _end(block.ended, left, width), keep=True), block.outcome, left)
    yield gap(3, keep=True)
    for place, each in enumerate(block.rows, 1):
        pieces = _stage(each, left, width, indent)
        yield from _kept(pieces) if place in (1, len(block.rows) - 1) else pieces  # neither end is left alone


def _end(text: str, left: float, width: float, colour: str = "quiet") -> Cell:
    return Cell(text, Style(8.5, colour=colour), left + width - _STATE, _STATE, right=True)


def _stage(stage: Row, left: float, width: float, indent: float) -> Iterator[Piece]:
    skipped = stage.outcome is Outcome.SKIPPED
    inner, room = left + indent, width - indent
    colour = "quiet" if stage.outcome in (Outcome.PASSED, Outcome.SKIPPED) else COLOURS[stage.outcome]
    ended = _end(stage.ended, left, width, colour)
    name = Cell(stage.name, Style(9.5, colour="quiet" if skipped else "text"), inner, room - _STATE)
    notes = [*stage.notes, *filter(None, [stage.code])]
    yield from _signed(row(name, ended, keep=bool(notes or stage.said)), stage.outcome, left, 8 * POINT)
    for place, note in enumerate(notes, 1):
        yield from row(Cell(note, _QUIET, inner, room - _STATE), keep=place < len(notes) or bool(stage.said))
    if stage.said:
        yield gap(1, keep=True)
        yield from _said(stage.said, inner, room, Style(7.5, mono=True))
    yield gap(4)


def _signed(pieces: list[Piece], outcome: Outcome, left: float = 0, size: float = _SIGN) -> Iterator[Piece]:
    """With the sign of the outcome before the first line."""

    def paint(painter: QPainter, top: float) -> None:
        painter.save()
        painter.translate(left, top + (first.height - size) / 2)
        painter.scale(size / 13, size / 13)  # the strokes of the sign are made for 13 pixels
        draw_sign(painter, QRectF(0, 0, 13, 13), outcome, QColor(LIGHT.colour(COLOURS[outcome])))
        painter.restore()

    first, *rest = pieces
    yield over(first, paint)
    yield from rest


def _talk(block: Talk, left: float, width: float) -> Iterator[Piece]:
    """Four columns; what we say is set in a stronger hand."""
    edges = [0, 34 * POINT, 64 * POINT, 110 * POINT]
    quiet, head = Style(7, mono=True, colour="quiet"), Style(7.5, colour="quiet")
    yield from row(*_cells(block.columns, (head,) * 4, edges, left, width), keep=True)
    for place, line in enumerate(block.lines):
        texts = (line.at, line.side, line.speaker, line.text)
        last = Style(7, mono=True, strong=True) if line.ours else _TALK
        cells = _cells(texts, (quiet, quiet, quiet, last), edges, left, width)
        alone = place < _SOME_LINES or len(block.lines) - _SOME_LINES <= place < len(block.lines) - 1
        yield from row(*cells, keep=alone)


def _cells(
    texts: Iterable[str], styles: Iterable[Style], edges: list[int], left: float, width: float
) -> Iterator[Cell]:
    ends = [*(edge - 6 * POINT for edge in edges[1:]), width]
    for place, (text, style, edge, end) in enumerate(zip(texts, styles, edges, ends, strict=True)):
        yield Cell(text, style, left + edge, end - edge, right=place == 0)
