"""How much work hostile input may make. No clock on the wall: that would measure what else the machine does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_MUCH = 5.0
"""Seconds of the processor; all of it takes a tenth, and a second at the most."""


@contextmanager
def little_work() -> Iterator[None]:
    """A guard against work that grows with the square of the input, or without end: that takes minutes.

    Counted is what this thread alone has the processor do, however busy the machine is.
    """
    began = time.thread_time()
    yield
    assert time.thread_time() - began < _MUCH
