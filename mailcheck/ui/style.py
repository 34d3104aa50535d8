"""The looks of Qt's own widgets, as a style sheet over Fusion."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6 import QtCore
from PySide6.QtWidgets import QWidget

from mailcheck import resources
from mailcheck.ui.theme import Palette, blend

_COLOURS = ("window", "surface", "border", "outline", "text", "quiet", "accent", "on_accent", "red", "amber", "green")


@cache
def stylesheet(palette: Palette) -> str:
    """resources/window.qss, filled in. A focus ring is 2 px of the accent; what it takes, the padding gives back."""
    values = {name: palette.colour(name) for name in _COLOURS}
    values |= {f"tint_{name}": palette.tint(name) for name in ("accent", "red", "amber", "green")}
    values |= {
        f"line_{name}": blend(palette.colour(name), palette.surface, 0.35)
        for name in ("accent", "red", "amber", "green")
    }
    values["hover"] = blend(palette.text, palette.surface, 0.05)
    values["pressed"] = blend(palette.text, palette.surface, 0.10)
    values["filled_hover"] = blend(palette.text, palette.accent, 0.12)
    values["off"] = blend(palette.text, palette.window, 0.06)
    # what Qt draws from a file cannot be coloured: those few are there in the colours of both palettes
    values["marks"] = resources.path(f"icons/marks/{palette.name}").as_posix()
    return Template(resources.path("window.qss").read_text(encoding="utf-8")).substitute(values)


def polish_again(widget: QWidget) -> None:
    """After a property that the style sheet asks for. One that was not shown yet is polished then; and as long as
    nobody asks for the style, PySide6 need not make its many enumerations, which takes 15 ms of the first screen's.
    """
    if widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
