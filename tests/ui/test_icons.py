"""Each icon can be drawn, in one stroke weight, in the colour that is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from mailcheck import resources
from mailcheck.resources import BadResourceError
from mailcheck.ui import icons

FILES = sorted(resources.path("icons").glob("*.svg"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_family(qapp: QApplication, file: Path) -> None:
    drawing = file.read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in drawing
    assert re.findall(r'stroke-width="([^"]*)"', drawing) == ["1.5"]
    assert set(re.findall(r'(?:stroke|fill)="([^"]*)"', drawing)) <= {"currentColor", "none"}
    image = icons.pixmap(file.stem, "#B3261E", 20, 2.0).toImage()
    assert (image.width(), image.height()) == (40, 40)
    colours = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250
    }
    assert file.stem == "blank" or QColor("#B3261E").name() in colours


def test_a_gap_is_air(qapp: QApplication) -> None:
    image = icons.pixmap("folder", "#000000", 20, 1.5, 6)
    assert (image.width(), image.height()) == (39, 30)
    assert image.deviceIndependentSize().toTuple() == (26, 20)


def test_a_broken_file_is_told(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.svg").write_text("<svg", encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda _name: tmp_path / "odd.svg")
    with pytest.raises(BadResourceError, match=r"odd\.svg"):
        icons.pixmap("odd", "#000000")
