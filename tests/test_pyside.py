"""The PySide6 that is installed can be trusted with this Python."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

EMIT = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Emitter(QObject):
    said = Signal(object)

application = QCoreApplication([])
emitter = Emitter()
heard = []
emitter.said.connect(heard.append)
for number in range(5000):
    emitter.said.emit(number)
assert len(heard) == 5000
"""


def test_five_thousand_signals_do_not_abort() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference of True with every signal and aborts after some hundreds."""
    if importlib.util.find_spec("PySide6") is None and os.environ.get("CI") != "true":
        pytest.skip("PySide6 is not installed")
    run = subprocess.run([sys.executable, "-c", EMIT], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
