"""The handbook without pictures, written once for all tests that read it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from mailcheck.handbook import book
from mailcheck.handbook.folder import write
from mailcheck.handbook.page import Page
from mailcheck.i18n import Language

TODAY = date(2026, 11, 23)


@cache
def pages(language: Language) -> tuple[Page, ...]:
    """Without pictures; made once."""
    return book.pages(language, {})


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook")
    write(folder, tuple(Language), lambda _folder: {}, TODAY)
    return folder
