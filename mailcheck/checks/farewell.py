"""The end of both conversations."""

from __future__ import annotations

from collections.abc import Callable

from mailcheck.checks.stage import Story
from mailcheck.domain.finding import Stage
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.wire import Wire


def farewell(story: Story, wire: Wire, say: Callable[[], None]) -> None:
    """A goodbye that is not answered changes nothing."""
    with story.stage(Stage.QUIT):
        wire.deadline = story.run.until(Stage.QUIT)
        try:
            say()
        except Cancelled:
            raise
        except ProbeError:
            pass
