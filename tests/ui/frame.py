"""A screen in the window, as a person sees it: for tests and pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from mailcheck.ui.draft import Draft
from mailcheck.ui.page import Page
from mailcheck.ui.shell import Shell
from mailcheck.ui.wizard import Wizard

BIG, SMALL = (960, 680), (800, 600)


def framed(
    shell: Shell,
    page: Callable[[Shell, Draft], Page],
    draft: Draft | None = None,
    size: tuple[int, int] = BIG,
    before: Callable[[Page], object] | None = None,
) -> Wizard:
    """The window with this page alone, shown; `before` brings it into a state. Whoever asked closes it."""
    made = page(shell, draft or Draft())
    wizard = Wizard(shell, made.draft, first=made.name, makers={made.name: lambda _shell, _draft: made})
    wizard.resize(QSize(*size))
    wizard.show()
    if before is not None:
        before(made)
    settle(wizard)
    return wizard


def settle(widget: QWidget) -> None:
    """Layouts need a few rounds until texts that wrap have their heights."""
    for _ in range(4):
        QApplication.processEvents()
        QApplication.sendPostedEvents()
    widget.ensurePolished()
