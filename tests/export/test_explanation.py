"""What `explain` says, laid out for people."""

from __future__ import annotations

import pytest

from mailcheck.explain import explain
from mailcheck.export.explanation import as_lines
from mailcheck.i18n import Language


@pytest.mark.parametrize("language", list(Language))
def test_the_best_is_told_whole_and_few_others_are_named(language: Language) -> None:
    found = explain("Неверные данные сервера", language=language)
    lines = list(as_lines(found, language, 60))
    assert lines[0] == "Неверные данные сервера  [wrong-server-data]"
    assert any(line.startswith("1) ") for line in lines)
    assert len([line for line in lines if line.startswith("• ")]) == 10
    assert f"{len(found.matches) - 11}" in lines[-3]
    assert lines[-1].endswith(f"mailcheck explain {found.matches[1].code}")
    assert all(len(line) <= 60 or " " not in line.strip() for line in lines)
