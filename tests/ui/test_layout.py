"""find_faults finds each kind of fault, and nothing in what is well made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from mailcheck.ui.shell import Shell
from tests.ui.frame import BIG, SMALL, settle
from tests.ui.layout import find_faults
from tests.ui.states.widgets import states

Place = Callable[[QWidget], QWidget]


def _at(widget: QWidget, parent: QWidget, *place: int) -> QWidget:
    widget.setParent(parent)
    widget.setGeometry(QRect(*place))
    return widget


def _asking(text: str) -> QWidget:
    field = QLineEdit()
    field.setAccessibleName("name")
    field.setPlaceholderText(text)
    return field


def _line(text: str, rich: bool = False) -> QLabel:
    label = QLabel(f"<p>{text}</p>" if rich else text)
    label.setWordWrap(rich)
    return label


FAULTS: dict[str, tuple[str, Place]] = {
    "a line cut off": ("cut off", lambda top: _at(_line("Почтовый ящик"), top, 0, 0, 40, 30)),
    "lines cut off": ("cut off", lambda top: _at(_line("Почтовый ящик " * 9, rich=True), top, 0, 0, 150, 30)),
    "a button": ("too small", lambda top: _at(QPushButton("Проверить снова"), top, 0, 0, 60, 40)),
    "a field that asks too much": ("too small", lambda top: _at(_asking("Адрес ящика целиком"), top, 0, 0, 90, 40)),
    "a check box": ("too small", lambda top: _at(QCheckBox("Скрыть адрес ящика"), top, 0, 0, 50, 40)),
    "over the edge": ("outside", lambda top: _at(QPushButton("Далее"), top, 350, 0, 120, 40)),
    "no name": ("no name", lambda top: _at(QLineEdit(), top, 0, 0, 200, 60)),
}


@pytest.mark.parametrize(("kind", "place"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found(shell: Shell, kind: str, place: Place) -> None:
    top = QWidget()
    top.resize(400, 300)
    kept = place(top)
    top.show()
    settle(top)
    (fault,) = find_faults(top)
    assert fault.startswith(kind), fault
    assert kept


def test_overlapping_is_found(shell: Shell) -> None:
    top = QWidget()
    top.resize(400, 300)
    kept = [_at(QPushButton("Да"), top, 0, 0, 100, 40), _at(QLabel("слово"), top, 80, 0, 100, 40)]
    top.show()
    settle(top)
    assert [fault.split(":")[0] for fault in find_faults(top)] == ["overlapping"]
    kept[1].move(100, 0)
    assert find_faults(top) == []


def test_a_letter_twice_is_found(shell: Shell) -> None:
    top = QWidget()
    top.resize(400, 300)
    kept = [_at(QPushButton("&Назад"), top, 0, 0, 150, 40), _at(QPushButton("&Новый"), top, 0, 50, 150, 40)]
    top.show()
    settle(top)
    (fault,) = find_faults(top)
    assert fault.startswith("same letter: Alt+Н")
    kept[1].hide()
    assert find_faults(top) == []


def test_what_is_scrolled_away_is_no_fault(shell: Shell) -> None:
    top = QWidget()
    top.resize(400, 300)
    area = QScrollArea(top)
    area.setAccessibleName("area")
    area.setGeometry(0, 0, 400, 200)
    inside = QWidget()
    inside.resize(380, 600)
    kept = [_at(QPushButton("внизу"), inside, 0, 210, 100, 40), _at(QPushButton("под ним"), top, 0, 210, 100, 40)]
    area.setWidget(inside)
    top.show()
    settle(top)
    assert find_faults(top) == []
    assert kept


@pytest.mark.parametrize("size", [BIG, SMALL])
@pytest.mark.parametrize(("language", "pseudo"), [("ru", False), ("en", False), ("ru", True)])
@pytest.mark.parametrize("name", ["parts", "parts-below", "notices"])
def test_our_own_parts_have_none(
    shells: Callable[..., Shell], name: str, language: str, pseudo: bool, size: tuple[int, int]
) -> None:
    window = dict(states(shells(language, pseudo=pseudo)))[name]()
    window.resize(*size)
    settle(window)
    assert find_faults(window) == []
