"""What a window needs stands in two places, for the set-up runs without the program: they say the same."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from mailcheck import display

ENVIRONMENT = Path(__file__).resolve().parents[1] / "packaging" / "environment.py"


def test_the_set_up_installs_what_the_program_misses() -> None:
    spec = spec_from_file_location("environment", ENVIRONMENT)
    assert spec and spec.loader
    environment = module_from_spec(spec)
    spec.loader.exec_module(environment)
    assert environment.WINDOW_LIBRARIES_X11 == display._LIBRARIES
