"""What stays together on a page, and what never begins one."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from mailcheck.domain.finding import Outcome
from mailcheck.export.blocks import Block, Content, Fact, Facts, Problem, Row, Section, Stages, Step, Steps, Text
from mailcheck.ui.paper.blocks import whole
from mailcheck.ui.paper.pieces import POINT, Cell, Piece, Style, gap, pages, row


def draw(_painter: QPainter, _top: float) -> None:
    """Something."""


def piece(height: float, *, keep: bool = False) -> Piece:
    return Piece(height, draw, keep)


def heights(*pieces: Piece) -> list[list[tuple[float, float]]]:
    """(top, height) of each piece on each page of a height of 100."""
    return [[(top, each.height) for top, each in page] for page in pages(pieces, 100)]


def test_one_below_the_other() -> None:
    assert heights(piece(40), piece(60), piece(10)) == [[(0, 40), (40, 60)], [(0, 10)]]


def test_a_heading_goes_with_what_follows() -> None:
    assert heights(piece(70), piece(20, keep=True), piece(20)) == [[(0, 70)], [(0, 20), (20, 20)]]


def test_what_is_longer_than_a_page_begins_where_it_is() -> None:
    made = heights(piece(20), piece(70, keep=True), piece(40, keep=True), piece(10))
    assert made == [[(0, 20), (20, 70)], [(0, 40), (40, 10)]]


def test_what_is_higher_than_a_page_is_not_lost() -> None:
    assert heights(piece(10), piece(500), piece(10)) == [[(0, 10)], [(0, 500)], [(0, 10)]]


def test_no_gap_atop_a_page() -> None:
    assert heights(gap(3), piece(100), gap(1), piece(50)) == [[(0, 100)], [(0, 50)]]
    assert heights() == [[]]


def test_lines_of_a_paragraph(qapp: QApplication) -> None:
    """Neither the first nor the last stands alone; a cell beside it makes no line of its own."""
    style = Style(10)
    lines = row(Cell("слово " * 40, style, 0, 60 * POINT), Cell("1", style, 0, 100))
    assert len(lines) > 5
    assert [line.keep for line in lines] == [True, *[False] * (len(lines) - 3), True, False]
    assert row(Cell("слово", style, 0, 600), keep=True)[0].keep
    assert {line.height for line in lines} == {lines[0].height}


def kept(*blocks: Block) -> list[bool]:
    """Of the pieces of a section below its title: whether each stays with the next one."""
    facts = (Fact("Ящик", "a@b.example"),)
    whose = Content("ru", "", "", "", Outcome.FAILED, "не готов", "Нет.", "", facts, (Section("x", "Раздел", blocks),))
    pieces = list(whole(whose, 500 * POINT))
    title = next(place for place, each in enumerate(pieces) if each.heading)
    return [each.keep for each in pieces[title:]]


def test_a_few_facts_stay_together(qapp: QApplication) -> None:
    def facts(count: int) -> Facts:
        return Facts(tuple(Fact(f"Имя {number}", "значение") for number in range(count)))

    few = kept(facts(8))
    assert all(few[:-2])
    assert few[-2:] == [False, False]  # the last fact, and the gap below it
    assert kept(facts(9)).count(False) == 18


@pytest.mark.parametrize("before", [Steps("Что сделать:", (Step("Шаг"),)), Text("Почему")])
def test_the_code_of_a_problem_is_not_left_alone(before: Block, qapp: QApplication) -> None:
    code = Text("Код для поддержки: M-402", quiet=True)
    flags = kept(Problem(1, "Беда", Outcome.FAILED, "ошибка", (before, code)))
    assert flags == [True] * (len(flags) - 1) + [False]


def test_the_last_stage_is_not_left_alone(qapp: QApplication) -> None:
    rows = tuple(Row(Outcome.PASSED, "готово", name, "1 мс") for name in ("Первый", "Второй", "Третий", "Последний"))
    flags = kept(Stages("Входящая почта", Outcome.PASSED, "готово", "4 мс", rows))
    assert flags[-8:] == [False, False, False, False, True, True, False, False]  # each stage, and the gap below it
