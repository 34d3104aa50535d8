"""What stays together on a page, and what never begins one."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from mailcheck.domain.finding import Outcome
from mailcheck.export.blocks import (
    Block,
    Content,
    Fact,
    Facts,
    Handout,
    Line,
    Problem,
    Quote,
    Quotes,
    Row,
    Said,
    Section,
    Stages,
    Step,
    Steps,
    Talk,
    Text,
)
from mailcheck.ui.paper.blocks import whole
from mailcheck.ui.paper.pieces import POINT, Cell, Piece, Style, fitted, gap, pages, row


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


def test_closer_together_rather_than_a_page_for_next_to_nothing() -> None:
    def tops(*pieces: Piece) -> list[list[float]]:
        return [[top for top, _ in page] for page in fitted(pieces, 100)]

    rule = Piece(1, draw, between=True)
    assert tops(piece(40), gap(1), rule, piece(39), gap(1), piece(8)) == [[0, 40, 46, 47, 86, 92]]  # gaps of 6, not 10
    assert tops(piece(40), gap(1), piece(49), gap(1), piece(25)) == [[0, 40, 50], [0]]  # a page that is one
    assert tops(piece(95), gap(1), piece(10)) == [[0], [0]]  # nothing helps
    assert tops(piece(10)) == [[0]]
    assert tops() == [[]]


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
    code = Text("Номер в справочнике: M-402", quiet=True)
    flags = kept(Problem(1, "Беда", Outcome.FAILED, "ошибка", (before, code)))
    assert flags == [True] * (len(flags) - 1) + [False]


def test_the_last_stage_is_not_left_alone(qapp: QApplication) -> None:
    rows = tuple(Row(Outcome.PASSED, "готово", name, "1 мс") for name in ("Первый", "Второй", "Третий", "Последний"))
    flags = kept(Stages("Входящая почта", Outcome.PASSED, "готово", "4 мс", rows))
    assert flags[-8:-4] == [True, True, False, False]  # nor the first one
    assert flags[-4:] == [True, True, False, False]  # each stage, and the gap below it


LONG = "Сервер не принимает пароль, и вот что о нём известно администратору. " * 8


@pytest.mark.parametrize("box", [Handout("Для администратора:", LONG), Said("Сервер ответил:", LONG)])
def test_a_box_is_not_torn(box: Block, qapp: QApplication) -> None:
    flags = kept(box)
    assert len(flags) > 10
    assert flags == [True] * (len(flags) - 1) + [False]


def test_quotes_stay_together(qapp: QApplication) -> None:
    flags = kept(Quotes("В amoCRM это выглядит так:", (Quote("Первый текст"), Quote("Второй текст", "In English"))))
    assert flags == [True] * (len(flags) - 1) + [False]


@pytest.mark.parametrize("box", [Handout("Для администратора:", LONG * 20), Said("Сервер ответил:", LONG * 20)])
def test_a_box_that_is_longer_than_a_page_goes_on(box: Block, qapp: QApplication) -> None:
    assert kept(box).count(False) > 50


def test_a_heading_and_its_first_words_go_with_what_they_lead_to(qapp: QApplication) -> None:
    facts = Facts(tuple(Fact(f"Имя {number}", "значение") for number in range(20)))
    flags = kept(Text("Одно."), Text("Другое."), facts)
    first = flags.index(False)
    assert flags[:first] == [True] * first
    assert len(flags) - first == 2 * 20  # from the first fact on
    assert kept(Text("Одно."), Text("Другое."))[-1] is False


def test_neither_end_of_a_conversation_stands_alone(qapp: QApplication) -> None:
    lines = tuple(Line(str(number), "вход.", "программа", "NOOP", ours=True) for number in range(12))
    flags = kept(Talk(("мс", "Почта", "Кто", "Строка"), lines))
    assert flags[-12:] == [True] * 3 + [False] * 6 + [True] * 2 + [False]
