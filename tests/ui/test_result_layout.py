"""Nothing on screen 5 is clipped, elided or nameless: both languages, longer ones too, both sizes of the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.ui.shell import Shell
from tests.ui.layout import find_faults
from tests.ui.real_reports import real_reports
from tests.ui.states.result import shown


@pytest.mark.parametrize("size", [(960, 680), (800, 600)], ids=["big", "small"])
@pytest.mark.parametrize(("language", "pseudo"), [("ru", False), ("en", False), ("ru", True)])
@pytest.mark.parametrize("name", ["gmail", "green", "stopped"])
def test_no_faults(shells: Callable[..., Shell], name: str, language: str, pseudo: bool, size: tuple[int, int]) -> None:
    wizard, _page = shown(shells(language, pseudo=pseudo), real_reports(name), size=size)
    assert find_faults(wizard) == []
