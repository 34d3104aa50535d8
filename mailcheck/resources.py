"""Where the data files are: beside the package in a source tree, inside it in a wheel or a frozen program."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


class BadResourceError(Exception):
    """A data file is missing or breaks its rules. The message is one line: file, entry, reason."""


@cache
def directory() -> Path:
    package = Path(__file__).resolve().parent
    for candidate in (package / "_resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise BadResourceError(f"resources: no such folder beside {package}")


def path(name: str) -> Path:
    """The path of `resources/name`."""
    return directory() / name


def load_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file; BadResourceError names the file and the line when it cannot be read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadResourceError(f"{file.name}: {error}") from error
