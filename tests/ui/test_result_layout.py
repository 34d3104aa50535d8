"""Nothing on screen 5 is clipped, elided or nameless as the window opens; test_layout_states has the small one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailcheck.ui.shell import Shell
from tests.ui.layout import find_faults
from tests.ui.real_reports import real_reports
from tests.ui.states.result import shown


@pytest.mark.parametrize(("language", "pseudo"), [("ru", False), ("en", False), ("ru", True)])
@pytest.mark.parametrize("name", ["gmail", "green", "stopped"])
def test_no_faults(shells: Callable[..., Shell], name: str, language: str, pseudo: bool) -> None:
    wizard, _page = shown(shells(language, pseudo=pseudo), real_reports(name))
    assert find_faults(wizard) == []
